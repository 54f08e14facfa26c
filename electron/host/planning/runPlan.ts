import { mappedSteps } from '../../../core/base/mappedSteps.ts';
import { roundMinor } from '../../../core/base/roundMinor.ts';
import { positionColumnNames } from '../../../core/forecast/positionColumns.ts';
import { createProposalsInSlices } from '../../../core/plan/proposals.ts';
import { createRebalanceProblem } from '../../../core/plan/rebalanceProblem.ts';
import type { PlanState } from '../../../core/plan/planState.ts';
import { recalculateNetwork } from '../../../core/plan/recalculate.ts';
import type { NetworkPlan } from '../../../core/rebalance/solveNetwork.ts';
import { solveProblem } from '../../../core/rebalance/solveProblem.ts';
import { writeMeta } from '../../../core/store/metaStore.ts';
import {
  activatePlanRun,
  deleteOtherPlanColumns,
  nextPlanRun,
  readPlanColumns,
  writePlanColumns,
} from '../../../core/store/planStore.ts';
import { writePlanProof } from '../../../core/store/planProofStore.ts';
import { writeRebalanceBound, type RebalanceBound } from '../../../core/store/rebalanceSettingsStore.ts';
import { readPlanEdition, type Transfer } from '../../../core/store/transferStore.ts';
import { foldClosedMonths } from './closeMonth.ts';
import { refreshConsensus } from './forecastOverrides.ts';
import { forecastPositions, type ForecastScope } from './forecastPositions.ts';
import { writeForecastOf } from './historyDecisions.ts';
import { proofOf } from './planProof.ts';
import { recordKpis } from './kpis.ts';
import { clearLeftovers, issueProposals } from './issueProposals.ts';
import { allOf, decisionsFromNow, notRefused, restrictionsOf } from './restrictions.ts';
import { announce, type PlanSession } from './session.ts';

export interface PlanProgress {
  readonly step: string;
  /** 0 to 1 over the whole run. */
  readonly progress: number;
  /** The result is the plan already: too late to cancel. */
  readonly isSaved?: true;
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
  /** The plan's worth as it was solved, and what no plan of the same problem exceeds. */
  readonly objectiveMinor: number;
  readonly upperBoundMinor: number;
  readonly gap: number;
  readonly retrained: boolean;
  /** Wall-clock seconds of each step. */
  readonly seconds: Readonly<Record<string, number>>;
}

/** Arcs the solver may look at in a nightly plan: a few seconds on the medium network, the same plan everywhere. */
const solverWork = 1.5e9;
/** Positions whose forecast is saved in one transaction, and columns of an earlier plan that are deleted in one. */
const savedTogether = 20_000;
const clearedTogether = 40;
const clearing: PlanProgress = { step: 'Clearing up', progress: 0.99, isSaved: true };

/**
 * The main job as a generator of small slices: forecast, levels and risk, rebalancing, verdicts, and one
 * transaction that makes the result the replica's plan. A run that is cancelled or fails before that leaves the
 * replica and its former plan as they were, and the arrays as the replica says.
 */
export function* runPlan(
  session: PlanSession,
  options: Pick<ForecastScope, 'retrain' | 'crew'>,
): Generator<PlanProgress, PlanSummary> {
  const progress = { adopted: false, saved: false };
  try {
    return yield* planInSlices(session, options, progress);
  } finally {
    if (progress.adopted && !progress.saved) {
      session.solved = null;
      returnToReplica(session);
    }
  }
}

