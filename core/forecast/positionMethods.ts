/**
 * How a position of the network may be forecast: by the pooled negative binomial, by a point method around whose mean
 * the pooled dispersion is laid, by the learnt model, or half by each. What serves is decided a segment at a time
 * (positionChoice.ts): demand class × how many units a month the pooled forecast expects. The bands of velocity are
 * counts, from which on chance alone makes a month vary by less than 100, 45 and 20 %. O(periods) a series.
 */
import { demandClasses } from './demandClass.ts';
import { driftingAverage } from './driftingAverage.ts';
import { movingAverage } from './movingAverage.ts';
import { sba } from './sba.ts';
import { ses } from './ses.ts';
import { tsb } from './tsb.ts';

/** By code of the plan's `forecastMethod` column. The pooled forecast is 0: what there is without a choice. */
export const positionMethods = [
  'negativeBinomial',
  'movingAverage',
  'driftingAverage',
  'ses',
  'tsb',
  'sba',
  'learnt',
  'blend',
] as const;
export type PositionMethod = (typeof positionMethods)[number];

/** For people. The distribution is always a negative binomial; a point method moves its mean. */
export const positionMethodLabels: Readonly<Record<PositionMethod, string>> = {
  negativeBinomial: 'Pooled negative binomial',
  movingAverage: 'Mean of the last year',
  driftingAverage: 'Mean of the last year with drift',
  ses: 'Exponential smoothing',
  tsb: 'Teunter-Syntetos-Babai',
  sba: 'Syntetos-Boylan',
  learnt: 'Learnt model',
  blend: 'Half learnt, half pooled',
};

/** Share of the learnt model in a method's forecast. */
export function learntShareOf(method: PositionMethod): number {
  if (method === 'learnt') return 1;
  return method === 'blend' ? 0.5 : 0;
}

/** Months whose mean a moving average is: a whole year, so that no season tips it. */
const year = 12;
const smoothing = 0.1;

/** Point methods of `length` observed periods, oldest first. */
const pointMeans: Readonly<
  Partial<Record<PositionMethod, (observed: Float64Array, length: number) => number>>
> = {
  movingAverage: (observed, length) => movingAverage(observed, 0, length, year),
  driftingAverage: (observed, length) => driftingAverage(observed, 0, length, year),
  ses: (observed, length) => ses(observed, 0, length, smoothing),
  tsb: (observed, length) => tsb(observed, 0, length, smoothing, smoothing),
  sba: (observed, length) => sba(observed, 0, length, smoothing),
};

export function pointMeanOf(
  method: PositionMethod,
): ((observed: Float64Array, length: number) => number) | null {
  return pointMeans[method] ?? null;
}

/** Units a month from which each band of velocity begins. */
const bands = [
  { from: 0, name: 'below 1 a month' },
  { from: 1, name: '1 to 5 a month' },
  { from: 5, name: '5 to 25 a month' },
  { from: 25, name: '25 a month and more' },
] as const;

export const segmentCount = demandClasses.length * bands.length;

/** Segment of a position by what the pooled forecast says of it. */
export function segmentOf(demandClass: number, mean: number): number {
  let band = 0;
  while (band + 1 < bands.length && mean >= bands[band + 1].from) band++;
  return demandClass * bands.length + band;
}

/** For people: `smooth, 5 to 25 a month`. */
export function segmentName(segment: number): string {
  return `${demandClasses[Math.floor(segment / bands.length)]}, ${bands[segment % bands.length].name}`;
}
