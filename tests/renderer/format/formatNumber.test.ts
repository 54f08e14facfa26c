import { describe, expect, test } from 'vitest';
import {
  countOf,
  formatCount,
  formatDuration,
  formatFixed,
  formatMoney,
  formatNumber,
  formatShare,
} from '../../../renderer/components/format/formatNumber.ts';

const us = 'en-US';

describe('figures on the screen', () => {
  test('unknown is a dash and zero is zero, in every format', () => {
    for (const format of [
      (value: number) => formatCount(value, us),
      (value: number) => formatNumber(value, 1, us),
      (value: number) => formatFixed(value, 0, us),
    ]) {
      expect(format(Number.NaN)).toBe('–');
      expect(format(0)).toBe('0');
    }
    expect(formatShare(Number.NaN, 1, us)).toBe('–');
    expect(formatMoney(Number.NaN, 'USD', 'full', us)).toBe('–');
  });

  test('a share that is neither nothing nor all never reads as nothing or all', () => {
    expect(formatShare(0, 1, us)).toBe('0.0%');
    expect(formatShare(1, 1, us)).toBe('100.0%');
    expect(formatShare(0.0001, 1, us)).toBe('< 0.1%');
    expect(formatShare(0.99999, 1, us)).toBe('> 99.9%');
    expect(formatShare(0.9431, 1, us)).toBe('94.3%');
  });

  test('money comes in minor units of its currency', () => {
    expect(formatMoney(123_456, 'USD', 'full', us)).toBe('$1,234.56');
    expect(formatMoney(123_456, 'USD', 'whole', us)).toBe('$1,235');
    expect(formatMoney(123_456, 'JPY', 'full', us)).toBe('¥123,456');
    expect(formatMoney(2_424_122, 'USD', 'compact', us)).toBe('$24.2K');
    expect(formatMoney(-2_424_122_00, 'USD', 'compact', us)).toBe('-$2.42M');
    expect(formatMoney(95_000, 'USD', 'compact', us)).toBe('$950');
  });

  test('durations keep a decimal only where it says something', () => {
    expect(formatDuration(0.02, us)).toBe('< 0.1 ms');
    expect(formatDuration(0.31, us)).toBe('0.3 ms');
    expect(formatDuration(38.4, us)).toBe('38 ms');
    expect(formatDuration(1840, us)).toBe('1.8 s');
  });

  test('one is singular', () => {
    expect(countOf(1, 'entry', 'entries', us)).toBe('1 entry');
    expect(countOf(12_041, 'position', 'positions', us)).toBe('12,041 positions');
  });
});
