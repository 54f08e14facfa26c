import { z } from 'zod';

const holidaySchema = z
  .string()
  .regex(
    /^(\d{4}-)?(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/,
    'a day such as 2026-07-04, or 07-04 of every year',
  );

/** Which days are worked, for a network or for one of its regions: months with more work see more demand. */
export const workingCalendarSchema = z.strictObject({
  /** Work done on each day of the week from Sunday, 1 a full day. */
  weekdays: z
    .array(z.number().min(0).max(1))
    .length(7)
    .refine((weekdays) => weekdays.some((work) => work > 0), 'at least one day of work'),
  /** Days without work: `2026-07-04`, or `07-04` for every year. */
  holidays: z.array(holidaySchema).max(500),
});
export type WorkingCalendar = z.infer<typeof workingCalendarSchema>;

const regionSchema = z.string().min(1).max(200).nullable();

/** Null as region is the network; null as calendar returns a region to the network's, the network to days all alike. */
export const setCalendarSchema = z.strictObject({
  kind: z.literal('set-calendar'),
  region: regionSchema,
  calendar: workingCalendarSchema.nullable(),
});

export const calendarQuestionSchema = z.strictObject({
  region: regionSchema,
  /** A calendar to try; null: as it is. */
  trial: z.strictObject({ calendar: workingCalendarSchema.nullable() }).nullable(),
});

export interface CalendarMonth {
  readonly month: string;
  /** Full days of work; null where days count alike. */
  readonly workNow: number | null;
  readonly workThen: number | null;
  /** Baseline units of the region's, or of all, dealers. */
  readonly unitsNow: number;
  readonly unitsThen: number;
}

/** The calendar of the network or of a region, and what another would make of the coming months. */
export interface CalendarView {
  readonly regions: readonly { readonly region: string; readonly hasOwn: boolean }[];
  /** Set for the place itself. */
  readonly own: WorkingCalendar | null;
  /** What holds while the place has none of its own. */
  readonly inherited: WorkingCalendar | null;
  /** The running month first. */
  readonly months: readonly CalendarMonth[];
}
