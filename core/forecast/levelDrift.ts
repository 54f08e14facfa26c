/**
 * How much levels wander, learnt from held-back periods: with drift d, the logarithm of a series' level gains variance d a
 * step, so that h steps ahead the relative variance of its demand is larger by d·h and, the median staying where it is,
 * its mean by the factor exp(d·h / 2). Of slow movers little of that can be seen, and little is applied: d counts by
 * mean / (1 + mean). The drift is the one of a grid with the least quantile loss of the held-back cells, each in units of
 * its own standard deviation; likelihood would chase single spikes instead. O(cells × grid), on a sample of the cells.
 * Sources: prequential choice, A. P. Dawid, JRSS A 147 (1984); M. West and J. Harrison, Bayesian Forecasting and Dynamic
 * Models (2nd ed., 1997), chapter 2, for variance that grows with steps.
 */
import { hashIndex } from './demandPool.ts';
import { negativeBinomialQuantile } from './negativeBinomial.ts';
import { judgedLevels, pinballLoss } from './pinballLoss.ts';

const drifts = [0.003, 0.006, 0.012, 0.02, 0.035];
/** Share of the loss that a drift has to take off the best one below it. */
const leastGain = 0.0003;
/** More cells say nothing new. */
const mostCells = 8000;
const largestSize = 1e4;

/** One held-back period of one series: its forecast and what came, in whole units. */
export interface HeldBackCell {
  readonly mean: number;
  readonly size: number;
  /** Steps ahead, from 1. */
  readonly step: number;
  readonly outcome: number;
}

/** Factor on the mean `step` steps ahead. */
export function driftGrowth(drift: number, mean: number, step: number): number {
  return Math.exp((drift * step * mean) / (1 + mean) / 2);
}

/** Size of the negative binomial `step` steps ahead. */
export function driftedSize(drift: number, mean: number, size: number, step: number): number {
  return Math.min(largestSize, 1 / (1 / size + (drift * step * mean) / (1 + mean)));
}

export function* fitLevelDrift(cells: readonly HeldBackCell[]): Generator<number, number> {
  // Every so many cells would be the same steps ahead of every series.
  const threshold = (mostCells / Math.max(1, cells.length)) * 4294967296;
  const judged = cells.filter(({ mean }, i) => mean > 0 && hashIndex(i) < threshold);
  let best = 0;
  let least = scaledLoss(judged, 0);
  for (const drift of drifts) {
    yield drift;
    const loss = scaledLoss(judged, drift);
    if (loss >= (1 - leastGain) * least) continue;
    best = drift;
    least = loss;
  }
  return best;
}

/** Quantile loss, every cell in units of its own standard deviation, so that fast movers do not decide alone. */
function scaledLoss(cells: readonly HeldBackCell[], drift: number): number {
  let sum = 0;
  for (const { mean, size, step, outcome } of cells) {
    const grown = mean * driftGrowth(drift, mean, step);
    const spread = driftedSize(drift, mean, size, step);
    let loss = 0;
    for (const level of judgedLevels) {
      loss += pinballLoss(level, outcome - negativeBinomialQuantile(level, grown, spread));
    }
    sum += loss / Math.sqrt(mean + (mean * mean) / size);
  }
  return sum;
}
