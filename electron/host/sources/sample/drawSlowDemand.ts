/**
 * Writes the monthly demand of a slow mover at a dealer: the shape of the item's real series, or sometimes
 * of one of its neighbours, thinned or multiplied by the dealer's factor, a month early or late now and then.
 * O(months with demand) after the zeros.
 */
import type { Random } from '../../../../core/base/random.ts';
import { notObserved } from '../../../../core/model/position.ts';
import type { PatternBank } from './patternBank.ts';

export function drawSlowDemand(
  bank: PatternBank,
  pattern: number,
  dealerFactor: number,
  demand: Uint16Array,
  at: number,
  periods: number,
  random: Random,
): void {
  const end = bank.end[pattern];
  for (let month = end; month < periods; month++) demand[at + month] = notObserved;
  let shape = pattern;
  if (random.next() < 0.35) shape = Math.min(bank.count - 1, Math.max(0, pattern + random.integer(-6, 7)));
  for (let event = bank.start[shape]; event < bank.start[shape + 1]; event++) {
    const expected = bank.units[event] * dealerFactor;
    const chance = random.next();
    const units = Math.floor(expected + chance);
    if (units === 0) continue;
    // The fraction of the draw that rounding didn't use decides the shift, so an event costs one draw.
    const rest = chance * 16 - Math.floor(chance * 16);
    const month = bank.months[event] + (rest < 0.15 ? -1 : rest > 0.85 ? 1 : 0);
    if (month >= 0 && month < end) demand[at + month] += units;
  }
}
