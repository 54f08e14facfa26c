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
 * over all items does not exceed its fixed cost is never worth opening and is dropped as well.
 *
 * Time and space: O(steps + Σ over items of the lanes leaving its donors).
 */
import { growingInts, growingNumbers } from './growingColumn.ts';
import { laneTakesItem, type NetworkProblem } from './networkProblem.ts';
import { createStepCurves, pairReach } from './stepCurves.ts';

export interface ItemGraphs {
  readonly problem: NetworkProblem;
  readonly itemCount: number;
  /** Nodes of item `i`: `nodeStart[i]` to `nodeStart[i + 1] − 2` are donors then receivers, the last is the root. */
  readonly nodeStart: Int32Array;
  /** First receiver of the item. */
  readonly receiverStart: Int32Array;
  readonly nodeLocation: Int32Array;
  /** Units that can usefully leave a donor or reach a receiver. */
  readonly nodeQuantity: Float64Array;
  /** Arcs of item `i`: lanes from `arcStart[i]`, steps from `stepStart[i]`, up to `arcStart[i + 1]`. */
  readonly arcStart: Int32Array;
  readonly stepStart: Int32Array;
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
  readonly largestNodeCount: number;
}

export function createItemGraphs(problem: NetworkProblem): ItemGraphs {
  const { itemCount, locationCount, laneCount, lanes } = problem;
  const kept = keepUsefulArcs(problem);
  const nodeStart = new Int32Array(itemCount + 1);
  const receiverStart = new Int32Array(itemCount);
  const arcStart = new Int32Array(itemCount + 1);
  const stepStart = new Int32Array(itemCount);
  const nodeLocation = growingInts();
  const nodeQuantity = growingNumbers();
  const arcTail = growingInts();
  const arcHead = growingInts();
  const arcLane = growingInts();
  const arcProfit = growingNumbers();
  const arcCapacity = growingNumbers();
  const nodeStepStart = growingInts();
  const arcReach = growingNumbers();
  const itemScale = new Float64Array(itemCount);
  const donorNode = new Int32Array(locationCount).fill(-1);
  const receiverNode = new Int32Array(locationCount).fill(-1);
  const gives = createStepCurves(problem.surplus, locationCount);
  const takes = createStepCurves(problem.need, locationCount);
  let largestNodeCount = 0;

  for (let item = 0; item < itemCount; item++) {
    const first = nodeLocation.length;
    nodeStart[item] = first;
    arcStart[item] = arcLane.length;
    const arcsFrom = kept.itemStart[item];
    const arcsTo = kept.itemStart[item + 1];
    for (let k = arcsFrom; k < arcsTo; k++) {
      const location = lanes.from[kept.lane[k]];
      if (donorNode[location] >= 0) continue;
      donorNode[location] = nodeLocation.length;
      nodeLocation.push(location);
    }
    receiverStart[item] = nodeLocation.length;
    for (let k = arcsFrom; k < arcsTo; k++) {
      const location = lanes.to[kept.lane[k]];
      if (receiverNode[location] >= 0) continue;
      receiverNode[location] = nodeLocation.length;
      nodeLocation.push(location);
    }
    const root = nodeLocation.length;
    nodeLocation.push(-1);
    let scale = 0;
    gives.load(item);
    takes.load(item);
    for (let k = arcsFrom; k < arcsTo; k++) {
      const lane = kept.lane[k];
      const freight = problem.itemWeightKg[item] * lanes.costPerKg[lane];
      arcTail.push(donorNode[lanes.from[lane]]);
      arcHead.push(receiverNode[lanes.to[lane]]);
      arcLane.push(lane);
      arcProfit.push(-freight);
      arcCapacity.push(Number.POSITIVE_INFINITY);
      arcReach.push(kept.reach[k]);
      scale = Math.max(scale, Math.abs(freight));
    }
    stepStart[item] = arcLane.length;
    for (let node = first; node < root; node++) {
      const donor = node < receiverStart[item];
      const curves = donor ? gives : takes;
      const location = nodeLocation.at(node);
      nodeStepStart.push(arcLane.length);
      let quantity = 0;
      for (let s = curves.head[location]; s < curves.tail[location]; s++) {
        const value = curves.value[s];
        quantity += curves.quantity[s];
        arcTail.push(node);
        arcHead.push(root);
        arcLane.push(-1);
        arcProfit.push(donor ? -value : value);
        const first = donor && s === curves.head[location];
        arcCapacity.push(first ? Number.POSITIVE_INFINITY : curves.quantity[s]);
        arcReach.push(curves.quantity[s]);
        scale = Math.max(scale, Math.abs(value));
      }
      nodeQuantity.push(quantity);
    }
    nodeStepStart.push(arcLane.length);
    nodeQuantity.push(0);
    itemScale[item] = scale;
    for (let node = first; node < receiverStart[item]; node++) donorNode[nodeLocation.at(node)] = -1;
    for (let node = receiverStart[item]; node < root; node++) receiverNode[nodeLocation.at(node)] = -1;
    largestNodeCount = Math.max(largestNodeCount, nodeLocation.length - first);
  }
  nodeStart[itemCount] = nodeLocation.length;
  arcStart[itemCount] = arcLane.length;
  nodeStepStart.push(arcLane.length);

  const laneOf = arcLane.done();
  const arcItem = new Int32Array(laneOf.length);
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
    nodeLocation: nodeLocation.done(),
    nodeQuantity: nodeQuantity.done(),
    arcStart,
    stepStart,
    arcTail: arcTail.done(),
    arcHead: arcHead.done(),
    arcLane: laneOf,
    arcProfit: arcProfit.done(),
    arcCapacity: arcCapacity.done(),
    nodeStepStart: nodeStepStart.done(),
    arcReach: arcReach.done(),
    itemScale,
    laneArcStart,
    laneArcs,
    arcItem,
    largestNodeCount,
  };
}

