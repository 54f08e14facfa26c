/**
 * A proven bound on the whole network by sharing out fixed costs (Lagrangian relaxation of "a lane carries
 * nothing unless it is open").
 *
 * Give every (item, lane) a share of the lane's fixed cost, the shares of a lane adding up to at most that cost,
 * and charge the item share × (units / reach) for using it. Any plan pays at most its real fixed costs this way,
 * because units never need to exceed the reach; so the items' separate optima under the charges add up to an
 * upper bound for every choice of shares. The best choice is sought by projected subgradient steps along
 * smoothed uses (Barahona and Anbil's volume algorithm, 2000), whose averages also estimate how open each lane
 * is in the relaxation's optimum.
 *
 * One round solves every item from its last tree: O(arcs) plus a few pivots.
 */
import type { ItemFlows } from './exactItem.ts';
import type { LaneRows } from './laneRows.ts';
import { projectShares } from './projectShares.ts';

/** What the search has decided about a lane. */
export const laneFree = 0;
export const laneOpen = 1;
export const laneShut = 2;

export interface LaneDual {
  /** Each lane arc's share of its lane's fixed cost. */
  readonly share: Float64Array;
  /** Shares that gave the best bound. */
  readonly bestShare: Float64Array;
  /** Smoothed use of each lane arc: units as a part of its reach. */
  readonly use: Float64Array;
  /** `laneFree`, `laneOpen` (its cost is sunk, nobody is charged) or `laneShut`. Change through `restart`. */
  readonly fixed: Uint8Array;
  /** Best bound since the last restart; every plan that respects `fixed` is worth at most this. */
  bound: number;
  /** Rounds since the last restart. */
  rounds: number;
  /** Step length relative to Polyak's; the search has settled once it is small. */
  readonly step: number;
  /** Starts over from these shares and decisions, with the given oracle. */
  restart(oracle: ItemOracle, share: Float64Array, fixed: Uint8Array, step: number): void;
  /** One round against the value of the best known plan; yields after every few items. */
  round(incumbent: number): Generator<void, void, undefined>;
  /** How open the relaxation wants the lane: 0 to 1. */
  laneUse(lane: number): number;
}

const patience = 1;
const shrink = 0.7;
const grow = 1.1;
const smoothing = 0.3;
const firstStep = 0.08;

/**
 * An upper bound of the item's value under its shares, and the uses that go with it, both by row. `fixed` says
 * what is decided about the lanes: nothing flows on one that is shut.
 */
export type ItemOracle = (item: number, share: Float64Array, fixed: Uint8Array, use: Float64Array) => number;

/** The item's optimum under charges proportional to units, with its uses. */
export function createLinearOracle(rows: LaneRows, flows: ItemFlows): ItemOracle {
  const { itemGroupStart, groupLane } = rows;
  return (item, share, fixed, use) => {
    for (let group = itemGroupStart[item]; group < itemGroupStart[item + 1]; group++) {
      chargeGroup(rows, flows, group, share, fixed[groupLane[group]] === laneShut ? 1 : 0);
    }
    const value = flows.solve(item);
    for (let group = itemGroupStart[item]; group < itemGroupStart[item + 1]; group++) {
      readUse(rows, flows, group, use);
    }
    return value + flows.slack(item);
  };
}

/** Spreads the group's shares over its units. */
export function chargeGroup(
  rows: LaneRows,
  flows: ItemFlows,
  group: number,
  share: Float64Array,
  shut: 0 | 1,
): void {
  const { groupArcFrom, groupArcTo, groupRowStart, rowReach } = rows;
  const { charge, closed } = flows;
  let row = groupRowStart[group];
  const last = groupRowStart[group + 1] - 1;
  const together = last - row === groupArcTo[group] - groupArcFrom[group] ? share[last] / rowReach[last] : 0;
  for (let arc = groupArcFrom[group]; arc < groupArcTo[group]; arc++, row++) {
    charge[arc] = share[row] / rowReach[row] + together;
    closed[arc] = shut;
  }
}

/** Units of each row as a part of its reach. */
export function readUse(rows: LaneRows, flows: ItemFlows, group: number, use: Float64Array): void {
  const { groupArcFrom, groupArcTo, groupRowStart, rowReach } = rows;
  const { flow } = flows;
  let row = groupRowStart[group];
  let sum = 0;
  for (let arc = groupArcFrom[group]; arc < groupArcTo[group]; arc++, row++) {
    sum += flow[arc];
    use[row] = flow[arc] > rowReach[row] ? 1 : flow[arc] / rowReach[row];
  }
  if (row < groupRowStart[group + 1]) use[row] = sum > rowReach[row] ? 1 : sum / rowReach[row];
}

