import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { setOverrideSchema } from '../../../core/contract/forecast.ts';
import { overrideFormErrors, overrideFormValue } from '../../../renderer/features/forecast/overrideForm.ts';
import { overrideValue, parseOverrideEntry } from '../../../renderer/features/forecast/overrideEntry.ts';

describe('an override typed into a cell', () => {
  it('is a figure and why', () => {
    expect(parseOverrideEntry('12 spring campaign')).toEqual({
      kind: 'set',
      value: { kind: 'absolute', unitsAMonth: 12 },
      reason: 'spring campaign',
    });
    expect(parseOverrideEntry(' +20%, recall 24V-011 ')).toEqual({
      kind: 'set',
      value: { kind: 'relative', change: 0.2 },
      reason: 'recall 24V-011',
    });
    expect(parseOverrideEntry('0,5; fleet left')).toEqual({
      kind: 'set',
      value: { kind: 'absolute', unitsAMonth: 0.5 },
      reason: 'fleet left',
    });
    expect(parseOverrideEntry('-100% withdrawn')).toMatchObject({ value: { change: -1 } });
    expect(parseOverrideEntry('*1.2 recall')).toEqual(parseOverrideEntry('+20% recall'));
    expect(parseOverrideEntry('× 50% half the fleet left')).toMatchObject({
      value: { kind: 'relative', change: -0.5 },
      reason: 'half the fleet left',
    });
  });

  it('clears when it is empty', () => {
    expect(parseOverrideEntry('  ')).toEqual({ kind: 'clear' });
  });

  it.each([
    '-3 mistake',
    '-120% mistake',
    '12',
    '+20%',
    '12   ',
    'campaign',
    '+5 campaign',
    '20% campaign',
    '1e9 x',
    '12campaign',
    '1.5.2 campaign',
    '1,000 campaign',
  ])('is refused: %s', (text) => {
    expect(parseOverrideEntry(text).kind).toBe('refused');
  });

  it('is accepted by the host whenever it is not refused', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.double({ min: -500, max: 500, noNaN: true }),
        fc.boolean(),
        (why, size, relative) => {
          const text = relative
            ? `${size >= 0 ? '+' : ''}${size.toFixed(1)}% ${why}`
            : `${size.toFixed(2)} ${why}`;
          const entry = parseOverrideEntry(text);
          if (entry.kind !== 'set') return;
          const command = {
            kind: 'set-override',
            target: { kind: 'positions', positions: [1] },
            value: entry.value,
            from: '2026-01',
            to: '2026-02',
            reason: entry.reason,
            expires: null,
          };
          expect(setOverrideSchema.safeParse(command).success).toBe(true);
          expect(size).toBeGreaterThanOrEqual(relative ? -100.05 : -0.005);
        },
      ),
    );
  });

  it('says why a figure is refused', () => {
    expect(overrideValue('-1')).toMatch(/below zero/);
    expect(overrideValue('20%')).toMatch(/\+20%/);
  });
});

describe('the override form', () => {
  const good = {
    value: '+20%',
    isUplift: false,
    from: '2026-03',
    to: '2026-05',
    reason: 'Campaign',
    expires: '',
  };

  it('accepts what is whole', () => {
    expect(overrideFormErrors(good, '2026-03', '2026-03-14')).toEqual({});
    expect(overrideFormErrors({ ...good, expires: '2026-04-30' }, '2026-03', '2026-03-14')).toEqual({});
  });

  it('names every field that is refused', () => {
    const errors = (change: Partial<typeof good>): string[] =>
      Object.keys(overrideFormErrors({ ...good, ...change }, '2026-03', '2026-03-14'));
    expect(errors({ value: '-4' })).toEqual(['value']);
    expect(errors({ reason: '  ' })).toEqual(['reason']);
    expect(errors({ to: '2026-02' })).toEqual(['to']);
    expect(errors({ from: '2026-06' })).toEqual(['to']);
    expect(errors({ from: '' })).toEqual(['from']);
    expect(errors({ expires: '2026-03-13' })).toEqual(['expires']);
    expect(errors({ from: '2026-04', expires: '2026-03-20' })).toEqual(['expires']);
  });

  it('takes an uplift as a change, of months that are over too', () => {
    const event = { ...good, isUplift: true, value: '+50%', from: '2026-01', to: '2026-02' };
    expect(overrideFormErrors(event, '2026-03', '2026-03-14')).toEqual({});
    expect(overrideFormErrors({ ...event, expires: '2026-02-10' }, '2026-03', '2026-03-14')).toEqual({});
    expect(overrideFormValue(event)).toEqual({ kind: 'uplift', change: 0.5 });
    expect(overrideFormValue({ ...event, value: '12' })).toMatch(/\+50%/);
    expect(Object.keys(overrideFormErrors({ ...event, value: '12' }, '2026-03', '2026-03-14'))).toEqual([
      'value',
    ]);
    expect(overrideFormValue(good)).toEqual({ kind: 'relative', change: 0.2 });
  });
});
