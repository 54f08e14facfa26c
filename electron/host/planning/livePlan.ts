import { createProposals, type Proposal } from '../../../core/plan/proposals.ts';
import { laneKey } from '../../../core/plan/laneKey.ts';
import { isSameSteps, itemsProblem } from '../../../core/plan/itemsProblem.ts';
import {
  createRebalanceProblem,
  createStepBuilder,
  type RebalanceProblem,
} from '../../../core/plan/rebalanceProblem.ts';
import { problemLanes, type ProblemLanes } from '../../../core/plan/problemLanes.ts';
import { createLaneLoad, type LaneLoad } from '../../../core/plan/transferLoad.ts';
import { stepsOf, type ItemChange, type ItemSteps } from '../../../core/rebalance/itemChange.ts';
import { joinTransfers } from '../../../core/rebalance/itemTransfers.ts';
import { createRebalancerInSlices, type Rebalancer } from '../../../core/rebalance/rebalancer.ts';
import type { NetworkProblem } from '../../../core/rebalance/networkProblem.ts';
import { gapOf, type NetworkPlan } from '../../../core/rebalance/solveNetwork.ts';
import { solveProblem } from '../../../core/rebalance/solveProblem.ts';
import { evaluateTransfers, type TransferColumns } from '../../../core/rebalance/transferColumns.ts';
import { readPlanProof } from '../../../core/store/planProofStore.ts';
import { readPlanRun } from '../../../core/store/planStore.ts';
import {
  readRebalanceBound,
  writeRebalanceBound,
  type RebalanceBound,
} from '../../../core/store/rebalanceSettingsStore.ts';
import { readPlanEdition, type Transfer } from '../../../core/store/transferStore.ts';
import { adoptSolved } from './adoptSolved.ts';
import { sharesOf } from './planProof.ts';
import { replaceProposals } from './replaceProposals.ts';
import { decisionsFromNow, notRefused, restrictionsOf } from './restrictions.ts';
import { shareAnew } from './shareAnew.ts';
import type { PlanSession, SolvedPlan } from './session.ts';

/** Items whose change is followed in one transaction. */
const followedTogether = 8;
const lookedAtTogether = 16;
const reloadWork = 4e8;
/** Share of the items beyond which following them one by one costs more than solving the network anew. */
const mostFaulty = 0.05;
const noSteps: ItemSteps = { location: [], quantity: [], valuePerUnit: [] };

/**
 * The plan that follows what happens: it holds the solved problem, and when stock, a decision or a service level
 * changes an item, that item alone is solved again on the lanes of the present plan, its proposals follow, and those
 * that share its lanes take their new part of the freight. What was approved or edited is promised stock to it and never moves.
 */
export interface LivePlan {
  /** Work that brings the held plan up to the session's: after opening, after a plan run, after an adoption. */
  readonly isCurrent: boolean;
  load(): Generator<void, void>;
  readonly hasWork: boolean;
  follow(): Generator<void, void>;
  bound(): RebalanceBound | null;
  /** Items that were solved again since the plan. */
  readonly followedItems: number;
}

interface Present {
  readonly solved: SolvedPlan | null;
  /** The session's when this plan was taken up. */
  readonly plansTakenBack: number;
  readonly source: RebalanceProblem;
  readonly rebalancer: Rebalancer;
  /** Items whose surplus or need is no longer that of the source. */
  readonly moved: Map<number, ItemChange>;
  /** By item: the session's version up to which its changes are in the plan. */
  readonly seen: Float64Array;
  readonly lanes: ProblemLanes;
}

