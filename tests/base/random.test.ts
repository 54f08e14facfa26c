import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../core/base/random.ts';

const draws = 20_000;

function meanAndVariance(draw: () => number): { readonly mean: number; readonly variance: number } {
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < draws; i++) {
    const value = draw();
    sum += value;
    squares += value * value;
  }
  const mean = sum / draws;
  return { mean, variance: squares / draws - mean * mean };
}

describe('random', () => {
  it('gives the same stream for the same seed and another for another', () => {
    fc.assert(
      fc.property(fc.oneof(fc.integer(), fc.string()), (seed) => {
        const a = createRandom(seed);
        const b = createRandom(seed);
        const first = Array.from({ length: 8 }, () => a.next());
        expect(Array.from({ length: 8 }, () => b.next())).toEqual(first);
        const other = createRandom(`${seed}!`);
        expect(Array.from({ length: 8 }, () => other.next())).not.toEqual(first);
      }),
    );
  });

  it('forks streams that do not depend on how far the first was read', () => {
    const a = createRandom(5);
    const early = a.fork('stock').next();
    for (let i = 0; i < 100; i++) a.normal();
    expect(a.fork('stock').next()).toBe(early);
    expect(a.fork('demand').next()).not.toBe(early);
  });

  it('stays within its ranges', () => {
    const random = createRandom(11);
    const seen = new Set<number>();
    for (let i = 0; i < draws; i++) {
      const next = random.next();
      expect(next >= 0 && next < 1).toBe(true);
      seen.add(random.integer(-2, 3));
    }
    expect([...seen].toSorted((a, b) => a - b)).toEqual([-2, -1, 0, 1, 2]);
    expect(random.poisson(0)).toBe(0);
    expect(random.poisson(-1)).toBe(0);
  });

  it('draws with the means and variances of its distributions', () => {
    const random = createRandom(2);
    // Bounds of six standard errors: with a fixed seed they hold or they don't.
    const expectNear = (found: number, wanted: number, error: number): void => {
      expect(Math.abs(found - wanted)).toBeLessThan(6 * error);
    };
    const normal = meanAndVariance(() => random.normal());
    expectNear(normal.mean, 0, 1 / Math.sqrt(draws));
    expectNear(normal.variance, 1, Math.sqrt(2 / draws));
    for (const mean of [0.3, 4, 29, 80]) {
      const poisson = meanAndVariance(() => random.poisson(mean));
      expectNear(poisson.mean, mean, Math.sqrt(mean / draws));
      expectNear(
        poisson.variance,
        mean + (mean > 30 ? 1 / 12 : 0),
        Math.sqrt((mean + 2 * mean * mean) / draws),
      );
    }
    for (const shape of [0.4, 3]) {
      const gamma = meanAndVariance(() => random.gamma(shape, 2));
      expectNear(gamma.mean, shape * 2, Math.sqrt((shape * 4) / draws));
      expectNear(gamma.variance, shape * 4, 4 * Math.sqrt((6 * shape + 2 * shape * shape) / draws));
    }
  });
});
