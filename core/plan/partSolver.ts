/**
 * Some items solved at a time beside the rest of the plan: a lane that others use costs nothing more, and its fixed
 * cost is shared by weight with what else it carries. An estimate of the coupled plan that is there at once: exact
 * for items that share no lane with the rest. Money in minor units, stockouts at what they cost.
 *
 * A step is O(steps and arcs of the items) and the solver's work; all of one network take about as long as its
 * uncoupled solve. Source: the same relaxation as core/rebalance/rebalancer.ts.
 */
import type { RebalanceTotals } from '../contract/rebalance.ts';
import type { Network } from '../model/network.ts';
import { shipmentsCost, shipmentsWith } from '../rebalance/laneLimits.ts';
import type { LaneColumns, NetworkProblem } from '../rebalance/networkProblem.ts';
import { runSolver } from '../rebalance/solveNetwork.ts';
import { solveProblem } from '../rebalance/solveProblem.ts';
import type { TransferColumns } from '../rebalance/transferColumns.ts';
import type { Transfer } from '../store/transferStore.ts';
import { laneKey } from './laneKey.ts';
import type { OpenProposals } from './openProposals.ts';
import type { PlanParameters } from './parameters.ts';
import type { PlanState } from './planState.ts';
import type { ProblemLanes } from './problemLanes.ts';
import { createStepBuilder, shipmentLimits, type Restrictions } from './rebalanceProblem.ts';
import { figuresToTotals, transferFigures } from './transferFigures.ts';
import { createLaneLoad, replacedTotals, transferTotals, type LaneLoad } from './transferLoad.ts';

export interface PartSolver {
  /** Of the present plan. */
  readonly before: RebalanceTotals;
  /** With the new figures of what was solved so far and the present ones of the rest. */
  network(): RebalanceTotals;
  /** Solves items, each at most once, and puts the result in the place of their present proposals. */
  solve(
    items: readonly number[],
    workLimit: number,
  ): { readonly before: RebalanceTotals; readonly after: RebalanceTotals };
}

/** The present plan as the parts are solved beside it. Gathered once for any number of settings with one reach. */
export interface PresentPlan {
  readonly byItem: ReadonlyMap<number, readonly Transfer[]>;
  readonly totals: RebalanceTotals;
  /** The lanes that it was gathered for, and what it puts on them. */
  readonly lanes: ProblemLanes;
  readonly load: LaneLoad;
  /** Transfers by lane, also of lanes beyond the reach. */
  readonly used: ReadonlyMap<number, number>;
}

/** What the plan proposes as it stands: later changes do not show in it. O(items + lanes). */
export function gatherPresentPlan(
  network: Network,
  lanes: ProblemLanes,
  proposals: OpenProposals,
): PresentPlan {
  return {
    byItem: proposals.byItemNow(),
    totals: proposals.totals(),
    lanes,
    load: createLaneLoad(network, lanes, proposals),
    used: proposals.byLaneNow(),
  };
}

