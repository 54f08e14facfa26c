/**
 * The graphs that the bound works on: every receiver is split into one node per need step, so a lane of an item
 * becomes a group of arcs, one per step, and the item's part of the lane's fixed cost can be shared out over what
 * such a group carries. A row is a limit that holds of any plan while the lane is open, and nothing may flow while
 * it is shut: the units that the group brings to one step are at most the row's reach, and so are its units over all
 * steps together. Splitting makes these limits tight: filling a step of two units pays in full, even where the
 * receiver could use ten.
 *
 * Time and space: O(arcs × steps of a receiver).
 */
import { drained } from '../base/drained.ts';
import type { ItemGraphs } from './itemGraphs.ts';

/** Items laid out in one slice: a few milliseconds. */
const itemsTogether = 64;

export interface LaneRows {
  readonly graphs: ItemGraphs;
  /** Arcs of group `g` (one lane of one item): `groupArcFrom[g]` to `groupArcTo[g]`. */
  readonly groupArcFrom: Int32Array;
  readonly groupArcTo: Int32Array;
  readonly groupLane: Int32Array;
  readonly groupItem: Int32Array;
  /** Groups of item `i`: `itemGroupStart[i]` to `itemGroupStart[i + 1]`. */
  readonly itemGroupStart: Int32Array;
  /**
   * Rows of group `g`: from `groupRowStart[g]` to `groupRowStart[g + 1]`, one per arc in their order, then perhaps
   * one for all of them together.
   */
  readonly groupRowStart: Int32Array;
  readonly rowReach: Float64Array;
  /** Groups by lane. */
  readonly laneGroupStart: Int32Array;
  readonly laneGroups: Int32Array;
  /** Rows by lane. */
  readonly laneRowStart: Int32Array;
  readonly laneRows: Int32Array;
}

/** With `split` false receivers stay whole: weaker limits, one row a lane and item, at half the size. */
export function createLaneRows(plain: ItemGraphs, split: boolean): LaneRows {
  return drained(createLaneRowsInSlices(plain, split));
}

/** The same, yielding after every few items. */
export function* createLaneRowsInSlices(plain: ItemGraphs, split: boolean): Generator<void, LaneRows> {
  const graphs = split ? yield* splitReceivers(plain) : plain;
  const { problem, itemCount, arcStart, stepStart, arcLane, arcReach, arcTail } = graphs;
  const { laneCount } = problem;
  let groups = 0;
  for (let item = 0; item < itemCount; item++) groups += plain.stepStart[item] - plain.arcStart[item];
  const groupArcFrom = new Int32Array(groups);
  const groupArcTo = new Int32Array(groups);
  const groupLane = new Int32Array(groups);
  const groupItem = new Int32Array(groups);
  const groupRowStart = new Int32Array(groups + 1);
  const itemGroupStart = new Int32Array(itemCount + 1);
  const rowReach = new Float64Array(arcTail.length + groups);
  let group = 0;
  let row = 0;
  for (let item = 0; item < itemCount; item++) {
    if (item % itemsTogether === itemsTogether - 1) yield;
    let arc = arcStart[item];
    for (let whole = plain.arcStart[item]; whole < plain.stepStart[item]; whole++) {
      const lane = plain.arcLane[whole];
      groupArcFrom[group] = arc;
      groupLane[group] = lane;
      groupItem[group] = item;
      let sum = 0;
      for (; arc < stepStart[item] && arcLane[arc] === lane; arc++) {
        rowReach[row++] = arcReach[arc];
        sum += arcReach[arc];
      }
      groupArcTo[group] = arc;
      if (plain.arcReach[whole] < sum) rowReach[row++] = plain.arcReach[whole];
      group++;
      groupRowStart[group] = row;
    }
    itemGroupStart[item + 1] = group;
  }
  const laneGroupStart = new Int32Array(laneCount + 1);
  const laneRowStart = new Int32Array(laneCount + 1);
  for (let g = 0; g < groups; g++) {
    laneGroupStart[groupLane[g] + 1]++;
    laneRowStart[groupLane[g] + 1] += groupRowStart[g + 1] - groupRowStart[g];
  }
  for (let lane = 0; lane < laneCount; lane++) {
    laneGroupStart[lane + 1] += laneGroupStart[lane];
    laneRowStart[lane + 1] += laneRowStart[lane];
  }
  const nextGroup = laneGroupStart.slice();
  const nextRow = laneRowStart.slice();
  const laneGroups = new Int32Array(groups);
  const laneRows = new Int32Array(row);
  for (let g = 0; g < groups; g++) {
    laneGroups[nextGroup[groupLane[g]]++] = g;
    for (let r = groupRowStart[g]; r < groupRowStart[g + 1]; r++) laneRows[nextRow[groupLane[g]]++] = r;
  }
  return {
    graphs,
    groupArcFrom,
    groupArcTo,
    groupLane,
    groupItem,
    itemGroupStart,
    groupRowStart,
    rowReach: rowReach.subarray(0, row),
    laneGroupStart,
    laneGroups,
    laneRowStart,
    laneRows,
  };
}

