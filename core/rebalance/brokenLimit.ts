/**
 * Whether a plan keeps to what lanes may send. A lane's value is that of its rows as they are explained: needs and
 * surplus (by the average unit of each donor and receiver) less cost by weight, before the lane's fixed cost.
 */
import { maxShipmentsOf, minimumShipmentValueOf, shipmentsCarried, shipmentsWith } from './laneLimits.ts';
import type { LaneColumns, NetworkProblem } from './networkProblem.ts';
import { rowWorths } from './rowValues.ts';
import type { TransferColumns } from './transferRows.ts';

/** The first limit that is broken, in words, or null. */
export function brokenLimit(problem: NetworkProblem, transfers: TransferColumns): string | null {
  const { lanes } = problem;
  const { kg, value, used } = laneSums(problem, transfers);
  for (let lane = 0; lane < problem.laneCount; lane++) {
    if (used[lane] === 0) continue;
    const shipments = shipmentsWith(lanes, lane, kg[lane]);
    const most = maxShipmentsOf(lanes, lane);
    if (shipments > most && shipments > shipmentsCarried(lanes, lane)) {
      return `lane ${lane} sends ${shipments} shipments, at most ${most} are allowed`;
    }
    if (isBelowMinimum(lanes, lane, shipments, value[lane])) {
      const least = minimumShipmentValueOf(lanes, lane);
      return `lane ${lane} carries ${value[lane]} in ${shipments} shipments of at least ${least} each`;
    }
  }
  return null;
}

export interface LaneSums {
  readonly used: Uint8Array;
  readonly kg: Float64Array;
  readonly value: Float64Array;
}

export function laneSums(problem: NetworkProblem, transfers: TransferColumns): LaneSums {
  const worth = rowWorths(problem, transfers);
  const used = new Uint8Array(problem.laneCount);
  const kg = new Float64Array(problem.laneCount);
  const value = new Float64Array(problem.laneCount);
  for (let row = 0; row < transfers.count; row++) {
    const lane = transfers.lane[row];
    used[lane] = 1;
    kg[lane] += transfers.quantity[row] * problem.itemWeightKg[transfers.item[row]];
    value[lane] += worth[row];
  }
  return { used, kg, value };
}

/** Whether shipments of this value on the lane, together with what travels beside the problem, are worth too little. */
export function isBelowMinimum(lanes: LaneColumns, lane: number, shipments: number, value: number): boolean {
  const least = shipments * minimumShipmentValueOf(lanes, lane);
  return value + carriedValue(lanes, lane) < least * (1 - 1e-9);
}

/** What a load of this weight and value lacks of the least value of its shipments. */
export function lacking(lanes: LaneColumns, lane: number, kg: number, value: number): number {
  const least = shipmentsWith(lanes, lane, kg) * minimumShipmentValueOf(lanes, lane);
  return Math.max(0, least - value - carriedValue(lanes, lane));
}

function carriedValue(lanes: LaneColumns, lane: number): number {
  return lanes.carried === undefined ? 0 : lanes.carried.value[lane];
}
