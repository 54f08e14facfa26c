/**
 * What the learnt model sees of a series at an origin: counts, sums and maxima over recent windows, discounted means,
 * time since the last demand, sizes and their spread, last year's same season, the recent demand of neighbours in row
 * order (part numbers that lie together often belong together), and the pooled forecast that it corrects. Features
 * read cells before the origin alone. O(cells + neighbours) a series; in whole units of demand.
 */
import {
  chanceAlive,
  discountWeights,
  overdispersionOf,
  type PoolFit,
  seriesForecast,
  seriesState,
  slot,
} from './pooledNegativeBinomial.ts';

const windows = [1, 2, 3, 6, 12, 24];
const discounts = [0.5, 0.7, 0.8, 0.9, 0.96];
const neighbourReach = [1, 3, 8, 20];
export const widestReach = 20;

/** Order of the features in a row; a model file names them, so that a changed list is noticed. */
export const featureNames: readonly string[] = [
  ...windows.map((w) => `sum${w}`),
  ...windows.map((w) => `active${w}`),
  ...windows.map((w) => `largest${w}`),
  ...discounts.map((d) => `discounted${d}`),
  'activeFast',
  'activeSlow',
  'observed',
  'sinceLast',
  'sinceFirst',
  'lastGap',
  'silence',
  'mean',
  'size',
  'lastSize',
  'spread',
  'trend',
  'fastToBase',
  'yearToBase',
  'seasonToYear',
  'yearGrowth',
  ...neighbourReach.flatMap((k) => [`near${k}`, `nearActive${k}`, `nearSince${k}`]),
  'alive',
  'baseSize',
  'base',
];

const at = Object.fromEntries(featureNames.map((name, i) => [name, i]));
const featureCount = featureNames.length;
const place = {
  activeFast: at['activeFast'],
  observed: at['observed'],
  size: at['size'],
  near: at['near1'],
  alive: at['alive'],
  discounted: 3 * windows.length,
};
export const baseFeature = place.alive + 2;
export const baseSizeFeature = place.alive + 1;

/** Cells of a table as the learnt model reads them: whole units, series-major, NaN not observed. */
export interface CellTable {
  readonly cells: Float64Array;
  /** Cells a series. */
  readonly stride: number;
  readonly count: number;
  readonly groups: Uint16Array | null;
  readonly season: number;
}

/** Bases are kept away from zero and infinity, so that a correction by a factor can always act. */
const smallestBase = 1e-4;
const largestSize = 1e4;

/**
 * Features of series [from, to) at origin `end`, row after row; with `wanted` (by series from `from` on, 0 is not
 * wanted) of the wanted ones alone. `fit` holds the pool's parameters, with group means as of the origin. `ahead` is the
 * length of the forecast window in periods.
 */
export function demandFeatures(
  table: CellTable,
  end: number,
  from: number,
  to: number,
  fit: PoolFit,
  ahead: number,
  wanted: ArrayLike<number> | null = null,
): Float64Array {
  const first = Math.max(0, from - widestReach);
  const last = Math.min(table.count, to + widestReach);
  const weights = discountWeights(fit.discount, end);
  const state = new Float64Array(slot.length);
  const undying = { ...fit, deathHazard: 0 };
  const near = createNeighbourSums(last - first);
  const recent = new Float64Array(3);
  for (let s = first; s < last; s++) {
    recentFigures(table, s, end, recent);
    near.add(s - first, recent);
  }
  let count = to - from;
  if (wanted !== null) for (let s = from; s < to; s++) if (wanted[s - from] === 0) count--;
  const rows = new Float64Array(count * featureCount);
  const row = new Float64Array(featureCount);
  let offset = 0;
  for (let s = from; s < to; s++) {
    if (wanted !== null && wanted[s - from] === 0) continue;
    ownFeatures(table, s, end, ahead, row);
    near.fill(s - first, row, place.near);
    baseFeatures(table, s, end, fit, weights, state, row, undying);
    rows.set(row, offset);
    offset += featureCount;
  }
  return rows;
}

