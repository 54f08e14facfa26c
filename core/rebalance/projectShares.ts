/**
 * Moves the shares of a lane back onto the nearest ones that are not negative and add up to at most its cost
 * (projection onto a simplex). O(n log n). `sorted` is room for as many numbers as the lane has rows.
 */
export function projectShares(
  share: Float64Array,
  rows: Int32Array,
  from: number,
  to: number,
  budget: number,
  sorted: Float64Array,
): void {
  let sum = 0;
  for (let k = from; k < to; k++) sum += share[rows[k]];
  if (sum <= budget) return;
  let count = 0;
  for (let k = from; k < to; k++) sorted[count++] = share[rows[k]];
  const values = sorted.subarray(0, count);
  values.sort();
  let level = 0;
  let top = 0;
  for (let k = count - 1; k >= 0; k--) {
    top += values[k];
    level = (top - budget) / (count - k);
    if (k === 0 || values[k - 1] <= level) break;
  }
  for (let k = from; k < to; k++) {
    const row = rows[k];
    share[row] = share[row] > level ? share[row] - level : 0;
  }
}
