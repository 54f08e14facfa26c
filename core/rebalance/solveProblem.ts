/**
 * The plan for a problem with packs and lane limits (where it has none, solveNetwork.ts alone).
 *
 * Packs change the problem exactly, and the plan is told in units. Limits are left out first: a plan that keeps them
 * all the same stands, with its bound. Otherwise they are priced (relaxedLimits.ts), round after round: each relaxed
 * plan bounds what any plan within the limits is worth, and is made to fit into them (shipmentSearch.ts).
 *
 * A generator as solveNetwork is: it yields its progress, may be told to stop, and reads no clock.
 */
import { laneSums } from './brokenLimit.ts';
import { planGreedilyInSteps } from './greedy.ts';
import { createItemGraphs, type ItemGraphs } from './itemGraphs.ts';
import { hasLaneLimits, roomKg } from './laneLimits.ts';
import type { NetworkProblem } from './networkProblem.ts';
import { packProblem, unpackTransfers } from './packs.ts';
import { createPriceSearch, relaxedProblem, relaxLanes, type RelaxedLanes } from './relaxedLimits.ts';
import { createShipmentSearch } from './shipmentSearch.ts';
import {
  gapOf,
  solveNetwork,
  type NetworkPlan,
  type SolveOptions,
  type SolveProgress,
} from './solveNetwork.ts';
import { evaluateTransfers, type PlanEvaluation } from './transferColumns.ts';
import type { TransferColumns } from './transferRows.ts';

export interface ProblemPlan extends NetworkPlan {
  /** What the shares and the bound belong to, where limits were priced. */
  readonly relaxed?: RelaxedLanes;
}

export type ProblemSolver = Generator<SolveProgress, ProblemPlan, 'stop' | undefined>;

/** Part of the work for the plan that knows no limits of weight; the rest is for pricing them. */
const firstPart = 0.6;
const rounds = 12;

export function* solveProblem(problem: NetworkProblem, options: SolveOptions = {}): ProblemSolver {
  const packed = packProblem(problem);
  const plan = hasLaneLimits(packed)
    ? yield* solveWithinLimits(packed, options)
    : yield* solveNetwork(packed, options);
  return packed === problem ? plan : inUnits(problem, plan);
}

function inUnits(problem: NetworkProblem, plan: ProblemPlan): ProblemPlan {
  const transfers = unpackTransfers(problem, plan.transfers);
  const evaluation = evaluateTransfers(problem, transfers);
  // Sums of packs and of their units differ in rounding.
  const rounding = 1e-12 * (Math.abs(evaluation.needValue) + Math.abs(evaluation.surplusValue));
  const upperBound = plan.objective === plan.upperBound ? evaluation.objective : plan.upperBound + rounding;
  return { ...plan, transfers, evaluation, ...graded(evaluation.objective, upperBound) };
}

function graded(
  objective: number,
  bound: number,
): Pick<NetworkPlan, 'status' | 'objective' | 'upperBound' | 'gap'> {
  const upperBound = Math.max(bound, objective);
  const gap = gapOf(objective, upperBound);
  return { status: gap <= 1e-6 ? 'optimal' : 'feasible', objective, upperBound, gap };
}

