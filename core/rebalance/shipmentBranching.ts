/**
 * Closes a small problem with limits: under fixed prices every item has an optimum of its own, and their sum bounds
 * all plans. Where a lane would truly cost more than its prices collect (a shipment begun, room overrun), one quantity
 * on it is decided, value by value, nearest to the relaxed one first. Once every quantity on a lane is decided, it
 * costs what it truly costs. Depth first; what is cut off for want of work keeps its bound, so the result always holds.
 *
 * The prices are those of the best relaxed bound: a surcharge a kg, and a share of each lane's fixed cost for every
 * item on it, in proportion to its part of the reach until the quantity is decided, then in full.
 */
import { createItemFlows } from './exactItem.ts';
import { flowTransfers } from './flowTransfers.ts';
import type { ItemGraphs } from './itemGraphs.ts';
import { mostKg, shipmentsCost } from './laneLimits.ts';
import { sharesByArc, type LaneShares } from './laneShares.ts';
import type { RelaxedLanes } from './relaxedLimits.ts';
import type { TransferColumns } from './transferRows.ts';

export interface BranchingHost {
  /** Takes a plan (which may break a limit) and returns the value of the best one so far. */
  offer(transfers: TransferColumns): number;
  /** Plans worth less than this need not be found. */
  cutoff(): number;
  /** Whether to end here, after this much work. */
  ended(work: number): boolean;
}

export interface Branching {
  readonly work: () => number;
  /** A bound of all plans; yields between nodes. */
  run(): Generator<void, number, undefined>;
}

const undecided = -1;

export function branchOnShipments(
  graphs: ItemGraphs,
  relaxed: RelaxedLanes,
  shares: LaneShares | null,
  host: BranchingHost,
): Branching {
  const { problem, arcStart, stepStart, arcLane, arcItem, arcReach, itemScale } = graphs;
  const { laneArcStart, laneArcs } = graphs;
  const { lanes, laneCount, itemWeightKg } = problem;
  const flows = createItemFlows(graphs);
  const arcCount = arcLane.length;
  const share = sharesByArc(graphs, shares);
  const perKg = relaxed.costPerKg.map((cost, lane) => cost - lanes.costPerKg[lane]);
  const decided = new Int32Array(arcCount).fill(undecided);
  const shipped = new Float64Array(arcCount);
  const itemValue = new Float64Array(graphs.itemCount);
  /** What all items could earn: lanes are not looked at for less than its rounding. */
  const itemWorth = itemScale.reduce((sum, scale) => sum + scale, 0);

  /** Solves the item under its prices and decided quantities; false where these cannot be. */
  function solveItem(item: number): boolean {
    const bonus = 8 * itemScale[item];
    let paid = 0;
    for (let arc = arcStart[item]; arc < stepStart[item]; arc++) {
      const quantity = decided[arc];
      const byWeight = perKg[arcLane[arc]] * itemWeightKg[item];
      flows.closed[arc] = quantity === 0 ? 1 : 0;
      flows.charge[arc] = quantity > 0 ? byWeight - bonus : byWeight + share[arc] / arcReach[arc];
      flows.limit(arc, quantity > 0 ? quantity : arcReach[arc]);
      if (quantity > 0) paid += bonus * quantity + share[arc];
    }
    itemValue[item] = flows.solve(item) - paid + flows.slack(item);
    for (let arc = arcStart[item]; arc < stepStart[item]; arc++) {
      shipped[arc] = flows.flow[arc];
      if (decided[arc] >= 0 && shipped[arc] !== decided[arc]) return false;
    }
    return true;
  }

  interface Load {
    kg: number;
    units: number;
    charged: number;
    open: number;
    decidedKg: number;
  }

  /** What is on the lane, what its prices collect for that (credits for room not counted), arcs still open. */
  function loadOf(lane: number): Load {
    const load = { kg: 0, units: 0, charged: 0, open: 0, decidedKg: 0 };
    for (let k = laneArcStart[lane]; k < laneArcStart[lane + 1]; k++) {
      const arc = laneArcs[k];
      const kg = shipped[arc] * itemWeightKg[arcItem[arc]];
      load.kg += kg;
      load.units += shipped[arc];
      load.charged += perKg[lane] * kg;
      if (decided[arc] === undecided) {
        load.open++;
        load.charged += (share[arc] * shipped[arc]) / arcReach[arc];
      } else {
        load.decidedKg += kg;
        if (shipped[arc] > 0) load.charged += share[arc];
      }
    }
    return load;
  }

  /** The node's bound, with lanes that are decided at their true cost, and the arc to decide next (−1: none). */
  function look(): { readonly bound: number; readonly arc: number } {
    let bound = relaxed.constant;
    for (const value of itemValue) bound += value;
    let worst = 0;
    let arc = -1;
    for (let lane = 0; lane < laneCount; lane++) {
      if (laneArcStart[lane] === laneArcStart[lane + 1]) continue;
      const load = loadOf(lane);
      if (load.decidedKg > mostKg(lanes, lane) * (1 + 1e-9))
        return { bound: Number.NEGATIVE_INFINITY, arc: -1 };
      const fits = load.kg <= mostKg(lanes, lane) * (1 + 1e-9);
      const cost = load.units > 0 ? shipmentsCost(lanes, lane, load.kg) : 0;
      const missing = cost + relaxed.credit[lane] - load.charged;
      if (load.open === 0) {
        bound -= Math.max(0, missing);
        continue;
      }
      const off = fits ? missing : Number.POSITIVE_INFINITY;
      if (off <= worst + 1e-12 * itemWorth) continue;
      worst = off;
      arc = openArc(lane);
    }
    return { bound, arc };
  }

  /** The undecided arc of the lane with the most weight on it. */
  function openArc(lane: number): number {
    let best = -1;
    let most = -1;
    for (let k = laneArcStart[lane]; k < laneArcStart[lane + 1]; k++) {
      const arc = laneArcs[k];
      const kg = shipped[arc] * Math.max(itemWeightKg[arcItem[arc]], 1e-9);
      if (decided[arc] !== undecided || kg <= most) continue;
      most = kg;
      best = arc;
    }
    return best;
  }

  function* visit(): Generator<void, number, undefined> {
    yield;
    const { bound, arc } = look();
    if (bound <= host.cutoff()) return bound;
    const value = host.offer(flowTransfers(graphs, shipped));
    if (arc < 0 || value >= bound || host.ended(flows.work)) return bound;
    const item = arcItem[arc];
    const near = shipped[arc];
    const before = shipped.slice(arcStart[item], stepStart[item]);
    const valueBefore = itemValue[item];
    let most = Number.NEGATIVE_INFINITY;
    const quantities = Array.from({ length: arcReach[arc] + 1 }, (_, quantity) => quantity);
    for (const quantity of quantities.toSorted((a, b) => Math.abs(a - near) - Math.abs(b - near) || a - b)) {
      decided[arc] = quantity;
      if (solveItem(item)) most = Math.max(most, Math.min(bound, yield* visit()));
    }
    decided[arc] = undecided;
    shipped.set(before, arcStart[item]);
    itemValue[item] = valueBefore;
    return most;
  }

  return {
    work: () => flows.work,
    *run() {
      for (let item = 0; item < graphs.itemCount; item++) solveItem(item);
      return yield* visit();
    },
  };
}
