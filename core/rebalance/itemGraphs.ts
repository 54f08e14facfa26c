/**
 * Every item's own transport network, laid out flat for the solvers: nodes are donors, then receivers, then one
 * root; arcs are the item's lanes (donor to receiver), then steps (node to root).
 *
 * A donor's stock enters at its node and leaves either over a lane or over its "keep" steps to the root, which
 * forgo the step's value; a receiver passes what it gets to the root over its need steps and collects their
 * value. So a circulation is a plan of the item, and its profit differs from the plan's value by a constant
 * (`keptValue`: the value forgone when nothing is given).
 *
 * Arcs that can never pay are left out exactly: with best-first steps, unit t over a lane alone earns
 * surplus(t) + need(t) − freight, which falls with t; in some optimal plan no lane carries units beyond the last
 * one that earns anything (removing one unit of flow from a plan costs at most the marginal values at either
 * end). That last unit is the arc's `reach`, a capacity that every bound may use. A lane whose total earning
 * over all items does not exceed its fixed cost, or reach the least value of a shipment, is never worth opening and
 * is dropped as well.
 *
 * Time and space: O(steps + Σ over items of the lanes leaving its donors).
 */
import { drained } from '../base/drained.ts';
import { laneTakesItem, type LaneColumns, type NetworkProblem } from './networkProblem.ts';
import { createStepCurves, pairReach } from './stepCurves.ts';

export interface ItemGraphs {
  readonly problem: NetworkProblem;
  readonly itemCount: number;
  /** Nodes of item `i`: `nodeStart[i]` to `nodeStart[i + 1] − 2` are donors then receivers, the last is the root. */
  readonly nodeStart: Int32Array;
  /** First receiver of the item. */
  readonly receiverStart: Int32Array;
  readonly nodeLocation: Int32Array;
  /** Arcs of item `i`: lanes from `arcStart[i]`, steps from `stepStart[i]`, up to `arcStart[i + 1]`. */
  readonly arcStart: Int32Array;
  readonly stepStart: Int32Array;
  /** Lane arcs of donor `v`: from `rowEnd[v − 1]` (or the item's first arc) to `rowEnd[v]`. */
  readonly rowEnd: Int32Array;
  readonly arcTail: Int32Array;
  readonly arcHead: Int32Array;
  /** Lane of a lane arc, −1 for steps. */
  readonly arcLane: Int32Array;
  /** Profit of a unit: minus freight on lanes, minus value on keep steps, value on need steps. */
  readonly arcProfit: Float64Array;
  /** Room for flow: infinite on lanes and on a node's first keep step (stock limits both), else the quantity. */
  readonly arcCapacity: Float64Array;
  /** Steps of a node: `nodeStepStart[v]` to `nodeStepStart[v + 1]`, best first. */
  readonly nodeStepStart: Int32Array;
  /** Most units an optimal plan needs on the arc: the reach of lanes, the quantity of steps. */
  readonly arcReach: Float64Array;
  /** Largest magnitude of money per unit in the item: tolerances are relative to it. */
  readonly itemScale: Float64Array;
  /** Arcs grouped by lane: `laneArcs[laneArcStart[l]]` … */
  readonly laneArcStart: Int32Array;
  readonly laneArcs: Int32Array;
  readonly arcItem: Int32Array;
}

export function createItemGraphs(problem: NetworkProblem): ItemGraphs {
  return drained(createItemGraphsInSlices(problem));
}

/** Items laid out in one slice: a few milliseconds. */
const itemsTogether = 128;

