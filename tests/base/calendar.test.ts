import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addMonths,
  dayToIso,
  dayToMonth,
  minutesPerDay,
  minutesToDay,
  minutesToIso,
  monthNumber,
  parseDay,
} from '../../core/base/calendar.ts';

const days = fc.integer({ min: -200_000, max: 2_000_000 });

describe('calendar', () => {
  it('writes and reads every day back', () => {
    fc.assert(
      fc.property(days, (day) => {
        expect(parseDay(dayToIso(day))).toBe(day);
      }),
    );
  });

  it('takes nothing but a day that exists', () => {
    for (const text of [
      '',
      '2001-4-1',
      '2001-02-29',
      '2001-13-01',
      '2001-00-10',
      ' 2001-04-01',
      '2001-04-01Z',
      'x',
    ]) {
      expect(parseDay(text), text).toBeNaN();
    }
    expect(parseDay('2000-02-29')).toBe(11_016);
  });

  it('puts every minute into its day, before 1970 too', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: 0, max: minutesPerDay - 1 }), (day, minute) => {
        expect(minutesToDay(day * minutesPerDay + minute)).toBe(day);
      }),
    );
    expect(minutesToIso(parseDay('2001-04-01') * minutesPerDay + 510)).toBe('2001-04-01T08:30Z');
  });

  it('counts months as it counts whole numbers', () => {
    const period = fc
      .tuple(fc.integer({ min: 1, max: 9000 }), fc.integer({ min: 1, max: 12 }))
      .map(([year, month]) => `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}`);
    fc.assert(
      fc.property(period, fc.integer({ min: 0, max: 2000 }), (from, months) => {
        const to = addMonths(from, months);
        expect(monthNumber(to) - monthNumber(from)).toBe(months);
        expect(addMonths(to, -months)).toBe(from);
      }),
    );
    expect(addMonths('1998-01', 39)).toBe('2001-04');
    expect(monthNumber('1998-1')).toBeNaN();
    expect(monthNumber('1998-13')).toBeNaN();
    expect(dayToMonth(parseDay('2001-03-31'))).toBe('2001-03');
  });
});
