/**
 * The problems that a plan which follows edits works with: the changed items beside what stays on the lanes, and the
 * problem that a bound belongs to. O(steps of the items + lanes).
 */
import { changedItems, type ItemChange } from './itemChange.ts';
import { createNetworkProblem, type LaneColumns, type NetworkProblem } from './networkProblem.ts';
import { packProblem } from './packs.ts';
import type { RelaxedLanes } from './relaxedLimits.ts';

/** What lanes cost and may send beside what is on them. */
export type LaneLimitColumns = Pick<
  LaneColumns,
  'fixedCost' | 'kgPerShipment' | 'maxShipments' | 'minimumShipmentValue' | 'carried'
>;

/** The changed items alone, on the given lanes under the given limits, both in the order of `lanes`. */
export function partProblem(
  problem: NetworkProblem,
  changes: readonly ItemChange[],
  lanes: Int32Array,
  limits: LaneLimitColumns,
): NetworkProblem {
  const { from, to, costPerKg, permits } = problem.lanes;
  return createNetworkProblem({
    locationCount: problem.locationCount,
    lanes: {
      from: lanes.map((lane) => from[lane]),
      to: lanes.map((lane) => to[lane]),
      ...limits,
      costPerKg: Float64Array.from(lanes, (lane) => costPerKg[lane]),
      ...(permits === undefined ? {} : { permits: Uint8Array.from(lanes, (lane) => permits[lane]) }),
    },
    ...changedItems(problem, changes),
  });
}

/** One item alone, on all lanes. */
export function itemAlone(problem: NetworkProblem, change: ItemChange): NetworkProblem {
  return { ...problem, itemCount: 1, ...changedItems(problem, [change]) };
}

/** Lanes whose limits are not priced. */
export function unpriced({ fixedCost, costPerKg }: LaneColumns): RelaxedLanes {
  return { fixedCost, costPerKg, credit: new Float64Array(fixedCost.length), constant: 0 };
}

/** The problem in packs, without limits, at the prices that its bound belongs to. */
export function boundProblem(
  problem: NetworkProblem,
  fixedCost: Float64Array,
  costPerKg: Float64Array,
): NetworkProblem {
  const { from, to, permits } = problem.lanes;
  const lanes = { from, to, fixedCost, costPerKg, ...(permits === undefined ? {} : { permits }) };
  return packProblem({ ...problem, lanes });
}

export function withoutFixedCosts(problem: NetworkProblem): NetworkProblem {
  return { ...problem, lanes: { ...problem.lanes, fixedCost: new Float64Array(problem.laneCount) } };
}
