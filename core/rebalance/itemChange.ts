/**
 * Some items of a problem with the steps that they have now: what an edit hands over, and the item columns of the smaller
 * problem that solves them again. O(steps of the items).
 */
import type { NetworkProblem, NetworkProblemParts, StepColumns } from './networkProblem.ts';

/** The new surplus and need of one item, as steps. */
export interface ItemChange {
  readonly item: number;
  readonly surplus: ItemSteps;
  readonly need: ItemSteps;
}

export interface ItemSteps {
  readonly location: ArrayLike<number>;
  readonly quantity: ArrayLike<number>;
  readonly valuePerUnit: ArrayLike<number>;
}

/** Surplus and need of one item of a problem, as it is in there; `as` renames it. */
export function stepsOf(problem: NetworkProblem, item: number, as = item): ItemChange {
  return { item: as, surplus: cut(problem.surplus, item), need: cut(problem.need, item) };
}

function cut({ start, location, quantity, valuePerUnit }: StepColumns, item: number): ItemSteps {
  const from = start[item];
  const to = start[item + 1];
  return {
    location: location.subarray(from, to),
    quantity: quantity.subarray(from, to),
    valuePerUnit: valuePerUnit.subarray(from, to),
  };
}

/** Item columns of a problem of the changed items alone: its item k is the problem's `changes[k].item`. */
export function changedItems(
  { itemWeightKg, itemLaneClass, itemPackQuantity }: NetworkProblem,
  changes: readonly ItemChange[],
): Omit<NetworkProblemParts, 'locationCount' | 'lanes'> {
  const items = changes.map((change) => change.item);
  return {
    itemWeightKg: Float64Array.from(items, (item) => itemWeightKg[item]),
    ...(itemLaneClass === undefined
      ? {}
      : { itemLaneClass: Uint8Array.from(items, (item) => itemLaneClass[item]) }),
    ...(itemPackQuantity === undefined
      ? {}
      : { itemPackQuantity: Int32Array.from(items, (item) => itemPackQuantity[item]) }),
    surplus: gather(changes.map((change) => change.surplus)),
    need: gather(changes.map((change) => change.need)),
  };
}

function gather(parts: readonly ItemSteps[]): StepColumns {
  const start = new Int32Array(parts.length + 1);
  for (const [k, part] of parts.entries()) start[k + 1] = start[k] + part.location.length;
  const count = start[parts.length];
  const columns = {
    start,
    location: new Int32Array(count),
    quantity: new Int32Array(count),
    valuePerUnit: new Float64Array(count),
  };
  for (const [k, part] of parts.entries()) {
    columns.location.set(part.location, start[k]);
    columns.quantity.set(part.quantity, start[k]);
    columns.valuePerUnit.set(part.valuePerUnit, start[k]);
  }
  return columns;
}
