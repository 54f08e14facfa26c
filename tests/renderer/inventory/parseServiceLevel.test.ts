import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseServiceLevel } from '../../../renderer/features/inventory/parseServiceLevel.ts';

const level = (text: string, current = 0.95): number => {
  const entry = parseServiceLevel(text, current);
  return entry.kind === 'level' ? entry.level : Number.NaN;
};

describe('service level entries', () => {
  test('the ways people write 97 %', () => {
    for (const text of ['97', '97%', '97 %', '0.97', '.97', '97.0', '97,0', '0,97', ' 97 ']) {
      expect(level(text), text).toBe(0.97);
    }
  });

  test('relative entries move by points or scale', () => {
    expect(level('+1%')).toBe(0.96);
    expect(level('+1')).toBe(0.96);
    expect(level('-0.5%')).toBe(0.945);
    expect(level('−2%')).toBe(0.93);
    expect(level('+0.01')).toBe(0.96);
    expect(level('*1.02')).toBe(0.969);
  });

  test('nothing returns to the segment', () => {
    expect(parseServiceLevel('', 0.9)).toEqual({ kind: 'segment' });
    expect(parseServiceLevel('   ', 0.9)).toEqual({ kind: 'segment' });
  });

  test('what cannot be is refused with the reason', () => {
    for (const text of ['100', '100%', '+10%', '0', '-99%', '1', 'high', '9 7', '97%%', '1e2', '--1']) {
      const entry = parseServiceLevel(text, 0.95);
      expect(entry.kind, text).toBe('refused');
      expect(entry.kind === 'refused' && entry.reason.length > 10, text).toBe(true);
    }
    expect(parseServiceLevel('+1%', Number.NaN).kind).toBe('refused');
  });

  test('any accepted level is a probability strictly inside 0 and 1', () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 8 }),
        fc.double({ min: 0.01, max: 0.999, noNaN: true }),
        (text, now) => {
          const entry = parseServiceLevel(text, now);
          if (entry.kind !== 'level') return;
          expect(entry.level).toBeGreaterThan(0);
          expect(entry.level).toBeLessThan(1);
        },
      ),
    );
  });
});
