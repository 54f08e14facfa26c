import { describe, expect, test } from 'vitest';
import { createRandom } from '../../core/base/random.ts';
import {
  driftedSize,
  driftGrowth,
  fitLevelDrift,
  type HeldBackCell,
} from '../../core/forecast/levelDrift.ts';
import { wanderingMovers, sliceOf } from './demandSets.ts';
import { drained } from '../../core/base/drained.ts';
import { forecasterOf, judge, judgedLevels } from './forecasting.ts';

/** What comes of a level that is known at the origin and wanders from there. */
function heldBackCells(walk: number, mean: number): HeldBackCell[] {
  const random = createRandom(`held back ${walk}`);
  const cells: HeldBackCell[] = [];
  for (let series = 0; series < 1500; series++) {
    let wandered = 0;
    for (let step = 1; step <= 6; step++) {
      wandered += walk * random.normal();
      const outcome = random.poisson(random.gamma(25, (mean * Math.exp(wandered)) / 25));
      cells.push({ mean, size: 25, step, outcome });
    }
  }
  return cells;
}

describe('level drift', () => {
  test('is not found where there is none', () => {
    expect(drained(fitLevelDrift(heldBackCells(0, 60)))).toBeLessThanOrEqual(0.003);
  });

  test('is found where levels wander, larger where they wander more', () => {
    // Squares of the walks: 0.01, 0.04.
    const some = drained(fitLevelDrift(heldBackCells(0.1, 60)));
    const more = drained(fitLevelDrift(heldBackCells(0.2, 60)));
    expect(some).toBeGreaterThanOrEqual(0.003);
    expect(some).toBeLessThanOrEqual(0.02);
    expect(more).toBe(0.035);
  });

  test('of nothing held back there is none', () => {
    expect(drained(fitLevelDrift([]))).toBe(0);
  });

  test('widens and raises with the steps ahead, hardly for slow movers, not at all without', () => {
    expect(driftedSize(0, 5, 2, 12)).toBeCloseTo(2, 12);
    expect(driftGrowth(0, 5, 12)).toBe(1);
    expect(driftedSize(0.02, 5, 2, 12)).toBeLessThan(driftedSize(0.02, 5, 2, 1));
    expect(driftGrowth(0.02, 5, 12)).toBeGreaterThan(driftGrowth(0.02, 5, 1));
    expect(driftGrowth(0.02, 0.05, 12)).toBeLessThan(1.01);
  });
});

describe('coverage of the default where levels wander', () => {
  test.each([0.08, 0.15])('a walk of %d a month: every level within 3 points, over some sets', (walk) => {
    const sum = new Float64Array(judgedLevels.length);
    const seeds = [1, 2, 3];
    for (const seed of seeds) {
      const slice = sliceOf(wanderingMovers(250, 24, walk, seed), 18);
      const { coverage } = judge(forecasterOf('auto', slice, 6).forecaster, slice, 6);
      judgedLevels.forEach(
        (level, j) => (sum[j] += (coverage?.[String(level)] ?? Number.NaN) / seeds.length),
      );
    }
    judgedLevels.forEach((level, j) => expect(Math.abs(sum[j] - level)).toBeLessThan(0.03));
  });
});
