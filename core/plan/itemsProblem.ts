/**
 * A rebalancing problem of some items, with the steps they have now, on the lanes of a whole problem. O(steps of the
 * items + lanes).
 */
import { changedItems, type ItemChange, type ItemSteps } from '../rebalance/itemChange.ts';
import { createNetworkProblem } from '../rebalance/networkProblem.ts';
import type { RebalanceProblem } from './rebalanceProblem.ts';

export function isSameSteps(a: ItemChange, b: ItemChange): boolean {
  return isSame(a.surplus, b.surplus) && isSame(a.need, b.need);
}

function isSame(a: ItemSteps, b: ItemSteps): boolean {
  if (a.location.length !== b.location.length) return false;
  for (let k = 0; k < a.location.length; k++) {
    if (
      a.location[k] !== b.location[k] ||
      a.quantity[k] !== b.quantity[k] ||
      a.valuePerUnit[k] !== b.valuePerUnit[k]
    ) {
      return false;
    }
  }
  return true;
}

/** The problem of the given items alone; `changes[k].item` is the network's item of its item k. */
export function itemsProblem(whole: RebalanceProblem, changes: readonly ItemChange[]): RebalanceProblem {
  const { lanes, locationCount } = whole.problem;
  const problem = createNetworkProblem({ locationCount, lanes, ...changedItems(whole.problem, changes) });
  return { problem, items: Int32Array.from(changes, (change) => change.item), lanes: whole.lanes };
}
