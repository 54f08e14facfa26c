/**
 * Local search over the set of open lanes, every move judged by the exact change of the items that it touches:
 * close a lane, open a lane, or open one and close what that makes worthless around it. Moves are tried lane by
 * lane from a queue; an accepted move puts the lanes at its two locations back into the queue, so a settled
 * region is not searched again. Deterministic: order depends on the guide and the lane numbers only.
 */
import type { NetworkProblem } from './networkProblem.ts';
import type { LaneSet } from './laneSet.ts';

export interface LaneSearch {
  /** Closes what does not pay, least wanted first, in rounds from clear cases to narrow ones. */
  thin(guide: (lane: number) => number): Generator<void, void, undefined>;
  /** Moves until no queued lane has a better one. `swap` lets an opening pay by closing its neighbours. */
  settle(swap: boolean): Generator<void, void, undefined>;
  /** Queues every lane that satisfies the condition, or those at one location. */
  queueLanes(condition: (lane: number) => boolean): void;
  queueLocation(location: number): void;
}

/** Changes of worth below this part of it are rounding. */
const least = 1e-10;
/** What opening a lane may lose, as a part of its cost, for closing its neighbours to have a chance to make up. */
const mostLoss = 0.7;

export function createLaneSearch(problem: NetworkProblem, lanes: LaneSet): LaneSearch {
  const { laneCount, locationCount, laneStart, laneByFrom } = problem;
  const { from, to, fixedCost } = problem.lanes;
  const { laneArcStart } = lanes.flows.graphs;
  const intoStart = new Int32Array(locationCount + 1);
  const laneByTo = new Int32Array(laneCount);
  for (let lane = 0; lane < laneCount; lane++) intoStart[to[lane] + 1]++;
  for (let location = 0; location < locationCount; location++) intoStart[location + 1] += intoStart[location];
  const next = intoStart.slice();
  for (let lane = 0; lane < laneCount; lane++) laneByTo[next[to[lane]]++] = lane;

  const queue = new Int32Array(laneCount + 1);
  const queued = new Uint8Array(laneCount);
  let head = 0;
  let tail = 0;
  const closedNow = new Int32Array(laneCount);

  function push(lane: number): void {
    if (queued[lane] === 1 || laneArcStart[lane] === laneArcStart[lane + 1]) return;
    queued[lane] = 1;
    queue[tail] = lane;
    tail = tail === laneCount ? 0 : tail + 1;
  }

  function queueLocation(location: number): void {
    for (let k = laneStart[location]; k < laneStart[location + 1]; k++) push(laneByFrom[k]);
    for (let k = intoStart[location]; k < intoStart[location + 1]; k++) push(laneByTo[k]);
  }

  function queueAround(lane: number): void {
    queueLocation(from[lane]);
    queueLocation(to[lane]);
  }

  /** Opens the lane, then closes what it made worthless; keeps the change if the sum is a gain. */
  function* trySwap(lane: number): Generator<void, void, undefined> {
    const threshold = least * fixedCost[lane];
    if (lanes.promise(lane) <= 0.3 * fixedCost[lane]) return;
    let gain = lanes.openLane(lane);
    if (gain < -mostLoss * fixedCost[lane]) {
      lanes.closeLane(lane);
      return;
    }
    let count = 0;
    for (let side = 0; side < 2; side++) {
      const start = side === 0 ? laneStart : intoStart;
      const list = side === 0 ? laneByFrom : laneByTo;
      const location = side === 0 ? from[lane] : to[lane];
      for (let k = start[location]; k < start[location + 1]; k++) {
        const other = list[k];
        if (other === lane || lanes.open[other] === 0) continue;
        const change = lanes.tryClose(other, 0);
        yield;
        if (change > 0) {
          gain += change;
          closedNow[count++] = other;
        }
      }
    }
    if (gain > threshold) {
      queueAround(lane);
      for (let k = 0; k < count; k++) queueAround(closedNow[k]);
      return;
    }
    for (let k = count - 1; k >= 0; k--) lanes.openLane(closedNow[k]);
    lanes.closeLane(lane);
  }

  return {
    queueLocation,
    queueLanes(condition) {
      for (let lane = 0; lane < laneCount; lane++) if (condition(lane)) push(lane);
    },
    *thin(guide) {
      const wanted = Float64Array.from({ length: laneCount }, (_, lane) => guide(lane));
      const order = Array.from({ length: laneCount }, (_, lane) => lane)
        .filter((lane) => lanes.open[lane] === 1 && wanted[lane] < 0.95)
        .toSorted((a, b) => wanted[a] - wanted[b] || a - b);
      for (const margin of [0.6, 0.3, 0]) {
        for (const lane of order) {
          if (lanes.open[lane] === 1) lanes.tryClose(lane, margin * fixedCost[lane]);
          yield;
        }
      }
    },
    *settle(swap) {
      while (head !== tail) {
        const lane = queue[head];
        head = head === laneCount ? 0 : head + 1;
        queued[lane] = 0;
        if (lanes.open[lane] === 1) {
          if (lanes.tryClose(lane, least * fixedCost[lane]) > 0) queueAround(lane);
        } else if (lanes.tryOpen(lane, least * fixedCost[lane]) > 0) {
          queueAround(lane);
        } else if (swap) yield* trySwap(lane);
        yield;
      }
    },
  };
}
