import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { orderQuantity } from '../../core/inventory/orderQuantity.ts';

const money = fc.integer({ min: 0, max: 5_000_000 });

describe('order quantity', () => {
  it('is whole packs, at least one, and at most a year of demand rounded up to a pack', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 5000, noNaN: true }),
        money,
        money,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.integer({ min: 1, max: 144 }),
        (mean, unitCost, orderCost, holding, pack) => {
          const quantity = orderQuantity(mean, unitCost, orderCost, holding, pack);
          expect(quantity % pack).toBe(0);
          expect(quantity).toBeGreaterThanOrEqual(pack);
          expect(quantity).toBeLessThan(mean * 12 + pack + 1e-6 + (mean === 0 ? 1 : 0));
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('costs no more a year than a pack more or a pack less, where a year does not limit it', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 5, max: 500, noNaN: true }),
        fc.integer({ min: 500, max: 100_000 }),
        fc.integer({ min: 1, max: 6 }),
        (mean, unitCost, pack) => {
          const orderCost = 900;
          const year = mean * 12;
          const cost = (quantity: number): number =>
            (year / quantity) * orderCost + (quantity / 2) * unitCost * 0.22;
          const quantity = orderQuantity(mean, unitCost, orderCost, 0.22, pack);
          if (quantity >= year) return;
          // Rounded up to packs: never two packs past the best.
          expect(cost(quantity)).toBeLessThanOrEqual(cost(quantity + pack) + 1e-6);
          if (quantity > 2 * pack)
            expect(cost(quantity - pack)).toBeLessThanOrEqual(cost(quantity - 2 * pack) + 1e-6);
        },
      ),
    );
  });

  it('is a pack without demand and a year of demand where holding is free', () => {
    expect(orderQuantity(0, 1000, 900, 0.22, 6)).toBe(6);
    expect(orderQuantity(3, 0, 900, 0.22, 5)).toBe(40);
    expect(orderQuantity(3, 1000, 900, 0, 5)).toBe(40);
    expect(orderQuantity(3, 1000, 0, 0.22, 5)).toBe(5);
  });
});