/** The same in slices. */
export function* createItemGraphsInSlices(problem: NetworkProblem): Generator<void, ItemGraphs> {
  const { itemCount, locationCount, laneCount, lanes } = problem;
  const kept = yield* keepUsefulArcs(problem);
  const nodeStart = new Int32Array(itemCount + 1);
  const receiverStart = new Int32Array(itemCount);
  const arcStart = new Int32Array(itemCount + 1);
  const stepStart = new Int32Array(itemCount);
  const stepCount = problem.surplus.location.length + problem.need.location.length;
  const arcRoom = kept.lane.length + stepCount;
  const nodeRoom = stepCount + itemCount;
  const nodeLocation = new Int32Array(nodeRoom);
  const rowEnd = new Int32Array(nodeRoom);
  const arcTail = new Int32Array(arcRoom);
  const arcHead = new Int32Array(arcRoom);
  const arcLane = new Int32Array(arcRoom);
  const arcProfit = new Float64Array(arcRoom);
  const arcCapacity = new Float64Array(arcRoom);
  const arcReach = new Float64Array(arcRoom);
  const nodeStepStart = new Int32Array(nodeRoom + 1);
  let nodes = 0;
  let arcs = 0;
  const itemScale = new Float64Array(itemCount);
  const donorNode = new Int32Array(locationCount).fill(-1);
  const receiverNode = new Int32Array(locationCount).fill(-1);
  const gives = createStepCurves(problem.surplus, locationCount);
  const takes = createStepCurves(problem.need, locationCount);

  for (let item = 0; item < itemCount; item++) {
    const first = nodes;
    if (item % itemsTogether === itemsTogether - 1) yield;
    nodeStart[item] = first;
    arcStart[item] = arcs;
    const arcsFrom = kept.itemStart[item];
    const arcsTo = kept.itemStart[item + 1];
    for (let k = arcsFrom; k < arcsTo; k++) {
      const location = lanes.from[kept.lane[k]];
      if (donorNode[location] >= 0) continue;
      donorNode[location] = nodes;
      nodeLocation[nodes++] = location;
    }
    receiverStart[item] = nodes;
    for (let k = arcsFrom; k < arcsTo; k++) {
      const location = lanes.to[kept.lane[k]];
      if (receiverNode[location] >= 0) continue;
      receiverNode[location] = nodes;
      nodeLocation[nodes++] = location;
    }
    const root = nodes++;
    nodeLocation[root] = -1;
    let scale = 0;
    for (let k = arcsFrom; k < arcsTo; k++) {
      const lane = kept.lane[k];
      const freight = problem.itemWeightKg[item] * lanes.costPerKg[lane];
      arcTail[arcs] = donorNode[lanes.from[lane]];
      arcHead[arcs] = receiverNode[lanes.to[lane]];
      arcLane[arcs] = lane;
      arcProfit[arcs] = -freight;
      arcCapacity[arcs] = Number.POSITIVE_INFINITY;
      arcReach[arcs] = kept.reach[k];
      arcs++;
      rowEnd[donorNode[lanes.from[lane]]] = arcs;
      scale = Math.max(scale, Math.abs(freight));
    }
    stepStart[item] = arcs;
    if (arcsTo > arcsFrom) {
      gives.load(item);
      takes.load(item);
    }
    for (let node = first; node < root; node++) {
      const donor = node < receiverStart[item];
      const curves = donor ? gives : takes;
      const location = nodeLocation[node];
      nodeStepStart[node] = arcs;
      for (let s = curves.head[location]; s < curves.tail[location]; s++) {
        const value = curves.value[s];
        const unbounded = donor && s === curves.head[location];
        arcTail[arcs] = node;
        arcHead[arcs] = root;
        arcLane[arcs] = -1;
        arcProfit[arcs] = donor ? -value : value;
        arcCapacity[arcs] = unbounded ? Number.POSITIVE_INFINITY : curves.quantity[s];
        arcReach[arcs] = curves.quantity[s];
        arcs++;
        scale = Math.max(scale, Math.abs(value));
      }
    }
    nodeStepStart[root] = arcs;
    itemScale[item] = scale;
    for (let node = first; node < receiverStart[item]; node++) donorNode[nodeLocation[node]] = -1;
    for (let node = receiverStart[item]; node < root; node++) receiverNode[nodeLocation[node]] = -1;
  }
  nodeStart[itemCount] = nodes;
  arcStart[itemCount] = arcs;
  nodeStepStart[nodes] = arcs;

  const laneOf = arcLane.subarray(0, arcs);
  yield;
  const arcItem = new Int32Array(arcs);
  for (let item = 0; item < itemCount; item++) arcItem.fill(item, arcStart[item], arcStart[item + 1]);
  const laneArcStart = new Int32Array(laneCount + 1);
  for (let arc = 0; arc < laneOf.length; arc++) if (laneOf[arc] >= 0) laneArcStart[laneOf[arc] + 1]++;
  for (let lane = 0; lane < laneCount; lane++) laneArcStart[lane + 1] += laneArcStart[lane];
  const next = laneArcStart.slice();
  const laneArcs = new Int32Array(laneArcStart[laneCount]);
  for (let arc = 0; arc < laneOf.length; arc++) if (laneOf[arc] >= 0) laneArcs[next[laneOf[arc]]++] = arc;

  return {
    problem,
    itemCount,
    nodeStart,
    receiverStart,
    nodeLocation: nodeLocation.subarray(0, nodes),
    arcStart,
    stepStart,
    rowEnd: rowEnd.subarray(0, nodes),
    arcTail: arcTail.subarray(0, arcs),
    arcHead: arcHead.subarray(0, arcs),
    arcLane: laneOf,
    arcProfit: arcProfit.subarray(0, arcs),
    arcCapacity: arcCapacity.subarray(0, arcs),
    nodeStepStart: nodeStepStart.subarray(0, nodes + 1),
    arcReach: arcReach.subarray(0, arcs),
    itemScale,
    laneArcStart,
    laneArcs,
    arcItem,
  };
}

