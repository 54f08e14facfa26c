/**
 * The plan for a problem with packs and lane limits (where it has none, solveNetwork.ts alone).
 *
 * Packs change the problem exactly, and the plan is told in units. Limits are left out first: a plan that keeps them
 * all the same stands, with its bound. Otherwise they are priced (relaxedLimits.ts), round after round: each relaxed
 * plan bounds what any plan within the limits is worth, and is made to fit into them (shipmentSearch.ts).
 *
 * A generator as solveNetwork is: it yields its progress, may be told to stop, and reads no clock.
 */
import { createRandom } from '../base/random.ts';
import { lacking, laneSums } from './brokenLimit.ts';
import { planGreedilyInSteps } from './greedy.ts';
import { createIncumbent } from './incumbent.ts';
import { createItemGraphsInSlices, type ItemGraphs } from './itemGraphs.ts';
import { hasLaneLimits } from './laneLimits.ts';
import type { NetworkProblem } from './networkProblem.ts';
import { packProblem, unpackTransfers } from './packs.ts';
import { createPriceSearch, relaxedProblem, relaxLanes, type RelaxedLanes } from './relaxedLimits.ts';
import { branchOnShipments } from './shipmentBranching.ts';
import { createShipmentSearch } from './shipmentSearch.ts';
import {
  gapOf,
  nothingYet,
  solveNetwork,
  type NetworkPlan,
  type SolveOptions,
  type SolveProgress,
} from './solveNetwork.ts';
import { evaluateTransfers } from './transferColumns.ts';
import type { TransferColumns } from './transferRows.ts';

export interface ProblemPlan extends NetworkPlan {
  /** What the shares and the bound belong to, where limits were priced. */
  readonly relaxed?: RelaxedLanes;
}

export type ProblemSolver = Generator<SolveProgress, ProblemPlan, 'stop' | undefined>;

