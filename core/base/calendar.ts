/**
 * The network's calendar. Instants are whole minutes and days are whole days since 1970-01-01 UTC;
 * months are `YYYY-MM`. All functions are pure: the clock is always an argument.
 */
export const minutesPerDay = 1440;
/** Mean length of a month, 365.25 / 12. */
export const daysPerMonth = 30.4375;

export function minutesToDay(minutes: number): number {
  return Math.floor(minutes / minutesPerDay);
}

/** `2001-04-01` → days since 1970-01-01. NaN for anything else. */
export function parseDay(text: string): number {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return Number.NaN;
  const time = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(time) || dayToIso(time / 86_400_000) !== text ? Number.NaN : time / 86_400_000;
}

export function dayToIso(day: number): string {
  return new Date(day * 86_400_000).toISOString().slice(0, 10);
}

/** ISO 8601 to the minute, `2001-04-01T08:30Z`. */
export function minutesToIso(minutes: number): string {
  return `${new Date(minutes * 60_000).toISOString().slice(0, 16)}Z`;
}

/** `1998-01` plus 3 → `1998-04`. */
export function addMonths(period: string, months: number): string {
  const count = monthNumber(period) + months;
  const year = Math.floor(count / 12);
  return `${String(year).padStart(4, '0')}-${String(count - year * 12 + 1).padStart(2, '0')}`;
}

/** Months since year 0; NaN unless `YYYY-MM`. */
export function monthNumber(period: string): number {
  const match = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(period);
  return match === null ? Number.NaN : Number(match[1]) * 12 + Number(match[2]) - 1;
}

/** The month in which a day lies, `YYYY-MM`. */
export function dayToMonth(day: number): string {
  return dayToIso(day).slice(0, 7);
}

/** Days of `months` months from `period` on. */
export function daysOfMonths(period: string, months: number): Int32Array {
  return Int32Array.from(
    { length: months },
    (_, month) => parseDay(`${addMonths(period, month + 1)}-01`) - parseDay(`${addMonths(period, month)}-01`),
  );
}
