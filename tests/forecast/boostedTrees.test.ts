import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { digamma } from '../../core/base/digamma.ts';
import { logGamma } from '../../core/base/logGamma.ts';
import { createRandom } from '../../core/base/random.ts';
import {
  binBorders,
  binOf,
  boostedScores,
  type BoostOptions,
  createBinFinder,
  findBin,
  growBoostedTrees,
  packTrees,
} from '../../core/forecast/boostedTrees.ts';
import { drained } from '../../core/base/drained.ts';

const options: BoostOptions = {
  rounds: 60,
  learningRate: 0.2,
  leaves: 6,
  leastCurvature: 5,
  ridge: 1,
  largestStep: 100,
  featureShare: 1,
};

function squaredSlope(goal: Float64Array) {
  return (score: Float64Array, gradient: Float64Array, curvature: Float64Array): void => {
    for (let r = 0; r < goal.length; r++) {
      gradient[r] = score[r] - goal[r];
      curvature[r] = 1;
    }
  };
}

describe('boosted trees', () => {
  const random = createRandom('trees');
  const rows = 600;
  const cells = new Uint8Array(rows * 3).map(() => random.integer(0, 20));
  const goal = Float64Array.from({ length: rows }, (_, r) => {
    const high = cells[3 * r] > 12 ? 4 : 0;
    return high * (cells[3 * r + 1] % 2 === 0 ? 1 : 1) + (cells[3 * r + 1] > 5 ? -2 : 1);
  });
  const data = { rows, features: 3, cells };

  test('learn a sum of steps', () => {
    const score = new Float64Array(rows);
    drained(growBoostedTrees(data, score, squaredSlope(goal), options, createRandom(1)));
    score.forEach((value, r) => expect(Math.abs(value - goal[r])).toBeLessThan(0.15));
  });

  test('a row scored again gets what training moved it to', () => {
    const score = new Float64Array(rows);
    const trees = drained(growBoostedTrees(data, score, squaredSlope(goal), options, createRandom(1)));
    const packed = packTrees(trees);
    // Four rows go abreast: whatever is left over gets the same.
    for (const count of [rows, rows - 1, 5, 1]) {
      const again = new Float64Array(count);
      boostedScores(packed, cells.subarray(0, 3 * count), 3, again);
      again.forEach((value, r) => expect(value).toBeCloseTo(score[r], 10));
    }
  });

  test('the same seed draws the same features, and the trees are equal', () => {
    const half = { ...options, rounds: 8, featureShare: 0.34 };
    const grow = (seed: number) =>
      drained(growBoostedTrees(data, new Float64Array(rows), squaredSlope(goal), half, createRandom(seed)));
    expect(grow(4)).toEqual(grow(4));
    expect(grow(4)).not.toEqual(grow(5));
  });

  test('leaves hold at least the curvature asked for', () => {
    const wide = { ...options, rounds: 1, leaves: 64, leastCurvature: 100 };
    const [tree] = drained(
      growBoostedTrees(data, new Float64Array(rows), squaredSlope(goal), wide, createRandom(1)),
    );
    const counts = new Map<number, number>();
    for (let r = 0; r < rows; r++) {
      let node = 0;
      while (tree.feature[node] >= 0) {
        node = cells[3 * r + tree.feature[node]] <= tree.bin[node] ? tree.left[node] : tree.left[node] + 1;
      }
      counts.set(node, (counts.get(node) ?? 0) + 1);
    }
    expect(counts.size).toBeGreaterThan(2);
    expect(Math.min(...counts.values())).toBeGreaterThanOrEqual(100);
  });

  test('no row gives one leaf without a value', () => {
    const nothing = { rows: 0, features: 3, cells: new Uint8Array(0) };
    const [tree] = drained(
      growBoostedTrees(nothing, new Float64Array(0), squaredSlope(goal), { ...options, rounds: 1 }, random),
    );
    expect([...tree.feature]).toEqual([-1]);
    expect(tree.value[0]).toBeCloseTo(0, 12);
  });
});

test('bins keep the order of values; unknown is a bin of its own', () => {
  const values = Float64Array.from([5, 1, 3, 3, 3, Number.NaN, 9, 2]);
  const borders = binBorders(values, 4);
  expect(binOf(Number.NaN, borders)).toBe(0);
  const sorted = values.filter((value) => !Number.isNaN(value)).toSorted();
  for (let i = 1; i < sorted.length; i++) {
    expect(binOf(sorted[i], borders)).toBeGreaterThanOrEqual(binOf(sorted[i - 1], borders));
  }
  expect(binOf(1, borders)).toBeLessThan(binOf(9, borders));
  expect(binBorders(Float64Array.of(2, 2, 2), 8)).toHaveLength(0);
});

test('the bin that is looked up is the one that is searched', () => {
  const near = fc.oneof(
    fc.double({ min: -5, max: 1e6, noNaN: true }),
    fc.double({ min: 1e-6, max: 1, noNaN: true }),
    fc.integer({ min: 0, max: 50 }),
    fc.constantFrom(Number.NaN, 0, -1, Infinity, 1e-320, 1e300),
  );
  fc.assert(
    fc.property(fc.array(near, { minLength: 1, maxLength: 60 }), fc.array(near), (some, others) => {
      const borders = binBorders(Float64Array.from(some), 24);
      const finder = createBinFinder(borders);
      // Beside a border is where rounding could go wrong.
      const beside = [...borders].flatMap((border) => [
        border,
        border * (1 - 2 ** -52),
        border * (1 + 2 ** -40),
      ]);
      for (const value of [...some, ...others, ...beside]) {
        expect(findBin(value, finder)).toBe(binOf(value, borders));
      }
    }),
  );
});

test('digamma is the slope of log-gamma', () => {
  for (const x of [0.01, 0.3, 1, 2.5, 9.99, 40, 3000]) {
    const step = 1e-5 * x;
    const slope = (logGamma(x + step) - logGamma(x - step)) / (2 * step);
    expect(Math.abs(digamma(x) / slope - 1)).toBeLessThan(1e-5);
  }
  expect(digamma(1)).toBeCloseTo(-0.5772156649015329, 12);
});