function* solveWithinLimits(problem: NetworkProblem, options: SolveOptions): ProblemSolver {
  const targetGap = options.targetGap ?? 1e-6;
  const workLimit = options.workLimit ?? Number.POSITIVE_INFINITY;
  const graphs = createItemGraphs(problem);
  const { laneArcStart } = graphs;
  const open = Int32Array.from({ length: problem.laneCount }, (_, lane) => lane).filter(
    (lane) => laneArcStart[lane] < laneArcStart[lane + 1],
  );
  const prices = createPriceSearch(problem.lanes);
  const search = createShipmentSearch(graphs);
  const best = createIncumbent(problem);
  let upperBound = Number.POSITIVE_INFINITY;
  let proof: NetworkPlan | null = null;
  let relaxed = relaxLanes(problem.lanes, prices);
  let solverWork = 0;
  let stopped = false;
  const work = (): number => solverWork + search.work();
  const settled = (): boolean => gapOf(best.evaluation.objective, upperBound) <= targetGap;
  const report = (progress: SolveProgress | null): SolveProgress => ({
    phase: 'bound',
    done: 0,
    total: rounds,
    ...progress,
    objective: best.evaluation.objective,
    upperBound,
    work: work() + (progress?.work ?? 0),
  });

  /** Solves the relaxed problem and takes its bound; the plan is on the limited problem's lanes. */
  function* relax(part: number): Generator<SolveProgress, TransferColumns, 'stop' | undefined> {
    const lanes = relaxLanes(problem.lanes, prices);
    const solver = solveNetwork(relaxedProblem(problem, lanes, open), {
      workLimit: Math.max(0, part * workLimit),
      targetGap,
    });
    let step = solver.next();
    while (step.done !== true) {
      if ((yield report(step.value)) === 'stop') stopped = true;
      step = solver.next(stopped ? 'stop' : undefined);
    }
    solverWork += step.value.work;
    const bound = step.value.upperBound + lanes.constant;
    if (bound < upperBound) {
      upperBound = bound;
      proof = step.value;
      relaxed = lanes;
    }
    const { transfers } = step.value;
    return { ...transfers, lane: transfers.lane.map((lane) => open[lane]) };
  }

  /** Yields while the search works, until it is told to stop. */
  function* through(
    steps: Generator<void, void, undefined>,
  ): Generator<SolveProgress, void, 'stop' | undefined> {
    while (steps.next().done !== true) if ((yield report(null)) === 'stop') stopped = true;
  }

  function* makeFit(transfers: TransferColumns): Generator<SolveProgress, void, 'stop' | undefined> {
    best.offer(transfers);
    if (settled()) return;
    yield* through(search.fit(transfers, prices));
    best.offer(search.transfers());
    if (!stopped) yield* through(search.improve());
    yield* through(search.keepMinimum());
    best.offer(search.transfers());
  }

  const first = yield* relax(limitsWeight(graphs) ? firstPart : 1);
  yield* makeFit(first);
  if (!settled()) {
    const pairs = planGreedilyInSteps(problem);
    let step = pairs.next();
    for (; step.done !== true; step = pairs.next()) if ((yield report(null)) === 'stop') stopped = true;
    yield* makeFit(step.value);
  }
  let loads = laneSums(problem, first);
  for (let round = 0; round < rounds && !stopped && !settled() && work() < workLimit; round++) {
    if (!prices.follow(loads.kg, loads.value)) break;
    const transfers = yield* relax((1 - work() / workLimit) / (rounds - round));
    yield* makeFit(transfers);
    loads = laneSums(problem, transfers);
  }
  const shares = (proof as NetworkPlan | null)?.shares ?? null;
  return {
    ...graded(best.evaluation.objective, upperBound),
    transfers: best.transfers,
    evaluation: best.evaluation,
    shares: shares === null ? null : { ...shares, lane: shares.lane.map((lane) => open[lane]) },
    relaxed,
    work: work(),
  };
}

/** Whether any lane could carry more than one shipment. */
function limitsWeight({ problem, laneArcStart, laneArcs, arcReach, arcItem }: ItemGraphs): boolean {
  for (let lane = 0; lane < problem.laneCount; lane++) {
    let kg = 0;
    for (let k = laneArcStart[lane]; k < laneArcStart[lane + 1]; k++) {
      kg += arcReach[laneArcs[k]] * problem.itemWeightKg[arcItem[laneArcs[k]]];
    }
    if (kg > roomKg(problem.lanes, lane, 1)) return true;
  }
  return false;
}

interface Incumbent {
  transfers: TransferColumns;
  evaluation: PlanEvaluation;
  offer(transfers: TransferColumns): void;
}

/** The best plan that keeps every limit, evaluated from the problem itself; it starts as doing nothing. */
function createIncumbent(problem: NetworkProblem): Incumbent {
  const nothing = { count: 0, item: new Int32Array(0), lane: new Int32Array(0), quantity: new Int32Array(0) };
  const incumbent: Incumbent = {
    transfers: nothing,
    evaluation: evaluateTransfers(problem, nothing),
    offer(transfers) {
      const evaluation = evaluateTransfers(problem, transfers);
      if (evaluation.fault !== null || !(evaluation.objective > incumbent.evaluation.objective)) return;
      incumbent.transfers = transfers;
      incumbent.evaluation = evaluation;
    },
  };
  return incumbent;
}
