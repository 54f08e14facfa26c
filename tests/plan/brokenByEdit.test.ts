import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { brokenByEdit } from '../../core/plan/brokenByEdit.ts';

const item = { packQuantity: 4, weightKg: 10 };
const free = { wholePacks: false, kgPerShipment: 0, shipmentsPerLane: 0 };

describe('limits that an edited quantity breaks', () => {
  it('are packs where only whole ones travel', () => {
    const packs = { ...free, wholePacks: true };
    expect(brokenByEdit(packs, { item, quantity: 8, otherKg: 0 })).toBeNull();
    expect(brokenByEdit(packs, { item, quantity: 6, otherKg: 0 })).toMatch(/packs of 4, and 6 units/);
    expect(brokenByEdit(free, { item, quantity: 6, otherKg: 0 })).toBeNull();
  });

  it('are the weight of a shipment and the shipments of a lane, together with what else travels', () => {
    const weight = { ...free, kgPerShipment: 100 };
    expect(brokenByEdit(weight, { item, quantity: 4, otherKg: 60 })).toBeNull();
    expect(brokenByEdit(weight, { item, quantity: 5, otherKg: 60 })).toMatch(
      /110 kg: 2 shipments .* instead of 1/,
    );
    expect(brokenByEdit(weight, { item, quantity: 11, otherKg: 0 })).toMatch(/2 shipments/);
    const one = { ...weight, shipmentsPerLane: 1 };
    expect(brokenByEdit(one, { item, quantity: 5, otherKg: 60 })).toMatch(/where the plan allows 1\./);
    expect(brokenByEdit({ ...one, shipmentsPerLane: 2 }, { item, quantity: 5, otherKg: 60 })).not.toMatch(
      /allows/,
    );
  });

  it('are said of both at once, and of no quantity that fits', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 0, max: 400 }), (quantity, otherKg) => {
        const limits = { wholePacks: true, kgPerShipment: 100, shipmentsPerLane: 2 };
        const text = brokenByEdit(limits, { item, quantity, otherKg });
        const opens = quantity % item.packQuantity !== 0;
        const without = Math.max(1, Math.ceil(otherKg / 100));
        const further = Math.ceil((otherKg + quantity * item.weightKg) / 100) > without;
        expect(text?.includes('packs') ?? false).toBe(opens);
        expect(text?.includes('shipments') ?? false).toBe(further);
      }),
    );
  });
});
