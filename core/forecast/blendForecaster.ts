/**
 * Forecasts a series as a choice says: by the learnt model, the pooled negative binomial or a blend of both, with the
 * series' own sizes or without, with the shared season or without; or by one of the two yardsticks. Learnt means are
 * worked out block by block when first asked for.
 */
import { demandQuantiles } from './demandShape.ts';
import type { DemandSlice, DistributionForecaster } from './distributionForecaster.ts';
import { cautiousLevels } from './earnedCaution.ts';
import { applyGlobalModel, poolFitAt } from './globalModel.ts';
import { createHistoricalQuantiles } from './historicalQuantiles.ts';
import { driftedSize, driftGrowth } from './levelDrift.ts';
import type { Choice, LearntForecast } from './modelFile.ts';
import { wholeCells } from './pooledForecaster.ts';
import {
  chanceAlive,
  discountWeights,
  endedAfter,
  endedBelow,
  type PoolFit,
  seriesForecast,
  seriesState,
  slot,
} from './pooledNegativeBinomial.ts';
import { seasonalIndex, withoutSeason } from './seasonalIndex.ts';

const blockSize = 256;
/** Poisson as a size that blends: beyond this no quantile moves. */
const largestSize = 1e4;

export interface BlendSources {
  /** Cells before the origin in whole units. */
  readonly cells: Float64Array;
  /** Season factor of each coming period; null for none. */
  readonly factors: ((ahead: number) => number) | null;
  /** Fills mean and size; null where nothing was learnt. */
  readonly learnt: ((series: number, into: Float64Array) => void) | null;
  /** Fills mean and size; mean 0 is a series that has ended. */
  readonly pooled: (series: number, into: Float64Array) => void;
}

/** Cells before the origin, the season's index, and the cells with it taken out. */
export function seasonedCells(slice: DemandSlice, seasonal: boolean) {
  const cells = wholeCells(slice);
  const index = seasonal ? seasonalIndex(cells, slice.end, slice.count, slice.end, slice.season) : null;
  return { cells, index, level: index === null ? cells : withoutSeason(cells, slice.end, index) };
}

export function cellTable(slice: DemandSlice, cells: Float64Array) {
  const { count, end, groups, groupCount, season } = slice;
  return { cells, stride: end, count, groups, groupCount, season };
}

export function createBlendSources(
  slice: DemandSlice,
  learnt: LearntForecast,
  known: PoolFit | null,
): BlendSources {
  const { cells, index, level } = seasonedCells(slice, learnt.seasonal);
  const fit = known ?? poolFitAt(learnt.pool, cellTable(slice, level), slice.end);
  return {
    cells,
    factors: index === null ? null : (ahead) => index[(slice.end + ahead) % index.length],
    learnt: learnt.global === null ? null : learntSource(slice, level, learnt.global, fit),
    pooled: pooledSource(slice, level, fit),
  };
}

function learntSource(
  slice: DemandSlice,
  level: Float64Array,
  model: NonNullable<LearntForecast['global']>,
  fit: PoolFit,
): (series: number, into: Float64Array) => void {
  const table = cellTable(slice, level);
  const mean = new Float64Array(slice.count);
  const size = new Float64Array(slice.count);
  const ready = new Uint8Array(Math.ceil(slice.count / blockSize));
  return (series, into) => {
    const block = Math.floor(series / blockSize);
    if (ready[block] === 0) {
      const from = block * blockSize;
      applyGlobalModel(
        model,
        table,
        slice.end,
        from,
        Math.min(slice.count, from + blockSize),
        fit,
        mean,
        size,
      );
      ready[block] = 1;
    }
    into[0] = mean[series];
    into[1] = size[series];
  };
}

