import type { WorkingCalendar } from '../../../core/contract/calendar.ts';

/** A calendar as it is edited: holidays as lines of text. */
export interface CalendarForm {
  readonly weekdays: readonly number[];
  readonly holidays: string;
}

/** From Sunday, as calendars have it. */
export const weekdayNames = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;

export const presets = [
  { id: 'five', name: '5 days', weekdays: [0, 1, 1, 1, 1, 1, 0] },
  { id: 'six', name: '6 days', weekdays: [0, 1, 1, 1, 1, 1, 1] },
  { id: 'seven', name: '7 days', weekdays: [1, 1, 1, 1, 1, 1, 1] },
] as const;

const holiday = /^(\d{4}-)?(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;

export function calendarToForm(calendar: WorkingCalendar): CalendarForm {
  return { weekdays: calendar.weekdays, holidays: calendar.holidays.join('\n') };
}

/** The calendar as it is sent; a text says what is refused. Holidays in order, each once. */
export function formToCalendar({ weekdays, holidays }: CalendarForm): WorkingCalendar | string {
  if (weekdays.every((work) => work === 0)) return 'At least one day of the week is worked.';
  const days = holidays.split(/[\s,;]+/).filter((day) => day !== '');
  const wrong = days.find((day) => !isDay(day));
  if (wrong !== undefined) return `${wrong} is no day: write 2026-11-26, or 12-25 for every year.`;
  if (days.length > 500) return 'A calendar has at most 500 holidays.';
  return { weekdays: [...weekdays], holidays: [...new Set(days)].toSorted() };
}

function isDay(text: string): boolean {
  if (!holiday.test(text)) return false;
  // Any leap year knows every day that comes back.
  const full = text.length === 5 ? `2000-${text}` : text;
  const time = Date.parse(`${full}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(full);
}

export function isSameWeek(a: readonly number[], b: readonly number[]): boolean {
  return a.every((work, day) => work === b[day]);
}
