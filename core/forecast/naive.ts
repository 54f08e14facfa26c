/**
 * Naive forecast: the last value goes on. O(1). Values in units a period, half-open range; empty range → 0.
 * Source: Hyndman and Athanasopoulos, Forecasting: Principles and Practice (3rd ed.), section 5.2.
 */
export function naive(values: Float64Array, from: number, to: number): number {
  return to > from ? values[to - 1] : 0;
}
