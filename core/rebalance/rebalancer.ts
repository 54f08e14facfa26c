/**
 * A plan that follows edits. When a few items change (stock moved, a need vanished, a transfer was approved),
 * only those are solved again, on the lanes of the present plan: a lane that other items use costs the changed
 * items nothing more, any other lane costs its fixed cost as in a full plan. Lanes that nobody uses any more are
 * given up. Lane limits count what the others carry; where an edit leaves others with less than a shipment must be
 * worth, their transfers on that lane are given up too. What the edit leaves suboptimal elsewhere shows in the gap,
 * because the bound is kept too: the items' bounds under the shares of the last full solve add up, and only the changed
 * ones are recomputed.
 *
 * An edit costs O(the changed items' graphs) and a small solve; a full solve starts afresh when the gap has grown.
 */
import { drained } from '../base/drained.ts';
import { isBelowMinimum } from './brokenLimit.ts';
import { createItemFlows } from './exactItem.ts';
import { createFixedChargeOracle } from './itemFixedCharge.ts';
import { createItemGraphs, createItemGraphsInSlices, type ItemGraphs } from './itemGraphs.ts';
import { hasLaneLimits, shipmentsCost, shipmentsWith } from './laneLimits.ts';
import { createLaneRowsInSlices } from './laneRows.ts';
import { completeLaneShares } from './laneShares.ts';
import { stepsOf, type ItemChange } from './itemChange.ts';
import { joinTransfers, splitTransfers } from './itemTransfers.ts';
import type { NetworkProblem } from './networkProblem.ts';
import {
  boundProblem,
  itemAlone,
  partProblem,
  unpriced,
  withoutFixedCosts,
  type LaneLimitColumns,
} from './partProblem.ts';
import type { RelaxedLanes } from './relaxedLimits.ts';
import { rowWorths } from './rowValues.ts';
import { gapOf, runSolver } from './solveNetwork.ts';
import { solveProblem, type ProblemPlan } from './solveProblem.ts';
import { createTransferValuer, type TransferColumns } from './transferColumns.ts';

export interface RebalancerTotals {
  readonly objective: number;
  readonly upperBound: number;
  readonly gap: number;
  readonly lanesUsed: number;
}

export interface Rebalancer {
  totals(): RebalancerTotals;
  /** Present transfers of one item: lanes and quantities. */
  itemTransfers(item: number): { readonly lane: Int32Array; readonly quantity: Int32Array };
  /** Solves the changed items again; returns the new totals. */
  resolveItems(changes: readonly ItemChange[]): RebalancerTotals;
  /** The whole plan as columns. */
  transfers(): TransferColumns;
}

/** Enough for a handful of items, and never so much that an edit is felt. */
const editWork = 6_000_000;

export function createRebalancer(problem: NetworkProblem, plan: ProblemPlan): Rebalancer {
  return drained(createRebalancerInSlices(problem, plan));
}

/** Items measured in one slice: a few milliseconds. */
const itemsTogether = 64;