export function createLaneDual(rows: LaneRows, firstOracle: ItemOracle): LaneDual {
  let oracle = firstOracle;
  const { graphs, laneRowStart, laneRows, rowReach } = rows;
  const { problem } = graphs;
  const { fixedCost } = problem.lanes;
  const rowCount = rowReach.length;
  const share = new Float64Array(rowCount);
  const bestShare = new Float64Array(rowCount);
  const present = new Float64Array(rowCount);
  const use = new Float64Array(rowCount);
  let widest = 0;
  for (let lane = 0; lane < problem.laneCount; lane++) {
    widest = Math.max(widest, laneRowStart[lane + 1] - laneRowStart[lane]);
  }
  const sorted = new Float64Array(widest);
  const fixed = new Uint8Array(problem.laneCount);
  let step = firstStep;
  let stalled = 0;

  for (let lane = 0; lane < problem.laneCount; lane++) {
    let reach = 0;
    for (let k = laneRowStart[lane]; k < laneRowStart[lane + 1]; k++) reach += rowReach[laneRows[k]];
    for (let k = laneRowStart[lane]; k < laneRowStart[lane + 1]; k++) {
      share[laneRows[k]] = (fixedCost[lane] * rowReach[laneRows[k]]) / reach;
    }
  }

  const dual: LaneDual = {
    share,
    use,
    bestShare,
    fixed,
    bound: Number.POSITIVE_INFINITY,
    rounds: 0,
    get step() {
      return step;
    },
    restart(nextOracle, shares, decisions, nextStep) {
      oracle = nextOracle;
      share.set(shares);
      fixed.set(decisions);
      for (let lane = 0; lane < problem.laneCount; lane++) {
        for (let k = laneRowStart[lane]; k < laneRowStart[lane + 1]; k++) {
          if (fixed[lane] !== laneFree) share[laneRows[k]] = 0;
        }
      }
      bestShare.set(share);
      dual.bound = Number.POSITIVE_INFINITY;
      dual.rounds = 0;
      step = nextStep;
      stalled = 0;
    },
    *round(incumbent) {
      let value = 0;
      let gross = 0;
      for (let item = 0; item < graphs.itemCount; item++) {
        const part = oracle(item, share, fixed, present);
        value += part;
        gross += Math.abs(part);
        if (item % 16 === 15) yield;
      }
      // What the shares of a lane exceed its cost by (rounding of the projection) counts against the bound.
      for (let lane = 0; lane < problem.laneCount; lane++) {
        if (fixed[lane] === laneOpen) {
          value -= fixedCost[lane];
          gross += fixedCost[lane];
          continue;
        }
        let sum = 0;
        for (let k = laneRowStart[lane]; k < laneRowStart[lane + 1]; k++) sum += share[laneRows[k]];
        if (sum > fixedCost[lane]) value += sum - fixedCost[lane];
      }
      value += gross * 1e-13;
      const room = dual.bound - incumbent;
      if (value < dual.bound) {
        stalled = dual.rounds === 0 || dual.bound - value > 5e-4 * room ? 0 : stalled + 1;
        if (dual.rounds > 0) step = Math.min(step * grow, 1);
        dual.bound = value;
        bestShare.set(share);
      } else stalled++;
      if (stalled > patience) {
        step *= shrink;
        stalled = 0;
      }
      advance(value - incumbent);
      dual.rounds++;
    },
    laneUse(lane) {
      if (fixed[lane] === laneOpen) return 1;
      let most = 0;
      for (let k = laneRowStart[lane]; k < laneRowStart[lane + 1]; k++) {
        if (use[laneRows[k]] > most) most = use[laneRows[k]];
      }
      return most;
    },
  };

  /** Smooths the uses and moves the shares along them. */
  function advance(room: number): void {
    const blend = dual.rounds === 0 ? 1 : smoothing;
    let norm = 0;
    for (let lane = 0; lane < problem.laneCount; lane++) {
      const from = laneRowStart[lane];
      const to = laneRowStart[lane + 1];
      let mean = 0;
      let count = 0;
      for (let k = from; k < to; k++) {
        const row = laneRows[k];
        use[row] += blend * (present[row] - use[row]);
        if (share[row] === 0 && use[row] === 0) continue;
        mean += use[row];
        count++;
      }
      if (count === 0 || fixedCost[lane] === 0 || fixed[lane] !== laneFree) continue;
      mean /= count;
      for (let k = from; k < to; k++) {
        const off = use[laneRows[k]] - mean;
        if (off > 0 || share[laneRows[k]] > 0) norm += off * off;
      }
    }
    if (norm === 0 || room <= 0) return;
    const length = (step * room) / norm;
    for (let lane = 0; lane < problem.laneCount; lane++) {
      if (fixedCost[lane] === 0 || fixed[lane] !== laneFree) continue;
      for (let k = laneRowStart[lane]; k < laneRowStart[lane + 1]; k++) {
        share[laneRows[k]] += length * use[laneRows[k]];
      }
      projectShares(share, laneRows, laneRowStart[lane], laneRowStart[lane + 1], fixedCost[lane], sorted);
    }
  }
  return dual;
}
