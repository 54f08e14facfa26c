/**
 * Seeded transport problems for benchmarks: `donors` × `receivers` on a square map, every pair joined, each item
 * with one surplus step per donor and one need step per receiver, no fixed costs. Freight across the map is about
 * what a need is worth, so far lanes do not pay, as in a dealer network. And an item of such a problem as
 * a linear program (CPLEX LP text), so that a general solver can be measured beside the exact layer.
 */
import { createRandom } from '../base/random.ts';
import { createNetworkProblem, type NetworkProblem } from './networkProblem.ts';

export interface TransportSize {
  readonly donors: number;
  readonly receivers: number;
  readonly items: number;
  /** The most that a unit of need is worth; freight across the map costs about 10. Default 10. */
  readonly needWorth?: number;
  /** Mean fixed cost of a lane. Default 0. */
  readonly fixedCost?: number;
}

export function drawTransportProblem(size: TransportSize, seed: number): NetworkProblem {
  const { donors, receivers, items } = size;
  const random = createRandom(seed);
  const locationCount = donors + receivers;
  const x = Float64Array.from({ length: locationCount }, () => random.next());
  const y = Float64Array.from({ length: locationCount }, () => random.next());
  const laneCount = donors * receivers;
  const from = Int32Array.from({ length: laneCount }, (_, lane) => Math.floor(lane / receivers));
  const to = Int32Array.from({ length: laneCount }, (_, lane) => donors + (lane % receivers));
  const costPerKg = Float64Array.from(
    { length: laneCount },
    (_, lane) => 0.5 + 10 * Math.hypot(x[from[lane]] - x[to[lane]], y[from[lane]] - y[to[lane]]),
  );
  const meanFixed = size.fixedCost ?? 0;
  const fixedCost = Float64Array.from(
    { length: laneCount },
    () => meanFixed && meanFixed * (0.5 + random.next()),
  );
  const steps = (
    count: number,
    first: number,
    most: number,
    low: number,
    high: number,
  ): NetworkProblem['need'] => ({
    start: Int32Array.from({ length: items + 1 }, (_, item) => item * count),
    location: Int32Array.from({ length: items * count }, (_, step) => first + (step % count)),
    quantity: Int32Array.from({ length: items * count }, () => random.integer(1, most + 1)),
    valuePerUnit: Float64Array.from({ length: items * count }, () => low + (high - low) * random.next()),
  });
  return createNetworkProblem({
    locationCount,
    lanes: { from, to, fixedCost, costPerKg },
    itemWeightKg: new Float64Array(items).fill(1),
    surplus: steps(donors, 0, 19, -1, 1),
    need: steps(receivers, donors, 5, 0, size.needWorth ?? 10),
  });
}

/** One item of a drawn problem (one step per location, no location both gives and needs), as a linear program over its lanes. */
export function transportItemToLp(problem: NetworkProblem, item: number): string {
  const { lanes, surplus, need } = problem;
  const stepAt = (columns: NetworkProblem['need']): Map<number, number> => {
    const found = new Map<number, number>();
    for (let s = columns.start[item]; s < columns.start[item + 1]; s++) found.set(columns.location[s], s);
    return found;
  };
  const gives = stepAt(surplus);
  const takes = stepAt(need);
  const objective: string[] = [];
  const rows = new Map<number, string[]>();
  for (let lane = 0; lane < problem.laneCount; lane++) {
    const give = gives.get(lanes.from[lane]);
    const take = takes.get(lanes.to[lane]);
    if (give === undefined || take === undefined) continue;
    const profit =
      surplus.valuePerUnit[give] +
      need.valuePerUnit[take] -
      problem.itemWeightKg[item] * lanes.costPerKg[lane];
    objective.push(`${profit < 0 ? '-' : '+'} ${Math.abs(profit)} x${lane}`);
    addTo(rows, lanes.from[lane], lane);
    addTo(rows, lanes.to[lane], lane);
  }
  const constraints = [...rows].map(([location, names]) => {
    const give = gives.get(location);
    const most = give === undefined ? need.quantity[takes.get(location) ?? 0] : surplus.quantity[give];
    return ` r${location}: ${names.join(' + ')} <= ${most}`;
  });
  return ['Maximize', ` obj: ${objective.join('\n ')}`, 'Subject To', ...constraints, 'End'].join('\n');
}

function addTo(rows: Map<number, string[]>, location: number, lane: number): void {
  const row = rows.get(location);
  if (row === undefined) rows.set(location, [`x${lane}`]);
  else row.push(`x${lane}`);
}