export function createPartSolver(
  state: PlanState,
  parameters: PlanParameters,
  clockMinutes: number,
  restrictions: (items: readonly number[]) => Restrictions,
  present: PresentPlan,
): PartSolver {
  const { network } = state;
  const { byItem, totals: before } = present;
  const { fixedCost, from: laneFrom, to: laneTo } = present.lanes;
  const load = present.load.copy();
  const lanes: LaneColumns = { ...present.lanes, ...shipmentLimits(fixedCost, parameters) };
  const used = new Map(present.used);
  const use = (from: number, to: number, sign: 1 | -1): void => {
    const key = laneKey(from, to);
    const rows = (used.get(key) ?? 0) + sign;
    if (rows === 0) used.delete(key);
    else used.set(key, rows);
  };
  let after = before;

  /** What the others on the lanes pay for them while these weights travel too. */
  const othersFreight = (kg: ReadonlyMap<number, number>, lanesSeen: Iterable<number>): number => {
    let sum = 0;
    for (const lane of lanesSeen) {
      const others = load.kg[lane];
      if (others === 0) continue;
      const together = others + (kg.get(lane) ?? 0);
      sum += (shipmentsCost(lanes, lane, together) * others) / together;
    }
    return sum;
  };

  /** The part's plan on lanes that others use at no cost; where that overfills a shipment, in the room they leave. */
  const solveBeside = (problem: NetworkProblem, workLimit: number): TransferColumns => {
    const { kgPerShipment, maxShipments, minimumShipmentValue: _, ...plain } = problem.lanes;
    const open = fixedCost.map((cost, lane) => (load.rows[lane] > 0 ? 0 : cost));
    const on = (columns: LaneColumns): TransferColumns =>
      runSolver(solveProblem({ ...problem, lanes: columns }, { workLimit, targetGap: 0.001 }), () => false)
        .transfers;
    const transfers = on({ ...plain, fixedCost: open });
    if (kgPerShipment === undefined) return transfers;
    const shipments = load.kg.map((kg, lane) => (load.rows[lane] > 0 ? shipmentsWith(lanes, lane, kg) : 0));
    const kg = load.kg.slice();
    let overfills = false;
    for (let row = 0; row < transfers.count; row++) {
      const lane = transfers.lane[row];
      kg[lane] += transfers.quantity[row] * problem.itemWeightKg[transfers.item[row]];
      overfills ||= shipmentsWith(lanes, lane, kg[lane]) > Math.max(1, shipments[lane]);
    }
    if (!overfills) return transfers;
    const limits = { kgPerShipment, ...(maxShipments === undefined ? {} : { maxShipments }) };
    const carried = { kg: load.kg, shipments, value: new Float64Array(kg.length) };
    return on({ ...plain, ...limits, carried });
  };

  return {
    before,
    network: () => after,
    solve(items, workLimit) {
      const own = items.flatMap((item) => byItem.get(item) ?? []);
      const kgBefore = new Map<number, number>();
      for (const transfer of own) {
        load.count(transfer, -1);
        use(transfer.from, transfer.to, -1);
        const lane = load.laneOf(transfer.from, transfer.to);
        if (lane === undefined) continue;
        const kg = transfer.quantity * network.items[transfer.item].weightKg;
        kgBefore.set(lane, (kgBefore.get(lane) ?? 0) + kg);
      }
      const builder = createStepBuilder(state, parameters, clockMinutes, restrictions(items));
      for (const item of items) builder.add(item);
      const source = builder.finish();
      const { problem } = source;
      const transfers = solveBeside(problem, workLimit);
      const figures = transferFigures(state, parameters, source, transfers, load);
      const kgAfter = new Map<number, number>();
      for (let row = 0; row < transfers.count; row++) {
        if (figures.kept[row] === 0) continue;
        const lane = transfers.lane[row];
        const kg = transfers.quantity[row] * problem.itemWeightKg[transfers.item[row]];
        kgAfter.set(lane, (kgAfter.get(lane) ?? 0) + kg);
      }
      const seen = new Set([...kgBefore.keys(), ...kgAfter.keys()]);
      const shifted = Math.round(othersFreight(kgAfter, seen) - othersFreight(kgBefore, seen));
      for (let row = 0; row < transfers.count; row++) {
        if (figures.kept[row] === 0) continue;
        const lane = transfers.lane[row];
        use(laneFrom[lane], laneTo[lane], 1);
        load.add(
          lane,
          figures.netMinor[row],
          transfers.quantity[row] * problem.itemWeightKg[transfers.item[row]],
        );
      }
      const was = transferTotals(own);
      const is = figuresToTotals(transfers, figures);
      const sum = replacedTotals(after, was, is, used.size);
      after = {
        ...sum,
        freightMinor: sum.freightMinor + shifted,
        netMinor: sum.netMinor - shifted,
      };
      return { before: was, after: is };
    },
  };
}
