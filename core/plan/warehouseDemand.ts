/**
 * Demand that warehouses face: not what they ship (transfers and replenishments are never consumption) but the sum
 * of what the locations they supply will sell. Means and variances add; with monthly variance
 * mean + (c1 + c2)·mean², the sum's dispersions are Σ cᵢ·meanᵢ² / (Σ meanᵢ)². O(positions); suppliers are visited
 * after those they supply. A warehouse's own demand (it has none in a parts network, but may) is kept and added to.
 */
import type { PlanState } from './planState.ts';

export function addWarehouseDemand(state: PlanState): void {
  const { mean, dispersionWithin, dispersionRate, source, demandClass } = state;
  const within = new Float64Array(state.count);
  const rate = new Float64Array(state.count);
  const total = new Float64Array(state.count);
  for (let p = 0; p < state.count; p++) {
    total[p] = mean[p];
    within[p] = dispersionWithin[p] * mean[p] * mean[p];
    rate[p] = dispersionRate[p] * mean[p] * mean[p];
  }
  for (let o = state.supplyOrder.length - 1; o >= 0; o--) {
    const location = state.supplyOrder[o];
    for (let p = state.locationStart[location]; p < state.locationStart[location + 1]; p++) {
      const up = source[p];
      if (up < 0 || total[p] === 0) continue;
      total[up] += total[p];
      within[up] += within[p];
      rate[up] += rate[p];
      if (demandClass[up] === 0) demandClass[up] = 1;
    }
  }
  for (let p = 0; p < state.count; p++) {
    if (total[p] === mean[p]) continue;
    const square = total[p] * total[p];
    mean[p] = total[p];
    dispersionWithin[p] = within[p] / square;
    dispersionRate[p] = rate[p] / square;
  }
}
