/**
 * The real car-parts series as shapes to draw from: for each series its months with demand, in compressed
 * rows. Real shapes carry what a formula would miss: how demand dies, clusters and comes in pairs.
 */
import { notObserved } from '../../../../core/model/position.ts';
import type { CarParts } from './parseCarParts.ts';

export interface PatternBank {
  readonly count: number;
  /** Months with demand of series s: `months[start[s]] … months[start[s + 1] - 1]`, and the units in `units`. */
  readonly start: Int32Array;
  readonly months: Uint8Array;
  readonly units: Uint16Array;
  /** First month that is not observed any more; all series begin with the first month. */
  readonly end: Uint8Array;
  readonly total: Float64Array;
  /** Units of the last twelve months; 0 for a series that has stopped. */
  readonly recent: Float64Array;
}

export function createPatternBank({ ids, periods, demand }: CarParts): PatternBank {
  const count = ids.length;
  const start = new Int32Array(count + 1);
  const months: number[] = [];
  const units: number[] = [];
  const end = new Uint8Array(count);
  const total = new Float64Array(count);
  const recent = new Float64Array(count);
  for (let series = 0; series < count; series++) {
    for (let month = 0; month < periods; month++) {
      const quantity = demand[series * periods + month];
      if (quantity === notObserved) continue;
      end[series] = month + 1;
      if (quantity === 0) continue;
      months.push(month);
      units.push(quantity);
      total[series] += quantity;
      if (month >= periods - 12) recent[series] += quantity;
    }
    start[series + 1] = months.length;
  }
  return {
    count,
    start,
    months: Uint8Array.from(months),
    units: Uint16Array.from(units),
    end,
    total,
    recent,
  };
}
