import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { brokenByEdit, furtherShipment } from '../../core/plan/brokenByEdit.ts';

const item = { packQuantity: 4, weightKg: 10 };
const free = { wholePacks: false, kgPerShipment: 0, shipmentsPerLane: 0 };

describe('limits that an edited quantity breaks', () => {
  it('are packs where only whole ones travel', () => {
    const packs = { ...free, wholePacks: true };
    expect(brokenByEdit(packs, { item, quantity: 8, otherKg: 0 })).toBeNull();
    expect(brokenByEdit(packs, { item, quantity: 6, otherKg: 0 })).toMatch(/packs of 4, and 6 units/);
    expect(brokenByEdit(free, { item, quantity: 6, otherKg: 0 })).toBeNull();
  });

  it('are the shipments of a lane, together with what else travels', () => {
    const limits = { ...free, kgPerShipment: 100, shipmentsPerLane: 1 };
    expect(brokenByEdit(limits, { item, quantity: 4, otherKg: 60 })).toBeNull();
    expect(brokenByEdit(limits, { item, quantity: 5, otherKg: 60 })).toMatch(
      /110 kg: 2 shipments .* where the plan allows 1\./,
    );
    expect(brokenByEdit(limits, { item, quantity: 1, otherKg: 150 })).toBeNull();
    expect(brokenByEdit({ ...limits, shipmentsPerLane: 0 }, { item, quantity: 50, otherKg: 60 })).toBeNull();
  });

  it('are none where a lane only sends one shipment more, which is said against the quantity before', () => {
    const limits = { ...free, kgPerShipment: 100 };
    const load = { item, quantity: 5, otherKg: 60 };
    expect(furtherShipment(limits, load, 4)).toMatch(/2 shipments of at most 100 kg instead of 1\./);
    expect(furtherShipment(limits, load, 6)).toBeNull();
    expect(furtherShipment(free, load, 4)).toBeNull();
  });

  it('are said of both at once, and of no quantity that fits', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 0, max: 400 }), (quantity, otherKg) => {
        const limits = { wholePacks: true, kgPerShipment: 100, shipmentsPerLane: 2 };
        const text = brokenByEdit(limits, { item, quantity, otherKg });
        const opens = quantity % item.packQuantity !== 0;
        const without = Math.max(2, Math.ceil(otherKg / 100));
        const further = Math.ceil((otherKg + quantity * item.weightKg) / 100) > without;
        expect(text?.includes('packs') ?? false).toBe(opens);
        expect(text?.includes('shipments') ?? false).toBe(further);
      }),
    );
  });
});