/** What neighbours see of a series: its mean discounted by 0.8, how often it lately had demand, and since when not. */
function recentFigures(
  { cells, stride }: CellTable,
  series: number,
  end: number,
  figures: Float64Array,
): void {
  const base = series * stride;
  let demand = 0;
  let exposure = 0;
  let active = 0;
  let last = -1;
  for (let t = 0; t < end; t++) {
    const value = cells[base + t];
    demand *= 0.8;
    exposure *= 0.8;
    active *= 0.95;
    if (!(value >= 0)) continue;
    exposure++;
    if (value === 0) continue;
    demand += value;
    active += 0.05;
    last = t;
  }
  figures[0] = exposure > 0 ? demand / exposure : Number.NaN;
  figures[1] = active;
  figures[2] = last < 0 ? 999 : end - last;
}

const figuresOfOne = new Float64Array(3);

function ownFeatures(table: CellTable, series: number, end: number, ahead: number, row: Float64Array): void {
  const { cells, stride, season } = table;
  const base = series * stride;
  // One after the other in variables of their own: an array of them costs three times as much.
  let demand50 = 0;
  let demand70 = 0;
  let demand90 = 0;
  let demand96 = 0;
  let exposure50 = 0;
  let exposure70 = 0;
  let exposure90 = 0;
  let exposure96 = 0;
  let activeFast = 0;
  let observed = 0;
  let firstObserved = -1;
  let first = -1;
  let last = -1;
  let before = -1;
  let lastSize = Number.NaN;
  let nonzero = 0;
  let sum = 0;
  let squares = 0;
  for (let t = 0; t < end; t++) {
    const value = cells[base + t];
    demand50 *= 0.5;
    demand70 *= 0.7;
    demand90 *= 0.9;
    demand96 *= 0.96;
    exposure50 *= 0.5;
    exposure70 *= 0.7;
    exposure90 *= 0.9;
    exposure96 *= 0.96;
    activeFast *= 0.8;
    if (!(value >= 0)) continue;
    if (firstObserved < 0) firstObserved = t;
    observed++;
    exposure50++;
    exposure70++;
    exposure90++;
    exposure96++;
    if (value === 0) continue;
    demand50 += value;
    demand70 += value;
    demand90 += value;
    demand96 += value;
    activeFast += 0.2;
    nonzero++;
    sum += value;
    squares += value * value;
    if (first < 0) first = t;
    before = last;
    last = t;
    lastSize = value;
  }
  windowFeatures(cells, base, end, row);
  recentFigures(table, series, end, figuresOfOne);
  const [recentMean, activeSlow] = figuresOfOne;
  const demands = place.discounted;
  row[demands] = exposure50 > 0 ? demand50 / exposure50 : Number.NaN;
  row[demands + 1] = exposure70 > 0 ? demand70 / exposure70 : Number.NaN;
  row[demands + 2] = recentMean;
  row[demands + 3] = exposure90 > 0 ? demand90 / exposure90 : Number.NaN;
  row[demands + 4] = exposure96 > 0 ? demand96 / exposure96 : Number.NaN;
  row[place.activeFast] = activeFast;
  row[place.activeFast + 1] = activeSlow;
  let f = place.observed;
  row[f++] = observed;
  row[f++] = last < 0 ? 999 : end - last;
  row[f++] = first < 0 ? -1 : end - first;
  row[f++] = before < 0 ? 999 : last - before;
  row[f++] = nonzero === 0 ? Number.NaN : ((end - last) * nonzero) / (last - firstObserved + 1);
  row[f++] = observed > 0 ? sum / observed : Number.NaN;
  row[f++] = nonzero > 0 ? sum / nonzero : Number.NaN;
  row[f++] = lastSize;
  row[f++] = nonzero > 0 ? squares / sum : Number.NaN;
  row[f++] = Math.log((row[demands + 1] + 0.05) / (row[demands + 3] + 0.05));
  f += 2;
  const year = windowMean(cells, base, end - season, end);
  const coming = windowMean(cells, base, end - season, Math.min(end, end - season + ahead));
  row[f++] = Math.log((coming + 0.05) / (year + 0.05));
  row[f] = Math.log((year + 0.05) / (windowMean(cells, base, end - 2 * season, end - season) + 0.05));
}

