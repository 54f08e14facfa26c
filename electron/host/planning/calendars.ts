import { addMonths } from '../../../core/base/calendar.ts';
import { BallastError } from '../../../core/base/errors.ts';
import type { CalendarMonth, CalendarView, WorkingCalendar } from '../../../core/contract/calendar.ts';
import type { Command } from '../../../core/contract/commands.ts';
import type { Input } from '../../../core/contract/contract.ts';
import {
  calendarOf,
  ownCalendar,
  withCalendar,
  workingDayFactors,
  workingDays,
  type WorkingCalendars,
} from '../../../core/plan/workingCalendars.ts';
import type { RowChange } from '../../../core/store/journalStore.ts';
import type { PlanSession } from './session.ts';

const shownMonths = 12;

export function calendarChanges(
  session: PlanSession,
  { region, calendar }: Extract<Command, { kind: 'set-calendar' }>,
): RowChange[] {
  if (region !== null && !regionsOf(session).includes(region)) {
    throw new BallastError('not-found', `There is no region ${region}.`, { region });
  }
  const before = ownCalendar(session.calendars, region);
  if (JSON.stringify(before) === JSON.stringify(calendar)) {
    throw new BallastError('conflict', 'These are the working days already.');
  }
  return [{ table: 'calendar', region, before, after: calendar }];
}

/** Forecasts of an average month become those of the running one, at the locations that have just been forecast. */
export function followCalendars(
  session: PlanSession,
  calendars: WorkingCalendars,
  mean: Float32Array,
  isForecast: (location: number) => boolean,
): void {
  const { locationStart, network } = session.state;
  const running = addMonths(network.firstPeriod, network.periods);
  for (const [location, { region }] of network.locations.entries()) {
    const [factor] = factorsOf(calendars, region, running, 1);
    if (factor === 1 || !isForecast(location)) continue;
    for (let p = locationStart[location]; p < locationStart[location + 1]; p++) mean[p] *= factor;
  }
}

/** Work of months in a region against an average month; all 1 where days count alike. */
export function factorsOf(
  calendars: WorkingCalendars,
  region: string | null,
  first: string,
  months: number,
): Float64Array {
  const calendar = calendarOf(calendars, region);
  return calendar === null ? new Float64Array(months).fill(1) : workingDayFactors(first, months, calendar);
}

/**
 * By dealer's region: work of each coming month against the running one, which forecasts are of. Null where days count
 * alike everywhere.
 */
export function monthShapes(session: PlanSession, months: number): ReadonlyMap<string, Float64Array> | null {
  const { calendars } = session;
  if (calendars.network === null && Object.keys(calendars.regions).length === 0) return null;
  const { firstPeriod, periods } = session.state.network;
  const first = addMonths(firstPeriod, periods);
  return new Map(
    regionsOf(session).map((region) => {
      const factors = factorsOf(calendars, region, first, months);
      return [region, factors.map((factor) => (factors[0] > 0 ? factor / factors[0] : 1))];
    }),
  );
}

/** The calendar of the network or a region, and what a trial would make of the coming months. */
export function calendarView(
  session: PlanSession,
  { region, trial }: Input<'forecast.calendar'>,
): CalendarView {
  const { calendars } = session;
  const regions = regionsOf(session);
  const changed = trial === null ? calendars : withCalendar(calendars, region, trial.calendar);
  return {
    regions: regions.map((name) => ({ region: name, hasOwn: ownCalendar(calendars, name) !== null })),
    own: ownCalendar(calendars, region),
    inherited: region === null ? null : calendars.network,
    months: monthsOf(session, region === null ? regions : [region], region, changed),
  };
}

function monthsOf(
  session: PlanSession,
  regions: readonly string[],
  place: string | null,
  changed: WorkingCalendars,
): readonly CalendarMonth[] {
  const { firstPeriod, periods } = session.state.network;
  const first = addMonths(firstPeriod, periods);
  const unitsNow = new Float64Array(shownMonths);
  const unitsThen = new Float64Array(shownMonths);
  for (const region of regions) {
    const now = factorsOf(session.calendars, region, first, shownMonths);
    const then = factorsOf(changed, region, first, shownMonths);
    // The present forecast is of the running month: back to an average one, and on to each.
    const average = now[0] > 0 ? baselineOf(session, region) / now[0] : 0;
    for (let month = 0; month < shownMonths; month++) {
      unitsNow[month] += average * now[month];
      unitsThen[month] += average * then[month];
    }
  }
  const daysOf = (calendar: WorkingCalendar | null): Float64Array | null =>
    calendar === null ? null : workingDays(first, shownMonths, calendar);
  const workNow = daysOf(calendarOf(session.calendars, place));
  const workThen = daysOf(calendarOf(changed, place));
  return Array.from({ length: shownMonths }, (_, month) => ({
    month: addMonths(first, month),
    workNow: workNow?.[month] ?? null,
    workThen: workThen?.[month] ?? null,
    unitsNow: unitsNow[month],
    unitsThen: unitsThen[month],
  }));
}

function baselineOf(session: PlanSession, region: string): number {
  const { locationStart, mean, network } = session.state;
  let sum = 0;
  for (const [location, { kind, region: own }] of network.locations.entries()) {
    if (kind !== 'dealer' || own !== region) continue;
    for (let p = locationStart[location]; p < locationStart[location + 1]; p++) sum += mean[p];
  }
  return sum;
}

function regionsOf(session: PlanSession): readonly string[] {
  const dealers = session.state.network.locations.filter(({ kind }) => kind === 'dealer');
  return [...new Set(dealers.map(({ region }) => region))].toSorted();
}
