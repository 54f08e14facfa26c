/**
 * A rebalancing problem of some items, with the steps they have now, on the lanes of a whole problem; and what
 * comes back from it. O(steps of the items + lanes).
 */
import { createNetworkProblem, type NetworkProblem, type StepColumns } from '../rebalance/networkProblem.ts';
import type { ItemChange, ItemSteps } from '../rebalance/rebalancer.ts';
import type { TransferColumns } from '../rebalance/transferColumns.ts';
import type { RebalanceProblem } from './rebalanceProblem.ts';

/** Surplus and need of one item of a problem, as it is in there. */
export function stepsOf(problem: NetworkProblem, item: number, as = item): ItemChange {
  return { item: as, surplus: cut(problem.surplus, item), need: cut(problem.need, item) };
}

function cut(columns: StepColumns, item: number): ItemSteps {
  const from = columns.start[item];
  const to = columns.start[item + 1];
  return {
    location: columns.location.subarray(from, to),
    quantity: columns.quantity.subarray(from, to),
    valuePerUnit: columns.valuePerUnit.subarray(from, to),
  };
}

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
  const { lanes, locationCount, itemWeightKg, itemLaneClass, itemPackQuantity } = whole.problem;
  const items = Int32Array.from(changes, (change) => change.item);
  const problem = createNetworkProblem({
    locationCount,
    lanes,
    itemWeightKg: Float64Array.from(items, (item) => itemWeightKg[item]),
    ...(itemLaneClass === undefined
      ? {}
      : { itemLaneClass: Uint8Array.from(items, (item) => itemLaneClass[item]) }),
    ...(itemPackQuantity === undefined
      ? {}
      : { itemPackQuantity: Int32Array.from(items, (item) => itemPackQuantity[item]) }),
    surplus: gather(changes.map((change) => change.surplus)),
    need: gather(changes.map((change) => change.need)),
  });
  return { problem, items, lanes: whole.lanes };
}

function gather(parts: readonly ItemSteps[]): StepColumns {
  const start = new Int32Array(parts.length + 1);
  for (const [k, part] of parts.entries()) start[k + 1] = start[k] + part.location.length;
  const length = start[parts.length];
  const columns = {
    start,
    location: new Int32Array(length),
    quantity: new Int32Array(length),
    valuePerUnit: new Float64Array(length),
  };
  for (const [k, part] of parts.entries()) {
    columns.location.set(part.location, start[k]);
    columns.quantity.set(part.quantity, start[k]);
    columns.valuePerUnit.set(part.valuePerUnit, start[k]);
  }
  return columns;
}

export interface ItemLanes {
  readonly lane: ArrayLike<number>;
  readonly quantity: ArrayLike<number>;
}

/** Transfers item by item as columns; item k of the columns is the k-th. */
export function transfersOf(parts: readonly ItemLanes[]): TransferColumns {
  const count = parts.reduce((sum, part) => sum + part.lane.length, 0);
  const item = new Int32Array(count);
  const lane = new Int32Array(count);
  const quantity = new Int32Array(count);
  let row = 0;
  for (const [k, part] of parts.entries()) {
    item.fill(k, row, row + part.lane.length);
    lane.set(part.lane, row);
    quantity.set(part.quantity, row);
    row += part.lane.length;
  }
  return { count, item, lane, quantity };
}
