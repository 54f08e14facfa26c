/**
 * A plan as parallel columns, one row per (item, lane) that carries something, sorted by item, and its evaluation
 * from the problem alone: nothing of a solver's own bookkeeping is trusted. Recomputing a plan is
 * O(rows log rows + steps of the items that it moves).
 */
import { laneTakesItem, type NetworkProblem } from './networkProblem.ts';
import { createStepCurves, type StepCurves } from './stepCurves.ts';

export interface TransferColumns {
  readonly count: number;
  readonly item: Int32Array;
  readonly lane: Int32Array;
  readonly quantity: Int32Array;
}

export interface PlanEvaluation {
  /** The first broken rule in words, or null. */
  readonly fault: string | null;
  readonly objective: number;
  /** Sums over the rows; `objective` is needValue + surplusValue − freight − fixedCost. */
  readonly needValue: number;
  readonly surplusValue: number;
  readonly freight: number;
  readonly fixedCost: number;
  readonly units: number;
  readonly lanesUsed: number;
}

export function evaluateTransfers(problem: NetworkProblem, transfers: TransferColumns): PlanEvaluation {
  const { lanes, laneCount, locationCount } = problem;
  const used = new Uint8Array(laneCount);
  const given = new Float64Array(locationCount);
  const taken = new Float64Array(locationCount);
  const surplus = createStepCurves(problem.surplus, locationCount);
  const need = createStepCurves(problem.need, locationCount);
  const needValue = createSum();
  const surplusValue = createSum();
  const freight = createSum();
  const fixed = createSum();
  let fault: string | null = null;
  let units = 0;
  let lanesUsed = 0;
  const order = rowsByItem(transfers);
  for (let from = 0; from < order.length;) {
    const item = transfers.item[order[from]];
    surplus.load(item);
    need.load(item);
    let to = from;
    for (; to < order.length && transfers.item[order[to]] === item; to++) {
      const lane = transfers.lane[order[to]];
      const quantity = transfers.quantity[order[to]];
      if (!(quantity > 0)) fault ??= `item ${item} ships ${quantity} over lane ${lane}`;
      if (!laneTakesItem(problem, lane, item)) fault ??= `lane ${lane} may not carry item ${item}`;
      given[lanes.from[lane]] += quantity;
      taken[lanes.to[lane]] += quantity;
      units += quantity;
      freight.add(quantity * problem.itemWeightKg[item] * lanes.costPerKg[lane]);
      if (used[lane] === 0) {
        used[lane] = 1;
        lanesUsed++;
        fixed.add(lanes.fixedCost[lane]);
      }
    }
    for (let k = from; k < to; k++) {
      const donor = lanes.from[transfers.lane[order[k]]];
      const receiver = lanes.to[transfers.lane[order[k]]];
      if (!earn(surplus, donor, given[donor], surplusValue)) {
        fault ??= `item ${item} takes ${given[donor]} from location ${donor}, more than its surplus`;
      }
      if (!earn(need, receiver, taken[receiver], needValue)) {
        fault ??= `item ${item} brings ${taken[receiver]} to location ${receiver}, more than it needs`;
      }
      given[donor] = 0;
      taken[receiver] = 0;
    }
    from = to;
  }
  const objective = createSum();
  objective.add(needValue.total());
  objective.add(surplusValue.total());
  objective.add(-freight.total());
  objective.add(-fixed.total());
  return {
    fault,
    objective: objective.total(),
    needValue: needValue.total(),
    surplusValue: surplusValue.total(),
    freight: freight.total(),
    fixedCost: fixed.total(),
    units,
    lanesUsed,
  };
}

/** Values one item's transfers (need and surplus value less freight) again and again, without fixed costs. */
export function createTransferValuer(
  problem: NetworkProblem,
): (item: number, lanes: Int32Array, quantities: Int32Array) => number {
  const { lanes: columns, locationCount } = problem;
  const given = new Float64Array(locationCount);
  const taken = new Float64Array(locationCount);
  const surplus = createStepCurves(problem.surplus, locationCount);
  const need = createStepCurves(problem.need, locationCount);
  return (item, lanes, quantities) => {
    if (lanes.length === 0) return 0;
    const sum = createSum();
    surplus.load(item);
    need.load(item);
    for (let k = 0; k < lanes.length; k++) {
      given[columns.from[lanes[k]]] += quantities[k];
      taken[columns.to[lanes[k]]] += quantities[k];
      sum.add(-quantities[k] * problem.itemWeightKg[item] * columns.costPerKg[lanes[k]]);
    }
    for (let k = 0; k < lanes.length; k++) {
      const donor = columns.from[lanes[k]];
      const receiver = columns.to[lanes[k]];
      earn(surplus, donor, given[donor], sum);
      earn(need, receiver, taken[receiver], sum);
      given[donor] = 0;
      taken[receiver] = 0;
    }
    return sum.total();
  };
}

/** Row numbers in the order of items; rows of one item keep theirs. */
export function rowsByItem(transfers: TransferColumns): Int32Array {
  const order = Int32Array.from({ length: transfers.count }, (_, row) => row);
  for (let row = 1; row < transfers.count; row++) {
    if (transfers.item[row] < transfers.item[row - 1]) {
      return order.toSorted((a, b) => transfers.item[a] - transfers.item[b] || a - b);
    }
  }
  return order;
}

/** Adds the value of the best `quantity` units of a curve; false when the curve is shorter than that. */
function earn(curves: StepCurves, location: number, quantity: number, sum: Sum): boolean {
  let left = quantity;
  for (let step = curves.head[location]; left > 0 && step < curves.tail[location]; step++) {
    const units = Math.min(left, curves.quantity[step]);
    sum.add(units * curves.value[step]);
    left -= units;
  }
  return left === 0;
}

interface Sum {
  add(value: number): void;
  total(): number;
}

/** Neumaier's compensated sum: the order of rows does not show in the objective's digits. */
function createSum(): Sum {
  let sum = 0;
  let lost = 0;
  return {
    add(value) {
      const next = sum + value;
      lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
      sum = next;
    },
    total: () => sum + lost,
  };
}
