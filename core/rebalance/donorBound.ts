/**
 * A second bound on the whole network, for lanes that compete for the same stock. The receivers' limits are priced
 * (a unit that fills a step earns its value less the step's price), which leaves every donor a problem of its own
 * (donorProblem.ts) that sees the whole fixed cost of a lane at once, where the lanes' shares let many lanes be open
 * by halves. Starting from the shares, at the prices that their items' optima end with, it equals their bound; it
 * falls below as the donors' problems are split, and as the prices move (subgradient).
 *
 * Complexity: a round is a small branch and bound for every donor.
 * Source: Lagrangian relaxation of facility location (Geoffrion 1974; Cornuejols, Fisher, Nemhauser 1977).
 */
import { createDonorProblem } from './donorProblem.ts';
import type { LaneRows } from './laneRows.ts';

/** Splitting is worth its time where it takes this part off what lies between bound and plan, judged by a few donors. */
const leastGain = 0.004;
const sample = 6;

export interface DonorBound {
  /** No plan is worth more. */
  readonly bound: number;
  readonly work: number;
  /**
   * Bounds every donor with at most so many splits, then moves the prices against the best known plan's value.
   * Gives up early when the first donors show that splitting does not help; returns whether it went through.
   */
  round(incumbent: number, splits: number): Generator<void, boolean, undefined>;
}

/**
 * `rows` are split by step. `share` holds the lanes' shares by row, which prove `rootBound`, and `worth` what a unit is
 * worth at each node of the graphs under them; other prices are no less valid, but start worse.
 */
export function createDonorBound(
  rows: LaneRows,
  share: Float64Array,
  worth: Float64Array,
  rootBound: number,
  mostSplits: number,
): DonorBound {
  const { itemCount, receiverStart, nodeStart, nodeStepStart, arcProfit, arcReach, nodeLocation, problem } =
    rows.graphs;
  const donorProblem = createDonorProblem(rows, mostSplits);
  const ownShare = share.slice();
  const steps = receiverSteps();
  const price = new Float64Array(nodeLocation.length);
  for (const node of steps) price[node] = Math.max(0, arcProfit[nodeStepStart[node]] - worth[node]);
  const sent = new Float64Array(nodeLocation.length);
  const averageSent = new Float64Array(nodeLocation.length);
  let bound = rootBound;
  let step = 0.1;
  let stalled = 0;
  let rounds = 0;

  function receiverSteps(): Int32Array {
    const nodes: number[] = [];
    for (let item = 0; item < itemCount; item++) {
      for (let node = receiverStart[item]; node < nodeStart[item + 1] - 1; node++) nodes.push(node);
    }
    return Int32Array.from(nodes);
  }

  function movePrices(gap: number): void {
    let norm = 0;
    for (const node of steps) {
      averageSent[node] += (rounds === 0 ? 1 : 0.5) * (sent[node] - averageSent[node]);
      const over = averageSent[node] - arcReach[nodeStepStart[node]];
      if (over > 0 || price[node] > 0) norm += over * over;
    }
    if (norm === 0 || gap <= 0) return;
    for (const node of steps) {
      const over = averageSent[node] - arcReach[nodeStepStart[node]];
      price[node] = Math.max(0, price[node] + ((step * gap) / norm) * over);
    }
  }

  return {
    get bound() {
      return bound;
    },
    get work() {
      return donorProblem.work;
    },
    *round(incumbent, splits) {
      let value = 0;
      sent.fill(0);
      for (const node of steps) value += price[node] * arcReach[nodeStepStart[node]];
      const before = donorProblem.gained;
      for (let donor = 0; donor < problem.locationCount; donor++) {
        const hoped = (leastGain * (rootBound - incumbent) * donor) / problem.locationCount;
        if (donor === sample && donorProblem.gained - before < hoped) return false;
        value += donorProblem.solve(donor, price, ownShare, splits, sent);
        yield;
      }
      // Every term is zero or more: one part in 1e11 covers the rounding of millions of them.
      value *= 1 + 1e-11;
      stalled = value < bound ? 0 : stalled + 1;
      if (stalled > 1) {
        step *= 0.6;
        stalled = 0;
      }
      bound = Math.min(bound, value);
      movePrices(value - incumbent);
      rounds++;
      return true;
    },
  };
}
