/**
 * Whole packs as an exact change of the problem: an item that travels in packs of p units becomes an item whose unit
 * is a pack. The k-th pack at a location is worth the sum of units (k − 1) p + 1 to k p of its curve, best first;
 * such sums fall with k as the units do, so the curves stay concave and the solvers need not know.
 *
 * Supplies round down: a rest below a pack stays. Needs round up: the last pack may bring more than is needed, and
 * those units are worth nothing (or what the last unit is worth, where that is negative). O(steps): packs that lie
 * within one step are one step.
 */
import { growingInts, growingNumbers } from './growingColumn.ts';
import { largestQuantity, type NetworkProblem, type StepColumns } from './networkProblem.ts';
import { createStepCurves, worthBeyond } from './stepCurves.ts';
import type { TransferColumns } from './transferRows.ts';

export function packOf(problem: NetworkProblem, item: number): number {
  return problem.itemPackQuantity === undefined ? 1 : problem.itemPackQuantity[item];
}

/** The problem in packs; itself where no item has any. */
export function packProblem(problem: NetworkProblem): NetworkProblem {
  const { itemPackQuantity, ...rest } = problem;
  if (itemPackQuantity === undefined) return problem;
  if (itemPackQuantity.every((pack) => pack === 1)) return rest;
  return {
    ...rest,
    itemWeightKg: problem.itemWeightKg.map((kg, item) => kg * itemPackQuantity[item]),
    surplus: packSteps(problem.surplus, itemPackQuantity, problem.locationCount, false),
    need: packSteps(problem.need, itemPackQuantity, problem.locationCount, true),
  };
}

/** A plan in packs as one in units. */
export function unpackTransfers(problem: NetworkProblem, transfers: TransferColumns): TransferColumns {
  if (problem.itemPackQuantity === undefined) return transfers;
  const quantity = transfers.quantity.map((packs, row) => packs * packOf(problem, transfers.item[row]));
  return { ...transfers, quantity };
}

function packSteps(
  steps: StepColumns,
  packQuantity: Int32Array,
  locationCount: number,
  up: boolean,
): StepColumns {
  const curves = createStepCurves(steps, locationCount);
  const start = new Int32Array(steps.start.length);
  const location = growingInts();
  const quantity = growingInts();
  const valuePerUnit = growingNumbers();
  for (let item = 0; item + 1 < start.length; item++) {
    const pack = packQuantity[item];
    curves.load(item);
    for (let k = 0; k < curves.locationCount; k++) {
      const at = curves.locations[k];
      const push = (packs: number, value: number): void => {
        location.push(at);
        quantity.push(Math.min(packs, largestQuantity));
        valuePerUnit.push(value);
      };
      /** Units and value of the pack that is being filled. */
      let filled = 0;
      let value = 0;
      for (let step = curves.head[at]; step < curves.tail[at]; step++) {
        let left = curves.quantity[step];
        const worth = curves.value[step];
        if (filled > 0) {
          const units = Math.min(left, pack - filled);
          filled += units;
          value += units * worth;
          left -= units;
          if (filled < pack) continue;
          push(1, value);
        }
        const whole = Math.floor(left / pack);
        if (whole > 0) push(whole, pack * worth);
        filled = left - whole * pack;
        value = filled * worth;
      }
      if (up && filled > 0) push(1, value + (pack - filled) * worthBeyond(curves, at));
    }
    start[item + 1] = location.length;
  }
  return { start, location: location.done(), quantity: quantity.done(), valuePerUnit: valuePerUnit.done() };
}
