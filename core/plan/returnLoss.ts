/**
 * What a unit under return protection loses by leaving (minor units): the credit that the car maker would pay for it,
 * weighted by how much of the protected quantity q would still be there when the hold period ends, E[(q − D)⁺] ÷ q with D
 * the demand until then. The same for every protected unit, so that a donor's units stay worth less one by one. O(q).
 * Source: the salvage value of the newsvendor problem; Silver, Pyke and Thomas, "Inventory and production management in
 * supply chains", on style goods.
 */
import { daysPerMonth } from '../base/calendar.ts';
import { leadTimeLoss } from '../forecast/leadTimeDemand.ts';
import type { ReturnProtection } from '../store/returnProtectionStore.ts';
import { returnProtectionOf } from './agreements.ts';
import type { PlanParameters } from './parameters.ts';
import type { PlanState } from './planState.ts';

export interface ReturnLoss {
  readonly protection: ReturnProtection;
  /** Share of the protected quantity that is expected to be unsold at the end of the hold period. */
  readonly unsoldShare: number;
  /** What a protected unit loses by leaving. */
  readonly unitMinor: number;
}

export function returnLoss(state: PlanState, parameters: PlanParameters, p: number): ReturnLoss | null {
  const protection = returnProtectionOf(state.agreements, p);
  if (protection === null) return null;
  const { quantity, untilDay } = protection;
  const months = (untilDay - state.agreements.day) / daysPerMonth;
  const mean = state.consensus[p];
  const demand = {
    mean,
    dispersionWithin: state.dispersionWithin[p],
    dispersionRate: state.dispersionRate[p],
  };
  const unsold = quantity - mean * months + leadTimeLoss(quantity, months, demand);
  const unsoldShare = Math.min(1, Math.max(0, unsold / quantity));
  const { unitCostMinor } = state.network.items[state.item[p]];
  return { protection, unsoldShare, unitMinor: parameters.returnCreditShare * unitCostMinor * unsoldShare };
}
