/**
 * Shortage and excess of a position, in whole units (DOMAIN terms: windows are multiples of lead time).
 *
 *   shortage = ⌈safety stock − projected on hand at the end of the shortage window⌉, at least 0
 *   excess   = ⌊smallest projected on hand in the excess window − max(safety stock, hold-back)⌋, at least 0
 *
 * Projected on hand falls by the mean demand a day and rises by arrivals on their day. A position that shows both is
 * a shortage. Both are found in O(1): with one known arrival the projection's smallest value lies just before it or
 * at the window's end.
 */
export interface BalanceInput {
  /** Units free to promise, less what waiting customers will take. */
  readonly net: number;
  readonly meanPerDay: number;
  /** Days until the known arrival (Infinity: none) and its units. */
  readonly arrivalDays: number;
  readonly arrivalQuantity: number;
  readonly safetyStock: number;
  readonly holdBack: number;
  readonly shortageWindowDays: number;
  readonly excessWindowDays: number;
}

export function projectedOnHand(input: BalanceInput, day: number): number {
  const arrived = day >= input.arrivalDays ? input.arrivalQuantity : 0;
  return input.net + arrived - input.meanPerDay * day;
}

export function shortageOf(input: BalanceInput): number {
  const gap = input.safetyStock - projectedOnHand(input, input.shortageWindowDays);
  return gap > rounding ? Math.ceil(gap - rounding) : 0;
}

export function excessOf(input: BalanceInput): number {
  const window = input.excessWindowDays;
  let least = projectedOnHand(input, window);
  if (input.arrivalDays <= window) least = Math.min(least, input.net - input.meanPerDay * input.arrivalDays);
  const spare = Math.min(least, input.net) - Math.max(input.safetyStock, input.holdBack);
  return Math.max(0, Math.floor(spare + rounding));
}

/** Float32 columns feed these sums: a gap smaller than this is none. */
const rounding = 1e-4;
