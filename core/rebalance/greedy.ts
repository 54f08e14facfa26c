/**
 * The loop that peers run, as the baseline a plan must never fall behind: item by item, while anything is left,
 * the largest shortage is filled from the largest excess that a lane joins to it, then the pair's cost is set
 * against its benefit. A lane's fixed cost counts in full for the first pair that would use it; later pairs ride
 * free as long as the shipment has room. A pair that does not pay is struck off.
 *
 * Complexity: O(pairs × donors × receivers) per item. Source: SAP's documented inventory balancing (pairwise,
 * largest excess to largest shortage, then cost against benefit).
 */
import { growingInts } from './growingColumn.ts';
import { mostKg, shipmentsCost } from './laneLimits.ts';
import { laneTakesItem, type NetworkProblem } from './networkProblem.ts';
import { createStepCurves, type StepCurves } from './stepCurves.ts';
import type { TransferColumns } from './transferColumns.ts';

export function planGreedily(problem: NetworkProblem): TransferColumns {
  const steps = planGreedilyInSteps(problem);
  for (let step = steps.next(); ; step = steps.next()) if (step.done === true) return step.value;
}

/** The same, yielding after every few items. */
export function* planGreedilyInSteps(problem: NetworkProblem): Generator<void, TransferColumns, undefined> {
  const { lanes, laneStart, laneByFrom, locationCount } = problem;
  const surplus = createStepCurves(problem.surplus, locationCount);
  const need = createStepCurves(problem.need, locationCount);
  const excess = new Float64Array(locationCount);
  const shortage = new Float64Array(locationCount);
  const given = new Float64Array(locationCount);
  const taken = new Float64Array(locationCount);
  const opened = new Uint8Array(problem.laneCount);
  const laneKg = new Float64Array(problem.laneCount);
  const item = growingInts();
  const lane = growingInts();
  const quantity = growingInts();

  for (let i = 0; i < problem.itemCount; i++) {
    if (i % 16 === 15) yield;
    surplus.load(i);
    need.load(i);
    fill(surplus, excess, given);
    fill(need, shortage, taken);
    const struck = new Set<number>();
    for (;;) {
      let best = -1;
      let bestShort = 0;
      let bestExcess = 0;
      for (let d = 0; d < surplus.locationCount; d++) {
        const donor = surplus.locations[d];
        if (excess[donor] <= 0) continue;
        for (let k = laneStart[donor]; k < laneStart[donor + 1]; k++) {
          const candidate = laneByFrom[k];
          const short = shortage[lanes.to[candidate]];
          if (need.tail[lanes.to[candidate]] === need.head[lanes.to[candidate]] || short <= 0) continue;
          if (short < bestShort || (short === bestShort && excess[donor] <= bestExcess)) continue;
          if (struck.has(candidate) || !laneTakesItem(problem, candidate, i)) continue;
          best = candidate;
          bestShort = short;
          bestExcess = excess[donor];
        }
      }
      if (best < 0) break;
      const donor = lanes.from[best];
      const receiver = lanes.to[best];
      const freight = problem.itemWeightKg[i] * lanes.costPerKg[best];
      const kg = problem.itemWeightKg[i];
      const room = mostKg(lanes, best) - laneKg[best];
      const fits = kg > 0 ? Math.floor(room / kg) : room > 0 ? bestShort : 0;
      const most = Math.min(bestShort, bestExcess, Math.max(0, fits));
      const trade = bestTrade(surplus, donor, given[donor], need, receiver, taken[receiver], freight, most);
      const before = opened[best] === 1 ? shipmentsCost(lanes, best, laneKg[best]) : 0;
      const toll = shipmentsCost(lanes, best, laneKg[best] + trade.units * kg) - before;
      struck.add(best);
      if (trade.units === 0 || trade.earning <= toll) continue;
      opened[best] = 1;
      laneKg[best] += trade.units * kg;
      excess[donor] -= trade.units;
      shortage[receiver] -= trade.units;
      given[donor] += trade.units;
      taken[receiver] += trade.units;
      item.push(i);
      lane.push(best);
      quantity.push(trade.units);
    }
  }
  return { count: item.length, item: item.done(), lane: lane.done(), quantity: quantity.done() };
}

function fill(curves: StepCurves, left: Float64Array, done: Float64Array): void {
  for (let k = 0; k < curves.locationCount; k++) {
    const location = curves.locations[k];
    left[location] = 0;
    done[location] = 0;
    for (let s = curves.head[location]; s < curves.tail[location]; s++) left[location] += curves.quantity[s];
  }
}

/** The units, at most `most`, whose margins are positive, after what either side has traded already. */
function bestTrade(
  surplus: StepCurves,
  donor: number,
  given: number,
  need: StepCurves,
  receiver: number,
  taken: number,
  freight: number,
  most: number,
): { units: number; earning: number } {
  let units = 0;
  let earning = 0;
  while (units < most) {
    const give = stepAt(surplus, donor, given + units);
    const take = stepAt(need, receiver, taken + units);
    const margin = surplus.value[give.step] + need.value[take.step] - freight;
    if (margin <= 0) break;
    const more = Math.min(most - units, give.left, take.left);
    units += more;
    earning += more * margin;
  }
  return { units, earning };
}

function stepAt(curves: StepCurves, location: number, used: number): { step: number; left: number } {
  let before = 0;
  for (let step = curves.head[location]; step < curves.tail[location]; step++) {
    before += curves.quantity[step];
    if (used < before) return { step, left: before - used };
  }
  return { step: curves.tail[location] - 1, left: 0 };
}
