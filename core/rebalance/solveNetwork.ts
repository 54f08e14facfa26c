/**
 * The plan for the whole network: best transfers over all items together, where a lane's fixed cost is paid once
 * by everything that travels on it, with a proven bound on how much better any plan could be.
 *
 * A generator: it yields its progress in slices of a few milliseconds of work, may be told to stop at any yield
 * (send 'stop') and then returns the best plan so far. Work is counted in arcs and pivots, not in time, and no
 * decision reads a clock: the same problem and limits give the same plan, sliced or not.
 */
import { runCampaign, type CampaignGuide } from './campaign.ts';
import { createItemFlows, type ItemFlows } from './exactItem.ts';
import { planGreedilyInSteps } from './greedy.ts';
import { countPairs, createItemGraphsInSlices, type ItemGraphs } from './itemGraphs.ts';
import { createFixedChargeOracle } from './itemFixedCharge.ts';
import { branchOnLanes } from './laneBranching.ts';
import { createLaneDual, createLinearOracle } from './laneDual.ts';
import { createLaneSearch } from './laneSearch.ts';
import { createLaneSet } from './laneSet.ts';
import { createLaneRows, type LaneRows } from './laneRows.ts';
import { collectLaneShares, type LaneShares } from './laneShares.ts';
import type { NetworkProblem } from './networkProblem.ts';
import { evaluateTransfers, type PlanEvaluation, type TransferColumns } from './transferColumns.ts';

export interface SolveOptions {
  /** Ends the search after this much work (arcs looked at; see `workPerSecond`). Infinite: until proven. */
  readonly workLimit?: number;
  /** Ends the search once (upperBound − objective) / |upperBound| is at most this. Default 1e-6: optimal. */
  readonly targetGap?: number;
}

export interface SolveProgress {
  readonly phase: 'items' | 'consolidate' | 'bound' | 'prove';
  readonly done: number;
  readonly total: number;
  /** Of the best plan so far; NaN before there is one. */
  readonly objective: number;
  readonly upperBound: number;
  readonly work: number;
}

export interface NetworkPlan {
  readonly status: 'optimal' | 'feasible';
  readonly objective: number;
  /** No plan of the problem is worth more. */
  readonly upperBound: number;
  /** (upperBound − objective) / |upperBound|, 0 when both are 0. */
  readonly gap: number;
  readonly transfers: TransferColumns;
  readonly evaluation: PlanEvaluation;
  /** Shares of fixed costs that prove a bound close to `upperBound`; null when there was nothing to share. */
  readonly shares: LaneShares | null;
  readonly work: number;
}

const nothingYet: SolveProgress = {
  phase: 'items',
  done: 0,
  total: 0,
  objective: 0,
  upperBound: Number.POSITIVE_INFINITY,
  work: 0,
};

export type NetworkSolver = Generator<SolveProgress, NetworkPlan, 'stop' | undefined>;

