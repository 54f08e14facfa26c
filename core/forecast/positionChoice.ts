/**
 * Decides, a segment at a time, what forecasts positions: every method with its dispersion taken narrower, as it is and
 * wider, judged by the quantile loss (levels 0.1 to 0.9, months one by one) of a sample of series on months after
 * origins that the judged models have not seen. A candidate replaces the pooled forecast where its loss is lower by
 * `leastGain` and by `clearly` standard errors of the paired difference, and not higher from any origin: less is chance,
 * or a season that all series shared. A segment of few series stays with the pooled forecast. Sums of a sample cut at
 * the same places and added in the same order are the same bits.
 * O(series × origins × candidates). Sources: A. P. Dawid, JRSS A 147 (1984), for prequential judgement; F. X. Diebold
 * and R. S. Mariano, JBES 13 (1995), for comparing by paired differences.
 */
import { notObservedIn } from './demandPool.ts';
import { createLearntPositions } from './learntPositions.ts';
import type { GlobalModel } from './globalModel.ts';
import { negativeBinomialQuantile } from './negativeBinomial.ts';
import { judgedLevels, pinballLoss } from './pinballLoss.ts';
import { forecastBlock, type PoolFit } from './pooledNegativeBinomial.ts';
import { createPositionColumns } from './positionColumns.ts';
import {
  learntShareOf,
  type PositionMethod,
  positionMethods,
  pointMeanOf,
  segmentCount,
  segmentOf,
} from './positionMethods.ts';
import type { SampledRun } from './positionSample.ts';

/** What forecasts a segment. */
export interface SegmentChoice {
  readonly segment: number;
  readonly method: PositionMethod;
  /** Factor on both dispersions. */
  readonly spread: number;
  /** What it was judged on: forecasts (series × origins) and weighted quantile losses. */
  readonly judged: number;
  readonly loss: number;
  readonly pooledLoss: number;
}

/** An origin to judge from: the pool fitted on the `end` months before it. */
export interface JudgedOrigin {
  readonly end: number;
  /** Months after the origin. */
  readonly length: number;
  readonly fit: PoolFit;
}

export interface ChoiceSums {
  /** By segment. */
  readonly judged: Float64Array;
  readonly demand: Float64Array;
  /** By segment and candidate: loss, what it is below the pooled forecast's, and the squares of that. */
  readonly loss: Float64Array;
  readonly gain: Float64Array;
  readonly gainSquares: Float64Array;
  /** By origin (at most `mostOrigins`), segment and candidate. */
  readonly gainAt: Float64Array;
}

const spreads = [1, 0.8, 0.6, 0.4, 1.4] as const;
const candidates = positionMethods.flatMap((method) => spreads.map((spread) => ({ method, spread })));
const leastGain = 0.005;
const clearly = 3;
/** Origins whose gains are told apart. */
const mostOrigins = 2;
/** Forecasts without which nothing is decided for a segment. */
const leastJudged = 100;

export function createChoiceSums(): ChoiceSums {
  const cells = segmentCount * candidates.length;
  return {
    judged: new Float64Array(segmentCount),
    demand: new Float64Array(segmentCount),
    loss: new Float64Array(cells),
    gain: new Float64Array(cells),
    gainSquares: new Float64Array(cells),
    gainAt: new Float64Array(mostOrigins * cells),
  };
}

export function addChoiceSums(into: ChoiceSums, from: ChoiceSums): void {
  for (const name of ['judged', 'demand', 'loss', 'gain', 'gainSquares', 'gainAt'] as const) {
    for (let i = 0; i < into[name].length; i++) into[name][i] += from[name][i];
  }
}

/** Judges every candidate on sampled runs of series of `periods` months; without `global` none that needs one. */
export function judgeRuns(
  runs: readonly SampledRun[],
  periods: number,
  origins: readonly JudgedOrigin[],
  global: GlobalModel | null,
): ChoiceSums {
  const sums = createChoiceSums();
  if (origins.length > mostOrigins) throw new RangeError('more origins than are told apart');
  for (const [o, { end, length, fit }] of origins.entries()) {
    const learnt = global === null ? null : createLearntPositions(global, fit);
    for (const run of runs) judgeRun(run, periods, o, end, length, fit, learnt, sums);
  }
  return sums;
}

