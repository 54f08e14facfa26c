/**
 * Draws positions in proportion to their mean demand. Sums over blocks of 256 positions are searched, then the
 * block is walked, so 20 million positions cost 0.6 MB. O(n) to create, O(log(n / 256) + 256) a draw.
 */
import type { Random } from '../../../../core/base/random.ts';

export interface DemandDraw {
  /** Units a month over all positions. */
  readonly total: number;
  draw(random: Random): number;
}

const blockSize = 256;

export function createDemandDraw(positions: number, monthlyMean: (position: number) => number): DemandDraw {
  const blocks = new Float64Array(Math.ceil(positions / blockSize));
  let total = 0;
  for (let position = 0; position < positions; position++) {
    total += meanOf(position);
    blocks[Math.floor(position / blockSize)] = total;
  }

  function meanOf(position: number): number {
    const mean = monthlyMean(position);
    return mean > 0 ? mean : 0;
  }

  return {
    total,
    draw(random) {
      const target = random.next() * total;
      let low = 0;
      let high = blocks.length - 1;
      while (low < high) {
        const middle = (low + high) >>> 1;
        if (blocks[middle] > target) high = middle;
        else low = middle + 1;
      }
      let sum = low === 0 ? 0 : blocks[low - 1];
      let last = low * blockSize;
      const end = Math.min(positions, last + blockSize);
      for (let position = last; position < end; position++) {
        const mean = meanOf(position);
        if (mean === 0) continue;
        last = position;
        sum += mean;
        if (sum > target) break;
      }
      return last;
    },
  };
}
