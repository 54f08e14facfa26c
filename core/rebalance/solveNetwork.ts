/**
 * The plan for the whole network: best transfers over all items together, where a lane's fixed cost is paid once
 * by everything that travels on it, with a proven bound on how much better any plan could be.
 *
 * A generator: it yields its progress in slices of a few milliseconds of work, may be told to stop at any yield
 * (send 'stop') and then returns the best plan so far. Work is counted in arcs and pivots, not in time, and no
 * decision reads a clock: the same problem and limits give the same plan, sliced or not.
 */
import { createItemFlows } from './exactItem.ts';
import { planGreedily } from './greedy.ts';
import { createItemGraphs, type ItemGraphs } from './itemGraphs.ts';
import { createLaneSet, type LaneSet } from './laneSet.ts';
import type { NetworkProblem } from './networkProblem.ts';
import { evaluateTransfers, type PlanEvaluation, type TransferColumns } from './transferColumns.ts';

export interface SolveOptions {
  /** Ends the search after this much work (arcs looked at; about 3e8 a second). Infinite: until proven. */
  readonly workLimit?: number;
  /** Ends the search once (upperBound − objective) / |upperBound| is at most this. Default 1e-6: optimal. */
  readonly targetGap?: number;
}

export interface SolveProgress {
  readonly phase: 'items' | 'consolidate' | 'search';
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
  readonly work: number;
}

export type NetworkSolver = Generator<SolveProgress, NetworkPlan, 'stop' | undefined>;

export function* solveNetwork(problem: NetworkProblem, options: SolveOptions = {}): NetworkSolver {
  const targetGap = options.targetGap ?? 1e-6;
  const workLimit = options.workLimit ?? Number.POSITIVE_INFINITY;
  const graphs = createItemGraphs(problem);
  const flows = createItemFlows(graphs);
  const lanes = createLaneSet(flows);
  const best = createIncumbent(problem);
  let upperBound = 0;
  const run = { stopped: false };
  const report = (phase: SolveProgress['phase'], done: number, total: number): SolveProgress => ({
    phase,
    done,
    total,
    objective: best.evaluation.objective,
    upperBound,
    work: flows.work,
  });
  const ended = (answer: 'stop' | undefined): boolean => {
    run.stopped ||=
      answer === 'stop' ||
      flows.work > workLimit ||
      gapOf(best.evaluation.objective, upperBound) <= targetGap;
    return run.stopped;
  };

  upperBound = Number.POSITIVE_INFINITY;
  let sum = 0;
  let slack = 0;
  for (let item = 0; item < graphs.itemCount; item++) {
    lanes.itemValue[item] = flows.solve(item);
    sum += lanes.itemValue[item];
    slack += flows.slack(item);
    if (item % 64 === 63) {
      if ((yield report('items', item + 1, graphs.itemCount)) === 'stop') run.stopped = true;
    }
  }
  upperBound = sum + slack;
  best.offer(lanes.transfers());
  best.offer(planGreedily(problem));
  if (!ended(undefined)) {
    const open = new Uint8Array(problem.laneCount);
    const rounds = 10;
    for (let round = 0; round < rounds && !run.stopped; round++) {
      scaleSlopes(graphs, flows.flow, flows.charge, round === 0);
      for (let item = 0; item < graphs.itemCount; item++) {
        flows.solve(item);
        if (item % 256 === 255) yield report('consolidate', round, rounds);
      }
      best.offer(lanes.transfers());
      if (ended(yield report('consolidate', round + 1, rounds))) break;
    }
    markUsed(best.transfers, open);
    flows.charge.fill(0);
    lanes.load(open);
    lanes.dropIdle();
    best.offer(lanes.transfers());
    for (let round = 0; !run.stopped; round++) {
      const gained = yield* improve(problem, lanes, () => report('search', round, round + 1), ended);
      best.offer(lanes.transfers());
      if (gained === 0) break;
    }
  }
  const objective = best.evaluation.objective;
  const bound = Math.max(upperBound, objective);
  const gap = gapOf(objective, bound);
  return {
    status: gap <= 1e-6 ? 'optimal' : 'feasible',
    objective,
    upperBound: bound,
    gap,
    transfers: best.transfers,
    evaluation: best.evaluation,
    work: flows.work,
  };
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

function gapOf(objective: number, upperBound: number): number {
  const difference = upperBound - objective;
  if (!(difference > 0)) return 0;
  return difference / Math.abs(upperBound);
}

/** One round over all lanes: close what does not pay, open what does. Returns the gain. */
function* improve(
  problem: NetworkProblem,
  lanes: LaneSet,
  report: () => SolveProgress,
  ended: (answer: 'stop' | undefined) => boolean,
): Generator<SolveProgress, number, 'stop' | undefined> {
  let gained = 0;
  for (let lane = 0; lane < problem.laneCount; lane++) {
    if (lanes.open[lane] === 1) gained += lanes.tryClose(lane);
    else gained += lanes.tryOpen(lane, 0);
    if (lane % 16 === 15 && ended(yield report())) break;
  }
  lanes.dropIdle();
  return gained;
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
