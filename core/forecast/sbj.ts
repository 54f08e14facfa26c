/**
 * Shale-Boylan-Johnston: Croston × (1 − α/(2 − α)), its unbiased form for Poisson arrivals. O(n), no allocation.
 * Source: E. A. Shale, J. E. Boylan and F. R. Johnston, "Forecasting for intermittent demand: the estimation of an
 * unbiased average", JORS 57 (2006).
 */
import { croston } from './croston.ts';

export function sbj(values: Float64Array, from: number, to: number, alpha: number): number {
  return croston(values, from, to, alpha) * (1 - alpha / (2 - alpha));
}
