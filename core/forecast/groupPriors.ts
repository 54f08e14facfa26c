/**
 * Mean demand a period and share of periods with demand of each group of a pool, shrunk to the pool's own: a group of
 * few series says little. O(groups), and O(cells of the window) from cells.
 * Source: Bühlmann and Gisler, A Course in Credibility Theory (2005), chapter 6 (hierarchical credibility).
 */
import { groupWindow, sizeSteps } from './demandPool.ts';

export interface GroupPriors {
  readonly mean: Float64Array;
  readonly active: Float64Array;
}

/** Demands' worth that a group is shrunk to the pool with. */
const groupShape = 1;
/** Mean size against the usual one: log-normal sizes reach this at a coefficient of variation of 10. */
const mostAboveUsual = 10;

export function shrinkGroups(
  demand: Float64Array,
  observed: Float64Array,
  active: Float64Array,
  steps: Float64Array,
  overdispersion: number,
): GroupPriors {
  const groupCount = demand.length;
  const mean = new Float64Array(groupCount);
  const share = new Float64Array(groupCount);
  const poolActive = sum(active);
  if (poolActive > 0) {
    const poolDemand = withoutSpikes(sum(demand), poolActive, sum(steps));
    const poolMean = poolDemand / sum(observed);
    const poolShare = poolActive / sum(observed);
    const shape = groupShape * overdispersion;
    for (let g = 0; g < groupCount; g++) {
      const own = withoutSpikes(demand[g], active[g], steps[g]);
      mean[g] = (own + shape) / (observed[g] + shape / poolMean);
      share[g] = (active[g] + groupShape) / (observed[g] + groupShape / poolShare);
    }
  }
  return { mean, active: share };
}

/** The same from the cells of all series, over the last `groupWindow` periods before `end`. */
export function groupPriorsAt(
  cells: Float64Array,
  stride: number,
  count: number,
  groups: Uint16Array | null,
  groupCount: number,
  end: number,
  overdispersion: number,
): GroupPriors {
  const demand = new Float64Array(groupCount);
  const observed = new Float64Array(groupCount);
  const active = new Float64Array(groupCount);
  const steps = new Float64Array(groupCount);
  for (let s = 0; s < count; s++) {
    const group = groups === null ? 0 : groups[s];
    for (let t = Math.max(0, end - groupWindow); t < end; t++) {
      const value = cells[s * stride + t];
      if (!(value >= 0)) continue;
      observed[group]++;
      if (value > 0) {
        demand[group] += value;
        active[group]++;
        steps[group] += sizeSteps(value);
      }
    }
  }
  return shrinkGroups(demand, observed, active, steps, overdispersion);
}

/** Demand, but not more than the usual (geometric mean) size times a bound that only a spike can break. */
function withoutSpikes(demand: number, active: number, steps: number): number {
  return active === 0 ? 0 : Math.min(demand, mostAboveUsual * active * 2 ** (steps / active / 1024));
}

function sum(values: Float64Array): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
