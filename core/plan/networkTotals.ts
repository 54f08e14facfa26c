/**
 * Sums over the network and by location, from the columns of the plan state: risk, stock, excess, shortage. One
 * pass, O(positions).
 */
import { daysPerMonth } from '../base/calendar.ts';
import { leadTimeSize } from '../forecast/leadTimeDemand.ts';
import { stockoutRisk } from '../inventory/stockoutRisk.ts';
import type { PlanState } from './planState.ts';

export interface NetworkTotals {
  readonly moneyAtRiskMinor: number;
  readonly expectedShort: number;
  /** Positions whose demand exceeds what is available within two weeks, with at least the act threshold. */
  readonly atRiskSoon: number;
  /** Positions by risk level. */
  readonly byLevel: readonly number[];
  readonly stockValueMinor: number;
  readonly excessValueMinor: number;
  readonly shortageUnits: number;
  readonly demandPerDayMinor: number;
  readonly backorderUnits: number;
  readonly moneyAtRiskByLocation: Float64Array;
  readonly stockValueByLocation: Float64Array;
  /** Positions by location × 4 levels. */
  readonly levelsByLocation: Int32Array;
}

export const soonDays = 14;

export function networkTotals(state: PlanState, actThreshold: number): NetworkTotals {
  const locationCount = state.network.locations.length;
  const unitCost = Float64Array.from(state.network.items, (item) => item.unitCostMinor);
  const moneyAtRiskByLocation = new Float64Array(locationCount);
  const stockValueByLocation = new Float64Array(locationCount);
  const levelsByLocation = new Int32Array(locationCount * 4);
  const risk = new Float64Array(2);
  let expectedShort = 0;
  let atRiskSoon = 0;
  let excessValueMinor = 0;
  let shortageUnits = 0;
  let demandPerDayMinor = 0;
  let backorderUnits = 0;
  for (let location = 0; location < locationCount; location++) {
    const dealer = state.network.locations[location].kind === 'dealer';
    for (let p = state.locationStart[location]; p < state.locationStart[location + 1]; p++) {
      const cost = unitCost[state.item[p]];
      moneyAtRiskByLocation[location] += state.moneyAtRisk[p];
      stockValueByLocation[location] += Math.max(0, state.onHand[p]) * cost;
      levelsByLocation[location * 4 + state.risk[p]]++;
      expectedShort += state.expectedShort[p];
      excessValueMinor += state.excess[p] * cost;
      shortageUnits += state.shortage[p];
      backorderUnits += state.backorder[p];
      // Warehouses' demand is that of the dealers they supply: counted once, at the dealers.
      if (dealer) demandPerDayMinor += (state.consensus[p] / daysPerMonth) * cost;
      if (state.risk[p] >= 2 && isAtRiskSoon(state, p, actThreshold, risk)) atRiskSoon++;
    }
  }
  const byLevel = [0, 0, 0, 0];
  levelsByLocation.forEach((count, slot) => {
    byLevel[slot % 4] += count;
  });
  return {
    moneyAtRiskMinor: moneyAtRiskByLocation.reduce((sum, money) => sum + money, 0),
    expectedShort,
    atRiskSoon,
    byLevel,
    stockValueMinor: stockValueByLocation.reduce((sum, money) => sum + money, 0),
    excessValueMinor,
    shortageUnits,
    demandPerDayMinor,
    backorderUnits,
    moneyAtRiskByLocation,
    stockValueByLocation,
    levelsByLocation,
  };
}

function isAtRiskSoon(state: PlanState, p: number, threshold: number, risk: Float64Array): boolean {
  if (state.nextArrivalDays[p] <= soonDays || state.pStockout[p] === 1) return true;
  const months = soonDays / daysPerMonth;
  const net = state.available[p] + state.plannedIn[p] - state.plannedOut[p] - state.backorder[p];
  const size = leadTimeSize(months, state.dispersionWithin[p], state.dispersionRate[p], 0);
  stockoutRisk(Math.max(0, net), state.consensus[p] * months, size, risk);
  return risk[0] >= threshold;
}
