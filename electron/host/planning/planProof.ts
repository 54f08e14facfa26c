import type { RebalanceProblem } from '../../../core/plan/rebalanceProblem.ts';
import type { LaneShares } from '../../../core/rebalance/laneShares.ts';
import type { NetworkPlan } from '../../../core/rebalance/solveNetwork.ts';

/**
 * What proves a plan's bound, with lanes as the network counts them, so that it holds for problems of other reach. Where
 * limits were priced, the prices are not kept: what was shared is then less than the lanes' cost, and proves less.
 */
export function proofOf({ lanes }: RebalanceProblem, { shares }: NetworkPlan): LaneShares | null {
  return shares === null ? null : { ...shares, lane: shares.lane.map((lane) => lanes[lane]) };
}

/** The proof for a problem; shares of lanes that it does not have are left out. Null where it is of other items. */
export function sharesOf(source: RebalanceProblem, proof: LaneShares | null): LaneShares | null {
  const { itemCount } = source.problem;
  if (proof === null || proof.itemStart.length !== itemCount + 1) return null;
  const laneOf = new Map<number, number>();
  source.lanes.forEach((lane, k) => laneOf.set(lane, k));
  const itemStart = new Int32Array(itemCount + 1);
  const lanes: number[] = [];
  const shares: number[] = [];
  for (let item = 0; item < itemCount; item++) {
    for (let k = proof.itemStart[item]; k < proof.itemStart[item + 1]; k++) {
      const lane = laneOf.get(proof.lane[k]);
      if (lane === undefined) continue;
      lanes.push(lane);
      shares.push(proof.share[k]);
    }
    itemStart[item + 1] = lanes.length;
  }
  return { itemStart, lane: Int32Array.from(lanes), share: Float64Array.from(shares) };
}
