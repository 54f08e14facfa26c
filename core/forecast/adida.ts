/**
 * ADIDA: sums of blocks as long as the mean interval between demands are smoothed (α optimised in [0.1, 0.3]) and
 * spread back evenly. The oldest remainder is dropped; the mean interval is rounded half to even. No demand → 0.
 * O(n). Source: K. Nikolopoulos, A. A. Syntetos, J. E. Boylan, F. Petropoulos and V. Assimakopoulos, "An
 * aggregate-disaggregate intermittent demand approach (ADIDA)", JORS 62 (2011).
 */
import { sesOptimized } from './sesOptimized.ts';

let blocks = new Float64Array(128);

export function adida(values: Float64Array, from: number, to: number): number {
  const length = meanIntervalBlock(values, from, to);
  return length === 0 ? 0 : blockForecast(values, from, to, length);
}

/** The mean interval between demands (the first one counted from the start), half to even; 0 without demand. */
export function meanIntervalBlock(values: Float64Array, from: number, to: number): number {
  let count = 0;
  let last = from - 1;
  for (let t = from; t < to; t++) {
    if (values[t] > 0) {
      count++;
      last = t;
    }
  }
  if (count === 0) return 0;
  const mean = (last - from + 1) / count;
  const below = Math.floor(mean);
  const rest = mean - below;
  return rest > 0.5 || (rest === 0.5 && below % 2 === 1) ? below + 1 : below;
}

/** Forecast a period from optimised SES on sums of `length` periods. */
export function blockForecast(values: Float64Array, from: number, to: number, length: number): number {
  const count = Math.floor((to - from) / length);
  if (count > blocks.length) blocks = new Float64Array(2 * count);
  let t = to - count * length;
  for (let b = 0; b < count; b++) {
    let sum = 0;
    for (const end = t + length; t < end; t++) sum += values[t];
    blocks[b] = sum;
  }
  return sesOptimized(blocks, 0, count, 0.1, 0.3) / length;
}
