import { expect, it } from 'vitest';
import { workingCalendarSchema } from '../../../core/contract/calendar.ts';
import { calendarToForm, formToCalendar } from '../../../renderer/features/forecast/calendarForm.ts';

const weekdays = [0, 1, 1, 1, 1, 1, 0.5];

it('takes holidays by line, in order and each once', () => {
  const calendar = formToCalendar({ weekdays, holidays: '12-25\n2026-11-26, 07-04\n\n12-25 02-29' });
  expect(calendar).toEqual({ weekdays, holidays: ['02-29', '07-04', '12-25', '2026-11-26'] });
  if (typeof calendar === 'string') throw new Error(calendar);
  expect(workingCalendarSchema.safeParse(calendar).success).toBe(true);
  expect(formToCalendar(calendarToForm(calendar))).toEqual(calendar);
});

it.each(['26-11-2026', '2026-02-30', '02-30', 'Christmas', '2026-13-01'])('names %s as no day', (day) => {
  expect(formToCalendar({ weekdays, holidays: `12-25\n${day}` })).toContain(`${day} is no day`);
});

it('wants one day of work at least', () => {
  expect(formToCalendar({ weekdays: [0, 0, 0, 0, 0, 0, 0], holidays: '' })).toMatch(/At least one day/);
});
