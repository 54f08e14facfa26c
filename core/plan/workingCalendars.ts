/**
 * The calendars that months are compared by: one for the network, and those of regions that work differently. Input: days
 * of the week from Sunday with the share of a full day's work each, and holidays. O(days).
 */
import { addMonths, daysPerMonth, parseDay } from '../base/calendar.ts';
import type { WorkingCalendar } from '../contract/calendar.ts';

export interface WorkingCalendars {
  /** Null: every day counts alike. */
  readonly network: WorkingCalendar | null;
  readonly regions: Readonly<Record<string, WorkingCalendar>>;
}

export const noCalendars: WorkingCalendars = { network: null, regions: {} };

/** The calendar that holds in a region; of the network for null. */
export function calendarOf(calendars: WorkingCalendars, region: string | null): WorkingCalendar | null {
  if (region !== null && Object.hasOwn(calendars.regions, region)) return calendars.regions[region];
  return calendars.network;
}

/** What is set for the place itself. */
export function ownCalendar(calendars: WorkingCalendars, region: string | null): WorkingCalendar | null {
  if (region === null) return calendars.network;
  return Object.hasOwn(calendars.regions, region) ? calendars.regions[region] : null;
}

export function withCalendar(
  calendars: WorkingCalendars,
  region: string | null,
  calendar: WorkingCalendar | null,
): WorkingCalendars {
  if (region === null) return { ...calendars, network: calendar };
  const others = Object.entries(calendars.regions).filter(([name]) => name !== region);
  const all = calendar === null ? others : [...others, [region, calendar] as const];
  // In one order, whatever the order of edits: what is stored is the same text again after an undo.
  return { ...calendars, regions: Object.fromEntries(all.toSorted(([a], [b]) => (a < b ? -1 : 1))) };
}

const monthsAYear = 12;

/** Full days of work in each month. */
export function workingDays(firstPeriod: string, periods: number, calendar: WorkingCalendar): Float64Array {
  const { weekdays, holidays } = calendar;
  const off = new Set(holidays);
  return Float64Array.from({ length: periods }, (_, period) => {
    const month = addMonths(firstPeriod, period);
    const from = parseDay(`${month}-01`);
    const to = parseDay(`${addMonths(month, 1)}-01`);
    let work = 0;
    for (let day = from; day < to; day++) {
      const ofMonth = String(day - from + 1).padStart(2, '0');
      if (off.has(`${month}-${ofMonth}`) || off.has(`${month.slice(5)}-${ofMonth}`)) continue;
      // Day 0, 1970-01-01, was a Thursday.
      work += weekdays[(day + 4) % 7];
    }
    return work;
  });
}

/** Working days of each month against those of an average one; holidays of one year only do not move the average. */
export function workingDayFactors(
  firstPeriod: string,
  periods: number,
  calendar: WorkingCalendar,
): Float64Array {
  const aDay = calendar.weekdays.reduce((sum, work) => sum + work, 0) / 7;
  const yearly = [...new Set(calendar.holidays)].filter((day) => /^\d\d-\d\d$/.test(day)).length;
  const average = aDay * (daysPerMonth - yearly / monthsAYear);
  return workingDays(firstPeriod, periods, calendar).map((work) => (average > 0 ? work / average : 1));
}
