/**
 * IMAPA: the mean of ADIDA's forecasts over block lengths 1 up to the rounded mean interval. No demand → 0.
 * O(n × mean interval). Source: F. Petropoulos and N. Kourentzes, "Forecast combinations for intermittent demand",
 * JORS 66 (2015).
 */
import { blockForecast, meanIntervalBlock } from './adida.ts';

export function imapa(values: Float64Array, from: number, to: number): number {
  const longest = meanIntervalBlock(values, from, to);
  if (longest === 0) return 0;
  let sum = 0;
  for (let length = 1; length <= longest; length++) sum += blockForecast(values, from, to, length);
  return sum / longest;
}
