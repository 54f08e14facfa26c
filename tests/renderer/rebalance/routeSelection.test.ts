import { describe, expect, it } from 'vitest';
import type { RouteCurve } from '../../../core/contract/rebalance.ts';
import {
  pointAtFreight,
  stretchCondition,
  stretchOf,
  stretchSums,
  stretchText,
} from '../../../renderer/features/rebalance/routeSelection.ts';

/** Five routes: one that costs no freight, then falling value; two of them are worth the same for it. */
const curve: RouteCurve = {
  perFreight: Float64Array.of(Number.POSITIVE_INFINITY, 8, 4, 4, 0.5),
  routes: Int32Array.of(1, 2, 3, 4, 5),
  transfers: Int32Array.of(1, 3, 4, 6, 7),
  freightMinor: Float64Array.of(0, 100, 200, 300, 500),
  avoidedMinor: Float64Array.of(300, 1_100, 1_500, 1_900, 2_000),
  netMinor: Float64Array.of(300, 1_000, 1_300, 1_600, 1_500),
};
const money = (minor: number): string => `$${minor / 100}`;

describe('a stretch of the routes', () => {
  it('ends at the route in whose freight the pointer stands', () => {
    expect([-5, 0, 1, 100, 101, 499, 500, 9_000].map((amount) => pointAtFreight(curve, amount))).toEqual([
      0, 0, 1, 1, 2, 4, 4, 4,
    ]);
  });

  it('is found again from its own filter, ties and routes without freight counted in', () => {
    for (let last = 0; last < 5; last++) {
      for (let first = 0; first <= last; first++) {
        const found = stretchOf(curve, stretchCondition(curve, { first, last }));
        // Routes of equal value come together.
        const from = first === 3 ? 4 : first;
        const to = last === 2 ? 3 : last;
        expect(found).toEqual(from > to ? null : { first: from, last: to });
      }
    }
    expect(stretchOf(curve, undefined)).toBeNull();
    expect(stretchOf(curve, { kind: 'number', column: 'perFreight', from: 9, to: 10 })).toBeNull();
  });

  it('asks for nothing that JSON cannot carry', () => {
    for (const stretch of [
      { first: 0, last: 0 },
      { first: 1, last: 4 },
    ]) {
      const condition = stretchCondition(curve, stretch);
      expect(JSON.parse(JSON.stringify(condition))).toEqual(condition);
    }
  });

  it('sums up what it holds and says so', () => {
    expect(stretchSums(curve, { first: 1, last: 3 })).toEqual({
      routes: 3,
      transfers: 5,
      freightMinor: 300,
      avoidedMinor: 1_600,
      netMinor: 1_300,
    });
    expect(stretchText(curve, { first: 0, last: 1 }, money)).toBe(
      'Best 2 of 5 routes, 3 proposals: $11 avoided for $1 of freight',
    );
    expect(stretchText(curve, { first: 4, last: 4 }, money)).toBe(
      '1 route of 5, 1 proposal: $1 avoided for $2 of freight',
    );
  });
});
