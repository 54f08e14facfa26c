/**
 * Periods of a history file: months `YYYY-MM` or ISO 8601 weeks `YYYY-Www`. A period is a whole number of months since
 * year 0, or of weeks since Monday 1970-01-05; consecutive periods differ by one.
 */
import { addMonths, monthNumber } from '../base/calendar.ts';

export type PeriodKind = 'month' | 'week';

/** Periods in a year, which is the season that demand may repeat with. */
export const seasonOf: Readonly<Record<PeriodKind, number>> = { month: 12, week: 52 };

const weekMs = 7 * 86_400_000;
const firstMonday = 4 * 86_400_000;

/** Number of a period; NaN unless it is one of this kind. */
export function periodNumber(label: string, kind: PeriodKind): number {
  if (kind === 'month') return monthNumber(label);
  const match = /^(\d{4})-W(0[1-9]|[1-4]\d|5[0-3])$/u.exec(label);
  if (match === null) return Number.NaN;
  const number = firstWeek(Number(match[1])) + Number(match[2]) - 1;
  // A year without a 53rd week has no label for it.
  return number < firstWeek(Number(match[1]) + 1) ? number : Number.NaN;
}

export function periodKind(label: string): PeriodKind | null {
  if (!Number.isNaN(periodNumber(label, 'month'))) return 'month';
  return Number.isNaN(periodNumber(label, 'week')) ? null : 'week';
}

/** The label `steps` periods later. */
export function addPeriods(label: string, kind: PeriodKind, steps: number): string {
  if (kind === 'month') return addMonths(label, steps);
  const number = periodNumber(label, 'week') + steps;
  // The Thursday of a week lies in the year that the week belongs to.
  const year = new Date(firstMonday + number * weekMs + 3 * 86_400_000).getUTCFullYear();
  const week = number - firstWeek(year) + 1;
  return `${String(year).padStart(4, '0')}-W${String(week).padStart(2, '0')}`;
}

/** Number of week 1 of a year: the week with its January 4th. */
function firstWeek(year: number): number {
  return Math.floor((Date.UTC(year, 0, 4) - firstMonday) / weekMs);
}
