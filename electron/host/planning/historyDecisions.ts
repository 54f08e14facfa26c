import { createHash } from 'node:crypto';
import { dayToMonth, minutesToDay } from '../../../core/base/calendar.ts';
import type { OverrideRecord } from '../../../core/plan/overrides.ts';
import type { WorkingCalendars } from '../../../core/plan/workingCalendars.ts';
import type { Network } from '../../../core/model/network.ts';
import type { Database, ReadDatabase } from '../../../core/store/database.ts';
import { readMeta, writeMeta } from '../../../core/store/metaStore.ts';

/** What people have decided of the histories that forecasts are made from: working days, and uplifts of months that are over. */
export interface HistoryDecisions {
  readonly calendars: WorkingCalendars;
  /** By id. */
  readonly uplifts: ReadonlyMap<string, OverrideRecord>;
}

/** Everything that is decided, on whatever months. */
export interface Decided {
  readonly calendars: WorkingCalendars;
  readonly overrides: ReadonlyMap<string, OverrideRecord>;
  readonly clockMinutes: number;
}

export function historyDecisions({ calendars, overrides, clockMinutes }: Decided): HistoryDecisions {
  const running = dayToMonth(minutesToDay(clockMinutes));
  const uplifts = [...overrides].filter(([, { kind, from }]) => kind === 'uplift' && from < running);
  return { calendars, uplifts: new Map(uplifts) };
}

/** Dealers whose histories differ between two sets of decisions; all of them where the former set is not known. */
export function dealersBetween(
  { locations }: Network,
  before: HistoryDecisions | null,
  after: HistoryDecisions,
): readonly number[] {
  const dealers = locations.flatMap(({ kind }, location) => (kind === 'dealer' ? [location] : []));
  if (before === null || isOtherCalendar(before, after)) return dealers;
  const changed = [...onlyIn(before, after), ...onlyIn(after, before)];
  if (changed.length === 0) return [];
  const reaches = ({ location, region }: OverrideRecord, dealer: number): boolean =>
    (location < 0 || location === dealer) && (region === '' || region === locations[dealer].region);
  return dealers.filter((dealer) => changed.some((uplift) => reaches(uplift, dealer)));
}

export function isOtherCalendar(a: HistoryDecisions, b: HistoryDecisions): boolean {
  return a.calendars !== b.calendars && calendarsText(a) !== calendarsText(b);
}

/** Kept with the forecast that was made of them; part of the transaction that makes it the plan's. */
export function writeForecastOf(database: Database, decisions: HistoryDecisions): void {
  writeMeta(database, 'forecastOf', digestOf(decisions));
}

/** The present decisions where the kept forecast was made of them; null where it is behind. */
export function readForecastOf(database: ReadDatabase, decided: Decided): HistoryDecisions | null {
  const present = historyDecisions(decided);
  const kept = readMeta(database, 'forecastOf');
  // An earlier version kept none, and there is nothing that says it is behind.
  return kept === null || kept === digestOf(present) ? present : null;
}

function digestOf(decisions: HistoryDecisions): string {
  const uplifts = [...decisions.uplifts].map(([id, record]) => `${id} ${recordText(record)}`).toSorted();
  return createHash('sha256')
    .update([calendarsText(decisions), ...uplifts].join('\n'))
    .digest('hex');
}

/** What only the first of them has, or has otherwise. */
function onlyIn({ uplifts }: HistoryDecisions, other: HistoryDecisions): OverrideRecord[] {
  return [...uplifts.values()].filter((one) => {
    const known = other.uplifts.get(one.id);
    return known !== one && (known === undefined || recordText(known) !== recordText(one));
  });
}

function calendarsText({ calendars }: HistoryDecisions): string {
  const regions = Object.entries(calendars.regions).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([calendars.network, regions]);
}

function recordText(record: OverrideRecord): string {
  return JSON.stringify(Object.entries(record).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
