/**
 * The network's lanes that rebalancing may use: those within the reach in days that join two locations of one kind, as
 * columns (money in minor units). O(lanes) for a reach that was not asked for before: there are as many as days on a slider.
 */
import type { Network } from '../model/network.ts';
import { laneKey } from './laneKey.ts';

export interface ProblemLanes {
  /** Indexes into the network's lanes. */
  readonly lanes: Int32Array;
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly fixedCost: Float64Array;
  readonly costPerKg: Float64Array;
  readonly permits: Uint8Array;
  /** By location: 1 where a lane begins, or ends. */
  readonly begins: Uint8Array;
  readonly ends: Uint8Array;
  /** The lane between two places as an index into these columns. */
  readonly indexOf: (from: number, to: number) => number | undefined;
}

const known = new WeakMap<Network, Map<number, ProblemLanes>>();

/** The columns are shared: nobody writes to them. */
export function problemLanes(network: Network, reachDays: number): ProblemLanes {
  const byReach = known.get(network) ?? new Map<number, ProblemLanes>();
  known.set(network, byReach);
  const made = byReach.get(reachDays) ?? lanesWithin(network, reachDays);
  byReach.set(reachDays, made);
  return made;
}

function lanesWithin({ lanes: all, locations }: Network, reachDays: number): ProblemLanes {
  const usable: number[] = [];
  all.forEach((lane, index) => {
    const from = locations[lane.from].kind;
    const sameKind = from === locations[lane.to].kind && from !== 'supplier';
    if (sameKind && lane.days <= reachDays) usable.push(index);
  });
  const begins = new Uint8Array(locations.length);
  const ends = new Uint8Array(locations.length);
  for (const index of usable) {
    begins[all[index].from] = 1;
    ends[all[index].to] = 1;
  }
  const byEnds = new Map(usable.map((lane, k) => [laneKey(all[lane].from, all[lane].to), k]));
  return {
    lanes: Int32Array.from(usable),
    from: Int32Array.from(usable, (lane) => all[lane].from),
    to: Int32Array.from(usable, (lane) => all[lane].to),
    fixedCost: Float64Array.from(usable, (lane) => all[lane].fixedCostMinor),
    costPerKg: Float64Array.from(usable, (lane) => all[lane].costPerKgMinor),
    permits: Uint8Array.from(usable, (lane) => (all[lane].hazardousAllowed ? 1 : 0)),
    begins,
    ends,
    indexOf: (from, to) => byEnds.get(laneKey(from, to)),
  };
}
