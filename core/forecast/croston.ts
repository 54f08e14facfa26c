/**
 * Croston's method: sizes of demands and intervals between them are smoothed apart, and the forecast is
 * size / interval. The first interval is the 1-based index of the first demand; both start at their first element.
 * No demand → 0. O(n), one pass, no allocation. It never learns that a part has died: nothing moves between demands.
 * Source: J. D. Croston, "Forecasting and stock control for intermittent demands", ORQ 23 (1972).
 */
export function croston(values: Float64Array, from: number, to: number, alpha: number): number {
  let size = 0;
  let interval = 0;
  let last = -1;
  for (let t = from; t < to; t++) {
    const value = values[t];
    if (value > 0) {
      if (last < 0) {
        size = value;
        interval = t - from + 1;
      } else {
        size = alpha * value + (1 - alpha) * size;
        interval = alpha * (t - last) + (1 - alpha) * interval;
      }
      last = t;
    }
  }
  return last < 0 ? 0 : size / interval;
}
