import { createRandom } from '../../../../core/base/random.ts';
import { accumulatePool, createDemandPool } from '../../../../core/forecast/demandPool.ts';
import { fitPool } from '../../../../core/forecast/fitPool.ts';
import { pointMethods, defaultSettings, type PointMethodName } from '../../../../core/forecast/methods.ts';
import { forecastBlock } from '../../../../core/forecast/pooledNegativeBinomial.ts';
import { figure, medianMs, memoryBandwidth, type Bench } from './figure.ts';

const series = 50_000;
const periods = 39;
const measured: readonly PointMethodName[] = [
  'ses',
  'croston',
  'sba',
  'tsb',
  'crostonOptimized',
  'adida',
  'imapa',
];

/** Series a second on one thread, sparse monthly demand of 39 months; the anchor is reading the histories once. */
export const forecastBench: Bench = {
  name: 'forecast',
  async run() {
    const history = new Uint16Array(series * periods);
    const random = createRandom(17);
    for (let s = 0; s < series; s++) {
      const rate = random.gamma(0.4, 0.9);
      for (let t = 0; t < periods; t++) history[s * periods + t] = random.poisson(rate);
    }
    const values = Float64Array.from(history);
    const memory = { name: 'memory', value: memoryBandwidth() / (periods * 8) };
    const out = new Float64Array(1);
    const figures = measured.map((name) => {
      const method = pointMethods[name];
      const ms = medianMs(3, () => {
        for (let s = 0; s < series; s++)
          method.forecast(values, s * periods, (s + 1) * periods, defaultSettings, out);
      });
      return figure('forecast', name, series / (ms / 1000), 'series/s', memory);
    });
    const pool = createDemandPool({ periods, groupCount: 1, expectedSeries: series });
    const pooling = medianMs(1, () => accumulatePool(pool, history, series, null, 0));
    let fit = fitPool(pool);
    const fitting = medianMs(1, () => {
      fit = fitPool(pool);
    });
    const columns = {
      mean: new Float32Array(series),
      dispersionWithin: new Float32Array(series),
      dispersionRate: new Float32Array(series),
      demandClass: new Uint8Array(series),
      lastDemandAge: new Uint8Array(series),
    };
    const block = medianMs(3, () => forecastBlock(history, periods, series, null, fit, columns, 0));
    return [
      ...figures,
      figure('forecast', 'negativeBinomial', series / (block / 1000), 'series/s', memory),
      figure('forecast', 'pool', series / (pooling / 1000), 'series/s', memory),
      figure('forecast', 'fit-pool', fitting, 'ms'),
    ];
  },
};
