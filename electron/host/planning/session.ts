import { drained } from '../../../core/base/drained.ts';
import { minutesToDay } from '../../../core/base/calendar.ts';
import { createPaced, type PacedClock } from '../../../core/base/paced.ts';
import type { HostEventName, HostEvents } from '../../../core/contract/views.ts';
import type { Network } from '../../../core/model/network.ts';
import { createNetworkTotals, type NetworkTotals } from '../../../core/plan/networkTotals.ts';
import type { OverrideRecord } from '../../../core/plan/overrides.ts';
import { defaultParameters, type PlanParameters } from '../../../core/plan/parameters.ts';
import { positionOf, type PlanState } from '../../../core/plan/planState.ts';
import type { RebalanceProblem } from '../../../core/plan/rebalanceProblem.ts';
import { recalculatePositions, type Recalculation } from '../../../core/plan/recalculate.ts';
import { steeredParameters } from '../../../core/plan/steeredParameters.ts';
import { defaultLimits, type PolicyLimits } from '../../../core/policy/decisionTable.ts';
import type { ProblemPlan } from '../../../core/rebalance/solveProblem.ts';
import type { Database } from '../../../core/store/database.ts';
import type { WorkingCalendars } from '../../../core/plan/workingCalendars.ts';
import { readCalendars } from '../../../core/store/calendarStore.ts';
import { readExceptionRecords, type ExceptionRecord } from '../../../core/store/exceptionStore.ts';
import { countQueued } from '../../../core/store/journalStore.ts';
import { readRebalanceSettings } from '../../../core/store/rebalanceSettingsStore.ts';
import { isPlanProposal, type Transfer } from '../../../core/store/transferStore.ts';
import { readForecastOf, type HistoryDecisions } from './historyDecisions.ts';
import { createHeldTransfers, type HeldTransfers } from './heldTransfers.ts';
import { countPlanned, loadPlan } from './loadPlan.ts';

/**
 * What the planning worker holds while it runs: the replica, the plan state over it, and the small things that do
 * not fit into columns. Everything here can be rebuilt from the replica; every change goes to it first.
 */
export interface PlanSession {
  readonly database: Database;
  readonly state: PlanState;
  readonly recalculation: Recalculation;
  /** Steered by what a planner has set in Rebalance (core/plan/steeredParameters.ts). */
  parameters: PlanParameters;
  readonly limits: PolicyLimits;
  readonly transfers: HeldTransfers;
  /** Keyed by `recordKey`. */
  readonly records: Map<string, ExceptionRecord>;
  /** By id; those that are over too. Laid over the baseline by `refreshConsensus`. */
  readonly overrides: Map<string, OverrideRecord>;
  /** Positions that an override in force holds; null where there is none. */
  overridden: Uint8Array | null;
  /** Replaced when a planner sets one; work that began with the former goes on with it. */
  calendars: WorkingCalendars;
  clockMinutes: number;
  hasForecast: boolean;
  /** Grows with every change of any value; `transferGeneration` when transfers come, go or change. */
  version: number;
  transferGeneration: number;
  /** Grows with every decision and plan run: their effect on sums has to be seen at once (core/base/paced.ts). */
  urgent: number;
  /** Decisions on histories that the forecast in the arrays was made of; null where they are not known. */
  forecastOf: HistoryDecisions | null;
  /** Grows when forecasts are replaced. */
  forecastVersion: number;
  lastRecalculation: { positions: number; tookMs: number };
  /** The last plan or adopted preview as it was solved; null after opening and after a run that came to nothing. */
  solved: SolvedPlan | null;
  /** Grows when an adoption is taken back or given again: the plan in memory is another then. */
  plansTakenBack: number;
  /** By item: the version at which something that its transfers depend on last changed. */
  readonly itemChanged: Float64Array;
  /**
   * Journal entries whose undo was refused because the world has moved on, and whose they are: that person's next undo
   * passes them over, until somebody else decides something.
   */
  readonly passedOver: Map<number, string>;
  /** Wall clock in ms, for durations only. */
  readonly now: () => number;
  emit: <E extends HostEventName>(event: E, payload: HostEvents[E]) => void;
  /** Sums over the network at the present version. */
  totals(): NetworkTotals;
  /** Recalculates positions after their rows or columns changed, and tells the windows. Returns how many. */
  changed(positions: Iterable<number>, transfers: boolean): { positions: number; tookMs: number };
  /** The same, yielding the share done where nearly the whole network follows. */
  changedInSteps(
    positions: Iterable<number>,
    transfers: boolean,
  ): Generator<number, { positions: number; tookMs: number }>;
  /** Replaces a transfer in memory (null: it is gone) and moves what it plans; returns the positions it touches. */
  setTransfer(id: string, transfer: Transfer | null): number[];
}

export interface SolvedPlan {
  readonly source: RebalanceProblem;
  readonly plan: ProblemPlan;
  /** The session's version when its problem began to be built. */
  readonly version: number;
}

/** Share of the positions from which all of them are recalculated: following each on its own costs more. */
const manyShare = 0.1;

export function recordKey(kind: string, location: number, item: number): string {
  return `${kind}:${location}:${item}`;
}