interface UsefulArcs {
  readonly itemStart: Int32Array;
  readonly lane: Int32Array;
  readonly reach: Float64Array;
}

/** Lanes of each item that can earn something, with their reach, grouped by origin then destination. */
function* keepUsefulArcs(problem: NetworkProblem): Generator<void, UsefulArcs> {
  const { itemCount, locationCount, laneCount, lanes, laneStart, laneByFrom } = problem;
  const itemStart = new Int32Array(itemCount + 1);
  const most = countPairs(problem);
  yield;
  const lane = new Int32Array(most);
  const reach = new Float64Array(most);
  let kept = 0;
  const laneEarning = new Float64Array(laneCount);
  const gives = createStepCurves(problem.surplus, locationCount);
  const takes = createStepCurves(problem.need, locationCount);
  const units = { quantity: 0, earning: 0 };
  for (let item = 0; item < itemCount; item++) {
    if (item % itemsTogether === itemsTogether - 1) yield;
    gives.load(item);
    takes.load(item);
    for (let d = 0; d < gives.locationCount; d++) {
      const from = gives.locations[d];
      for (let k = laneStart[from]; k < laneStart[from + 1]; k++) {
        const candidate = laneByFrom[k];
        const to = lanes.to[candidate];
        if (takes.tail[to] === takes.head[to] || !laneTakesItem(problem, candidate, item)) continue;
        const freight = problem.itemWeightKg[item] * lanes.costPerKg[candidate];
        pairReach(gives, from, takes, to, freight, units);
        if (units.quantity <= 0) continue;
        lane[kept] = candidate;
        reach[kept] = units.quantity;
        kept++;
        laneEarning[candidate] += units.earning;
      }
    }
    itemStart[item + 1] = kept;
  }
  return dropHopelessLanes(itemStart, lane, reach, laneEarning, leastEarnings(lanes));
}

/** How many (item, lane) pairs join a donor to a receiver of the item. */
export function countPairs(problem: NetworkProblem): number {
  const { itemCount, locationCount, lanes, laneStart, laneByFrom, surplus, need } = problem;
  const gives = new Int32Array(locationCount);
  const takes = new Int32Array(locationCount);
  let count = 0;
  for (let item = 0; item < itemCount; item++) {
    const mark = item + 1;
    for (let s = need.start[item]; s < need.start[item + 1]; s++) takes[need.location[s]] = mark;
    for (let s = surplus.start[item]; s < surplus.start[item + 1]; s++) {
      const from = surplus.location[s];
      if (gives[from] === mark) continue;
      gives[from] = mark;
      for (let k = laneStart[from]; k < laneStart[from + 1]; k++) {
        if (takes[lanes.to[laneByFrom[k]]] === mark) count++;
      }
    }
  }
  return count;
}

/** A margin above the rounding of the sums, so that a lane exactly worth its cost stays in. */
const hopeless = 1 - 1e-9;

/** What a lane must earn to be worth opening: its fixed cost, and the least value of a shipment. */
function leastEarnings({ fixedCost, minimumShipmentValue, carried }: LaneColumns): Float64Array {
  if (minimumShipmentValue === undefined && carried === undefined) return fixedCost;
  return fixedCost.map((cost, lane) =>
    Math.max(
      carried !== undefined && carried.shipments[lane] > 0 ? 0 : cost,
      (minimumShipmentValue?.[lane] ?? 0) - (carried?.value[lane] ?? 0),
    ),
  );
}

function dropHopelessLanes(
  itemStart: Int32Array,
  lane: Int32Array,
  reach: Float64Array,
  earning: Float64Array,
  least: Float64Array,
): UsefulArcs {
  let kept = 0;
  const start = new Int32Array(itemStart.length);
  for (let item = 0; item + 1 < itemStart.length; item++) {
    for (let k = itemStart[item]; k < itemStart[item + 1]; k++) {
      if (earning[lane[k]] <= least[lane[k]] * hopeless) continue;
      lane[kept] = lane[k];
      reach[kept] = reach[k];
      kept++;
    }
    start[item + 1] = kept;
  }
  return { itemStart: start, lane: lane.subarray(0, kept), reach: reach.subarray(0, kept) };
}
