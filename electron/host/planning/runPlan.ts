import { notObserved } from '../../../core/model/position.ts';
import { dictionaryOf } from '../../../core/plan/inventoryTable.ts';
import { createProposals, type Proposal } from '../../../core/plan/proposals.ts';
import { createRebalanceProblem } from '../../../core/plan/rebalanceProblem.ts';
import { addWarehouseDemand } from '../../../core/plan/warehouseDemand.ts';
import { accumulatePool, createDemandPool } from '../../../core/forecast/demandPool.ts';
import { fitPool } from '../../../core/forecast/fitPool.ts';
import { forecastBlock, type PoolFit } from '../../../core/forecast/pooledNegativeBinomial.ts';
import type { PlanState } from '../../../core/plan/planState.ts';
import { recalculateNetwork } from '../../../core/plan/recalculate.ts';
import { nextTransferState } from '../../../core/rebalance/transferStates.ts';
import { solveNetwork, type NetworkPlan } from '../../../core/rebalance/solveNetwork.ts';
import { readMeta, readMetaNumber, writeMeta } from '../../../core/store/metaStore.ts';
import {
  activatePlanRun,
  deleteOtherPlanColumns,
  nextPlanRun,
  readPlanColumns,
  writePlanColumns,
} from '../../../core/store/planStore.ts';
import { readLocationDemand } from '../../../core/store/positionStore.ts';
import { deleteTransfer, writeTransfer, type Transfer } from '../../../core/store/transferStore.ts';
import { recordKpis } from './kpis.ts';
import { decisionsFromNow, notTurnedDown, restrictionsOf } from './restrictions.ts';
import { announce, type PlanSession } from './session.ts';

export interface PlanProgress {
  readonly step: string;
  /** 0 to 1 over the whole run. */
  readonly progress: number;
}

export interface PlanSummary {
  readonly run: number;
  readonly positions: number;
  readonly forecasts: number;
  readonly transfers: number;
  readonly auto: number;
  readonly approve: number;
  readonly block: number;
  readonly netMinor: number;
  readonly freightMinor: number;
  readonly gap: number;
  readonly retrained: boolean;
  /** Wall-clock seconds of each step. */
  readonly seconds: Readonly<Record<string, number>>;
}

/** Arcs the solver may look at in a nightly plan: a few seconds on the medium network, the same plan everywhere. */
const solverWork = 1.5e9;

/**
 * The main job as a generator of small slices: forecast, levels and risk, rebalancing, verdicts, and one
 * transaction that makes the result the replica's plan. A run that is cancelled or fails before that leaves the
 * replica and its former plan as they were, and the arrays as the replica says.
 */
export function* runPlan(
  session: PlanSession,
  options: { readonly retrain: boolean },
): Generator<PlanProgress, PlanSummary> {
  const progress = { adopted: false, saved: false };
  try {
    return yield* planInSlices(session, options, progress);
  } finally {
    if (progress.adopted && !progress.saved) returnToReplica(session);
  }
}