/** Part of the work after which a plan without limits is looked at, and by which their prices are settled. */
const firstPart = 0.15;
const firstGap = 5e-4;
const pricesPart = 0.6;
const mostRounds = 40;
const fewestRounds = 6;
/** What a round needs for each arc to bound anything. */
const roundWork = 150;
/** Near enough to see whether limits matter, and for a plan to be worth searching from. */
const coarseGap = 0.002;
const promising = 0.98;
const tollRounds = 8;
const explorations = 640;
/** Problems that branching has a chance to close, and what it may take. */
const fewArcs = 600;
const branchWork = 3e8;

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
  return { ...plan, transfers, evaluation, ...graded(evaluation.objective, plan.upperBound + rounding) };
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
  const building = createItemGraphsInSlices(problem);
  let built = building.next();
  let stopped = false;
  for (; built.done !== true; built = building.next()) {
    if ((yield nothingYet(problem)) === 'stop') stopped = true;
  }
  const graphs = built.value;
  const open = lanesWithArcs(graphs);
  const prices = createPriceSearch(problem.lanes);
  const search = createShipmentSearch(graphs);
  const best = createIncumbent(problem);
  let upperBound = Number.POSITIVE_INFINITY;
  let shares: NetworkPlan['shares'] = null;
  let relaxed = relaxLanes(problem.lanes, prices);
  let solverWork = 0;
  let done = 0;
  const work = (): number => solverWork + search.work();
  const gapNow = (): number => gapOf(best.evaluation.objective, upperBound);
  /** Whether there is something to gain, and work left of this part of it all. */
  const goesOn = (part: number): boolean => !stopped && gapNow() > targetGap && work() < part * workLimit;
  const report = (phase: SolveProgress['phase'], inside: number): SolveProgress => ({
    phase,
    done,
    total: mostRounds,
    objective: best.evaluation.objective,
    upperBound,
    work: work() + inside,
  });

  /** Solves the problem on these lanes; the plan is on the limited problem's lanes. */
  function* solveOn(
    lanes: RelaxedLanes,
    part: number,
    within: number,
  ): Generator<SolveProgress, NetworkPlan, 'stop' | undefined> {
    const solver = solveNetwork(relaxedProblem(problem, lanes, open), {
      workLimit: part === 1 ? workLimit - work() : part * workLimit,
      targetGap: Math.max(targetGap, within),
    });
    let step = solver.next();
    while (step.done !== true) {
      if ((yield report(step.value.phase, step.value.work)) === 'stop') stopped = true;
      step = solver.next(stopped ? 'stop' : undefined);
    }
    const plan = step.value;
    solverWork += plan.work;
    const toOpen = (lane: Int32Array): Int32Array => lane.map((on) => open[on]);
    return {
      ...plan,
      transfers: { ...plan.transfers, lane: toOpen(plan.transfers.lane) },
      shares: plan.shares === null ? null : { ...plan.shares, lane: toOpen(plan.shares.lane) },
    };
  }

  /** Solves under these prices, takes the bound and makes the plan fit. */
  function* relax(
    lanes: RelaxedLanes,
    part: number,
    within: number,
  ): Generator<SolveProgress, NetworkPlan, 'stop' | undefined> {
    const plan = yield* solveOn(lanes, part, within);
    const bound = plan.upperBound + lanes.constant;
    if (bound < upperBound) {
      upperBound = bound;
      shares = plan.shares;
      relaxed = lanes;
    }
    yield* makeFit(plan.transfers, lanes);
    return plan;
  }

  /** Between two looks at the whole plan. */
  function* pause(): Generator<SolveProgress, void, 'stop' | undefined> {
    if ((yield report('consolidate', 0)) === 'stop') stopped = true;
  }

  /** Yields while the search works; it ends soon, and a stop does not cut it off. */
  function* through(
    steps: Generator<void, void, undefined>,
  ): Generator<SolveProgress, void, 'stop' | undefined> {
    while (steps.next().done !== true) if ((yield report('consolidate', 0)) === 'stop') stopped = true;
  }

  /** The same for what has no end in sight: it may be left at any yield. */
  function* whileWorking(
    steps: Generator<void, void, undefined>,
    mayGoOn: () => boolean = () => true,
  ): Generator<SolveProgress, void, 'stop' | undefined> {
    while (goesOn(1) && mayGoOn() && steps.next().done !== true) {
      if ((yield report('consolidate', 0)) === 'stop') stopped = true;
    }
  }

  function* makeFit(
    transfers: TransferColumns,
    lanes: RelaxedLanes,
  ): Generator<SolveProgress, void, 'stop' | undefined> {
    best.offer(transfers);
    yield* pause();
    if (gapNow() <= targetGap) return;
    const surcharge = lanes.costPerKg.map((cost, lane) => cost - problem.lanes.costPerKg[lane]);
    yield* through(search.fit(transfers, surcharge));
    best.offer(search.transfers());
    yield* pause();
    if (search.worth() > promising * best.evaluation.objective) {
      // While prices move, searching takes no more work than solving.
      yield* whileWorking(search.improve(), () => search.work() < solverWork);
    }
    yield* through(search.keepMinimum());
    best.offer(search.transfers());
    yield* pause();
  }

  /** Lanes that carry too little are charged what is missing, until they are dropped or filled. */
  function* raiseTolls(from: NetworkPlan): Generator<SolveProgress, void, 'stop' | undefined> {
    if (problem.lanes.minimumShipmentValue === undefined) return;
    const fixedCost = relaxed.fixedCost.slice();
    let plan = from;
    for (let round = 0; round < tollRounds && goesOn(pricesPart); round++) {
      const { kg, value, used } = laneSums(problem, plan.transfers);
      let missing = 0;
      for (const lane of open) {
        if (used[lane] === 0) continue;
        const lack = lacking(problem.lanes, lane, kg[lane], value[lane]);
        fixedCost[lane] += 0.5 * lack;
        missing += lack;
      }
      if (missing < coarseGap * best.evaluation.objective) break;
      plan = yield* solveOn({ ...relaxed, fixedCost }, firstPart / tollRounds, coarseGap);
      yield* makeFit(plan.transfers, relaxed);
    }
  }

  /** What is left of the work goes into taking the best plan apart at one place and another. */
  function* explore(): Generator<SolveProgress, void, 'stop' | undefined> {
    const random = createRandom('explore');
    yield* through(search.fit(best.transfers, new Float64Array(problem.laneCount)));
    yield* whileWorking(search.improve());
    for (let round = 0; round < explorations && goesOn(1); round++) {
      yield* whileWorking(search.rebuild(random));
      if (round % 32 < 31 && goesOn(1)) continue;
      yield* through(search.keepMinimum());
      best.offer(search.transfers());
    }
  }

  /** Small problems are branched on what their lanes send. */
  function* close(): Generator<SolveProgress, void, 'stop' | undefined> {
    const cutoff = (): number => best.evaluation.objective * (1 + 0.5 * targetGap) + search.rounding;
    const mostWork = Math.min(branchWork, workLimit - work());
    const branching = branchOnShipments(graphs, relaxed, shares, {
      offer: (transfers) => {
        best.offer(transfers);
        return best.evaluation.objective;
      },
      cutoff,
      ended: (used) => stopped || used >= mostWork,
    });
    const run = branching.run();
    let step = run.next();
    for (; step.done !== true; step = run.next()) {
      if ((yield report('prove', branching.work())) === 'stop') stopped = true;
    }
    solverWork += branching.work();
    upperBound = Math.min(upperBound, Math.max(step.value, cutoff()));
  }

  let plan = yield* relax(relaxed, firstPart, firstGap);
  if (goesOn(1) && keepsLimits(problem, plan)) plan = yield* relax(relaxed, 1, 0);
  // A stop does not skip the pairwise loop: a plan must never fall behind it.
  if (stopped || gapNow() > targetGap) {
    const pairs = planGreedilyInSteps(problem);
    let step = pairs.next();
    for (; step.done !== true; step = pairs.next()) if ((yield report('items', 0)) === 'stop') stopped = true;
    best.offer(step.value);
  }
  if (gapNow() > coarseGap && goesOn(pricesPart)) yield* raiseTolls(plan);
  const worthwhile = (pricesPart * workLimit - work()) / (roundWork * (1 + graphs.arcItem.length));
  const rounds = Math.floor(Math.min(mostRounds, Math.max(fewestRounds, worthwhile)));
  for (done = 1; done <= rounds && goesOn(pricesPart); done++) {
    const loads = laneSums(problem, plan.transfers);
    if (!prices.follow(loads.kg, loads.value)) break;
    const part = (pricesPart - work() / workLimit) / (rounds + 1 - done);
    plan = yield* relax(relaxLanes(problem.lanes, prices), part, 0.1 * gapNow());
  }
  if (goesOn(1)) yield* relax(relaxed, 1, 0.02 * gapNow());
  if (goesOn(1) && graphs.laneArcs.length <= fewArcs) yield* close();
  if (goesOn(1) && search.isTight()) yield* explore();
  const { objective } = best.evaluation;
  // Below the rounding of the sums, a bound on "nothing pays" is nothing.
  const bound = objective === 0 && upperBound <= 10 * search.rounding ? 0 : upperBound;
  return {
    ...graded(objective, bound),
    transfers: best.transfers,
    evaluation: best.evaluation,
    shares,
    relaxed,
    work: work(),
  };
}

/** Whether the relaxed plan costs in the problem what it costs without limits. */
function keepsLimits(problem: NetworkProblem, plan: NetworkPlan): boolean {
  const { fault, fixedCost } = evaluateTransfers(problem, plan.transfers);
  return fault === null && fixedCost === plan.evaluation.fixedCost;
}

function lanesWithArcs({ problem, laneArcStart }: ItemGraphs): Int32Array {
  return Int32Array.from({ length: problem.laneCount }, (_, lane) => lane).filter(
    (lane) => laneArcStart[lane] < laneArcStart[lane + 1],
  );
}