/** The same items with one receiver node per need step. */
function* splitReceivers(plain: ItemGraphs): Generator<void, ItemGraphs> {
  const { itemCount, nodeStart, receiverStart, nodeStepStart, arcReach, arcProfit } = plain;
  const stepsOf = (node: number): number => nodeStepStart[node + 1] - nodeStepStart[node];
  let arcRoom = 0;
  let nodeRoom = itemCount;
  for (let item = 0; item < itemCount; item++) {
    for (let arc = plain.arcStart[item]; arc < plain.stepStart[item]; arc++) {
      arcRoom += stepsOf(plain.arcHead[arc]);
    }
    arcRoom += plain.arcStart[item + 1] - plain.stepStart[item];
    nodeRoom += plain.arcStart[item + 1] - plain.stepStart[item];
  }
  const split = {
    nodeStart: new Int32Array(itemCount + 1),
    receiverStart: new Int32Array(itemCount),
    nodeLocation: new Int32Array(nodeRoom),
    arcStart: new Int32Array(itemCount + 1),
    stepStart: new Int32Array(itemCount),
    rowEnd: new Int32Array(nodeRoom),
    arcTail: new Int32Array(arcRoom),
    arcHead: new Int32Array(arcRoom),
    arcLane: new Int32Array(arcRoom),
    arcProfit: new Float64Array(arcRoom),
    arcCapacity: new Float64Array(arcRoom),
    nodeStepStart: new Int32Array(nodeRoom + 1),
    arcReach: new Float64Array(arcRoom),
  };
  let nodes = 0;
  let arcs = 0;
  const firstNode = new Int32Array(nodeStepStart.length);
  for (let item = 0; item < itemCount; item++) {
    if (item % itemsTogether === itemsTogether - 1) yield;
    const receivers = receiverStart[item];
    const plainRoot = nodeStart[item + 1] - 1;
    split.nodeStart[item] = nodes;
    for (let node = nodeStart[item]; node < plainRoot; node++) {
      if (node === receivers) split.receiverStart[item] = nodes;
      firstNode[node] = nodes;
      const count = node < receivers ? 1 : stepsOf(node);
      for (let k = 0; k < count; k++) split.nodeLocation[nodes++] = plain.nodeLocation[node];
    }
    if (receivers >= plainRoot) split.receiverStart[item] = nodes;
    const root = nodes++;
    split.nodeLocation[root] = -1;
    split.arcStart[item] = arcs;
    for (let arc = plain.arcStart[item]; arc < plain.stepStart[item]; arc++) {
      const donor = plain.arcTail[arc];
      const receiver = plain.arcHead[arc];
      let keep = nodeStepStart[donor + 1];
      let givable = 0;
      for (let k = nodeStepStart[donor]; k < keep; k++) givable += arcReach[k];
      for (let step = nodeStepStart[receiver]; step < nodeStepStart[receiver + 1]; step++) {
        // Units that the donor would rather keep than bring to this step.
        const worth = arcProfit[step] + arcProfit[arc];
        while (keep > nodeStepStart[donor] && worth - arcProfit[keep - 1] <= 0) givable -= arcReach[--keep];
        if (givable <= 0) break;
        split.arcTail[arcs] = firstNode[donor];
        split.arcHead[arcs] = firstNode[receiver] + (step - nodeStepStart[receiver]);
        split.arcLane[arcs] = plain.arcLane[arc];
        split.arcProfit[arcs] = arcProfit[arc];
        split.arcCapacity[arcs] = plain.arcCapacity[arc];
        split.arcReach[arcs] = Math.min(arcReach[step], givable, arcReach[arc]);
        arcs++;
      }
      split.rowEnd[firstNode[donor]] = arcs;
    }
    split.stepStart[item] = arcs;
    for (let node = nodeStart[item]; node < plainRoot; node++) {
      for (let step = nodeStepStart[node]; step < nodeStepStart[node + 1]; step++) {
        const tail = node < receivers ? firstNode[node] : firstNode[node] + (step - nodeStepStart[node]);
        if (node >= receivers || step === nodeStepStart[node]) split.nodeStepStart[tail] = arcs;
        split.arcTail[arcs] = tail;
        split.arcHead[arcs] = root;
        split.arcLane[arcs] = -1;
        split.arcProfit[arcs] = arcProfit[step];
        split.arcCapacity[arcs] = plain.arcCapacity[step];
        split.arcReach[arcs] = arcReach[step];
        arcs++;
      }
    }
    split.nodeStepStart[root] = arcs;
  }
  split.nodeStart[itemCount] = nodes;
  split.arcStart[itemCount] = arcs;
  split.nodeStepStart[nodes] = arcs;
  const arcItem = new Int32Array(arcs);
  for (let item = 0; item < itemCount; item++) {
    arcItem.fill(item, split.arcStart[item], split.arcStart[item + 1]);
  }
  return {
    problem: plain.problem,
    itemCount,
    itemScale: plain.itemScale,
    nodeStart: split.nodeStart,
    receiverStart: split.receiverStart,
    nodeLocation: split.nodeLocation.subarray(0, nodes),
    arcStart: split.arcStart,
    stepStart: split.stepStart,
    rowEnd: split.rowEnd.subarray(0, nodes),
    arcTail: split.arcTail.subarray(0, arcs),
    arcHead: split.arcHead.subarray(0, arcs),
    arcLane: split.arcLane.subarray(0, arcs),
    arcProfit: split.arcProfit.subarray(0, arcs),
    arcCapacity: split.arcCapacity.subarray(0, arcs),
    nodeStepStart: split.nodeStepStart.subarray(0, nodes + 1),
    arcReach: split.arcReach.subarray(0, arcs),
    laneArcStart: plain.laneArcStart,
    laneArcs: plain.laneArcs,
    arcItem,
  };
}