function judgeRun(
  { cells, groups, region }: SampledRun,
  periods: number,
  origin: number,
  end: number,
  length: number,
  fit: PoolFit,
  learnt: ReturnType<typeof createLearntPositions> | null,
  sums: ChoiceSums,
): void {
  const rows = cells.length / periods;
  const before = new Uint16Array(rows * end);
  for (let row = 0; row < rows; row++) {
    before.set(cells.subarray(row * periods, row * periods + end), row * end);
  }
  const pooled = createPositionColumns(rows);
  forecastBlock(before, end, rows, groups, fit, pooled, 0, new Uint16Array(rows).fill(region));
  const learntMean = new Float64Array(rows);
  const learntSize = new Float64Array(rows);
  if (learnt !== null) {
    const block = { cells: before, periods: end, rows, groups, from: 0, to: rows };
    learnt(block, pooled.mean, learntMean, learntSize);
  }
  const observed = new Float64Array(end);
  const missing = notObservedIn(before);
  for (let row = 0; row < rows; row++) {
    const months = cells.subarray(row * periods + end, row * periods + end + length);
    let known = 0;
    for (let t = row * end; t < (row + 1) * end; t++) {
      if (before[t] !== missing) observed[known++] = before[t];
    }
    // An ended series has no other forecast than none, and one that never sold no history to choose by.
    if (pooled.mean[row] === 0 || pooled.demandClass[row] === 0) continue;
    if (months.every((units) => units === missing)) continue;
    const segment = segmentOf(pooled.demandClass[row], pooled.mean[row]);
    const relative = pooled.dispersionWithin[row] + pooled.dispersionRate[row];
    const base = segment * candidates.length;
    sums.judged[segment]++;
    for (const units of months) if (units !== missing) sums.demand[segment] += units;
    let pooledLoss = 0;
    for (let c = 0; c < candidates.length; c++) {
      const { method, spread } = candidates[c];
      const share = learntShareOf(method);
      if (share > 0 && learnt === null) continue;
      const point = pointMeanOf(method)?.(observed, known) ?? 0;
      const flat = share > 0 ? learntMean[row] : point > 0 ? point : pooled.mean[row];
      const mean = share > 0 ? share * flat + (1 - share) * pooled.mean[row] : flat;
      const spreadOf =
        share > 0 ? blendedDispersion(learntSize[row], relative, share) * spread : relative * spread;
      const loss = quantileLoss(mean, spreadOf, months, missing);
      if (c === 0) pooledLoss = loss;
      const gain = pooledLoss - loss;
      sums.loss[base + c] += loss;
      sums.gain[base + c] += gain;
      sums.gainSquares[base + c] += gain * gain;
      sums.gainAt[origin * sums.gain.length + base + c] += gain;
    }
  }
}

/** Relative variance of the learnt and the pooled negative binomial in between, by `share` of the former. */
export function blendedDispersion(learntSize: number, pooledRelative: number, share: number): number {
  return learntSize ** -share * pooledRelative ** (1 - share);
}

/** The choice of every segment that was seen. */
export function chooseBySegment(sums: ChoiceSums): readonly SegmentChoice[] {
  const choices: SegmentChoice[] = [];
  for (let segment = 0; segment < segmentCount; segment++) {
    if (sums.judged[segment] === 0) continue;
    const best = bestOf(sums, segment);
    const lossOf = (candidate: number): number =>
      sums.demand[segment] > 0
        ? sums.loss[segment * candidates.length + candidate] / sums.demand[segment]
        : 0;
    choices.push({
      segment,
      ...candidates[best],
      judged: sums.judged[segment],
      loss: lossOf(best),
      pooledLoss: lossOf(0),
    });
  }
  return choices;
}

/** What helps from one origin and harms from another is a season or a shock that all series shared. */
function gainsEverywhere({ gainAt, gain }: ChoiceSums, cell: number): boolean {
  for (let at = cell; at < gainAt.length; at += gain.length) if (gainAt[at] < 0) return false;
  return true;
}

/** A candidate that was not judged has gained nothing. */
function bestOf(sums: ChoiceSums, segment: number): number {
  const base = segment * candidates.length;
  let best = 0;
  if (sums.judged[segment] < leastJudged) return best;
  for (let c = 1; c < candidates.length; c++) {
    const gain = sums.gain[base + c];
    const noise = Math.sqrt(sums.gainSquares[base + c]);
    if (gain <= leastGain * sums.loss[base] || gain <= clearly * noise) continue;
    if (!gainsEverywhere(sums, base + c)) continue;
    if (gain > sums.gain[base + best]) best = c;
  }
  return best;
}

const quantiles = new Float64Array(judgedLevels.length);

/**
 * Mean over the levels of twice the pinball loss of one-month quantiles, summed over the observed months. `mean` in units
 * a month; `relative` is the relative variance beyond Poisson, 1 ÷ size of the negative binomial (0: Poisson).
 */
export function quantileLoss(mean: number, relative: number, months: Uint16Array, missing: number): number {
  fillQuantiles(mean, relative > 0 ? 1 / relative : Infinity);
  let loss = 0;
  for (const units of months) {
    if (units === missing) continue;
    for (let q = 0; q < judgedLevels.length; q++) {
      loss += pinballLoss(judgedLevels[q], units - quantiles[q]);
    }
  }
  return (2 * loss) / judgedLevels.length;
}

/** Beyond this many units quantiles are searched one by one. */
const longestWalk = 400;

/** The quantiles of all levels by one walk up the distribution; those it does not reach, one by one. */
function fillQuantiles(mean: number, size: number): void {
  let found = 0;
  const start = size === Infinity ? Math.exp(-mean) : Math.exp(-size * Math.log1p(mean / size));
  if (start > 1e-280) {
    const q = size === Infinity ? 0 : mean / (size + mean);
    let term = start;
    let reached = start;
    for (let k = 0; k <= longestWalk && found < judgedLevels.length;) {
      while (found < judgedLevels.length && reached >= judgedLevels[found] - 1e-12) quantiles[found++] = k;
      k++;
      term *= size === Infinity ? mean / k : (q * (k - 1 + size)) / k;
      reached += term;
    }
  }
  for (; found < judgedLevels.length; found++) {
    quantiles[found] = negativeBinomialQuantile(judgedLevels[found], mean, size);
  }
}