/** Sum, number and largest of the demands in each window before the origin, by one walk back. */
function windowFeatures(cells: Float64Array, base: number, end: number, row: Float64Array): void {
  const width = windows.length;
  let sum = 0;
  let active = 0;
  let largest = 0;
  let t = end - 1;
  for (let w = 0; w < width; w++) {
    const from = Math.max(0, end - windows[w]);
    for (; t >= from; t--) {
      const value = cells[base + t];
      if (!(value > 0)) continue;
      sum += value;
      active++;
      if (value > largest) largest = value;
    }
    row[w] = sum;
    row[width + w] = active;
    row[2 * width + w] = largest;
  }
}

/** Mean of the observed cells in [from, to) of a series; NaN where the window begins before the history. */
function windowMean(cells: Float64Array, base: number, from: number, to: number): number {
  if (from < 0) return Number.NaN;
  let sum = 0;
  let count = 0;
  for (let t = from; t < to; t++) {
    const value = cells[base + t];
    if (!(value >= 0)) continue;
    sum += value;
    count++;
  }
  return count > 0 ? sum / count : Number.NaN;
}

function baseFeatures(
  table: CellTable,
  series: number,
  end: number,
  fit: PoolFit,
  weights: Float64Array,
  state: Float64Array,
  row: Float64Array,
  undying: PoolFit,
): void {
  const group = table.groups === null ? 0 : table.groups[series];
  const start = series * table.stride;
  seriesState(table.cells, start, start + end, Number.NaN, weights, state);
  // The base is the rate of a part that lives; what silence means for it is left to the trees.
  row[place.alive] = chanceAlive(state, fit.deathHazard, fit.groupActive[group]);
  seriesForecast(state, undying, fit.groupMean[group], fit.groupActive[group]);
  const base = Math.max(smallestBase, state[slot.mean]);
  const relative = state[slot.within] + state[slot.rate];
  row[baseSizeFeature] = relative > 0 ? Math.min(largestSize, 1 / relative) : largestSize;
  row[baseFeature] = base;
  if (state[slot.mean] === 0) row[baseSizeFeature] = 1 / (overdispersionOf(state, fit.overdispersion) + 1);
  const trendAt = place.size + 3;
  row[trendAt + 1] = Math.log((row[place.discounted] + 0.05) / (base + 0.05));
  row[trendAt + 2] = Math.log((row[4] / Math.min(12, end) + 0.05) / (base + 0.05));
}

interface NeighbourSums {
  readonly add: (index: number, figures: Float64Array) => void;
  readonly fill: (index: number, rows: Float64Array, offset: number) => void;
}

/** Means over the neighbours on both sides, by prefix sums. */
function createNeighbourSums(count: number): NeighbourSums {
  const prefix = Array.from({ length: 4 }, () => new Float64Array(count + 1));
  const own = Array.from({ length: 4 }, () => new Float64Array(count));
  return {
    add(index, [mean, active, since]) {
      const seen = Number.isNaN(mean) ? 0 : 1;
      own[0][index] = seen;
      own[1][index] = seen === 1 ? mean : 0;
      own[2][index] = seen * active;
      own[3][index] = seen * Math.min(24, since);
      for (let k = 0; k < 4; k++) prefix[k][index + 1] = prefix[k][index] + own[k][index];
    },
    fill(index, rows, offset) {
      for (let r = 0; r < neighbourReach.length; r++) {
        const low = Math.max(0, index - neighbourReach[r]);
        const high = Math.min(count, index + neighbourReach[r] + 1);
        const seen = prefix[0][high] - prefix[0][low] - own[0][index];
        for (let k = 1; k < 4; k++) {
          const sum = prefix[k][high] - prefix[k][low] - own[k][index];
          rows[offset + 3 * r + k - 1] = seen > 0 ? sum / seen : Number.NaN;
        }
      }
    },
  };
}