function pooledSource(
  slice: DemandSlice,
  level: Float64Array,
  fit: PoolFit,
): (series: number, into: Float64Array) => void {
  const { end, groups } = slice;
  const weights = discountWeights(fit.discount, end);
  const state = new Float64Array(slot.length);
  return (series, into) => {
    const group = groups === null ? 0 : groups[series];
    seriesState(level, series * end, (series + 1) * end, Number.NaN, weights, state);
    seriesForecast(state, fit, fit.groupMean[group], fit.groupActive[group]);
    const relative = state[slot.within] + state[slot.rate];
    const ended =
      state[slot.unobserved] >= endedAfter ||
      chanceAlive(state, fit.deathHazard, fit.groupActive[group]) <= endedBelow;
    // A part that nobody has observed yet is new, not ended.
    into[0] = ended && state[slot.observed] > 0 ? 0 : state[slot.mean];
    into[1] = relative > 0 ? Math.min(largestSize, 1 / relative) : largestSize;
  };
}

export function createBlendForecaster(
  slice: DemandSlice,
  sources: BlendSources,
  choiceOf: (series: number) => Choice,
  drift = 0,
): DistributionForecaster {
  const perUnit = Math.round(1 / slice.unit);
  const historical = createHistoricalQuantiles(slice);
  const law = new Float64Array(2);
  return {
    methodOf: (series) => choiceName(choiceOf(series), sources),
    forecast(series, levels, mean, quantiles) {
      const choice = choiceOf(series);
      blendedLaw(sources, choice, series, law);
      const [level, size] = law;
      if (level === 0) {
        mean.fill(0);
        quantiles.fill(0);
        return;
      }
      const asked = cautiousLevels(levels, choice.caution);
      if (choice.form === 'history') {
        historical.forecast(series, asked, mean, quantiles);
        for (let i = 0; i < quantiles.length; i++) if (!(asked[i % asked.length] > 0)) quantiles[i] = 0;
        return;
      }
      const still = sources.factors === null && drift === 0;
      const sizes = choice.trust === Infinity ? noSizes : ownSizes(sources.cells, series, slice.end);
      const width = levels.length;
      for (let h = 0; h < mean.length; h++) {
        const factor = (sources.factors === null ? 1 : sources.factors(h)) * driftGrowth(drift, level, h + 1);
        mean[h] = (level * factor) / perUnit;
        if (h > 0 && still) {
          quantiles.copyWithin(h * width, 0, width);
          continue;
        }
        const own = quantiles.subarray(h * width, (h + 1) * width);
        demandQuantiles(
          level * factor,
          driftedSize(drift, level, size, h + 1),
          sizes,
          choice.trust,
          asked,
          own,
        );
        for (let q = 0; q < width; q++) own[q] /= perUnit;
      }
    },
  };
}

const learntLaw = new Float64Array(2);

/**
 * Fills `into` with mean (whole steps of the slice's unit, without season) and size of a period of a series; mean 0 is a
 * series that has ended.
 */
export function blendedLaw(sources: BlendSources, choice: Choice, series: number, into: Float64Array): void {
  sources.pooled(series, into);
  const share = choice.learntShare;
  if (into[0] === 0 || sources.learnt === null || share === 0 || choice.form === 'history') return;
  sources.learnt(series, learntLaw);
  into[0] = share * learntLaw[0] + (1 - share) * into[0];
  into[1] = learntLaw[1] ** share * into[1] ** (1 - share);
}

const noSizes = new Float64Array(0);

function ownSizes(cells: Float64Array, series: number, end: number): Float64Array {
  return cells
    .subarray(series * end, (series + 1) * end)
    .filter((value) => value > 0)
    .toSorted();
}

function choiceName(choice: Choice, sources: BlendSources): string {
  if (choice.form === 'history') return 'historicalQuantiles';
  const share = sources.learnt === null ? 0 : choice.learntShare;
  const base = share === 0 ? 'negativeBinomial' : share === 1 ? 'global' : 'blend';
  const sized = choice.trust === Infinity ? base : `${base}Sizes`;
  return sources.factors === null ? sized : `${sized}Seasonal`;
}