/** Notes in `reached` when the arrays take the new forecast on, and when the replica has it. */
function* planInSlices(
  session: PlanSession,
  options: { readonly retrain: boolean },
  reached: { adopted: boolean; saved: boolean },
): Generator<PlanProgress, PlanSummary> {
  const seconds: Record<string, number> = {};
  let mark = session.now();
  const lap = (step: string): void => {
    const now = session.now();
    seconds[step] = (seconds[step] ?? 0) + (now - mark) / 1000;
    mark = now;
  };
  const { database, state } = session;
  const startedAt = isoOf(session.clockMinutes);

  const stored = readMeta(database, 'forecastModel');
  const model = stored === null || options.retrain ? null : parseModel(stored, poolOptions(state).groupCount);
  let fit = model;
  if (fit === null) {
    const pool = createDemandPool(poolOptions(state));
    for (const share of eachHistory(session, (location, history, rows, groups) =>
      accumulatePool(pool, history, rows, groups, state.locationStart[location]),
    )) {
      yield { step: 'Learning the forecast', progress: 0.2 * share };
    }
    fit = fitPool(pool);
    lap('train');
  }
  const forecast = createForecastColumns(state.count);
  const fitted = fit;
  for (const share of eachHistory(session, (location, history, rows, groups) =>
    forecastBlock(
      history,
      state.network.periods,
      rows,
      groups,
      fitted,
      forecast,
      state.locationStart[location],
    ),
  )) {
    yield { step: 'Forecasting', progress: 0.2 + 0.15 * share };
  }
  addWarehouseDemand({ ...state, ...forecast });
  lap('forecast');

  reached.adopted = true;
  state.mean.set(forecast.mean);
  state.dispersionWithin.set(forecast.dispersionWithin);
  state.dispersionRate.set(forecast.dispersionRate);
  state.demandClass.set(forecast.demandClass);
  state.lastDemandAge.set(forecast.lastDemandAge);
  for (let step = 0; step < state.supplyOrder.length; step++) {
    const location = state.supplyOrder[step];
    session.recalculation.all(state.locationStart[location], state.locationStart[location + 1]);
    yield { step: 'Levels and risk', progress: 0.35 + (0.1 * step) / state.supplyOrder.length };
  }
  session.hasForecast = true;
  session.forecastVersion++;
  session.version++;
  lap('recalculate');

  const decidedMeanwhile = decisionsFromNow(session);
  const building = createRebalanceProblem(
    state,
    session.parameters,
    session.clockMinutes,
    restrictionsOf(session),
  );
  let built = building.next();
  while (built.done !== true) {
    yield { step: 'Needs and excess', progress: 0.45 + 0.1 * built.value };
    built = building.next();
  }
  const source = built.value;
  lap('problem');
  const solving = solveNetwork(source.problem, { workLimit: solverWork, targetGap: 0.001 });
  let solved = solving.next();
  while (solved.done !== true) {
    const { phase, done, total, work } = solved.value;
    const share = phase === 'items' ? (0.3 * done) / total : 0.3 + 0.7 * Math.min(1, work / solverWork);
    yield { step: 'Rebalancing', progress: 0.55 + 0.3 * share };
    solved = solving.next();
  }
  const plan: NetworkPlan = solved.value;
  const proposals = createProposals(
    state,
    session.parameters,
    session.limits,
    source,
    plan.transfers,
    session.clockMinutes,
  )
    .filter(notTurnedDown(session))
    .filter(decidedMeanwhile());
  lap('rebalance');

  const run = nextPlanRun(database);
  for (let location = 0; location < state.network.locations.length; location++) {
    database.transaction(() => writePlanColumns(database, run, state, location));
    yield { step: 'Saving', progress: 0.85 + (0.14 * location) / state.network.locations.length };
  }
  const transfers = numbered(session, proposals, run);
  const summary = summaryOf(state, run, transfers, plan, model === null, seconds);
  database.transaction(() => {
    for (const transfer of session.transfers.values()) {
      if (transfer.state === 'proposed') deleteTransfer(database, transfer.id);
    }
    for (const transfer of transfers) writeTransfer(database, transfer);
    if (model === null) writeMeta(database, 'forecastModel', modelToText(fitted));
    activatePlanRun(database, run, startedAt, isoOf(session.clockMinutes), JSON.stringify(summary));
    deleteOtherPlanColumns(database);
  });
  reached.saved = true;
  const touched = new Set<number>();
  for (const transfer of session.transfers.values()) {
    if (transfer.state === 'proposed') session.setTransfer(transfer.id, null);
  }
  for (const transfer of transfers) {
    for (const p of session.setTransfer(transfer.id, transfer)) touched.add(p);
  }
  session.urgent++;
  session.changed(touched, true);
  recordKpis(session);
  announce(session, true);
  lap('save');
  return { ...summary, seconds };
}

/** Takes a forecast that was not saved out of the arrays again. */
function returnToReplica(session: PlanSession): void {
  const { state, database } = session;
  for (const column of [state.mean, state.dispersionWithin, state.dispersionRate]) column.fill(0);
  state.demandClass.fill(0);
  state.lastDemandAge.fill(0);
  session.hasForecast = readPlanColumns(database, state);
  recalculateNetwork(state, session.recalculation.all);
  session.forecastVersion++;
  session.version++;
  announce(session, false);
}

function isoOf(clockMinutes: number): string {
  return new Date(clockMinutes * 60_000).toISOString();
}

