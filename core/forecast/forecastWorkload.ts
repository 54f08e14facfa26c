/**
 * Work for timing the forecast room: seeded monthly series of the density of dealer demand, and each kernel as a
 * function to be timed by whoever has a clock. The numbers that the functions return keep a compiler from leaving
 * the work out, and are the same every time.
 */
import { drained } from '../base/drained.ts';
import { createRandom } from '../base/random.ts';
import { adida } from './adida.ts';
import { croston } from './croston.ts';
import { crostonOptimized } from './crostonOptimized.ts';
import { accumulatePool, createDemandPool, type DemandPool } from './demandPool.ts';
import { fitPool } from './fitPool.ts';
import { imapa } from './imapa.ts';
import { negativeBinomialQuantile } from './negativeBinomial.ts';
import { createLearntPositions, learnPositions } from './learntPositions.ts';
import { forecastBlock, type PoolFit, type PooledForecastColumns } from './pooledNegativeBinomial.ts';
import { sba } from './sba.ts';
import { sbj } from './sbj.ts';
import { ses } from './ses.ts';
import { tsb } from './tsb.ts';

export interface ForecastWorkload {
  readonly figure: string;
  /** Series (or quantiles) that one run works through. */
  readonly count: number;
  readonly run: () => number;
}

const periods = 39;
const trainedSeries = 1_000;
const horizon = 6;
/** As the plan forecasts them. */
const seriesAtOnce = 512;

export function forecastWorkloads(count = 100_000, seed = 7): ForecastWorkload[] {
  const whole = sparseSeries(count, seed);
  const values = Float64Array.from(whole);
  const sum = (forecast: (from: number, to: number) => number): number => {
    let total = 0;
    for (let s = 0; s < count; s++) total += forecast(s * periods, (s + 1) * periods);
    return total;
  };
  const pool = accumulated(whole, count);
  const fit = fitPool(pool);
  const columns: PooledForecastColumns = {
    mean: new Float32Array(count),
    dispersionWithin: new Float32Array(count),
    dispersionRate: new Float32Array(count),
    demandClass: new Uint8Array(count),
    lastDemandAge: new Uint8Array(count),
  };
  const pooled = (): number => {
    forecastBlock(whole, periods, count, null, fit, columns, 0);
    return columns.mean[count - 1];
  };
  pooled();
  const quantiles = (): number => {
    let total = 0;
    for (let s = 0; s < count; s++) {
      const relative = columns.dispersionWithin[s] + columns.dispersionRate[s];
      total += negativeBinomialQuantile(0.95, 2 * columns.mean[s], relative > 0 ? 1 / relative : Infinity);
    }
    return total;
  };
  return [
    { figure: 'ses', count, run: () => sum((from, to) => ses(values, from, to, 0.1)) },
    { figure: 'croston', count, run: () => sum((from, to) => croston(values, from, to, 0.1)) },
    { figure: 'sba', count, run: () => sum((from, to) => sba(values, from, to, 0.1)) },
    { figure: 'sbj', count, run: () => sum((from, to) => sbj(values, from, to, 0.1)) },
    { figure: 'tsb', count, run: () => sum((from, to) => tsb(values, from, to, 0.1, 0.1)) },
    { figure: 'crostonOptimized', count, run: () => sum((from, to) => crostonOptimized(values, from, to)) },
    { figure: 'adida', count, run: () => sum((from, to) => adida(values, from, to)) },
    { figure: 'imapa', count, run: () => sum((from, to) => imapa(values, from, to)) },
    { figure: 'pool', count, run: () => accumulated(whole, count).sums[0].demand[0] },
    { figure: 'fitPool', count, run: () => fitPool(pool).discount },
    { figure: 'negativeBinomial', count, run: pooled },
    { figure: 'quantile', count, run: quantiles },
    { figure: 'learnt', count, run: learntForecasts(whole, count, fit) },
  ];
}

/** Features, bins and trees of a model that was trained on the first of the series. */
function learntForecasts(whole: Uint16Array, count: number, fit: PoolFit): () => number {
  const trained = Math.min(count, trainedSeries);
  const groups = new Uint16Array(count);
  const cells = whole.subarray(0, trained * periods);
  const run = { first: 0, cells, groups: groups.subarray(0, trained), region: 0 };
  const training = learnPositions([run], periods, periods, horizon, fit);
  const forecast = createLearntPositions(drained(training), fit);
  const wanted = new Uint8Array(seriesAtOnce).fill(1);
  const mean = new Float64Array(count);
  const size = new Float64Array(count);
  return () => {
    for (let from = 0; from < count; from += seriesAtOnce) {
      const to = Math.min(count, from + seriesAtOnce);
      const block = { cells: whole, periods, rows: count, groups, from, to };
      forecast(block, wanted, mean.subarray(from, to), size.subarray(from, to));
    }
    return mean[count - 1] + size[count - 1];
  };
}

function accumulated(whole: Uint16Array, count: number): DemandPool {
  const pool = createDemandPool({ periods, expectedSeries: count });
  accumulatePool(pool, whole, count, null, 0);
  return pool;
}

/** About three of four months without demand, sizes mostly one or two, rates that differ tenfold. */
function sparseSeries(count: number, seed: number): Uint16Array {
  const random = createRandom(`forecast workload ${seed}`);
  const cells = new Uint16Array(count * periods);
  for (let s = 0; s < count; s++) {
    const share = Math.min(0.9, random.gamma(1.2, 0.2));
    for (let t = 0; t < periods; t++) {
      if (random.next() < share) cells[s * periods + t] = 1 + random.poisson(0.6);
    }
  }
  return cells;
}
