/**
 * What each row of a plan brings and costs, so that a screen can show it and rows add up to the plan: a donor's
 * and a receiver's value is the average over the units that it gives or gets, freight is the row's own, and a
 * lane's fixed cost is shared by weight among what it carries (by units where everything is weightless).
 */
import type { NetworkProblem } from './networkProblem.ts';
import { createStepCurves, type StepCurves } from './stepCurves.ts';
import { rowsByItem, type TransferColumns } from './transferColumns.ts';

export interface TransferEconomics {
  readonly needValue: Float64Array;
  readonly surplusValue: Float64Array;
  readonly freight: Float64Array;
  readonly fixedShare: Float64Array;
  /** needValue + surplusValue − freight − fixedShare. */
  readonly net: Float64Array;
}

export function explainTransfers(problem: NetworkProblem, transfers: TransferColumns): TransferEconomics {
  const { lanes, locationCount, laneCount } = problem;
  const rows = transfers.count;
  const needValue = new Float64Array(rows);
  const surplusValue = new Float64Array(rows);
  const freight = new Float64Array(rows);
  const fixedShare = new Float64Array(rows);
  const net = new Float64Array(rows);
  const laneKg = new Float64Array(laneCount);
  const laneUnits = new Float64Array(laneCount);
  const given = new Float64Array(locationCount);
  const taken = new Float64Array(locationCount);
  const surplus = createStepCurves(problem.surplus, locationCount);
  const need = createStepCurves(problem.need, locationCount);
  const order = rowsByItem(transfers);
  for (let from = 0; from < rows;) {
    const item = transfers.item[order[from]];
    let to = from;
    for (; to < rows && transfers.item[order[to]] === item; to++) {
      const lane = transfers.lane[order[to]];
      given[lanes.from[lane]] += transfers.quantity[order[to]];
      taken[lanes.to[lane]] += transfers.quantity[order[to]];
    }
    surplus.load(item);
    need.load(item);
    for (let k = from; k < to; k++) {
      const row = order[k];
      const lane = transfers.lane[row];
      const quantity = transfers.quantity[row];
      surplusValue[row] = quantity * averageValue(surplus, lanes.from[lane], given[lanes.from[lane]]);
      needValue[row] = quantity * averageValue(need, lanes.to[lane], taken[lanes.to[lane]]);
      freight[row] = quantity * problem.itemWeightKg[item] * lanes.costPerKg[lane];
      laneKg[lane] += quantity * problem.itemWeightKg[item];
      laneUnits[lane] += quantity;
    }
    for (let k = from; k < to; k++) {
      given[lanes.from[transfers.lane[order[k]]]] = 0;
      taken[lanes.to[transfers.lane[order[k]]]] = 0;
    }
    from = to;
  }
  for (let row = 0; row < rows; row++) {
    const lane = transfers.lane[row];
    const quantity = transfers.quantity[row];
    const share =
      laneKg[lane] > 0
        ? (quantity * problem.itemWeightKg[transfers.item[row]]) / laneKg[lane]
        : quantity / laneUnits[lane];
    fixedShare[row] = lanes.fixedCost[lane] * share;
    net[row] = needValue[row] + surplusValue[row] - freight[row] - fixedShare[row];
  }
  return { needValue, surplusValue, freight, fixedShare, net };
}

function averageValue(curves: StepCurves, location: number, units: number): number {
  let left = units;
  let value = 0;
  for (let step = curves.head[location]; left > 0 && step < curves.tail[location]; step++) {
    const used = Math.min(left, curves.quantity[step]);
    value += used * curves.value[step];
    left -= used;
  }
  return value / units;
}