export function createLivePlan(session: PlanSession): LivePlan {
  let present: Present | null = null;
  let followed = 0;

  const isCurrent = (): boolean =>
    present !== null &&
    present.plansTakenBack === session.plansTakenBack &&
    (session.solved === null || present.solved === session.solved);

  function* load(): Generator<void, void> {
    followed = 0;
    const { solved, plansTakenBack } = session;
    if (solved !== null) {
      present = {
        ...(yield* presentOf(session, solved.source, solved.plan, solved.version)),
        solved,
        plansTakenBack,
      };
      return;
    }
    present = null;
    const { version, parameters } = session;
    const former = readPlanEdition(session.database);
    const decidedMeanwhile = decisionsFromNow(session);
    const building = createRebalanceProblem(
      session.state,
      parameters,
      session.clockMinutes,
      restrictionsOf(session),
    );
    let step = building.next();
    for (; step.done !== true; step = building.next()) yield;
    const source = step.value;
    yield;
    const kept = keptTransfers(session, source);
    yield;
    // A decision may have left a lane with less than a shipment must be worth; what remains is looked at as it moves.
    const problem = withoutLeastValues(source.problem);
    const faulty = new Set<number>();
    const whole = evaluateTransfers(problem, kept, faulty);
    yield;
    const transfers = withoutItems(kept, faulty);
    const evaluation = faulty.size === 0 ? whole : evaluateTransfers(problem, transfers);
    yield;
    const bound = readRebalanceBound(session.database);
    const isMostlyFit = faulty.size <= mostFaulty * source.problem.itemCount;
    if (isMostlyFit && evaluation.fault === null && bound !== null) {
      const { objective } = evaluation;
      const upperBound = Math.max(objective, bound.upperBoundMinor);
      const plan: NetworkPlan = {
        status: 'feasible',
        objective,
        upperBound,
        gap: gapOf(objective, upperBound),
        transfers,
        evaluation,
        shares: sharesOf(source, readPlanProof(session.database)),
        work: 0,
      };
      const taken = { ...(yield* presentOf(session, source, plan, version)), solved: null, plansTakenBack };
      // Something was decided or sold that the plan has not followed yet: these items are solved again first.
      for (const item of faulty) {
        taken.moved.set(item, { item, surplus: noSteps, need: noSteps });
        taken.seen[item] = -1;
      }
      present = taken;
      return;
    }
    // What is kept does not fit the network (it was made by an earlier version): all of it is solved anew.
    const solving = solveProblem(source.problem, { workLimit: reloadWork, targetGap: 0.001 });
    let solution = solving.next();
    for (; solution.done !== true; solution = solving.next()) yield;
    const plan = solution.value;
    // Another plan has come meanwhile: it is taken up next.
    if (readPlanEdition(session.database) !== former) return;
    yield* adoptSolved(session, { parameters, source, plan, former, version, decidedMeanwhile });
    // It is held from then on, and taken up as any other.
    yield* load();
  }

  /** The next items that something has happened to; those that come out as they were are passed over. */
  function nextChanges({ source, seen, moved }: Present): ItemChange[] {
    const dirty: number[] = [];
    for (let item = 0; item < seen.length && dirty.length < lookedAtTogether; item++) {
      if (session.itemChanged[item] > seen[item]) dirty.push(item);
    }
    const changes: ItemChange[] = [];
    if (dirty.length === 0) return changes;
    const builder = createStepBuilder(
      session.state,
      session.parameters,
      session.clockMinutes,
      restrictionsOf(session, dirty),
    );
    for (const item of dirty) builder.add(item);
    const { problem } = builder.finish();
    for (const [k, item] of dirty.entries()) {
      if (changes.length === followedTogether) break;
      const change = stepsOf(problem, k, item);
      seen[item] = session.itemChanged[item];
      if (!isSameSteps(change, moved.get(item) ?? stepsOf(source.problem, item))) changes.push(change);
    }
    return changes;
  }

  function follow(
    { source, rebalancer, moved, lanes: usable }: Present,
    changes: readonly ItemChange[],
  ): void {
    const lanes = new Set<number>();
    const note = (): void => {
      for (const { item } of changes) for (const lane of rebalancer.itemTransfers(item).lane) lanes.add(lane);
    };
    note();
    rebalancer.resolveItems(changes);
    note();
    for (const change of changes) moved.set(change.item, change);
    followed += changes.length;
    const changed = new Set(changes.map((change) => change.item));
    // What other items have on the same lanes stays; only its freight is shared anew.
    const load = createLaneLoad(session.state.network, usable);
    const others: { readonly transfer: Transfer; readonly lane: number }[] = [];
    const { proposals: open } = session.transfers;
    for (const lane of lanes) {
      for (const transfer of open.onLane(usable.from[lane], usable.to[lane])) {
        if (changed.has(transfer.item)) continue;
        load.count(transfer, 1);
        others.push({ transfer, lane });
      }
    }
    const proposals = proposalsOf(
      itemsProblem(source, changes),
      joinTransfers(changes.map(({ item }) => rebalancer.itemTransfers(item))),
      load,
    );
    const shared = shareAnew(session, source, load, others, proposals);
    const own = changes.flatMap(({ item }) => open.ofItem(item));
    put([...proposals, ...shared.proposals], [...own, ...shared.replaced]);
  }

  function proposalsOf(source: RebalanceProblem, transfers: TransferColumns, load?: LaneLoad): Proposal[] {
    return createProposals(
      session.state,
      session.parameters,
      // Only a plan run lets transfers run by themselves.
      { ...session.limits, autoCount: 0 },
      source,
      transfers,
      session.clockMinutes,
      load,
    ).filter(notRefused(session));
  }

  function put(proposals: readonly Proposal[], replaced: Iterable<Transfer>): void {
    const written = replaceProposals(session, proposals, {
      run: readPlanRun(session.database),
      replaced,
      also: () => {
        if (present !== null) writeRebalanceBound(session.database, boundOfPresent(present.rebalancer));
      },
    });
    if (written > 0) session.changed([], true);
  }

  return {
    get isCurrent() {
      return isCurrent();
    },
    load,
    get hasWork() {
      const held = present;
      return held !== null && session.itemChanged.some((version, item) => version > held.seen[item]);
    },
    *follow() {
      for (;;) {
        const held = present;
        if (held === null || !isCurrent()) return;
        const changes = nextChanges(held);
        if (changes.length > 0) follow(held, changes);
        else if (!this.hasWork) return;
        yield;
      }
    },
    bound: () =>
      present === null ? readRebalanceBound(session.database) : boundOfPresent(present.rebalancer),
    get followedItems() {
      return followed;
    },
  };
}

