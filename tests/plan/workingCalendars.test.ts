import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  calendarOf,
  noCalendars,
  ownCalendar,
  withCalendar,
  workingDayFactors,
  workingDays,
} from '../../core/plan/workingCalendars.ts';

const fiveDays = { weekdays: [0, 1, 1, 1, 1, 1, 0], holidays: [] };

it('counts the days of a month that are worked, without its holidays', () => {
  // July 2001 began on a Sunday: 22 weekdays, the 4th a Wednesday, the 22nd a Sunday.
  expect([...workingDays('2001-07', 2, fiveDays)]).toEqual([22, 23]);
  expect([...workingDays('2001-07', 1, { ...fiveDays, holidays: ['07-04', '2001-07-22'] })]).toEqual([21]);
  expect([...workingDays('2001-07', 1, { ...fiveDays, holidays: ['2002-07-04'] })]).toEqual([22]);
  expect([...workingDays('2001-07', 1, { weekdays: [0, 1, 1, 1, 1, 1, 0.5], holidays: [] })]).toEqual([24]);
});

it('compares months with an average one: over 28 years the factors of any week average one', () => {
  const week = fc.array(fc.constantFrom(0, 0.5, 1), { minLength: 7, maxLength: 7 });
  fc.assert(
    fc.property(week, fc.subarray(['01-01', '07-04', '12-25']), (weekdays, holidays) => {
      fc.pre(weekdays.some((work) => work > 0));
      // The days of the week come round in 28 years.
      const factors = workingDayFactors('1973-01', 28 * 12, { weekdays, holidays });
      expect(factors.reduce((sum, factor) => sum + factor, 0) / factors.length).toBeCloseTo(1, 9);
    }),
  );
});

it('takes a holiday that is named twice as one', () => {
  const once = { ...fiveDays, holidays: ['07-04', '2026-12-24'] };
  const twice = { ...fiveDays, holidays: ['07-04', '2026-12-24', '07-04', '2026-12-24'] };
  expect(workingDayFactors('2026-01', 12, twice)).toEqual(workingDayFactors('2026-01', 12, once));
});

it('a region keeps to the network until it has a calendar of its own', () => {
  const network = withCalendar(noCalendars, null, fiveDays);
  const sixDays = { weekdays: [0, 1, 1, 1, 1, 1, 1], holidays: [] };
  const both = withCalendar(network, 'West', sixDays);
  expect(calendarOf(network, 'West')).toBe(fiveDays);
  expect(calendarOf(both, 'West')).toBe(sixDays);
  expect(calendarOf(both, 'East')).toBe(fiveDays);
  expect(ownCalendar(both, 'East')).toBe(null);
  expect(withCalendar(both, 'West', null)).toEqual(network);
});
