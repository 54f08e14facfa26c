/**
 * A rebalancing problem in memory: who could give, who needs, and which lanes join them, as flat arrays.
 *
 * Money is plain real numbers of one currency, weights are kilograms, quantities whole units. Surplus and need
 * are listed per item as steps (location, quantity, value per unit); several steps at one location form a
 * concave curve whose best steps are used first, whatever their order here. The value of a surplus step is what
 * the donor gains by giving a unit, negative where giving costs it something.
 *
 * Maximise over whole quantities: Σ shipped × (need value + surplus value − weightKg × costPerKg)
 * − Σ fixedCost of every lane that carries anything. Optional limits (laneLimits.ts, packs.ts): a lane's fixed cost is
 * paid once a shipment, lanes send so many shipments of so many kg at most, each shipment has a least value, and items
 * travel in whole packs.
 */
import { BallastError } from '../base/errors.ts';

export interface LaneColumns {
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly fixedCost: Float64Array;
  readonly costPerKg: Float64Array;
  /** What the lane may carry, as bits (for example bit 0: hazardous goods). Absent: everything. */
  readonly permits?: Uint8Array;
  /** What one shipment carries. Absent or infinite: everything. */
  readonly kgPerShipment?: Float64Array;
  /** Most shipments of a plan. Absent or infinite: any number. */
  readonly maxShipments?: Float64Array;
  /** Least value of each shipment: needs and surplus less cost by weight. Absent or 0: any. */
  readonly minimumShipmentValue?: Float64Array;
  /** What travels on the lanes beside this problem, in shipments that are paid for. Absent: nothing. */
  readonly carried?: CarriedColumns;
}

export interface CarriedColumns {
  readonly kg: Float64Array;
  readonly shipments: Float64Array;
  /** Needs and surplus less cost by weight. */
  readonly value: Float64Array;
}

/** Steps of all items one after another; item `i` owns the range `start[i]` to `start[i + 1]`. */
export interface StepColumns {
  readonly start: Int32Array;
  readonly location: Int32Array;
  readonly quantity: Int32Array;
  readonly valuePerUnit: Float64Array;
}

export interface NetworkProblem {
  readonly locationCount: number;
  readonly laneCount: number;
  readonly itemCount: number;
  readonly lanes: LaneColumns;
  /** Lanes grouped by origin: `laneByFrom[laneStart[l]]` to `laneByFrom[laneStart[l + 1] - 1]`. */
  readonly laneStart: Int32Array;
  readonly laneByFrom: Int32Array;
  readonly itemWeightKg: Float64Array;
  /** Bits that a lane must permit to carry the item. Absent: none. */
  readonly itemLaneClass?: Uint8Array;
  /** Units of a pack, where the item travels in whole packs only. Absent: 1. */
  readonly itemPackQuantity?: Int32Array;
  readonly surplus: StepColumns;
  readonly need: StepColumns;
}

export interface NetworkProblemParts {
  readonly locationCount: number;
  readonly lanes: LaneColumns;
  readonly itemWeightKg: Float64Array;
  readonly itemLaneClass?: Uint8Array;
  /** Units of a pack, where the item travels in whole packs only. Absent: 1. */
  readonly itemPackQuantity?: Int32Array;
  readonly surplus: StepColumns;
  readonly need: StepColumns;
}

/** Quantities above this are refused: sums of a whole network stay exact in a double. */
export const largestQuantity = 1_000_000_000;