export function* solveNetwork(problem: NetworkProblem, options: SolveOptions = {}): NetworkSolver {
  const targetGap = options.targetGap ?? 1e-6;
  const workLimit = options.workLimit ?? Number.POSITIVE_INFINITY;
  let isStopping = false;
  const building = createItemGraphsInSlices(problem);
  let built = building.next();
  for (; built.done !== true; built = building.next()) {
    if ((yield { ...nothingYet, total: problem.itemCount }) === 'stop') isStopping = true;
  }
  const graphs = built.value;
  const planFlows = createItemFlows(graphs);
  const lanes = createLaneSet(planFlows);
  const best = createIncumbent(problem);
  let upperBound = Number.POSITIVE_INFINITY;
  let phase: SolveProgress['phase'] = 'items';
  let done = 0;
  let total = graphs.itemCount;
  /** Of the whole problem, before branching. */
  let rootShare: Float64Array | null = null;
  let rows: LaneRows | null = null;
  let dualFlows: ItemFlows | null = null;
  const work = (): number => (dualFlows?.work ?? 0) + planFlows.work;
  const report = (): SolveProgress => ({
    phase,
    done,
    total,
    objective: best.evaluation.objective,
    upperBound,
    work: work(),
  });
  /** Bounds up to here prove the best plan well enough. */
  const cutoff = (): number => {
    const objective = best.evaluation.objective;
    return objective + (0.9 * targetGap * objective) / (1 - 0.9 * targetGap) + rounding;
  };
  const ended = (): boolean => work() >= workLimit || upperBound <= cutoff();

  // 1. Every item alone, fixed costs ignored: a bound, and where there are none, the optimum.
  let free = 0;
  let rounding = 0;
  for (let item = 0; item < graphs.itemCount; item++) {
    lanes.itemValue[item] = planFlows.solve(item);
    free += lanes.itemValue[item];
    rounding += planFlows.slack(item);
    done = item + 1;
    if (item % 64 === 63 && ((yield report()) === 'stop' || isStopping)) break;
  }
  if (done === graphs.itemCount) upperBound = free + rounding;
  rounding += 1e-12 * free;
  const offer = (): boolean => best.offer(lanes.transfers());
  if (done === graphs.itemCount) offer();
  const stopped = { now: done < graphs.itemCount || (yield report()) === 'stop' };
  if (upperBound > cutoff()) {
    // The pairwise loop is cheap, and a plan must never fall behind it, so a stop does not skip it.
    const pairs = planGreedilyInSteps(problem);
    let step = pairs.next();
    for (; step.done !== true; step = pairs.next()) if ((yield report()) === 'stop') stopped.now = true;
    best.offer(step.value);
  }

  // 2. The rest is one loop of three strands, advanced by their work: bound, campaigns, branching.
  if (!stopped.now && !ended()) {
    const strands = searchStrands();
    for (let step = strands.next(); !step.done && !ended(); step = strands.next()) {
      if ((yield report()) === 'stop') break;
    }
    offer();
  }
  const objective = best.evaluation.objective;
  // Below the rounding of the sums, a bound on "nothing pays" is nothing.
  const bound = objective === 0 && upperBound <= 10 * rounding ? 0 : Math.max(upperBound, objective);
  const gap = gapOf(objective, bound);
  return {
    status: gap <= 1e-6 ? 'optimal' : 'feasible',
    objective,
    upperBound: bound,
    gap,
    transfers: best.transfers,
    evaluation: best.evaluation,
    shares: rootShare === null || rows === null ? null : collectLaneShares(rows, rootShare),
    work: work(),
  };

  function* searchStrands(): Generator<void, void, undefined> {
    phase = 'consolidate';
    total = slopeRounds;
    for (let round = 0; round < slopeRounds; round++) {
      scaleSlopes(graphs, planFlows.flow, planFlows.charge, round === 0);
      for (let item = 0; item < graphs.itemCount; item++) {
        planFlows.solve(item);
        if (item % 64 === 63) yield;
      }
      offer();
      done = round + 1;
      yield;
    }
    planFlows.charge.fill(0);

    const laneRows = createLaneRows(graphs, true);
    rows = laneRows;
    const boundFlows = createItemFlows(laneRows.graphs);
    dualFlows = boundFlows;
    const linear = createLinearOracle(laneRows, boundFlows);
    const fixedCharge = createFixedChargeOracle(
      laneRows,
      boundFlows,
      expansionLadder[expansionLadder.length - 1],
    );
    const dual = createLaneDual(laneRows, linear);
    rootShare = dual.bestShare;
    const search = createLaneSearch(problem, lanes);
    const bestLanes = new Uint8Array(problem.laneCount);
    const guide: CampaignGuide = {
      laneUse: (lane) => dual.laneUse(lane),
      best: bestLanes,
      bestObjective: () => best.evaluation.objective,
    };
    const offerPlan = (): void => {
      if (offer()) markUsed(best.transfers, bestLanes);
    };
    markUsed(best.transfers, bestLanes);
    let campaigns = 0;
    let campaign = runCampaign(campaigns++, lanes, search, guide, offerPlan);
    /** Campaigns get this part of the work of bounding. */
    function* pursue(part: number): Generator<void, void, undefined> {
      while (planFlows.work < part * boundFlows.work) {
        if (campaign.next().done === true)
          campaign = runCampaign(campaigns++, lanes, search, guide, offerPlan);
        yield;
      }
    }
    function* roundOfBound(): Generator<void, void, undefined> {
      yield* dual.round(best.evaluation.objective);
      upperBound = Math.min(upperBound, dual.bound);
      done = dual.rounds;
      yield;
    }

    phase = 'bound';
    total = linearRounds;
    while (dual.rounds < linearRounds && dual.step > 0.004) {
      yield* roundOfBound();
      if (dual.rounds > 20) yield* pursue(1);
    }
    for (const expansions of expansionLadder) {
      fixedCharge.expansions = expansions;
      dual.restart(fixedCharge.solve, dual.bestShare.slice(), dual.fixed.slice(), ladderStep);
      total = ladderRounds;
      while (dual.rounds < ladderRounds && dual.step > 0.01) {
        fixedCharge.truncated = 0;
        yield* roundOfBound();
        yield* pursue(0.7);
      }
      if (fixedCharge.truncated === 0) break;
    }
    rootShare = dual.bestShare.slice();
    phase = 'prove';
    const prover = branchOnLanes(laneRows, dual, fixedCharge.solve, upperBound, {
      incumbent: () => best.evaluation.objective,
      cutoff,
      setBound(bound) {
        upperBound = Math.min(upperBound, bound);
        done++;
        total = done;
      },
      *tryLanes(open, thorough) {
        yield* lanes.load(open);
        lanes.dropIdle();
        offerPlan();
        if (thorough) {
          search.queueLanes(() => true);
          yield* search.settle(false);
          lanes.dropIdle();
          offerPlan();
        }
        campaign = runCampaign(campaigns++, lanes, search, guide, offerPlan);
      },
    });
    while (prover.next().done !== true) {
      yield* pursue(0.4);
      yield;
    }
  }
}