/** The same in slices: the plan of a large network takes a while to take up. */
export function* createRebalancerInSlices(
  problem: NetworkProblem,
  plan: ProblemPlan,
): Generator<void, Rebalancer> {
  const { laneCount, itemCount, locationCount, laneStart, laneByFrom } = problem;
  const { lanes: everyLanes, itemWeightKg } = problem;
  const relaxed: RelaxedLanes = plan.relaxed ?? unpriced(everyLanes);
  const isLimited = hasLaneLimits(problem);
  const laneKg = new Float64Array(laneCount);
  const laneValue = new Float64Array(laneCount);
  /** Need and surplus less cost by weight of each row. */
  const itemRowValue: Float64Array[] = [];
  /** Steps of the items that were edited. */
  const edited = new Map<number, ItemChange>();
  const laneUnits = new Float64Array(laneCount);
  const itemLanes: Int32Array[] = [];
  const itemQuantities: Int32Array[] = [];
  const itemValue = new Float64Array(itemCount);
  const itemBound = new Float64Array(itemCount);
  const needMark = new Int32Array(locationCount);
  const laneMark = new Int32Array(laneCount);
  const byLane = new Float64Array(laneCount);
  let edit = 0;
  let lanesUsed = 0;

  const byItem = splitTransfers(plan.transfers, itemCount);
  yield;
  const firstValues = isLimited ? rowWorths(problem, plan.transfers) : null;
  yield;
  for (const [item, { row, lane, quantity }] of byItem.entries()) {
    itemLanes.push(lane);
    itemQuantities.push(quantity);
    itemRowValue.push(Float64Array.from(row, (own) => firstValues?.[own] ?? 0));
    occupy(item, 1);
  }
  const everyItem = Int32Array.from({ length: itemCount }, (_, item) => item);
  const everyLane = Int32Array.from({ length: laneCount }, (_, lane) => lane);
  // Lanes that are not worth their cost have to stay in these graphs: an edit may make them so.
  const bounding = boundProblem(problem, relaxed.fixedCost, relaxed.costPerKg);
  const whole = yield* createItemGraphsInSlices(withoutFixedCosts(bounding));
  const shares = completeLaneShares({ ...whole, problem: bounding }, plan.shares);
  yield;
  yield* measure(problem, whole, everyItem, everyLane);

  /** Adds (or with −1 removes) the item's units on its lanes. */
  function occupy(item: number, sign: 1 | -1): void {
    for (let k = 0; k < itemLanes[item].length; k++) {
      const lane = itemLanes[item][k];
      const before = laneUnits[lane];
      laneUnits[lane] += sign * itemQuantities[item][k];
      laneKg[lane] += sign * itemQuantities[item][k] * itemWeightKg[item];
      laneValue[lane] += sign * itemRowValue[item][k];
      // An empty lane is empty to the bit.
      if (laneUnits[lane] === 0) laneKg[lane] = laneValue[lane] = 0;
      if (before === 0) lanesUsed++;
      else if (laneUnits[lane] === 0) lanesUsed--;
    }
  }

  /**
   * Values and bounds of the items of a part of the network; `items` and `lanes` say which ones the part's are.
   */
  function* measure(
    part: NetworkProblem,
    graphs: ItemGraphs,
    items: Int32Array,
    lanes: Int32Array,
  ): Generator<void, void> {
    const rows = yield* createLaneRowsInSlices(graphs, false);
    const oracle = createFixedChargeOracle(rows, createItemFlows(graphs), items.length > 500 ? 0 : 16);
    const share = new Float64Array(rows.rowReach.length);
    const decided = new Uint8Array(part.laneCount);
    const use = new Float64Array(rows.rowReach.length);
    const partLane = new Map<number, number>();
    if (lanes !== everyLane) for (const [k, lane] of lanes.entries()) partLane.set(lane, k);
    const value = createTransferValuer(withoutFixedCosts(part));
    for (let k = 0; k < items.length; k++) {
      if (k % itemsTogether === itemsTogether - 1) yield;
      const item = items[k];
      const from = shares.itemStart[item];
      const to = shares.itemStart[item + 1];
      for (let s = from; s < to; s++) byLane[shares.lane[s]] = shares.share[s];
      for (let group = rows.itemGroupStart[k]; group < rows.itemGroupStart[k + 1]; group++) {
        share[rows.groupRowStart[group]] = byLane[lanes[rows.groupLane[group]]];
      }
      for (let s = from; s < to; s++) byLane[shares.lane[s]] = 0;
      itemBound[item] = oracle.solve(k, share, decided, use);
      const own =
        lanes === everyLane ? itemLanes[item] : itemLanes[item].map((lane) => partLane.get(lane) ?? -1);
      itemValue[item] = value(k, own, itemQuantities[item]);
    }
  }

  function totals(): RebalancerTotals {
    let objective = 0;
    let upperBound = 0;
    for (let item = 0; item < itemCount; item++) {
      objective += itemValue[item];
      upperBound += itemBound[item];
    }
    upperBound += 1e-12 * upperBound;
    upperBound += relaxed.constant;
    for (let lane = 0; lane < laneCount; lane++) {
      if (laneUnits[lane] > 0) objective -= shipmentsCost(everyLanes, lane, laneKg[lane]);
    }
    upperBound = Math.max(upperBound, objective);
    // Until the first edit, the search's own proof may be the better one.
    if (edit === 0) upperBound = Math.min(upperBound, plan.upperBound);
    return { objective, upperBound, gap: gapOf(objective, upperBound), lanesUsed };
  }

  /** The lanes from any changed donor to any changed receiver. */
  function lanesOf(changes: readonly ItemChange[]): Int32Array {
    const found: number[] = [];
    for (const change of changes) {
      edit++;
      for (let k = 0; k < change.need.location.length; k++) needMark[change.need.location[k]] = edit;
      for (let k = 0; k < change.surplus.location.length; k++) {
        const donor = change.surplus.location[k];
        for (let j = laneStart[donor]; j < laneStart[donor + 1]; j++) {
          const lane = laneByFrom[j];
          if (needMark[problem.lanes.to[lane]] !== edit || laneMark[lane] === 1) continue;
          laneMark[lane] = 1;
          found.push(lane);
        }
      }
    }
    for (const lane of found) laneMark[lane] = 0;
    return Int32Array.from(found).toSorted();
  }

  /** What the lanes may still send beside what is on them. */
  function limitsBeside(lanes: Int32Array): LaneLimitColumns {
    const cut = (column: Float64Array): Float64Array => Float64Array.from(lanes, (lane) => column[lane]);
    if (!isLimited) {
      return {
        fixedCost: Float64Array.from(lanes, (lane) => (laneUnits[lane] > 0 ? 0 : everyLanes.fixedCost[lane])),
      };
    }
    const { fixedCost, kgPerShipment, maxShipments, minimumShipmentValue } = everyLanes;
    return {
      fixedCost: cut(fixedCost),
      ...(kgPerShipment === undefined ? {} : { kgPerShipment: cut(kgPerShipment) }),
      ...(maxShipments === undefined ? {} : { maxShipments: cut(maxShipments) }),
      ...(minimumShipmentValue === undefined ? {} : { minimumShipmentValue: cut(minimumShipmentValue) }),
      carried: {
        kg: cut(laneKg),
        shipments: Float64Array.from(lanes, (lane) => shipmentsOn(lane)),
        value: cut(laneValue),
      },
    };
  }

  function shipmentsOn(lane: number): number {
    return laneUnits[lane] > 0 ? shipmentsWith(everyLanes, lane, laneKg[lane]) : 0;
  }

  /** Empties lanes that an edit has left with shipments worth too little. */
  function giveUpPoorLanes(touched: ReadonlySet<number>): void {
    const poor = new Set(
      [...touched].filter(
        (lane) => laneUnits[lane] > 0 && isBelowMinimum(everyLanes, lane, shipmentsOn(lane), laneValue[lane]),
      ),
    );
    if (poor.size === 0) return;
    for (let item = 0; item < itemCount; item++) {
      const kept = [...itemLanes[item].keys()].filter((k) => !poor.has(itemLanes[item][k]));
      if (kept.length === itemLanes[item].length) continue;
      occupy(item, -1);
      itemLanes[item] = Int32Array.from(kept, (k) => itemLanes[item][k]);
      itemQuantities[item] = Int32Array.from(kept, (k) => itemQuantities[item][k]);
      const own = itemAlone(problem, edited.get(item) ?? stepsOf(problem, item));
      const transfers = {
        count: kept.length,
        item: new Int32Array(kept.length),
        lane: itemLanes[item],
        quantity: itemQuantities[item],
      };
      itemRowValue[item] = rowWorths(own, transfers);
      itemValue[item] = itemRowValue[item].reduce((sum, value) => sum + value, 0);
      occupy(item, 1);
    }
  }

  return {
    totals,
    itemTransfers: (item) => ({ lane: itemLanes[item], quantity: itemQuantities[item] }),
    resolveItems(changes) {
      const items = Int32Array.from(changes, (change) => change.item);
      const touched = new Set<number>();
      const leave = (item: number): void => {
        for (const lane of itemLanes[item]) touched.add(lane);
        occupy(item, -1);
      };
      for (const item of items) leave(item);
      for (const change of changes) edited.set(change.item, change);
      const lanes = lanesOf(changes);
      const part = partProblem(problem, changes, lanes, limitsBeside(lanes));
      const solved = runSolver(solveProblem(part, { workLimit: editWork }), () => false).transfers;
      const values = isLimited ? rowWorths(part, solved) : null;
      for (const [k, own] of splitTransfers(solved, items.length).entries()) {
        const item = items[k];
        itemLanes[item] = own.lane.map((lane) => lanes[lane]);
        itemQuantities[item] = own.quantity;
        itemRowValue[item] = Float64Array.from(own.row, (row) => values?.[row] ?? 0);
        occupy(item, 1);
      }
      if (everyLanes.minimumShipmentValue !== undefined) giveUpPoorLanes(touched);
      const bounded = boundProblem(
        part,
        Float64Array.from(lanes, (lane) => relaxed.fixedCost[lane]),
        Float64Array.from(lanes, (lane) => relaxed.costPerKg[lane]),
      );
      drained(measure(part, createItemGraphs(withoutFixedCosts(bounded)), items, lanes));
      return totals();
    },
    transfers: () => joinTransfers(itemLanes.map((lane, item) => ({ lane, quantity: itemQuantities[item] }))),
  };
}