/** Runs `visit` over the histories of every location; yields the share done after each. */
function* eachHistory(
  session: PlanSession,
  visit: (location: number, history: Uint16Array, rows: number, groups: Uint16Array) => void,
): Generator<number> {
  const { state, database } = session;
  const { periods, locations } = state.network;
  const group = groupOfItem(state);
  let demand = new Uint16Array(0);
  let lost = new Uint16Array(0);
  for (let location = 0; location < locations.length; location++) {
    const from = state.locationStart[location];
    const rows = state.locationStart[location + 1] - from;
    if (rows === 0) continue;
    if (demand.length < rows * periods) {
      demand = new Uint16Array(rows * periods);
      lost = new Uint16Array(rows * periods);
    }
    readLocationDemand(database, location, periods, rows, demand, lost);
    // What was asked for and not delivered is demand too, at the dealer who asked.
    for (let cell = 0; cell < rows * periods; cell++) {
      if (lost[cell] > 0) demand[cell] = Math.min(notObserved - 1, demand[cell] + lost[cell]);
    }
    const groups = new Uint16Array(rows);
    for (let row = 0; row < rows; row++) groups[row] = group[state.item[from + row]];
    visit(location, demand, rows, groups);
    yield (location + 1) / locations.length;
  }
}

/** Series of one item share a prior; beyond what 16 bits can number, those of one family do. */
function groupOfItem(state: PlanState): Int32Array {
  const { items } = state.network;
  if (items.length <= 0xffff) return Int32Array.from(items, (_, item) => item);
  return dictionaryOf(items.map((item) => item.family)).codes;
}

function poolOptions(
  state: PlanState,
): Parameters<typeof createDemandPool>[0] & { readonly groupCount: number } {
  const groups = groupOfItem(state);
  return {
    periods: state.network.periods,
    groupCount: groups.reduce((most, group) => Math.max(most, group), 0) + 1,
    expectedSeries: state.count,
  };
}

function createForecastColumns(
  count: number,
): Pick<PlanState, 'mean' | 'dispersionWithin' | 'dispersionRate' | 'demandClass' | 'lastDemandAge'> {
  return {
    mean: new Float32Array(count),
    dispersionWithin: new Float32Array(count),
    dispersionRate: new Float32Array(count),
    demandClass: new Uint8Array(count),
    lastDemandAge: new Uint8Array(count),
  };
}

/** Gives proposals their numbers; those that run by themselves are approved by their rule. */
function numbered(session: PlanSession, proposals: readonly Proposal[], run: number): Transfer[] {
  const first = readMetaNumber(session.database, 'nextTransfer');
  const transfers = proposals.map((proposal, i): Transfer => {
    const approved = proposal.verdict === 'auto' ? nextTransferState(proposal.state, 'approve') : null;
    return {
      ...proposal,
      id: `T${String(first + i).padStart(6, '0')}`,
      run,
      stateMinutes: session.clockMinutes,
      state: approved ?? proposal.state,
      decidedBy: approved === null ? null : `rule ${proposal.rule}`,
    };
  });
  session.database.transaction(() => writeMeta(session.database, 'nextTransfer', first + transfers.length));
  return transfers;
}

function summaryOf(
  state: PlanState,
  run: number,
  transfers: readonly Transfer[],
  plan: NetworkPlan,
  retrained: boolean,
  seconds: Readonly<Record<string, number>>,
): PlanSummary {
  const count = (verdict: string): number =>
    transfers.filter((transfer) => transfer.verdict === verdict).length;
  return {
    run,
    positions: state.count,
    forecasts: state.count,
    transfers: transfers.length,
    auto: count('auto'),
    approve: count('approve'),
    block: count('block'),
    netMinor: transfers.reduce((sum, transfer) => sum + transfer.netMinor, 0),
    freightMinor: transfers.reduce((sum, transfer) => sum + transfer.freightMinor, 0),
    gap: plan.gap,
    retrained,
    seconds,
  };
}

function modelToText(fit: PoolFit): string {
  return JSON.stringify({ ...fit, groupMean: [...fit.groupMean], groupActive: [...fit.groupActive] });
}

/** Null where the model was learnt over other items than there are now. */
function parseModel(text: string, groupCount: number): PoolFit | null {
  const plain = JSON.parse(text) as Omit<PoolFit, 'groupMean' | 'groupActive'> & {
    readonly groupMean: readonly number[];
    readonly groupActive: readonly number[];
  };
  if (plain.groupMean.length !== groupCount) return null;
  return {
    ...plain,
    groupMean: Float64Array.from(plain.groupMean),
    groupActive: Float64Array.from(plain.groupActive),
  };
}
