/**
 * Demand over h months from three numbers per position: the mean a month (units), the dispersion within months (c1)
 * and the dispersion of the rate (c2). Months vary on their own and share one uncertain rate, so
 *
 *   E[D(h)] = mean·h,   Var[D(h)] = mean·h + (c1·h + c2·h²)·mean² + mean²·varL
 *
 * and D(h) is negative binomial with size(h) = 1 / (c1/h + c2 + varL/h²). h in months (real, ≥ 0), varL in months²
 * (the variance of the lead time). One distribution for every h: the quantile of a lead time is never a sum of
 * monthly quantiles. O(1). Source: mixed Poisson demand, Zipkin, Foundations of Inventory Management, section 6.5;
 * random lead times, Silver, Pyke and Thomas, Inventory and Production Management, section 6.10.
 */
import { negativeBinomialCdf, negativeBinomialLoss, negativeBinomialQuantile } from './negativeBinomial.ts';

export interface MonthlyDemand {
  /** Units a month. */
  readonly mean: number;
  /** c1: relative variance that each month adds on its own. */
  readonly dispersionWithin: number;
  /** c2: relative variance of the rate, shared by all months. */
  readonly dispersionRate: number;
}

/** Size of the negative binomial over h months; Infinity is Poisson. */
export function leadTimeSize(h: number, c1: number, c2: number, varL = 0): number {
  const relative = h > 0 ? c1 / h + c2 + varL / (h * h) : 0;
  return relative > 0 ? 1 / relative : Infinity;
}

export function leadTimeMean(h: number, mean: number): number {
  return h > 0 ? mean * h : 0;
}

/** Units². */
export function leadTimeVariance(h: number, mean: number, c1: number, c2: number, varL = 0): number {
  return h > 0 ? mean * h + (c1 * h + c2 * h * h + varL) * mean * mean : 0;
}

/** Smallest whole number of units that covers the demand of h months with probability p. */
export function leadTimeQuantile(p: number, h: number, demand: MonthlyDemand, varL = 0): number {
  const size = leadTimeSize(h, demand.dispersionWithin, demand.dispersionRate, varL);
  return negativeBinomialQuantile(p, leadTimeMean(h, demand.mean), size);
}

/** P(demand of h months ≤ x). */
export function leadTimeCdf(x: number, h: number, demand: MonthlyDemand, varL = 0): number {
  const size = leadTimeSize(h, demand.dispersionWithin, demand.dispersionRate, varL);
  return negativeBinomialCdf(x, leadTimeMean(h, demand.mean), size);
}

/** Expected units short when x units face the demand of h months. */
export function leadTimeLoss(x: number, h: number, demand: MonthlyDemand, varL = 0): number {
  const size = leadTimeSize(h, demand.dispersionWithin, demand.dispersionRate, varL);
  return negativeBinomialLoss(x, leadTimeMean(h, demand.mean), size);
}
