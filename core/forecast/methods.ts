/**
 * The table of point forecasting methods: name on the command line, label on screen, parameters with their ranges, the
 * source, and the forecast itself over a half-open range of a series (finite, ≥ 0, units a period) into `out`, one
 * number a coming period. Methods with a distribution of their own are listed beside it, in distributionMethods.
 */
import { adida } from './adida.ts';
import { croston } from './croston.ts';
import { crostonOptimized } from './crostonOptimized.ts';
import { dampedHolt, holt } from './holt.ts';
import { holtWinters } from './holtWinters.ts';
import { imapa } from './imapa.ts';
import { movingAverage } from './movingAverage.ts';
import { naive } from './naive.ts';
import { sba } from './sba.ts';
import { sbj } from './sbj.ts';
import { seasonalNaive } from './seasonalNaive.ts';
import { ses } from './ses.ts';
import { sesOptimized } from './sesOptimized.ts';
import { theta } from './theta.ts';
import { tsb } from './tsb.ts';

export interface MethodSettings {
  /** Smoothing constant of levels and sizes. */
  readonly alpha: number;
  /** Smoothing constant of the probability of demand (TSB). */
  readonly beta: number;
  /** Periods in a season: 12 for months, 52 for weeks. */
  readonly season: number;
  /** Periods of the moving average. */
  readonly window: number;
}

export const defaultSettings: MethodSettings = { alpha: 0.1, beta: 0.1, season: 12, window: 12 };

export interface PointMethod {
  readonly label: string;
  readonly parameters: readonly (keyof MethodSettings)[];
  readonly source: string;
  readonly forecast: (
    values: Float64Array,
    from: number,
    to: number,
    settings: MethodSettings,
    out: Float64Array,
  ) => void;
}

type FlatForecast = (values: Float64Array, from: number, to: number, settings: MethodSettings) => number;

function flat(forecast: FlatForecast): PointMethod['forecast'] {
  return (values, from, to, settings, out) => {
    out.fill(forecast(values, from, to, settings));
  };
}

export const pointMethods = {
  naive: {
    label: 'Naive',
    parameters: [],
    source: 'Hyndman and Athanasopoulos (2021), 5.2',
    forecast: flat(naive),
  },
  seasonalNaive: {
    label: 'Seasonal naive',
    parameters: ['season'],
    source: 'Hyndman and Athanasopoulos (2021), 5.2',
    forecast: (values, from, to, { season }, out) => seasonalNaive(values, from, to, season, out),
  },
  movingAverage: {
    label: 'Moving average',
    parameters: ['window'],
    source: 'Silver, Pyke and Thomas (2017), 3.4.1',
    forecast: flat((values, from, to, { window }) => movingAverage(values, from, to, window)),
  },
  ses: {
    label: 'Exponential smoothing',
    parameters: ['alpha'],
    source: 'Brown (1959)',
    forecast: flat((values, from, to, { alpha }) => ses(values, from, to, alpha)),
  },
  sesOptimized: {
    label: 'Exponential smoothing, optimised',
    parameters: [],
    source: 'Hyndman, Koehler, Ord and Snyder (2008), 2.6',
    forecast: flat((values, from, to) => sesOptimized(values, from, to)),
  },
  holt: {
    label: 'Holt trend',
    parameters: [],
    source: 'Holt (1957)',
    forecast: (values, from, to, _settings, out) => holt(values, from, to, out),
  },
  dampedHolt: {
    label: 'Damped trend',
    parameters: [],
    source: 'Gardner and McKenzie (1985)',
    forecast: (values, from, to, _settings, out) => dampedHolt(values, from, to, out),
  },
  holtWinters: {
    label: 'Holt-Winters, additive',
    parameters: ['season'],
    source: 'Winters (1960)',
    forecast: (values, from, to, { season }, out) => holtWinters(values, from, to, season, out),
  },
  theta: {
    label: 'Theta',
    parameters: ['season'],
    source: 'Assimakopoulos and Nikolopoulos (2000)',
    forecast: (values, from, to, { season }, out) => theta(values, from, to, season, out),
  },
  croston: {
    label: 'Croston',
    parameters: ['alpha'],
    source: 'Croston (1972)',
    forecast: flat((values, from, to, { alpha }) => croston(values, from, to, alpha)),
  },
  sba: {
    label: 'Syntetos-Boylan',
    parameters: ['alpha'],
    source: 'Syntetos and Boylan (2005)',
    forecast: flat((values, from, to, { alpha }) => sba(values, from, to, alpha)),
  },
  sbj: {
    label: 'Shale-Boylan-Johnston',
    parameters: ['alpha'],
    source: 'Shale, Boylan and Johnston (2006)',
    forecast: flat((values, from, to, { alpha }) => sbj(values, from, to, alpha)),
  },
  tsb: {
    label: 'Teunter-Syntetos-Babai',
    parameters: ['alpha', 'beta'],
    source: 'Teunter, Syntetos and Babai (2011)',
    forecast: flat((values, from, to, { alpha, beta }) => tsb(values, from, to, alpha, beta)),
  },
  crostonOptimized: {
    label: 'Croston, optimised',
    parameters: [],
    source: 'Kourentzes (2014)',
    forecast: flat((values, from, to) => crostonOptimized(values, from, to)),
  },
  adida: {
    label: 'ADIDA',
    parameters: [],
    source: 'Nikolopoulos et al. (2011)',
    forecast: flat(adida),
  },
  imapa: {
    label: 'IMAPA',
    parameters: [],
    source: 'Petropoulos and Kourentzes (2015)',
    forecast: flat(imapa),
  },
} as const satisfies Readonly<Record<string, PointMethod>>;

export type PointMethodName = keyof typeof pointMethods;

export const pointMethodNames = Object.keys(pointMethods) as PointMethodName[];

export function isPointMethod(name: string): name is PointMethodName {
  return Object.hasOwn(pointMethods, name);
}
