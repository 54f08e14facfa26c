/**
 * Units of a position that the plan counts on before the next arrival: what is available, with decided transfers in and
 * out, less what customers wait for already. Below zero where more is waited for than there is. O(1). One place, so that
 * risk, the worth of a transfer and what is left at a donor count the same stock.
 */
import type { PlanState } from './planState.ts';

export function netStock(state: PlanState, p: number): number {
  return state.available[p] + state.plannedIn[p] - state.plannedOut[p] - state.backorder[p];
}
