/**
 * The forecast at its levels: baseline and consensus by family × region, from which families, regions and the network
 * follow by adding. Sums over dealers' positions, units a month; what warehouses face is the same demand again.
 * O(positions).
 */
import type { PlanState } from './planState.ts';

export interface ForecastLevels {
  readonly families: readonly string[];
  readonly regions: readonly string[];
  /** family × regions.length + region. */
  readonly baseline: Float64Array;
  readonly consensus: Float64Array;
}

export function forecastLevels(state: PlanState): ForecastLevels {
  const { items, locations } = state.network;
  const families = [...new Set(items.map((item) => item.family))];
  const dealers = locations.filter((location) => location.kind === 'dealer');
  const regions = [...new Set(dealers.map((location) => location.region))];
  const familyOf = Int32Array.from(items, (item) => families.indexOf(item.family));
  const baseline = new Float64Array(families.length * regions.length);
  const consensus = new Float64Array(families.length * regions.length);
  for (const [l, location] of locations.entries()) {
    if (location.kind !== 'dealer') continue;
    const region = regions.indexOf(location.region);
    for (let p = state.locationStart[l]; p < state.locationStart[l + 1]; p++) {
      const cell = familyOf[state.item[p]] * regions.length + region;
      baseline[cell] += state.mean[p];
      consensus[cell] += state.consensus[p];
    }
  }
  return { families, regions, baseline, consensus };
}
