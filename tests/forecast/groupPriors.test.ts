import { describe, expect, test } from 'vitest';
import { createRandom } from '../../core/base/random.ts';
import {
  accumulatePool,
  createDemandPool,
  type DemandPool,
  hashIndex,
  mergePool,
} from '../../core/forecast/demandPool.ts';
import { fitPool } from '../../core/forecast/fitPool.ts';
import { credibilityFactors } from '../../core/forecast/groupPriors.ts';
import { type GroupTree, plainRegions, regionCell, typedRegions } from '../../core/forecast/groupTree.ts';
import { forecastBlock } from '../../core/forecast/pooledNegativeBinomial.ts';

const periods = 24;
const items = 120;
const tree: GroupTree = {
  familyOf: Int32Array.from({ length: items }, (_, item) => item % 6),
  familyCount: 6,
  regionCount: 4,
};

interface MadeNetwork {
  readonly history: Uint16Array;
  readonly groups: Uint16Array;
  readonly regions: Uint16Array;
  readonly rate: Float64Array;
  readonly count: number;
}

/** About half of the dealers of an item have only just begun to stock it. */
function isNew(series: number): boolean {
  return hashIndex(series) % 2 === 1;
}

/** Items of six families at dealers of four regions; families sell differently in some regions where `differ`. */
function network(differ: boolean, seed: number): MadeNetwork {
  const random = createRandom(`network ${seed}`);
  const family = Array.from({ length: 6 }, () => Math.exp(0.8 * random.normal()));
  const region = Array.from({ length: 4 }, () => (differ ? Math.exp(0.5 * random.normal()) : 1));
  const both = Array.from({ length: 24 }, () => (differ ? Math.exp(0.4 * random.normal()) : 1));
  const count = items * 12;
  const groups = new Uint16Array(count);
  const regions = new Uint16Array(count);
  const rate = new Float64Array(count);
  const history = new Uint16Array(count * periods);
  const own = Array.from({ length: items }, () => Math.exp(0.6 * random.normal()));
  for (let s = 0; s < count; s++) {
    const item = s % items;
    groups[s] = item;
    regions[s] = Math.floor(s / items) % 4;
    const cell = regionCell(tree, item, regions[s]);
    rate[s] = 0.15 * own[item] * family[item % 6] * region[regions[s]] * both[cell];
    const here = rate[s] * random.gamma(2, 0.5);
    // Half of the positions are new: their own months say nothing, so the prior has to.
    const begins = isNew(s) ? periods : 0;
    for (let t = 0; t < periods; t++) {
      history[s * periods + t] = t < begins ? 0xffff : random.poisson(here);
    }
  }
  return { history, groups, regions, rate, count };
}

function poolOf(made: MadeNetwork, known: GroupTree | null, from = 0, to = made.count): DemandPool {
  const pool = createDemandPool({ periods, groupCount: items, tree: known, expectedSeries: made.count });
  accumulatePool(
    pool,
    made.history.subarray(from * periods, to * periods),
    to - from,
    made.groups.subarray(from, to),
    from,
    made.regions.subarray(from, to),
  );
  return pool;
}

/** Mean squared distance of the log forecast from the log expected rate of the positions without history. */
function errorOfNew(made: MadeNetwork, known: GroupTree | null): number {
  const fit = fitPool(poolOf(made, known));
  const out = {
    mean: new Float32Array(made.count),
    dispersionWithin: new Float32Array(made.count),
    dispersionRate: new Float32Array(made.count),
    demandClass: new Uint8Array(made.count),
    lastDemandAge: new Uint8Array(made.count),
  };
  forecastBlock(made.history, periods, made.count, made.groups, fit, out, 0, made.regions);
  let sum = 0;
  let count = 0;
  for (let s = 0; s < made.count; s++) {
    if (!isNew(s)) continue;
    sum += Math.log(out.mean[s] / made.rate[s]) ** 2;
    count++;
  }
  return sum / count;
}

describe('credibility', () => {
  test('children that differ by no more than chance are their parent', () => {
    const factors = credibilityFactors(Float64Array.of(9, 11, 10), Float64Array.of(10, 10, 10), 1);
    expect([...factors]).toEqual([1, 1, 1]);
  });

  test('children that differ keep most of what they show, the more the more was seen', () => {
    const [low, high, brief] = credibilityFactors(
      Float64Array.of(200, 1800, 2),
      Float64Array.of(1000, 1000, 1),
      1,
    );
    expect(low).toBeCloseTo(0.2, 1);
    expect(high).toBeCloseTo(1.8, 1);
    expect(brief).toBeGreaterThan(1);
    expect(brief).toBeLessThan(1.7);
  });

  test('noisier sums say less', () => {
    const found = Float64Array.of(20, 60, 100);
    const expected = Float64Array.of(60, 60, 60);
    const calm = credibilityFactors(found, expected, 1);
    const noisy = credibilityFactors(found, expected, 10);
    expect(noisy[2]).toBeLessThan(calm[2]);
    expect(noisy[2]).toBeGreaterThan(1);
  });

  test('one child, none expected, or nothing found: no factor is learnt', () => {
    expect([...credibilityFactors(Float64Array.of(5), Float64Array.of(1), 1)]).toEqual([1]);
    expect([...credibilityFactors(new Float64Array(3), new Float64Array(3), 1)]).toEqual([1, 1, 1]);
  });
});

describe('priors by family and region', () => {
  test('where regions differ, positions without history are forecast better', () => {
    for (const seed of [1, 2, 3]) {
      const made = network(true, seed);
      expect(errorOfNew(made, tree)).toBeLessThan(0.9 * errorOfNew(made, null));
    }
  });

  test('where they do not, nothing is lost', () => {
    for (const seed of [4, 5, 6]) {
      const made = network(false, seed);
      expect(errorOfNew(made, tree)).toBeLessThan(1.02 * errorOfNew(made, null));
    }
  });

  test('any cut into blocks and pools gives the same bits', () => {
    const made = network(true, 7);
    const parts = [0, 500, 1100, made.count];
    const pools = parts.slice(1).map((to, i) => poolOf(made, tree, parts[i], to));
    const [last, ...others] = pools.toReversed();
    for (const pool of others) mergePool(last, pool);
    expect(fitPool(last)).toEqual(fitPool(poolOf(made, tree)));
  });

  test('factors come back from text as they were', () => {
    const { regions } = fitPool(poolOf(network(true, 8), tree));
    if (regions === undefined) throw new Error('no regions were learnt');
    expect(typedRegions(JSON.parse(JSON.stringify(plainRegions(regions))))).toEqual(regions);
    expect(() => typedRegions({ ...plainRegions(regions), familyOf: [99] })).toThrow(/regions/u);
  });
});