const slopeRounds = 6;
const linearRounds = 200;
const ladderRounds = 60;
const ladderStep = 0.04;
/** Nodes that the fixed-charge bound may split per item and round, tightened stage by stage. */
const expansionLadder = [16, 128, 1024] as const;

/**
 * Work that an ordinary machine does in a second: less where the arrays outgrow its caches. A time limit that is
 * turned into a work limit at this rate gives the same plan on every machine that keeps up with it.
 */
export function workPerSecond(problem: NetworkProblem): number {
  return Math.max(1e8, 4e8 / (1 + countPairs(problem) / 80_000));
}

/** Runs a solver to its end, asking between slices whether to stop. */
export function runSolver(
  solver: NetworkSolver,
  shouldStop: (progress: SolveProgress) => boolean,
): NetworkPlan {
  let step = solver.next();
  while (!step.done) step = solver.next(shouldStop(step.value) ? 'stop' : undefined);
  return step.value;
}

export function gapOf(objective: number, upperBound: number): number {
  const difference = upperBound - objective;
  if (!(difference > 0)) return 0;
  return difference / Math.abs(upperBound);
}

/** Slope scaling: a lane's fixed cost spread over the units that it carried last time. */
function scaleSlopes(graphs: ItemGraphs, flow: Float64Array, charge: Float64Array, first: boolean): void {
  const { laneArcStart, laneArcs, arcReach, problem } = graphs;
  for (let lane = 0; lane < problem.laneCount; lane++) {
    let units = 0;
    let reach = 0;
    for (let k = laneArcStart[lane]; k < laneArcStart[lane + 1]; k++) {
      units += flow[laneArcs[k]];
      reach += arcReach[laneArcs[k]];
    }
    if (units === 0 && !first) continue;
    const price = problem.lanes.fixedCost[lane] / (units > 0 ? units : reach);
    for (let k = laneArcStart[lane]; k < laneArcStart[lane + 1]; k++) charge[laneArcs[k]] = price;
  }
}

function markUsed(transfers: TransferColumns, open: Uint8Array): void {
  open.fill(0);
  for (let row = 0; row < transfers.count; row++) open[transfers.lane[row]] = 1;
}

interface Incumbent {
  transfers: TransferColumns;
  evaluation: PlanEvaluation;
  offer(transfers: TransferColumns): boolean;
}

/** The best plan seen, evaluated from the problem itself; it starts as doing nothing. */
function createIncumbent(problem: NetworkProblem): Incumbent {
  const nothing = { count: 0, item: new Int32Array(0), lane: new Int32Array(0), quantity: new Int32Array(0) };
  const incumbent: Incumbent = {
    transfers: nothing,
    evaluation: evaluateTransfers(problem, nothing),
    offer(transfers) {
      const evaluation = evaluateTransfers(problem, transfers);
      if (evaluation.fault !== null || !(evaluation.objective > incumbent.evaluation.objective)) return false;
      incumbent.transfers = transfers;
      incumbent.evaluation = evaluation;
      return true;
    },
  };
  return incumbent;
}
