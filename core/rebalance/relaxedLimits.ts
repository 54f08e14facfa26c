/**
 * The problem without its limits, priced so that no plan within them is worth more here (Lagrangian relaxation).
 *
 * A lane sends n shipments: n ≥ 1 where anything travels and n ≥ kg ÷ kgPerShipment, so its cost n f is at least
 * (1 − spread) f for being used plus spread × f ÷ kgPerShipment a kg, for any spread from 0 to 1. And kg within the
 * lane's room may be charged any price a kg if the room is credited with it. Both leave a problem of the same kind:
 * fixed cost, cost a kg, and a constant. The least value of a shipment is left out, but for lanes that cannot reach it.
 *
 * The prices follow the weights that the relaxed plans put on the lanes, each lane with a step of its own that grows
 * while its sign stays and halves when it turns (resilient steps, Riedmiller and Braun 1993). O(lanes) a round.
 */
import { kgPerShipmentOf, mostKg, mostShipments, shipmentsCarried } from './laneLimits.ts';
import type { LaneColumns, NetworkProblem } from './networkProblem.ts';

export interface LimitPrices {
  /** Part of a lane's fixed cost that is charged by weight, 0 to 1. */
  readonly spread: Float64Array;
  /** Price of a kg of the lane's room. */
  readonly perKg: Float64Array;
}

export interface RelaxedLanes {
  /** Of every lane of the limited problem. */
  readonly fixedCost: Float64Array;
  readonly costPerKg: Float64Array;
  /** What a lane's prices give back: the worth of its room. */
  readonly credit: Float64Array;
  /** Sum of the credits: what a bound of the relaxed problem has to be raised by. */
  readonly constant: number;
}

export function relaxLanes(lanes: LaneColumns, { spread, perKg }: LimitPrices): RelaxedLanes {
  const fixedCost = lanes.fixedCost.slice();
  const costPerKg = lanes.costPerKg.slice();
  const credit = new Float64Array(fixedCost.length);
  for (let lane = 0; lane < fixedCost.length; lane++) {
    const cost = lanes.fixedCost[lane];
    const paid = shipmentsCarried(lanes, lane);
    fixedCost[lane] = paid > 0 ? 0 : (1 - spread[lane]) * cost;
    if (spread[lane] > 0) {
      const kg = kgPerShipmentOf(lanes, lane);
      costPerKg[lane] += (spread[lane] * cost) / kg;
      // Weights may stray above a full shipment by a billionth.
      credit[lane] += spread[lane] * cost * (freeKg(lanes, lane) / kg + 1e-9);
    }
    if (perKg[lane] > 0) {
      costPerKg[lane] += perKg[lane];
      credit[lane] +=
        perKg[lane] *
        (mostKg(lanes, lane) + 1e-9 * kgPerShipmentOf(lanes, lane) * mostShipments(lanes, lane));
    }
  }
  return { fixedCost, costPerKg, credit, constant: credit.reduce((sum, value) => sum + value, 0) };
}

/** The relaxed problem on the chosen lanes, in their order. */
export function relaxedProblem(
  problem: NetworkProblem,
  relaxed: RelaxedLanes,
  chosen: Int32Array,
): NetworkProblem {
  const { permits, from, to } = problem.lanes;
  const laneStart = new Int32Array(problem.locationCount + 1);
  for (const lane of chosen) laneStart[from[lane] + 1]++;
  for (let at = 0; at < problem.locationCount; at++) laneStart[at + 1] += laneStart[at];
  const next = laneStart.slice();
  const laneByFrom = new Int32Array(chosen.length);
  for (const [k, lane] of chosen.entries()) laneByFrom[next[from[lane]]++] = k;
  return {
    ...problem,
    laneCount: chosen.length,
    lanes: {
      from: chosen.map((lane) => from[lane]),
      to: chosen.map((lane) => to[lane]),
      fixedCost: Float64Array.from(chosen, (lane) => relaxed.fixedCost[lane]),
      costPerKg: Float64Array.from(chosen, (lane) => relaxed.costPerKg[lane]),
      ...(permits === undefined ? {} : { permits: Uint8Array.from(chosen, (lane) => permits[lane]) }),
    },
    laneStart,
    laneByFrom,
  };
}

export interface PriceSearch extends LimitPrices {
  /** Moves the prices along what a relaxed plan puts on the lanes; says whether any moved. */
  follow(kg: Float64Array, value: Float64Array): boolean;
}

export function createPriceSearch(lanes: LaneColumns): PriceSearch {
  const count = lanes.fixedCost.length;
  const spread = new Float64Array(count);
  const perKg = new Float64Array(count);
  const spreadStep = new Float64Array(count).fill(0.4);
  const perKgStep = new Float64Array(count);
  const spreadSign = new Int8Array(count);
  const perKgSign = new Int8Array(count);

  function advance(value: number, lane: number, sign: number, step: Float64Array, last: Int8Array): number {
    if (sign * last[lane] < 0) step[lane] *= 0.5;
    else if (sign === last[lane]) step[lane] *= 1.3;
    last[lane] = sign;
    return value + sign * step[lane];
  }

  return {
    spread,
    perKg,
    follow(kg, value) {
      let moved = false;
      for (let lane = 0; lane < count; lane++) {
        const shipment = kgPerShipmentOf(lanes, lane);
        if (shipment === Number.POSITIVE_INFINITY) continue;
        const paid = shipmentsCarried(lanes, lane);
        const over = Math.sign(kg[lane] - (paid > 0 ? freeKg(lanes, lane) : shipment));
        if (lanes.fixedCost[lane] > 0 && kg[lane] > 0 && (over > 0 || spread[lane] > 0)) {
          const before = spread[lane];
          const wanted = advance(before, lane, over, spreadStep, spreadSign);
          spread[lane] = Math.min(1, Math.max(0, wanted));
          moved ||= spread[lane] !== before;
        }
        const room = Math.sign(kg[lane] - mostKg(lanes, lane));
        if (room > 0 || perKg[lane] > 0) {
          // A kg is worth about what the lane's load is worth a kg; the first step is a third of that.
          if (perKgStep[lane] === 0) perKgStep[lane] = Math.max(0, value[lane] / kg[lane]) / 3;
          const before = perKg[lane];
          perKg[lane] = Math.max(0, advance(before, lane, room, perKgStep, perKgSign));
          moved ||= perKg[lane] !== before;
        }
      }
      return moved;
    },
  };
}

/** Room in the shipments that are paid for beside the problem. */
function freeKg(lanes: LaneColumns, lane: number): number {
  const paid = shipmentsCarried(lanes, lane);
  if (paid === 0 || lanes.carried === undefined) return 0;
  return Math.max(0, kgPerShipmentOf(lanes, lane) * paid - lanes.carried.kg[lane]);
}
