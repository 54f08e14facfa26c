import { addMonths, minutesPerDay, minutesToDay, parseDay } from '../../../core/base/calendar.ts';
import type { Network } from '../../../core/model/network.ts';
import { eachOfNode, layOverrides, shareInForce, type OverrideRecord } from '../../../core/plan/overrides.ts';
import { positionOf } from '../../../core/plan/planState.ts';
import {
  closeDemandMonth,
  monthsWaiting,
  readLocationDemand,
  readRunningMonth,
  writeLocationDemand,
} from '../../../core/store/demandStore.ts';
import { writeMeta } from '../../../core/store/metaStore.ts';
import { writeOverrideOutcome, type OverrideOutcome } from '../../../core/store/overrideStore.ts';
import {
  clearCrossings,
  daysOutOf,
  readOutMinutes,
  writeDaysOut,
} from '../../../core/store/stockoutStore.ts';
import type { PlanSession } from './session.ts';

/** First minute of the network's clock after the running month. */
export function monthEndMinutes({ state }: PlanSession): number {
  return monthMinutes(state.network, state.network.periods + 1);
}

/** First minute of the running month. */
export function runningMonthMinutes({ state }: PlanSession): number {
  return monthMinutes(state.network, state.network.periods);
}

function monthMinutes({ firstPeriod }: Network, period: number): number {
  return parseDay(`${addMonths(firstPeriod, period)}-01`) * minutesPerDay;
}

/**
 * The running month is over: its demand becomes history, the days that positions stood empty beside it, and each
 * override that held in it is compared with the baseline. One transaction as long as the month has rows; forecasts
 * follow with the next run. Days in time zones are the network clock's, as everywhere.
 */
export function closeMonth(session: PlanSession): void {
  const { database, state } = session;
  const { network } = state;
  const month = addMonths(network.firstPeriod, network.periods);
  const begun = runningMonthMinutes(session);
  const silent: number[] = [];
  for (let location = 0; location < network.locations.length; location++) {
    let spoke = false;
    for (let p = state.locationStart[location]; p < state.locationStart[location + 1] && !spoke; p++) {
      spoke = state.asOf[p] >= begun;
    }
    if (!spoke) silent.push(location);
  }
  const demand = runningDemand(session);
  const outcomes = outcomesOf(session, month, begun, demand);
  const emptied = daysOutOfMonth(session, new Set(silent), demand);
  database.transaction(() => {
    closeDemandMonth(database, network.periods, silent);
    for (const { location, items, days } of emptied) {
      writeDaysOut(database, location, network.periods, items, days);
    }
    clearCrossings(database);
    for (const outcome of outcomes) writeOverrideOutcome(database, outcome);
    writeMeta(database, 'periods', network.periods + 1);
  });
  network.periods++;
}

/** Takes the months that wait beside a location's block into it; inside a transaction. */
export function foldClosedMonths(session: PlanSession, location: number): void {
  const { state, database } = session;
  const { periods } = state.network;
  if (monthsWaiting(database, location, periods) === 0) return;
  const rows = state.locationStart[location + 1] - state.locationStart[location];
  const demand = new Uint16Array(rows * periods);
  const lostSales = new Uint16Array(rows * periods);
  readLocationDemand(database, location, periods, rows, demand, lostSales);
  writeLocationDemand(database, location, periods, rows, demand, lostSales);
}

/** Units asked for in the running month, by position; nothing where nobody asked. */
function runningDemand({ database, state }: PlanSession): ReadonlyMap<number, number> {
  const demand = new Map<number, number>();
  readRunningMonth(database, (location, item, quantity, lost) => {
    const p = positionOf(state, location, item);
    if (p >= 0) demand.set(p, quantity + lost);
  });
  return demand;
}

interface EmptiedPositions {
  readonly location: number;
  readonly items: readonly number[];
  readonly days: readonly number[];
}

/**
 * Days without stock of the dealers' active items that less was asked for than forecast: there alone it says something.
 * What has not changed since the month began has been as it is now all month.
 */
function daysOutOfMonth(
  session: PlanSession,
  silent: ReadonlySet<number>,
  demand: ReadonlyMap<number, number>,
): EmptiedPositions[] {
  const { database, state } = session;
  const { locations, items } = state.network;
  const end = monthEndMinutes(session);
  const wholeMonth = end - runningMonthMinutes(session);
  const noted = new Map<number, number>();
  readOutMinutes(database, end, (location, item, minutes) => {
    const p = positionOf(state, location, item);
    if (p >= 0) noted.set(p, minutes);
  });
  return locations.flatMap(({ kind }, location) => {
    if (kind !== 'dealer' || silent.has(location)) return [];
    const found = { location, items: [] as number[], days: [] as number[] };
    for (let p = state.locationStart[location]; p < state.locationStart[location + 1]; p++) {
      const days = daysOutOf(noted.get(p) ?? (state.available[p] === 0 ? wholeMonth : 0));
      if (days === 0 || (demand.get(p) ?? 0) >= state.consensus[p]) continue;
      if (items[state.item[p]].status !== 'active') continue;
      found.items.push(state.item[p]);
      found.days.push(days);
    }
    return [found];
  });
}

/**
 * Demand, baseline and consensus of every override that held in the month, over its whole node. One that expired in the
 * month counts by its days.
 */
function outcomesOf(
  session: PlanSession,
  month: string,
  begunMinutes: number,
  demand: ReadonlyMap<number, number>,
): OverrideOutcome[] {
  const { state } = session;
  const begunDay = minutesToDay(begunMinutes);
  const held: OverrideRecord[] = [...session.overrides.values()].filter(
    ({ from, to, expires }) =>
      from <= month && month <= to && (expires === null || parseDay(expires) >= begunDay),
  );
  if (held.length === 0) return [];
  const consensus = new Float32Array(state.count);
  layOverrides(state, held, consensus);
  return held.map((override) => {
    const share = shareInForce(override, month);
    const sums = { baseline: 0, consensus: 0, actual: 0 };
    eachOfNode(state, override, (p) => {
      sums.baseline += state.mean[p];
      sums.consensus += state.mean[p] + share * (consensus[p] - state.mean[p]);
      sums.actual += demand.get(p) ?? 0;
    });
    return { override: override.id, month, ...sums };
  });
}
