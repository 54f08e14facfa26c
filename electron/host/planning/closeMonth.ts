import { addMonths, minutesPerDay, minutesToDay, parseDay } from '../../../core/base/calendar.ts';
import { eachOfNode, layOverrides, type OverrideRecord } from '../../../core/plan/overrides.ts';
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
import type { PlanSession } from './session.ts';

/** First minute of the network's clock after the running month. */
export function monthEndMinutes(session: PlanSession): number {
  const { firstPeriod, periods } = session.state.network;
  return parseDay(`${addMonths(firstPeriod, periods + 1)}-01`) * minutesPerDay;
}

/**
 * The running month is over: its demand becomes history, and each override that held in it is compared with the
 * baseline. One transaction as long as the month has rows; forecasts follow with the next run. Days in time zones
 * are the network clock's, as everywhere.
 */
export function closeMonth(session: PlanSession): void {
  const { database, state } = session;
  const { network } = state;
  const month = addMonths(network.firstPeriod, network.periods);
  const begun = parseDay(`${month}-01`) * minutesPerDay;
  const silent: number[] = [];
  for (let location = 0; location < network.locations.length; location++) {
    let spoke = false;
    for (let p = state.locationStart[location]; p < state.locationStart[location + 1] && !spoke; p++) {
      spoke = state.asOf[p] >= begun;
    }
    if (!spoke) silent.push(location);
  }
  const outcomes = outcomesOf(session, month, begun);
  database.transaction(() => {
    closeDemandMonth(database, network.periods, silent);
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

/** Demand, baseline and consensus of every override that held in the month, over its whole node. */
function outcomesOf(session: PlanSession, month: string, begunMinutes: number): OverrideOutcome[] {
  const { state, database } = session;
  const begunDay = minutesToDay(begunMinutes);
  const held: OverrideRecord[] = [...session.overrides.values()].filter(
    ({ from, to, expires }) =>
      from <= month && month <= to && (expires === null || parseDay(expires) >= begunDay),
  );
  if (held.length === 0) return [];
  const demand = new Map<number, number>();
  readRunningMonth(database, (location, item, quantity, lost) => {
    const p = positionOf(state, location, item);
    if (p >= 0) demand.set(p, quantity + lost);
  });
  const consensus = new Float32Array(state.count);
  layOverrides(state, held, consensus);
  return held.map((override) => {
    const sums = { baseline: 0, consensus: 0, actual: 0 };
    eachOfNode(state, override, (p) => {
      sums.baseline += state.mean[p];
      sums.consensus += consensus[p];
      sums.actual += demand.get(p) ?? 0;
    });
    return { override: override.id, month, ...sums };
  });
}
