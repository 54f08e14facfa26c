/**
 * Prior mean demand a period and share of periods with demand of the groups of a pool, by a chain of credibility
 * estimates: network → family → item, and network → region → family × region as a factor on top. Each link draws a
 * child towards its parent by how much the children of that link differ beyond chance: with relative variance v between
 * them and variance-to-mean φ of their sums,
 *
 *   factor = (found + φ / v) / (expected + φ / v)
 *
 * v solves Σ (found − expected)² / (φ·expected + v·expected²) = children − 1, and is zero where chance explains it all;
 * children then are their parent. O(groups × regions); O(cells of the window) from cells.
 * Sources: H. Bühlmann and A. Gisler, A Course in Credibility Theory (2005), chapter 6 (hierarchical credibility);
 * R. C. Paule and J. Mandel, "Consensus values and weighting factors", J. Research NBS 87 (1982) for v.
 */
import { type GroupSums, groupWindow, type RegionSums, sizeSteps } from './groupSums.ts';
import type { GroupTree, RegionFactors } from './groupTree.ts';

export interface GroupPriors {
  readonly mean: Float64Array;
  readonly active: Float64Array;
  /** Null where the pool knows no regions. */
  readonly regions: RegionFactors | null;
}

/** Mean size against the usual one: log-normal sizes reach this at a coefficient of variation of 10. */
const mostAboveUsual = 10;
/** Children are hardly ever this far apart, and beyond it a parent says nothing any more. */
const largestVariance = 100;
const bisections = 40;

export function groupPriorsOf(
  sums: GroupSums,
  overdispersion: number,
  tree: GroupTree | null = null,
  regions: RegionSums | null = null,
): GroupPriors {
  const capped = sums.demand.map((demand, g) => withoutSpikes(demand, sums.active[g], sums.steps[g]));
  const mean = groupRates(capped, sums.observed, overdispersion, tree);
  const active = groupRates(sums.active, sums.observed, 1, tree);
  if (tree === null || regions === null) return { mean, active, regions: null };
  const cappedCells = regions.demand.map((demand, c) =>
    withoutSpikes(demand, regions.active[c], regions.steps[c]),
  );
  return {
    mean,
    active,
    regions: {
      familyOf: tree.familyOf,
      regionCount: tree.regionCount,
      mean: regionFactors(cappedCells, mean, regions.observedByGroup, overdispersion, tree),
      active: regionFactors(regions.active, active, regions.observedByGroup, 1, tree),
    },
  };
}

/** Network → family → group: units a period. */
function groupRates(
  found: Float64Array,
  observed: Float64Array,
  noise: number,
  tree: GroupTree | null,
): Float64Array {
  const total = sum(found);
  if (total === 0) return new Float64Array(found.length);
  const network = total / sum(observed);
  const rate = new Float64Array(found.length).fill(network);
  if (tree !== null) {
    const familyFound = sumBy(found, tree.familyOf, tree.familyCount);
    const familyObserved = sumBy(observed, tree.familyOf, tree.familyCount);
    const factors = credibilityFactors(
      familyFound,
      familyObserved.map((n) => n * network),
      noise,
    );
    for (let g = 0; g < rate.length; g++) rate[g] *= factors[tree.familyOf[g]];
  }
  const factors = credibilityFactors(
    found,
    observed.map((n, g) => n * rate[g]),
    noise,
  );
  return rate.map((parent, g) => parent * factors[g]);
}

/** Network → region → family × region, as factors on what the groups observed there would have had anywhere. */
function regionFactors(
  found: Float64Array,
  rate: Float64Array,
  observedByGroup: Float64Array,
  noise: number,
  { familyOf, familyCount, regionCount }: GroupTree,
): Float64Array {
  const expected = new Float64Array(familyCount * regionCount);
  for (let g = 0; g < rate.length; g++) {
    for (let r = 0; r < regionCount; r++) {
      expected[familyOf[g] * regionCount + r] += rate[g] * observedByGroup[g * regionCount + r];
    }
  }
  const regionOf = Int32Array.from(expected, (_, cell) => cell % regionCount);
  const ofRegion = credibilityFactors(
    sumBy(found, regionOf, regionCount),
    sumBy(expected, regionOf, regionCount),
    noise,
  );
  const there = expected.map((value, cell) => value * ofRegion[regionOf[cell]]);
  return credibilityFactors(found, there, noise).map((factor, cell) => factor * ofRegion[regionOf[cell]]);
}

/** Factor of each child on what its parent lets expect of it. `noise` is the variance-to-mean ratio of the sums found. */
export function credibilityFactors(found: Float64Array, expected: Float64Array, noise: number): Float64Array {
  const between = varianceBetween(found, expected, noise);
  if (between === 0) return new Float64Array(found.length).fill(1);
  const strength = noise / between;
  return found.map((value, c) => (value + strength) / (expected[c] + strength));
}

function varianceBetween(found: Float64Array, expected: Float64Array, noise: number): number {
  let children = 0;
  for (const value of expected) if (value > 0) children++;
  if (children < 2) return 0;
  const excess = (between: number): number => {
    let total = 1 - children;
    for (let c = 0; c < found.length; c++) {
      const value = expected[c];
      if (value > 0) total += (found[c] - value) ** 2 / (value * (noise + between * value));
    }
    return total;
  };
  if (excess(0) <= 0) return 0;
  let low = 0;
  let high = largestVariance;
  if (excess(high) >= 0) return high;
  for (let i = 0; i < bisections; i++) {
    const middle = (low + high) / 2;
    if (excess(middle) > 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** The priors of groups from the cells of all series, over the last `groupWindow` periods before `end`. */
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
  return groupPriorsOf({ demand, observed, active, steps }, overdispersion);
}

/** Demand, but not more than the usual (geometric mean) size times a bound that only a spike can break. */
function withoutSpikes(demand: number, active: number, steps: number): number {
  return active === 0 ? 0 : Math.min(demand, mostAboveUsual * active * 2 ** (steps / active / 1024));
}

function sumBy(values: Float64Array, keys: Int32Array, count: number): Float64Array {
  const sums = new Float64Array(count);
  for (let i = 0; i < values.length; i++) sums[keys[i]] += values[i];
  return sums;
}

function sum(values: Float64Array): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
