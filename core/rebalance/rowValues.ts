/**
 * What each row of a plan brings at its two ends and costs by weight. Where a donor gives over several lanes, or a
 * receiver gets over several, each unit counts with the average over all that it gives or gets of the item.
 * O(rows log rows + steps of the items that move).
 */
import type { NetworkProblem } from './networkProblem.ts';
import { createStepCurves, worthBeyond, type StepCurves } from './stepCurves.ts';
import { rowsByItem, type TransferColumns } from './transferRows.ts';

export interface RowValues {
  readonly needValue: Float64Array;
  readonly surplusValue: Float64Array;
  readonly freight: Float64Array;
}

export function rowValues(problem: NetworkProblem, transfers: TransferColumns): RowValues {
  const { lanes, locationCount } = problem;
  const rows = transfers.count;
  const needValue = new Float64Array(rows);
  const surplusValue = new Float64Array(rows);
  const freight = new Float64Array(rows);
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
    }
    for (let k = from; k < to; k++) {
      given[lanes.from[transfers.lane[order[k]]]] = 0;
      taken[lanes.to[transfers.lane[order[k]]]] = 0;
    }
    from = to;
  }
  return { needValue, surplusValue, freight };
}

/** Need and surplus less cost by weight of each row: what it is worth before its lane's fixed cost. */
export function rowWorths(problem: NetworkProblem, transfers: TransferColumns): Float64Array {
  const { needValue, surplusValue, freight } = rowValues(problem, transfers);
  return needValue.map((value, row) => value + surplusValue[row] - freight[row]);
}

function averageValue(curves: StepCurves, location: number, units: number): number {
  let left = units;
  let value = 0;
  for (let step = curves.head[location]; left > 0 && step < curves.tail[location]; step++) {
    const used = Math.min(left, curves.quantity[step]);
    value += used * curves.value[step];
    left -= used;
  }
  return (value + left * worthBeyond(curves, location)) / units;
}
