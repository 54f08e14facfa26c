/**
 * A campaign builds one plan: start from a set of lanes that the relaxation or an earlier plan suggests, close
 * what does not pay, then search locally. Campaigns differ in where they start, so that a series of them explores;
 * the n-th campaign of a problem is always the same.
 */
import { createRandom } from '../base/random.ts';
import type { LaneSearch } from './laneSearch.ts';
import type { LaneSet } from './laneSet.ts';

export interface CampaignGuide {
  /** How open the relaxation wants the lane, 0 to 1. */
  readonly laneUse: (lane: number) => number;
  /** Lanes of the best plan so far. */
  readonly best: Uint8Array;
  readonly bestObjective: () => number;
}

const thresholds = [0.03, 0.2, 0.5, 0.1];

/** Yields between moves; the lane set is a valid plan at every yield. */
export function* runCampaign(
  number: number,
  lanes: LaneSet,
  search: LaneSearch,
  guide: CampaignGuide,
  offer: () => void,
): Generator<void, void, undefined> {
  const laneCount = lanes.open.length;
  const start = new Uint8Array(laneCount);
  if (number < 2) {
    for (let lane = 0; lane < laneCount; lane++) {
      start[lane] = guide.laneUse(lane) > thresholds[number] ? 1 : 0;
    }
  } else {
    const random = createRandom(`campaign/${number}`);
    const kind = number % 3;
    for (let lane = 0; lane < laneCount; lane++) {
      const use = guide.laneUse(lane);
      const kept = guide.best[lane] === 1;
      const draw = random.next();
      if (kind === 0) start[lane] = use > thresholds[number % thresholds.length] * draw * 2 ? 1 : 0;
      else if (kind === 1) start[lane] = kept || use > 0.2 + draw ? 1 : 0;
      else start[lane] = kept ? (draw < 0.06 && use < 0.9 ? 0 : 1) : draw < 0.5 * use ? 1 : 0;
    }
  }
  // In a large network, lanes on which the relaxation and the plan agree are left alone at first.
  const large = lanes.flows.graphs.laneArcs.length > 300_000;
  const doubtful = (lane: number): boolean => {
    const use = guide.laneUse(lane);
    return !large || (lanes.open[lane] === 1 ? use < 0.95 : use > 0.02);
  };
  yield* lanes.load(start);
  lanes.dropIdle();
  yield* search.thin(guide.laneUse);
  lanes.dropIdle();
  offer();
  search.queueLanes(doubtful);
  yield* search.settle(false);
  lanes.dropIdle();
  offer();
  // The wide search is worth its time only near the best plan.
  if (lanes.worth() < guide.bestObjective() * 0.98) return;
  search.queueLanes(doubtful);
  yield* search.settle(true);
  lanes.dropIdle();
  offer();
}
