/**
 * What each row of a plan brings and costs, so that a screen can show it and rows add up to the plan: a donor's
 * and a receiver's value is the average over the units that it gives or gets, freight is the row's own, and a
 * lane's fixed cost, once for each shipment, is shared by weight among what it carries (by units where everything is
 * weightless).
 */
import { drained } from '../base/drained.ts';
import { shipmentsCost } from './laneLimits.ts';
import type { NetworkProblem } from './networkProblem.ts';
import { rowValues } from './rowValues.ts';
import type { TransferColumns } from './transferRows.ts';

export interface TransferEconomics {
  readonly needValue: Float64Array;
  readonly surplusValue: Float64Array;
  readonly freight: Float64Array;
  readonly fixedShare: Float64Array;
  /** needValue + surplusValue − freight − fixedShare. */
  readonly net: Float64Array;
}

export function explainTransfers(problem: NetworkProblem, transfers: TransferColumns): TransferEconomics {
  return drained(explainTransfersInSlices(problem, transfers));
}

/** The same, a thousand rows or so at a time where they come in the order of items. */
export function* explainTransfersInSlices(
  problem: NetworkProblem,
  transfers: TransferColumns,
): Generator<void, TransferEconomics> {
  const { lanes, laneCount, itemWeightKg } = problem;
  const { count, item, lane, quantity } = transfers;
  const needValue = new Float64Array(count);
  const surplusValue = new Float64Array(count);
  const freight = new Float64Array(count);
  const together = isByItem(transfers) ? slicedRows : count;
  for (let from = 0; from < count;) {
    // All rows of an item together: its donors and receivers count over all of them.
    let to = Math.min(count, from + together);
    while (to < count && item[to] === item[to - 1]) to++;
    const part = rowValues(problem, {
      count: to - from,
      item: item.subarray(from, to),
      lane: lane.subarray(from, to),
      quantity: quantity.subarray(from, to),
    });
    needValue.set(part.needValue, from);
    surplusValue.set(part.surplusValue, from);
    freight.set(part.freight, from);
    from = to;
    yield;
  }
  const fixedShare = new Float64Array(count);
  const net = new Float64Array(count);
  const laneKg = new Float64Array(laneCount);
  const laneUnits = new Float64Array(laneCount);
  for (let row = 0; row < count; row++) {
    laneKg[lane[row]] += quantity[row] * itemWeightKg[item[row]];
    laneUnits[lane[row]] += quantity[row];
  }
  for (let row = 0; row < count; row++) {
    const on = lane[row];
    const kg = laneKg[on];
    const share = kg > 0 ? (quantity[row] * itemWeightKg[item[row]]) / kg : quantity[row] / laneUnits[on];
    fixedShare[row] = shipmentsCost(lanes, on, kg) * share;
    net[row] = needValue[row] + surplusValue[row] - freight[row] - fixedShare[row];
  }
  return { needValue, surplusValue, freight, fixedShare, net };
}

const slicedRows = 1000;

function isByItem({ count, item }: TransferColumns): boolean {
  for (let row = 1; row < count; row++) if (item[row] < item[row - 1]) return false;
  return true;
}
