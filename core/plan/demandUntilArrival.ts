/**
 * Demand of a position until its next arrival: units expected, and the size of its negative binomial. With an inbound
 * under way the day is known; else the arrival is an order's, whose lead time varies. O(1). One place for the risk
 * pass, the value of a transfer and the figures shown beside it, so that they are the same distribution.
 */
import { daysPerMonth } from '../base/calendar.ts';
import { leadTimeSize } from '../forecast/leadTimeDemand.ts';
import type { PlanParameters } from './parameters.ts';
import { noArrival, type PlanState } from './planState.ts';

export function demandUntilArrival(state: PlanState, p: number): number {
  return state.consensus[p] * (state.nextArrivalDays[p] / daysPerMonth);
}

export function sizeUntilArrival(state: PlanState, parameters: PlanParameters, p: number): number {
  const months = state.nextArrivalDays[p] / daysPerMonth;
  const deviation = state.arrivalDay[p] === noArrival ? parameters.leadTimeVariation * months : 0;
  return leadTimeSize(months, state.dispersionWithin[p], state.dispersionRate[p], deviation * deviation);
}
