/**
 * The plan for the whole network: best transfers over all items together, where a lane's fixed cost is paid once
 * by everything that travels on it, with a proven bound on how much better any plan could be.
 *
 * A generator: it yields its progress in slices of a few milliseconds of work, may be told to stop at any yield
 * (send 'stop') and then returns the best plan so far. Work is counted in arcs and pivots, not in time, and no
 * decision reads a clock: the same problem and limits give the same plan, sliced or not.
 */
import { runCampaign, type CampaignGuide } from './campaign.ts';
import { createDonorBound, type DonorBound } from './donorBound.ts';
import { createItemFlows, type ItemFlows } from './exactItem.ts';
import { planGreedilyInSteps } from './greedy.ts';
import { countPairs, createItemGraphsInSlices, type ItemGraphs } from './itemGraphs.ts';
import { createIncumbent } from './incumbent.ts';
import { createFixedChargeOracle } from './itemFixedCharge.ts';
import { branchOnLanes } from './laneBranching.ts';
import { createLaneDual, createLinearOracle, type ItemOracle } from './laneDual.ts';
import { createLaneSearch } from './laneSearch.ts';
import { createLaneSet } from './laneSet.ts';
import { createLaneRowsInSlices, type LaneRows } from './laneRows.ts';
import { collectLaneShares, type LaneShares } from './laneShares.ts';
import type { NetworkProblem } from './networkProblem.ts';
import type { PlanEvaluation, TransferColumns } from './transferColumns.ts';

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
  /** Of the best plan so far, at first doing nothing. */
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

/** Progress before anything is known: doing nothing is a plan, worth 0. */
export function nothingYet({ itemCount }: NetworkProblem): SolveProgress {
  const upperBound = Number.POSITIVE_INFINITY;
  return { phase: 'items', done: 0, total: itemCount, objective: 0, upperBound, work: 0 };
}

export type NetworkSolver = Generator<SolveProgress, NetworkPlan, 'stop' | undefined>;

export function* solveNetwork(problem: NetworkProblem, options: SolveOptions = {}): NetworkSolver {
  const targetGap = options.targetGap ?? 1e-6;
  const workLimit = options.workLimit ?? Number.POSITIVE_INFINITY;
  let isStopping = false;
  const building = createItemGraphsInSlices(problem);
  let built = building.next();
  for (; built.done !== true; built = building.next()) {
    if ((yield nothingYet(problem)) === 'stop') isStopping = true;
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
  let donors: DonorBound | null = null;
  const boundWork = (): number => (dualFlows?.work ?? 0) + (donors?.work ?? 0);
  const work = (): number => boundWork() + planFlows.work;
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

    const laneRows = yield* createLaneRowsInSlices(graphs, true);
    rows = laneRows;
    const boundFlows = createItemFlows(laneRows.graphs);
    dualFlows = boundFlows;
    const linear = createLinearOracle(laneRows, boundFlows);
    const fixedCharge = createFixedChargeOracle(laneRows, boundFlows, manyExpansions);
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
      while (planFlows.work < part * boundWork()) {
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

    /** The further the bound is off, the less branching can do about it, and the more campaigns are worth. */
    const campaignPart = (): number => {
      const gap = gapOf(best.evaluation.objective, upperBound);
      return gap > 0.002 ? 1 : gap > 0.0005 ? 0.5 : 0.2;
    };

    /** Rounds in which an item pays its whole share of a lane once it uses it, while they take anything off the bound. */
    function* chargeWhole(expansions: number): Generator<void, void, undefined> {
      fixedCharge.expansions = expansions;
      dual.restart(fixedCharge.solve, dual.bestShare.slice(), dual.fixed.slice(), chargeStep);
      total = chargeRounds;
      let mark = Number.POSITIVE_INFINITY;
      for (let idle = 0; dual.rounds < chargeRounds && dual.step > 0.01 && idle < 3;) {
        fixedCharge.truncated = 0;
        yield* roundOfBound();
        yield* pursue(campaignPart());
        idle++;
        if (mark - dual.bound > 0.005 * (dual.bound - best.evaluation.objective)) idle = 0;
        if (idle === 0) mark = dual.bound;
      }
    }
    /** Rounds of the donors' bound, each with more splits, while they help. */
    function* boundDonors(): Generator<void, void, undefined> {
      const worth = itemWorths(laneRows, boundFlows, linear, linearShare, dual.fixed);
      yield;
      donors = createDonorBound(laneRows, linearShare, worth, linearBound, Math.max(...splitLadder));
      total = splitLadder.length;
      for (const [index, splits] of splitLadder.entries()) {
        const round = donors.round(best.evaluation.objective, splits);
        let step = round.next();
        for (; step.done !== true; step = round.next()) {
          yield* pursue(campaignPart());
          yield;
        }
        upperBound = Math.min(upperBound, donors.bound);
        done = index + 1;
        if (!step.value) break;
        yield;
      }
    }

    phase = 'bound';
    total = linearRounds;
    while (dual.rounds < linearRounds && dual.step > 0.004) {
      yield* roundOfBound();
      if (dual.rounds > 20) yield* pursue(1);
    }
    const linearBound = dual.bound;
    const linearShare = dual.bestShare.slice();
    yield* chargeWhole(fewExpansions);
    if (gapOf(best.evaluation.objective, upperBound) > wideGap) yield* boundDonors();
    if (fixedCharge.truncated > 0) yield* chargeWhole(manyExpansions);
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
      const hopeless = gapOf(best.evaluation.objective, upperBound) > wideGap;
      yield* pursue(hopeless ? 3 : campaignPart());
      yield;
    }
  }
}

const slopeRounds = 6;
const linearRounds = 200;
/** Above this gap, lanes are branched on donor by donor before it is done for all together. */
const wideGap = 0.01;
/** Splits per donor, round by round. */
const splitLadder = [50, 200, 800, 800, 800] as const;
const chargeRounds = 60;
const chargeStep = 0.04;
/** Nodes that the fixed-charge bound may split per item and round: at first, and once nothing cheaper is left. */
const fewExpansions = 64;
const manyExpansions = 1024;

/**
 * Work that an ordinary machine does in a second: less where the arrays outgrow its caches. A time limit that is
 * turned into a work limit at this rate gives the same plan on every machine that keeps up with it.
 */
export function workPerSecond(problem: NetworkProblem): number {
  return Math.max(1e8, 3.8e8 / (1 + countPairs(problem) / 300_000));
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

/** What a unit is worth at each node, where every item is at its optimum under the shares. */
function itemWorths(
  rows: LaneRows,
  flows: ItemFlows,
  oracle: ItemOracle,
  share: Float64Array,
  fixed: Uint8Array,
): Float64Array {
  const { itemCount, nodeStart } = rows.graphs;
  const use = new Float64Array(rows.rowReach.length);
  const worth = new Float64Array(flows.potential.length);
  for (let item = 0; item < itemCount; item++) {
    oracle(item, share, fixed, use);
    const root = nodeStart[item + 1] - 1;
    for (let node = nodeStart[item]; node < root; node++) {
      worth[node] = flows.potential[node] - flows.potential[root];
    }
  }
  return worth;
}

function markUsed(transfers: TransferColumns, open: Uint8Array): void {
  open.fill(0);
  for (let row = 0; row < transfers.count; row++) open[transfers.lane[row]] = 1;
}
