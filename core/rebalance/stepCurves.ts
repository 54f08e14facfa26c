/**
 * The surplus or need steps of one item, grouped by location into concave curves: best value first, equal values
 * merged, empty steps left out. Storage is reused from item to item; loading is O(steps) where a location's
 * steps come best first (others are inserted one by one).
 */
import type { StepColumns } from './networkProblem.ts';

export interface StepCurves {
  locationCount: number;
  /** Locations that have a curve, in the order in which the input first names them. */
  readonly locations: Int32Array;
  /** Steps of a location: `head[location]` to `tail[location]`. */
  readonly head: Int32Array;
  readonly tail: Int32Array;
  readonly quantity: Float64Array;
  readonly value: Float64Array;
  load(item: number): void;
}

export function createStepCurves(steps: StepColumns, locationCount: number): StepCurves {
  let most = 0;
  for (let item = 0; item + 1 < steps.start.length; item++) {
    most = Math.max(most, steps.start[item + 1] - steps.start[item]);
  }
  const firstStep = new Int32Array(locationCount).fill(-1);
  const lastStep = new Int32Array(locationCount);
  const following = new Int32Array(most);
  const locations = new Int32Array(most);
  const head = new Int32Array(locationCount);
  const tail = new Int32Array(locationCount);
  const quantity = new Float64Array(most);
  const value = new Float64Array(most);
  const curves: StepCurves = {
    locationCount: 0,
    locations,
    head,
    tail,
    quantity,
    value,
    load(item) {
      for (let k = 0; k < curves.locationCount; k++) {
        head[locations[k]] = 0;
        tail[locations[k]] = 0;
      }
      const from = steps.start[item];
      const to = steps.start[item + 1];
      let count = 0;
      for (let step = from; step < to; step++) {
        if (steps.quantity[step] === 0) continue;
        const location = steps.location[step];
        const worth = steps.valuePerUnit[step];
        let before = -1;
        let after = firstStep[location];
        if (after < 0) locations[count++] = location;
        else if (steps.valuePerUnit[lastStep[location]] >= worth) {
          // Best first already, as most curves are.
          before = lastStep[location];
          after = -1;
        }
        while (after >= 0 && steps.valuePerUnit[after] >= worth) {
          before = after;
          after = following[after - from];
        }
        following[step - from] = after;
        if (before < 0) firstStep[location] = step;
        else following[before - from] = step;
        if (after < 0) lastStep[location] = step;
      }
      let place = 0;
      for (let k = 0; k < count; k++) {
        const location = locations[k];
        head[location] = place;
        for (let step = firstStep[location]; step >= 0; step = following[step - from]) {
          if (place > head[location] && value[place - 1] === steps.valuePerUnit[step]) {
            quantity[place - 1] += steps.quantity[step];
            continue;
          }
          quantity[place] = steps.quantity[step];
          value[place] = steps.valuePerUnit[step];
          place++;
        }
        tail[location] = place;
        firstStep[location] = -1;
      }
      curves.locationCount = count;
    },
  };
  return curves;
}

/** What a unit brings beyond the end of a curve, where the last of whole packs reaches there. */
export function worthBeyond(curves: StepCurves, location: number): number {
  const last = curves.tail[location] - 1;
  return last < curves.head[location] ? 0 : Math.min(0, curves.value[last]);
}

/** How many units a donor and a receiver would exchange if they were alone, and what those would earn. */
export function pairReach(
  gives: StepCurves,
  from: number,
  takes: StepCurves,
  to: number,
  freight: number,
  result: { quantity: number; earning: number },
): void {
  let a = gives.head[from];
  let b = takes.head[to];
  let leftA = gives.quantity[a];
  let leftB = takes.quantity[b];
  let quantity = 0;
  let earning = 0;
  for (;;) {
    const profit = gives.value[a] + takes.value[b] - freight;
    if (profit <= 0) break;
    const units = Math.min(leftA, leftB);
    quantity += units;
    earning += units * profit;
    leftA -= units;
    leftB -= units;
    if (leftA === 0) {
      if (++a === gives.tail[from]) break;
      leftA = gives.quantity[a];
    }
    if (leftB === 0) {
      if (++b === takes.tail[to]) break;
      leftB = takes.quantity[b];
    }
  }
  result.quantity = quantity;
  result.earning = earning;
}
