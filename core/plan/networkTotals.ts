/**
 * Sums over the network and by location, from the columns of the plan state: risk, stock, excess, shortage. One
 * pass, O(positions); kept by location, O(positions of the locations that have changed).
 */
import { daysPerMonth } from '../base/calendar.ts';
import { leadTimeSize } from '../forecast/leadTimeDemand.ts';
import { stockoutRisk } from '../inventory/stockoutRisk.ts';
import { netStock } from './netStock.ts';
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

const soonDays = 14;

export function networkTotals(state: PlanState, actThreshold: number): NetworkTotals {
  return createNetworkTotals(state, actThreshold).totals();
}

/** The sums with those of each location kept, so that only locations in which something was recalculated are summed again. */
export function createNetworkTotals(
  state: PlanState,
  actThreshold: number,
  /** By location: 1 where it has to be summed again; cleared by doing so. */
  stale: Uint8Array = new Uint8Array(state.network.locations.length).fill(1),
): { totals(): NetworkTotals } {
  const locationCount = state.network.locations.length;
  const unitCost = Float64Array.from(state.network.items, (item) => item.unitCostMinor);
  const sums = {
    moneyAtRisk: new Float64Array(locationCount),
    stockValue: new Float64Array(locationCount),
    expectedShort: new Float64Array(locationCount),
    excessValue: new Float64Array(locationCount),
    shortage: new Float64Array(locationCount),
    demandPerDay: new Float64Array(locationCount),
    backorder: new Float64Array(locationCount),
    soon: new Float64Array(locationCount),
  };
  const levels = new Int32Array(locationCount * 4);
  const risk = new Float64Array(2);

  const sumLocation = (location: number): void => {
    for (const column of Object.values(sums)) column[location] = 0;
    levels.fill(0, location * 4, location * 4 + 4);
    const dealer = state.network.locations[location].kind === 'dealer';
    for (let p = state.locationStart[location]; p < state.locationStart[location + 1]; p++) {
      const cost = unitCost[state.item[p]];
      sums.moneyAtRisk[location] += state.moneyAtRisk[p];
      sums.stockValue[location] += Math.max(0, state.onHand[p]) * cost;
      levels[location * 4 + state.risk[p]]++;
      sums.expectedShort[location] += state.expectedShort[p];
      sums.excessValue[location] += state.excess[p] * cost;
      sums.shortage[location] += state.shortage[p];
      sums.backorder[location] += state.backorder[p];
      // Warehouses' demand is that of the dealers they supply: counted once, at the dealers.
      if (dealer) sums.demandPerDay[location] += (state.consensus[p] / daysPerMonth) * cost;
      if (state.risk[p] >= 2 && isAtRiskSoon(state, p, actThreshold, risk)) sums.soon[location]++;
    }
  };

  return {
    totals() {
      for (let location = 0; location < locationCount; location++) {
        if (stale[location] === 0) continue;
        sumLocation(location);
        stale[location] = 0;
      }
      const total = (column: Float64Array): number => column.reduce((sum, value) => sum + value, 0);
      const byLevel = [0, 0, 0, 0];
      levels.forEach((count, slot) => {
        byLevel[slot % 4] += count;
      });
      return {
        moneyAtRiskMinor: total(sums.moneyAtRisk),
        expectedShort: total(sums.expectedShort),
        atRiskSoon: total(sums.soon),
        byLevel,
        stockValueMinor: total(sums.stockValue),
        excessValueMinor: total(sums.excessValue),
        shortageUnits: total(sums.shortage),
        demandPerDayMinor: total(sums.demandPerDay),
        backorderUnits: total(sums.backorder),
        moneyAtRiskByLocation: sums.moneyAtRisk.slice(),
        stockValueByLocation: sums.stockValue.slice(),
        levelsByLocation: levels.slice(),
      };
    },
  };
}

function isAtRiskSoon(state: PlanState, p: number, threshold: number, risk: Float64Array): boolean {
  if (state.nextArrivalDays[p] <= soonDays || state.pStockout[p] === 1) return true;
  const months = soonDays / daysPerMonth;
  const net = netStock(state, p);
  const size = leadTimeSize(months, state.dispersionWithin[p], state.dispersionRate[p], 0);
  stockoutRisk(Math.max(0, net), state.consensus[p] * months, size, risk);
  return risk[0] >= threshold;
}
