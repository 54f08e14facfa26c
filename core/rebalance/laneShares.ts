/**
 * The proof behind a bound, as data: each (item, lane)'s share of the lane's fixed cost, grouped by item. Shares
 * are never negative and those of one lane add up to at most its fixed cost, so the items' separate optima under
 * them (each lane that an item uses costing it its share, pro rata of the reach) add up to an upper bound.
 */
import type { ItemGraphs } from './itemGraphs.ts';
import type { LaneRows } from './laneRows.ts';

export interface LaneShares {
  readonly itemStart: Int32Array;
  readonly lane: Int32Array;
  readonly share: Float64Array;
}

/** Only shares above zero are kept: the others charge nothing. */
export function collectLaneShares(rows: LaneRows, rowShare: Float64Array): LaneShares {
  const { groupLane, groupRowStart } = rows;
  const share = new Float64Array(groupLane.length);
  for (let group = 0; group < share.length; group++) {
    for (let row = groupRowStart[group]; row < groupRowStart[group + 1]; row++) share[group] += rowShare[row];
  }
  const { itemGroupStart } = rows;
  return keepPositive(itemGroupStart.subarray(0, -1), itemGroupStart.subarray(1), groupLane, share);
}

/** The shares of each item's lane arcs, 0 where it has none. O(arcs). */
export function sharesByArc(graphs: ItemGraphs, shares: LaneShares | null): Float64Array {
  const { problem, itemCount, arcStart, stepStart, arcLane } = graphs;
  const share = new Float64Array(arcLane.length);
  if (shares === null) return share;
  const byLane = new Float64Array(problem.laneCount);
  for (let item = 0; item < itemCount; item++) {
    const from = shares.itemStart[item];
    const to = shares.itemStart[item + 1];
    for (let k = from; k < to; k++) byLane[shares.lane[k]] = shares.share[k];
    for (let arc = arcStart[item]; arc < stepStart[item]; arc++) share[arc] = byLane[arcLane[arc]];
    for (let k = from; k < to; k++) byLane[shares.lane[k]] = 0;
  }
  return share;
}

/**
 * Shares for every lane of the graphs: the given ones where a lane has any, and elsewhere the lane's fixed cost
 * in proportion to what each item would earn on the lane alone (which prices out lanes that cannot pay).
 */
export function completeLaneShares(graphs: ItemGraphs, known: LaneShares | null): LaneShares {
  const { problem, itemCount, arcStart, stepStart, arcLane } = graphs;
  const laneCount = problem.laneCount;
  const share = sharesByArc(graphs, known);
  const hasShare = new Uint8Array(laneCount);
  if (known !== null) for (const lane of known.lane) hasShare[lane] = 1;
  const earned = new Float64Array(laneCount);
  for (let item = 0; item < itemCount; item++) {
    for (let arc = arcStart[item]; arc < stepStart[item]; arc++) {
      if (hasShare[arcLane[arc]] === 1) continue;
      share[arc] = earningAlone(graphs, arc);
      earned[arcLane[arc]] += share[arc];
    }
  }
  for (let item = 0; item < itemCount; item++) {
    for (let arc = arcStart[item]; arc < stepStart[item]; arc++) {
      const lane = arcLane[arc];
      if (hasShare[lane] === 0) share[arc] *= problem.lanes.fixedCost[lane] / earned[lane];
    }
  }
  return keepPositive(arcStart.subarray(0, -1), stepStart, arcLane, share);
}

function keepPositive(from: Int32Array, to: Int32Array, laneOf: Int32Array, share: Float64Array): LaneShares {
  const itemCount = from.length;
  const itemStart = new Int32Array(itemCount + 1);
  for (let item = 0; item < itemCount; item++) {
    let count = 0;
    for (let k = from[item]; k < to[item]; k++) if (share[k] > 0) count++;
    itemStart[item + 1] = itemStart[item] + count;
  }
  const lane = new Int32Array(itemStart[itemCount]);
  const kept = new Float64Array(itemStart[itemCount]);
  let next = 0;
  for (let item = 0; item < itemCount; item++) {
    for (let k = from[item]; k < to[item]; k++) {
      if (share[k] <= 0) continue;
      lane[next] = laneOf[k];
      kept[next++] = share[k];
    }
  }
  return { itemStart, lane, share: kept };
}

/** What the arc's donor and receiver would earn if they traded with nobody else. */
function earningAlone(graphs: ItemGraphs, arc: number): number {
  const { arcTail, arcHead, nodeStepStart, arcReach, arcProfit } = graphs;
  let give = nodeStepStart[arcTail[arc]];
  let take = nodeStepStart[arcHead[arc]];
  let leftToGive = arcReach[give];
  let leftToTake = arcReach[take];
  let earning = 0;
  for (let left = arcReach[arc]; left > 0;) {
    const units = Math.min(left, leftToGive, leftToTake);
    earning += units * (arcProfit[arc] - arcProfit[give] + arcProfit[take]);
    left -= units;
    leftToGive -= units;
    leftToTake -= units;
    if (leftToGive === 0) leftToGive = arcReach[++give];
    if (leftToTake === 0) leftToTake = arcReach[++take];
  }
  return earning;
}
