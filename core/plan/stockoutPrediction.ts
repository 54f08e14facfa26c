/**
 * Predictions that can be checked: the chance that nothing of a position's stock is left within some days, P(demand over
 * them ≥ stock), from the same distribution that the plan counts risk with. Whether it came true is what the position's
 * system reports, whoever asks in vain. Stock in units, days whole. O(log stock) a position.
 */
import { daysPerMonth } from '../base/calendar.ts';
import { leadTimeSize } from '../forecast/leadTimeDemand.ts';
import { negativeBinomialSf } from '../forecast/negativeBinomial.ts';
import { netStock } from './netStock.ts';
import type { PlanState } from './planState.ts';

/** A prediction further ahead would be judged by what nobody knew when it was made. */
const longestPredictionDays = 31;

/** Days until the next arrival; 0 where nothing can be predicted: out of stock already, or promised altogether. */
export function predictionDays(state: PlanState, p: number): number {
  return state.available[p] > 0 && netStock(state, p) > 0
    ? Math.min(longestPredictionDays, state.nextArrivalDays[p])
    : 0;
}

/** P(demand over so many days ≥ stock), 0 to 1. */
export function emptiedWithin(state: PlanState, p: number, days: number): number {
  const months = days / daysPerMonth;
  const mean = state.consensus[p] * months;
  if (!(mean > 0)) return 0;
  const size = leadTimeSize(months, state.dispersionWithin[p], state.dispersionRate[p]);
  return negativeBinomialSf(netStock(state, p) - 1, mean, size);
}
