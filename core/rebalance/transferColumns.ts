/**
 * A plan's evaluation from the problem alone: nothing of a solver's own bookkeeping is trusted. Recomputing a plan is
 * O(rows log rows + steps of the items that it moves).
 */
import { brokenLimit } from './brokenLimit.ts';
import { hasLaneLimits, shipmentsCost } from './laneLimits.ts';
import { laneTakesItem, type NetworkProblem } from './networkProblem.ts';
import { packOf } from './packs.ts';
import { createStepCurves, worthBeyond, type StepCurves } from './stepCurves.ts';
import { rowsByItem, type TransferColumns } from './transferRows.ts';

export type { TransferColumns } from './transferRows.ts';

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

export function evaluateTransfers(
  problem: NetworkProblem,
  transfers: TransferColumns,
  /** Takes in the items that break a rule of their own. */
  faulty?: Set<number>,
): PlanEvaluation {
  const { lanes, laneCount, locationCount } = problem;
  const used = new Uint8Array(laneCount);
  const laneKg = new Float64Array(laneCount);
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
  const fail = (item: number, reason: string): void => {
    fault ??= reason;
    faulty?.add(item);
  };
  const order = rowsByItem(transfers);
  for (let from = 0; from < order.length;) {
    const item = transfers.item[order[from]];
    const pack = packOf(problem, item);
    surplus.load(item);
    need.load(item);
    let to = from;
    for (; to < order.length && transfers.item[order[to]] === item; to++) {
      const lane = transfers.lane[order[to]];
      const quantity = transfers.quantity[order[to]];
      if (!(quantity > 0)) fail(item, `item ${item} ships ${quantity} over lane ${lane}`);
      if (quantity % pack !== 0) fail(item, `item ${item} ships ${quantity} in packs of ${pack}`);
      if (!laneTakesItem(problem, lane, item)) fail(item, `lane ${lane} may not carry item ${item}`);
      given[lanes.from[lane]] += quantity;
      taken[lanes.to[lane]] += quantity;
      units += quantity;
      laneKg[lane] += quantity * problem.itemWeightKg[item];
      freight.add(quantity * problem.itemWeightKg[item] * lanes.costPerKg[lane]);
      used[lane] = 1;
    }
    for (let k = from; k < to; k++) {
      const donor = lanes.from[transfers.lane[order[k]]];
      const receiver = lanes.to[transfers.lane[order[k]]];
      if (!earn(surplus, donor, given[donor], 1, surplusValue)) {
        fail(item, `item ${item} takes ${given[donor]} from location ${donor}, more than its surplus`);
      }
      if (!earn(need, receiver, taken[receiver], pack, needValue)) {
        fail(item, `item ${item} brings ${taken[receiver]} to location ${receiver}, more than it needs`);
      }
      given[donor] = 0;
      taken[receiver] = 0;
    }
    from = to;
  }
  for (let lane = 0; lane < laneCount; lane++) {
    if (used[lane] === 0) continue;
    lanesUsed++;
    fixed.add(shipmentsCost(lanes, lane, laneKg[lane]));
  }
  if (hasLaneLimits(problem)) fault ??= brokenLimit(problem, transfers);
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
      earn(surplus, donor, given[donor], 1, sum);
      earn(need, receiver, taken[receiver], packOf(problem, item), sum);
      given[donor] = 0;
      taken[receiver] = 0;
    }
    return sum.total();
  };
}

/**
 * Adds the value of the best `quantity` units of a curve; false when the curve is shorter than that by a pack or more.
 */
function earn(curves: StepCurves, location: number, quantity: number, pack: number, sum: Sum): boolean {
  let left = quantity;
  for (let step = curves.head[location]; left > 0 && step < curves.tail[location]; step++) {
    const units = Math.min(left, curves.quantity[step]);
    sum.add(units * curves.value[step]);
    left -= units;
  }
  if (left > 0) sum.add(left * worthBeyond(curves, location));
  return left < pack;
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
