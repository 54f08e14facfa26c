/**
 * A set of open lanes with the exact best flows of every item over just those lanes. The worth of the set is
 * Σ item values − Σ fixed cost of the open lanes, whether or not a lane happens to carry anything: equally good
 * flows that differ in the lanes that they touch then make no difference to the search.
 *
 * Opening or closing a lane re-solves only the items that it can matter to, from their last trees.
 */
import type { ItemFlows } from './exactItem.ts';
import { flowTransfers } from './flowTransfers.ts';
import type { TransferColumns } from './transferRows.ts';

export interface LaneSet {
  readonly flows: ItemFlows;
  readonly open: Uint8Array;
  readonly itemValue: Float64Array;
  /** Σ item values less fixed costs of the open lanes. */
  worth(): number;
  /** Replaces the whole set and solves every item; not a plan until it has run through. */
  load(open: Uint8Array): Generator<void, void, undefined>;
  /** Opens the lane if that gains more than its fixed cost plus `atLeast`; returns the gain of worth or 0. */
  tryOpen(lane: number, atLeast: number): number;
  /** Closes the lane if that saves at least `atLeast` more than it loses; returns the gain of worth or 0. */
  tryClose(lane: number, atLeast: number): number;
  openLane(lane: number): number;
  closeLane(lane: number): number;
  /** The most that opening the lane can gain, by the items' marginal worths. */
  promise(lane: number): number;
  laneUnits(lane: number): number;
  /** Closes lanes that carry nothing. */
  dropIdle(): void;
  transfers(): TransferColumns;
}

export function createLaneSet(flows: ItemFlows): LaneSet {
  const { graphs, closed, flow, potential } = flows;
  const { problem, laneArcStart, laneArcs, arcItem, arcProfit, arcHead, arcTail, arcReach, itemScale } =
    graphs;
  const { fixedCost } = problem.lanes;
  const open = new Uint8Array(problem.laneCount);
  const itemValue = new Float64Array(graphs.itemCount);
  const touched = new Int32Array(graphs.itemCount);
  const oldValue = new Float64Array(graphs.itemCount);

  function gainOf(arc: number): number {
    return arcProfit[arc] + potential[arcHead[arc]] - potential[arcTail[arc]];
  }

  function mark(lane: number, shut: 0 | 1): void {
    open[lane] = 1 - shut;
    for (let k = laneArcStart[lane]; k < laneArcStart[lane + 1]; k++) closed[laneArcs[k]] = shut;
  }

  /**
   * Re-solves the items that the lane matters to until the change of value cannot satisfy `enough` any more;
   * returns the change, with the number of items done in `touchedCount`.
   */
  let touchedCount = 0;
  function resolve(lane: number, opening: boolean, giveUpBelow: number): number {
    let change = 0;
    let left = opening ? set.promise(lane) : 0;
    touchedCount = 0;
    for (let k = laneArcStart[lane]; k < laneArcStart[lane + 1]; k++) {
      const arc = laneArcs[k];
      const item = arcItem[arc];
      if (opening) {
        const gain = gainOf(arc);
        if (gain <= 1e-12 * itemScale[item]) continue;
        left -= gain * arcReach[arc];
      } else if (flow[arc] === 0) continue;
      const value = flows.solve(item);
      oldValue[touchedCount] = itemValue[item];
      touched[touchedCount++] = item;
      change += value - itemValue[item];
      itemValue[item] = value;
      if (change + left <= giveUpBelow) break;
    }
    return change;
  }

  function takeBack(lane: number, shut: 0 | 1): void {
    mark(lane, shut);
    for (let k = 0; k < touchedCount; k++) {
      flows.solve(touched[k]);
      itemValue[touched[k]] = oldValue[k];
    }
  }

  const set: LaneSet = {
    flows,
    open,
    itemValue,
    worth() {
      let sum = 0;
      for (let item = 0; item < itemValue.length; item++) sum += itemValue[item];
      for (let lane = 0; lane < open.length; lane++) if (open[lane] === 1) sum -= fixedCost[lane];
      return sum;
    },
    *load(wanted) {
      for (let lane = 0; lane < open.length; lane++) mark(lane, wanted[lane] === 1 ? 0 : 1);
      for (let item = 0; item < itemValue.length; item++) {
        itemValue[item] = flows.solve(item);
        if (item % 32 === 31) yield;
      }
    },
    promise(lane) {
      let sum = 0;
      for (let k = laneArcStart[lane]; k < laneArcStart[lane + 1]; k++) {
        const gain = gainOf(laneArcs[k]);
        if (gain > 0) sum += gain * arcReach[laneArcs[k]];
      }
      flows.work += laneArcStart[lane + 1] - laneArcStart[lane];
      return sum;
    },
    tryOpen(lane, atLeast) {
      const needed = fixedCost[lane] + atLeast;
      if (set.promise(lane) <= needed) return 0;
      mark(lane, 0);
      const change = resolve(lane, true, needed);
      if (change > needed) return change - fixedCost[lane];
      takeBack(lane, 1);
      return 0;
    },
    tryClose(lane, atLeast) {
      mark(lane, 1);
      const allowed = atLeast - fixedCost[lane];
      const change = resolve(lane, false, allowed);
      if (change > allowed) return change + fixedCost[lane];
      takeBack(lane, 0);
      return 0;
    },
    openLane(lane) {
      mark(lane, 0);
      return resolve(lane, true, Number.NEGATIVE_INFINITY) - fixedCost[lane];
    },
    closeLane(lane) {
      mark(lane, 1);
      return resolve(lane, false, Number.NEGATIVE_INFINITY) + fixedCost[lane];
    },
    laneUnits(lane) {
      let sum = 0;
      for (let k = laneArcStart[lane]; k < laneArcStart[lane + 1]; k++) sum += flow[laneArcs[k]];
      return sum;
    },
    dropIdle() {
      for (let lane = 0; lane < open.length; lane++) {
        if (open[lane] === 1 && set.laneUnits(lane) === 0) mark(lane, 1);
      }
    },
    transfers: () => flowTransfers(graphs, flow),
  };
  return set;
}