function withoutLeastValues(problem: NetworkProblem): NetworkProblem {
  const { minimumShipmentValue: _, ...lanes } = problem.lanes;
  return { ...problem, lanes };
}

function* presentOf(
  session: PlanSession,
  source: RebalanceProblem,
  plan: NetworkPlan,
  version: number,
): Generator<void, Omit<Present, 'solved' | 'plansTakenBack'>> {
  const rebalancer = yield* createRebalancerInSlices(source.problem, plan);
  return {
    source,
    rebalancer,
    moved: new Map(),
    lanes: problemLanes(session.state.network, session.parameters.maxTransitDays),
    seen: new Float64Array(session.state.network.items.length).fill(version),
  };
}

function boundOfPresent(rebalancer: Rebalancer): RebalanceBound {
  const { objective, upperBound, gap } = rebalancer.totals();
  return { objectiveMinor: Math.round(objective), upperBoundMinor: Math.ceil(upperBound), gap };
}

function withoutItems(transfers: TransferColumns, items: ReadonlySet<number>): TransferColumns {
  if (items.size === 0) return transfers;
  const rows = Int32Array.from(transfers.item, (_, row) => row).filter(
    (row) => !items.has(transfers.item[row]),
  );
  return {
    count: rows.length,
    item: rows.map((row) => transfers.item[row]),
    lane: rows.map((row) => transfers.lane[row]),
    quantity: rows.map((row) => transfers.quantity[row]),
  };
}

/** The plan's open proposals as transfers of a problem; those without a lane in it are left out. */
export function keptTransfers(session: PlanSession, source: RebalanceProblem): TransferColumns {
  const { lanes } = session.state.network;
  const laneOf = new Map<number, number>();
  source.lanes.forEach((lane, k) => laneOf.set(laneKey(lanes[lane].from, lanes[lane].to), k));
  const item: number[] = [];
  const lane: number[] = [];
  const quantity: number[] = [];
  for (const transfer of session.transfers.proposals.values()) {
    const on = laneOf.get(laneKey(transfer.from, transfer.to));
    if (on === undefined) continue;
    item.push(transfer.item);
    lane.push(on);
    quantity.push(transfer.quantity);
  }
  return {
    count: item.length,
    item: Int32Array.from(item),
    lane: Int32Array.from(lane),
    quantity: Int32Array.from(quantity),
  };
}
