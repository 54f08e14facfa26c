import { forecastWorkloads } from '../../../../core/forecast/forecastWorkload.ts';
import { figure, medianMs, memoryBandwidth, type Bench } from './figure.ts';

const series = 50_000;
/** Bytes of a series of 39 months, as the point methods read it. */
const seriesBytes = 39 * 8;

/** Series (or quantiles) a second on one thread; the anchor is reading as many histories once. */
export const forecastBench: Bench = {
  name: 'forecast',
  async run() {
    const memory = { name: 'memory', value: memoryBandwidth() / seriesBytes };
    return forecastWorkloads(series).map(({ figure: name, count, run }) => {
      const ms = medianMs(3, run);
      if (name === 'fitPool') return figure('forecast', name, ms, 'ms');
      if (name === 'quantile') return figure('forecast', name, count / (ms / 1000), 'quantiles/s');
      return figure('forecast', name, count / (ms / 1000), 'series/s', memory);
    });
  },
};