export function createNetworkProblem(parts: NetworkProblemParts): NetworkProblem {
  const { locationCount, lanes, itemWeightKg, surplus, need } = parts;
  const laneCount = lanes.from.length;
  const itemCount = itemWeightKg.length;
  sameLength('lanes', laneCount, [lanes.to, lanes.fixedCost, lanes.costPerKg]);
  checkSteps('surplus', surplus, itemCount, locationCount);
  checkSteps('need', need, itemCount, locationCount);
  const laneStart = new Int32Array(locationCount + 1);
  for (let lane = 0; lane < laneCount; lane++) {
    const from = lanes.from[lane];
    const to = lanes.to[lane];
    if (!(from >= 0 && from < locationCount && to >= 0 && to < locationCount) || from === to) {
      throw wrong(`lane ${lane} joins locations ${from} and ${to}`);
    }
    if (!Number.isFinite(lanes.fixedCost[lane]) || lanes.fixedCost[lane] < 0) {
      throw wrong(`lane ${lane} has the fixed cost ${lanes.fixedCost[lane]}`);
    }
    if (!Number.isFinite(lanes.costPerKg[lane])) {
      throw wrong(`lane ${lane} has the cost per kg ${lanes.costPerKg[lane]}`);
    }
    checkLimits(lanes, lane);
    laneStart[from + 1]++;
  }
  for (let location = 0; location < locationCount; location++) laneStart[location + 1] += laneStart[location];
  const next = laneStart.slice();
  const laneByFrom = new Int32Array(laneCount);
  for (let lane = 0; lane < laneCount; lane++) laneByFrom[next[lanes.from[lane]]++] = lane;
  for (let item = 0; item < itemCount; item++) {
    const pack = parts.itemPackQuantity?.[item] ?? 1;
    if (!(pack >= 1 && pack <= largestQuantity)) throw wrong(`item ${item} has packs of ${pack}`);
    if (!(itemWeightKg[item] >= 0) || !Number.isFinite(itemWeightKg[item])) {
      throw wrong(`item ${item} has the weight ${itemWeightKg[item]}`);
    }
  }
  return {
    locationCount,
    laneCount,
    itemCount,
    lanes,
    laneStart,
    laneByFrom,
    itemWeightKg,
    ...(parts.itemLaneClass === undefined ? {} : { itemLaneClass: parts.itemLaneClass }),
    ...(parts.itemPackQuantity === undefined ? {} : { itemPackQuantity: parts.itemPackQuantity }),
    surplus,
    need,
  };
}

/** Whether the lane may carry the item at all. */
export function laneTakesItem(problem: NetworkProblem, lane: number, item: number): boolean {
  const permits = problem.lanes.permits;
  const needed = problem.itemLaneClass;
  if (permits === undefined || needed === undefined) return true;
  return (permits[lane] & needed[item]) === needed[item];
}

function checkLimits(lanes: LaneColumns, lane: number): void {
  const kg = lanes.kgPerShipment?.[lane] ?? Number.POSITIVE_INFINITY;
  const shipments = lanes.maxShipments?.[lane] ?? Number.POSITIVE_INFINITY;
  const value = lanes.minimumShipmentValue?.[lane] ?? 0;
  if (!(kg > 0)) throw wrong(`lane ${lane} carries ${kg} kg a shipment`);
  if (!(shipments >= 0)) throw wrong(`lane ${lane} sends at most ${shipments} shipments`);
  if (!(value >= 0 && value < Number.POSITIVE_INFINITY)) {
    throw wrong(`lane ${lane} has shipments worth at least ${value}`);
  }
}

function checkSteps(name: string, steps: StepColumns, itemCount: number, locationCount: number): void {
  const count = steps.location.length;
  sameLength(name, count, [steps.quantity, steps.valuePerUnit]);
  if (steps.start.length !== itemCount + 1 || steps.start[0] !== 0 || steps.start[itemCount] !== count) {
    throw wrong(`the ${name} ranges do not cover its ${count} steps`);
  }
  for (let item = 0; item < itemCount; item++) {
    if (steps.start[item + 1] < steps.start[item])
      throw wrong(`the ${name} range of item ${item} is reversed`);
  }
  for (let step = 0; step < count; step++) {
    if (!(steps.location[step] >= 0 && steps.location[step] < locationCount)) {
      throw wrong(`${name} step ${step} is at location ${steps.location[step]}`);
    }
    if (!(steps.quantity[step] >= 0 && steps.quantity[step] <= largestQuantity)) {
      throw wrong(`${name} step ${step} has the quantity ${steps.quantity[step]}`);
    }
    if (!Number.isFinite(steps.valuePerUnit[step])) {
      throw wrong(`${name} step ${step} has the value ${steps.valuePerUnit[step]}`);
    }
  }
}

function sameLength(name: string, length: number, columns: readonly { readonly length: number }[]): void {
  if (columns.some((column) => column.length !== length)) throw wrong(`the ${name} columns differ in length`);
}

function wrong(reason: string): BallastError {
  return new BallastError('bad-input', `Rebalancing problem: ${reason}.`, { reason });
}