export function createSession(database: Database, now: () => number, emit: PlanSession['emit']): PlanSession {
  const parameters = steeredParameters(defaultParameters, readRebalanceSettings(database));
  const started = now();
  const { state, recalculation, transfers, overrides, overridden, clockMinutes, forecast } = loadPlan(
    database,
    parameters,
  );
  const session: PlanSession = {
    database,
    state,
    recalculation,
    parameters,
    limits: defaultLimits,
    transfers: createHeldTransfers(transfers, (item) => state.network.items[item].weightKg),
    records: new Map(
      readExceptionRecords(database).map((record) => [
        recordKey(record.kind, record.location, record.item),
        record,
      ]),
    ),
    overrides: new Map(overrides.map((override) => [override.id, override])),
    overridden,
    calendars: readCalendars(database),
    clockMinutes,
    hasForecast: forecast,
    version: 1,
    transferGeneration: 1,
    urgent: 0,
    forecastOf: null,
    forecastVersion: 1,
    lastRecalculation: { positions: state.count, tookMs: now() - started },
    solved: null,
    plansTakenBack: 0,
    itemChanged: new Float64Array(state.network.items.length),
    passedOver: new Map(),
    now,
    emit,
    totals: () => totals(),
    changed: (positions, transfersChanged) => drained(session.changedInSteps(positions, transfersChanged)),
    *changedInSteps(positions, transfersChanged) {
      const begun = now();
      const isMany = ArrayBuffer.isView(positions) || Array.isArray(positions);
      let touched: Int32Array | null = null;
      if (isMany && (positions as ArrayLike<number>).length > state.count * manyShare) {
        // Suppliers before those they supply: what moves meanwhile is recalculated again where its turn comes later.
        const { supplyOrder, locationStart } = state;
        for (const [at, location] of supplyOrder.entries()) {
          recalculation.all(locationStart[location], locationStart[location + 1]);
          yield (at + 1) / supplyOrder.length;
        }
      } else {
        touched = recalculatePositions(state, recalculation, positions);
      }
      session.version++;
      if (transfersChanged) session.transferGeneration++;
      if (touched === null) session.itemChanged.fill(session.version);
      else for (const p of touched) session.itemChanged[state.item[p]] = session.version;
      session.lastRecalculation = { positions: touched?.length ?? state.count, tookMs: now() - begun };
      announce(session, transfersChanged);
      return session.lastRecalculation;
    },
    setTransfer(id, transfer) {
      const touched: number[] = [];
      const before = session.transfers.get(id);
      if (before !== undefined) touched.push(...countPlanned(state, before, -1));
      if (transfer === null) {
        session.transfers.delete(id);
      } else {
        session.transfers.set(transfer);
        touched.push(...countPlanned(state, transfer, 1));
      }
      // What the plan proposes or takes back promises nothing; anything else bears on its item's other transfers.
      for (const one of [before, transfer]) {
        if (one === undefined || one === null || isPlanProposal(one)) continue;
        session.itemChanged[one.item] = session.version + 1;
      }
      return touched;
    },
  };
  session.forecastOf = readForecastOf(database, session);
  const sums = createNetworkTotals(state, parameters.riskThresholds[1], recalculation.stale);
  const totals = createPaced(pacedClock(session), () => sums.totals());
  return session;
}

export function pacedClock(session: PlanSession): PacedClock {
  return { now: session.now, version: () => session.version, urgent: () => session.urgent };
}

export function announce(session: PlanSession, transfers: boolean): void {
  session.emit('changed', {
    version: session.version,
    clockMinutes: session.clockMinutes,
    positions: session.lastRecalculation.positions,
    tookMs: session.lastRecalculation.tookMs,
    transfers,
    queuedDecisions: countQueued(session.database),
  });
}

export function today(session: PlanSession): number {
  return minutesToDay(session.clockMinutes);
}

/**
 * The position that an exception id (`kind:location id:item id`) names; −1 when there is none. Ids may hold colons.
 */
export function positionOfException(session: PlanSession, id: string): { kind: string; position: number } {
  const [kind = '', ...parts] = id.split(':');
  const { locationById, itemById } = indexesOf(session.state.network);
  for (let cut = 1; cut < parts.length; cut++) {
    const location = locationById.get(parts.slice(0, cut).join(':'));
    const item = itemById.get(parts.slice(cut).join(':'));
    if (location === undefined || item === undefined) continue;
    const position = positionOf(session.state, location, item);
    if (position >= 0) return { kind, position };
  }
  return { kind, position: -1 };
}

interface Indexes {
  readonly locationById: ReadonlyMap<string, number>;
  readonly itemById: ReadonlyMap<string, number>;
}
const indexes = new WeakMap<Network, Indexes>();

/** A command may name ten thousand rows: their ids are looked up, not searched. */
export function indexesOf(network: Network): Indexes {
  const known = indexes.get(network);
  if (known !== undefined) return known;
  const made = {
    locationById: new Map(network.locations.map((location, index) => [location.id, index])),
    itemById: new Map(network.items.map((item, index) => [item.id, index])),
  };
  indexes.set(network, made);
  return made;
}