interface UsefulArcs {
  readonly itemStart: Int32Array;
  readonly lane: Int32Array;
  readonly reach: Float64Array;
}

/** Lanes of each item that can earn something, with their reach, grouped by origin then destination. */
function keepUsefulArcs(problem: NetworkProblem): UsefulArcs {
  const { itemCount, locationCount, laneCount, lanes, laneStart, laneByFrom } = problem;
  const itemStart = new Int32Array(itemCount + 1);
  const lane = growingInts();
  const reach = growingNumbers();
  const laneEarning = new Float64Array(laneCount);
  const gives = createStepCurves(problem.surplus, locationCount);
  const takes = createStepCurves(problem.need, locationCount);
  const units = { quantity: 0, earning: 0 };
  for (let item = 0; item < itemCount; item++) {
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
        lane.push(candidate);
        reach.push(units.quantity);
        laneEarning[candidate] += units.earning;
      }
    }
    itemStart[item + 1] = lane.length;
  }
  return dropHopelessLanes(itemStart, lane.done(), reach.done(), laneEarning, lanes.fixedCost);
}

/** A margin above the rounding of the sums, so that a lane exactly worth its cost stays in. */
const hopeless = 1 - 1e-9;

function dropHopelessLanes(
  itemStart: Int32Array,
  lane: Int32Array,
  reach: Float64Array,
  earning: Float64Array,
  fixedCost: Float64Array,
): UsefulArcs {
  let kept = 0;
  const start = new Int32Array(itemStart.length);
  for (let item = 0; item + 1 < itemStart.length; item++) {
    for (let k = itemStart[item]; k < itemStart[item + 1]; k++) {
      if (earning[lane[k]] <= fixedCost[lane[k]] * hopeless) continue;
      lane[kept] = lane[k];
      reach[kept] = reach[k];
      kept++;
    }
    start[item + 1] = kept;
  }
  return { itemStart: start, lane: lane.slice(0, kept), reach: reach.slice(0, kept) };
}