/** Notes in `reached` when the arrays take the new forecast on, and when the replica has it. */
function* planInSlices(
  session: PlanSession,
  options: Pick<ForecastScope, 'retrain' | 'crew'>,
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

  const {
    columns: forecast,
    learnt,
    madeOf,
  } = yield* mappedSteps(forecastPositions(session, options), ({ step, share }) => ({
    step,
    progress: 0.35 * share,
  }));
  lap('forecast');

  reached.adopted = true;
  for (const name of positionColumnNames) state[name].set(forecast[name]);
  refreshConsensus(session);
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
  const former = readPlanEdition(database);
  const builtAt = session.version;
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
  const solving = solveProblem(source.problem, { workLimit: solverWork, targetGap: 0.001 });
  let solved = solving.next();
  while (solved.done !== true) {
    const { phase, done, total, work } = solved.value;
    const share = phase === 'items' ? (0.3 * done) / total : 0.3 + 0.7 * Math.min(1, work / solverWork);
    yield { step: 'Rebalancing', progress: 0.55 + 0.3 * share };
    solved = solving.next();
  }
  const plan: NetworkPlan = solved.value;
  const proposing = createProposalsInSlices(
    state,
    session.parameters,
    session.limits,
    source,
    plan.transfers,
    session.clockMinutes,
  );
  let proposed = proposing.next();
  for (; proposed.done !== true; proposed = proposing.next()) yield { step: 'Proposals', progress: 0.85 };
  const proposals = proposed.value;
  lap('rebalance');

  const run = nextPlanRun(database);
  const { length } = state.network.locations;
  for (let location = 0; location < length;) {
    const from = location;
    // As many locations in one transaction as make a worthwhile write; each waits for the disk once.
    do location++;
    while (
      location < length &&
      state.locationStart[location + 1] - state.locationStart[from] < savedTogether
    );
    const to = location;
    database.transaction(() => {
      for (let saved = from; saved < to; saved++) {
        writePlanColumns(database, run, state, saved);
        foldClosedMonths(session, saved);
      }
    });
    yield { step: 'Saving', progress: 0.86 + (0.1 * location) / length };
  }
  let summary: PlanSummary | null = null;
  const issuing = issueProposals(session, {
    run,
    former,
    proposals,
    autoRuns: true,
    mayPropose: allOf(notRefused(session), decidedMeanwhile),
    also(transfers, edition) {
      summary = summaryOf(state, run, transfers, plan, learnt !== null, seconds);
      if (learnt !== null) writeMeta(database, 'forecastModel', learnt);
      writeForecastOf(database, madeOf);
      writeRebalanceBound(database, boundOf(plan));
      writePlanProof(database, edition, proofOf(source, plan));
      activatePlanRun(database, run, startedAt, isoOf(session.clockMinutes), JSON.stringify(summary));
    },
  });
  let issued = issuing.next();
  for (; issued.done !== true; issued = issuing.next()) {
    yield { step: 'Saving', progress: 0.96 + 0.03 * issued.value };
  }
  const { touched } = issued.value;
  reached.saved = true;
  session.forecastOf = madeOf;
  session.solved = { source, plan, version: builtAt };
  session.urgent++;
  session.changed(touched, true);
  recordKpis(session);
  for (const _ of clearLeftovers(session)) yield clearing;
  while (database.transaction(() => deleteOtherPlanColumns(database, clearedTogether)) > 0) yield clearing;
  lap('save');
  if (summary === null) throw new RangeError('the plan was not saved');
  return { ...(summary as PlanSummary), seconds };
}

/** Takes a forecast that was not saved out of the arrays again. */
function returnToReplica(session: PlanSession): void {
  const { state, database } = session;
  for (const name of positionColumnNames) state[name].fill(0);
  session.hasForecast = readPlanColumns(database, state);
  refreshConsensus(session);
  recalculateNetwork(state, session.recalculation.all);
  session.forecastVersion++;
  session.version++;
  announce(session, false);
}

function isoOf(clockMinutes: number): string {
  return new Date(clockMinutes * 60_000).toISOString();
}

export function boundOf(plan: NetworkPlan): RebalanceBound {
  return {
    objectiveMinor: roundMinor(plan.objective),
    // Never below the bound that was proven.
    upperBoundMinor: Math.ceil(plan.upperBound),
    gap: plan.gap,
  };
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
    ...boundOf(plan),
    retrained,
    seconds,
  };
}
