import { z } from 'zod';
import { workingCalendarSchema, type WorkingCalendar } from '../contract/calendar.ts';
import { noCalendars, withCalendar, type WorkingCalendars } from '../plan/workingCalendars.ts';
import type { Database, ReadDatabase } from './database.ts';
import { deleteMeta, readMeta, writeMeta } from './metaStore.ts';

const calendarsSchema = z.object({
  network: workingCalendarSchema.nullable(),
  regions: z.record(z.string(), workingCalendarSchema),
});

/** Working calendars; none until a planner has set one, or where they can't be read. */
export function readCalendars(database: ReadDatabase): WorkingCalendars {
  const text = readMeta(database, 'workingCalendars');
  if (text === null) return noCalendars;
  try {
    return calendarsSchema.parse(JSON.parse(text));
  } catch {
    return noCalendars;
  }
}

export function writeCalendar(
  database: Database,
  region: string | null,
  calendar: WorkingCalendar | null,
): void {
  const calendars = withCalendar(readCalendars(database), region, calendar);
  if (calendars.network === null && Object.keys(calendars.regions).length === 0) {
    deleteMeta(database, 'workingCalendars');
  } else {
    writeMeta(database, 'workingCalendars', JSON.stringify(calendars));
  }
}
