import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { notObserved, positionQuantities } from '../../../core/model/position.ts';
import { sampleOf } from '../../sample/sampleTexts.ts';

describe('the medium sample network', () => {
  const sample = sampleOf('medium', 7);
  const { locations, items, lanes, periods } = sample.network;

  test('has 400 dealers, 10,000 items and exactly 2,000,000 positions that keep the rules', () => {
    expect(locations.filter(({ kind }) => kind === 'dealer')).toHaveLength(400);
    expect(locations.filter(({ kind }) => kind === 'rdc')).toHaveLength(10);
    expect(items).toHaveLength(10_000);
    expect(new Set(items.map((item) => item.id)).size).toBe(10_000);
    expect(new Set(locations.map((location) => location.name)).size).toBe(locations.length);
    expect(lanes.length).toBeLessThan(16_000);
    expect(sample.positionCount).toBe(2_000_000);
    const classes = new Map<string, number>();
    const inboundIds = new Set<string>();
    let inboundRows = 0;
    let rows = 0;
    let faults = 0;
    for (const [location, { kind }] of locations.entries()) {
      const { positions, demand, inbound } = sample.stockOf(location);
      const { quantities } = positions;
      rows += positions.items.length;
      const underWay = new Int32Array(items.length);
      for (const row of inbound) {
        inboundIds.add(row.id);
        inboundRows++;
        underWay[row.item] += row.quantity;
      }
      for (let row = 0; row < positions.items.length; row++) {
        const item = positions.items[row];
        if (row > 0 && item <= positions.items[row - 1]) faults++;
        if (quantities.onOrder[row] + quantities.inTransitIn[row] !== underWay[item]) faults++;
        const aside = quantities.reserved[row] + quantities.workInProgress[row] + quantities.qualityHold[row];
        if (aside > Math.max(0, quantities.onHand[row])) faults++;
        const name = demandClass(demand.demand, row * periods, periods);
        if (kind !== 'dealer' && name !== 'none') faults++;
        if (
          name === 'none' &&
          kind === 'dealer' &&
          positionQuantities.every((name) => quantities[name][row] === 0)
        ) {
          faults++;
        }
        classes.set(name, (classes.get(name) ?? 0) + 1);
      }
    }
    expect(rows).toBe(2_000_000);
    expect(faults).toBe(0);
    expect(inboundIds.size).toBe(inboundRows);
    expect(inboundRows).toBeGreaterThan(50_000);
    for (const name of ['smooth', 'erratic', 'intermittent', 'lumpy']) {
      expect(classes.get(name) ?? 0, name).toBeGreaterThan(10_000);
    }
  });

  test('a location is the same whenever it is asked for, and differs by seed', () => {
    const hashOf = (seed: number): string => {
      const hash = createHash('sha256');
      for (const location of [200, 3, 399]) {
        const { positions, demand, inbound } = sampleOf('medium', seed).stockOf(location);
        hash
          .update(positions.items)
          .update(demand.demand)
          .update(demand.lostSales)
          .update(JSON.stringify(inbound));
        for (const name of positionQuantities) hash.update(positions.quantities[name]);
      }
      return hash.digest('hex');
    };
    const first = hashOf(7);
    expect(hashOf(7)).toBe(first);
    expect(hashOf(8)).not.toBe(first);
  });
});

describe('the large sample network', () => {
  test('has 1,000 dealers, 50,000 items and 20,000,000 positions', () => {
    const sample = sampleOf('large', 7);
    const { locations, items, supersessions } = sample.network;
    expect(locations.filter(({ kind }) => kind === 'dealer')).toHaveLength(1_000);
    expect(items).toHaveLength(50_000);
    expect(new Set(items.map((item) => item.id)).size).toBe(50_000);
    expect(new Set(locations.map((location) => location.name)).size).toBe(locations.length);
    expect(sample.positionCount).toBe(20_000_000);
    for (const { item, replacedBy } of supersessions) expect(replacedBy).toBeGreaterThan(item);
    const { positions, demand } = sample.stockOf(500);
    expect(positions.items.length).toBeGreaterThan(10_000);
    expect(demand.demand).toHaveLength(positions.items.length * sample.network.periods);
  });
});

/** Syntetos and Boylan's four classes, or `none` where nothing was ever sold. */
function demandClass(demand: Uint16Array, at: number, periods: number): string {
  let months = 0;
  let count = 0;
  let sum = 0;
  let squares = 0;
  for (let cell = at; cell < at + periods; cell++) {
    const size = demand[cell];
    if (size === notObserved) continue;
    months++;
    if (size === 0) continue;
    count++;
    sum += size;
    squares += size * size;
  }
  if (count === 0) return 'none';
  const variation = (squares * count) / (sum * sum) - 1;
  if (months / count < 1.32) return variation < 0.49 ? 'smooth' : 'erratic';
  return variation < 0.49 ? 'intermittent' : 'lumpy';
}
