/**
 * The opening of the small network gives a planner work, by a measure of its own that is simpler than the plan's:
 * Poisson demand at last year's rate, until the next delivery or two weeks, whichever comes first.
 */
import { expect, test } from 'vitest';
import { minutesToDay } from '../../core/base/calendar.ts';
import { notObserved } from '../../core/model/position.ts';
import { sampleOf } from './sampleTexts.ts';

interface Row {
  readonly location: number;
  readonly item: number;
  readonly available: number;
  readonly backorder: number;
  readonly demandTwoWeeks: number;
  readonly risk: number;
  readonly demandClass: string;
}

function openingRows(seed: number): { rows: Row[]; sample: ReturnType<typeof sampleOf> } {
  const sample = sampleOf('small', seed);
  const { locations, periods } = sample.network;
  const today = minutesToDay(sample.clockMinutes);
  const rows: Row[] = [];
  for (const [location, { kind }] of locations.entries()) {
    if (kind !== 'dealer') continue;
    const { positions, demand, inbound } = sample.stockOf(location);
    const nextArrival = new Map<number, number>();
    for (const { item, expectedDay } of inbound) {
      nextArrival.set(item, Math.min(expectedDay - today, nextArrival.get(item) ?? 14));
    }
    for (const [row, item] of positions.items.entries()) {
      const cells = [...demand.demand.subarray(row * periods, (row + 1) * periods)];
      const recent = cells.slice(-12).filter((cell) => cell !== notObserved);
      const daily = recent.reduce((sum, cell) => sum + cell, 0) / Math.max(1, recent.length) / 30.4375;
      const { onHand, reserved, workInProgress, qualityHold, backorder } = positions.quantities;
      const available = Math.max(0, onHand[row] - reserved[row] - workInProgress[row] - qualityHold[row]);
      const days = Math.min(14, nextArrival.get(item) ?? 14);
      rows.push({
        location,
        item,
        available,
        backorder: backorder[row],
        demandTwoWeeks: daily * 14,
        risk: poissonAbove(available, daily * days),
        demandClass: demandClass(cells.filter((cell) => cell !== notObserved)),
      });
    }
  }
  return { rows, sample };
}

function poissonAbove(units: number, mean: number): number {
  let term = Math.exp(-mean);
  let cumulative = 0;
  for (let k = 0; k <= units; k++) {
    cumulative += term;
    term *= mean / (k + 1);
  }
  return Math.max(0, 1 - cumulative);
}

/** Syntetos and Boylan's four classes: mean interval against 1.32, squared variation of sizes against 0.49. */
function demandClass(cells: readonly number[]): string {
  const sizes = cells.filter((cell) => cell > 0);
  if (sizes.length === 0) return 'none';
  const mean = sizes.reduce((sum, size) => sum + size, 0) / sizes.length;
  const variation = sizes.reduce((sum, size) => sum + (size - mean) ** 2, 0) / sizes.length / mean ** 2;
  if (cells.length / sizes.length < 1.32) return variation < 0.49 ? 'smooth' : 'erratic';
  return variation < 0.49 ? 'intermittent' : 'lumpy';
}

test.each([7, 8, 2024])('the small network of seed %i is alive', (seed) => {
  const { rows, sample } = openingRows(seed);
  const { items, lanes } = sample.network;
  for (const name of ['smooth', 'erratic', 'intermittent', 'lumpy']) {
    expect(rows.filter((row) => row.demandClass === name).length, name).toBeGreaterThan(100);
  }
  for (let tenth = 0; tenth < 10; tenth++) {
    const level = rows.filter((row) => Math.min(9, Math.floor(row.risk * 10)) === tenth);
    expect(level.length, `risk from ${tenth * 10} %`).toBeGreaterThan(10);
  }
  expect(rows.filter((row) => row.risk >= 0.5).length).toBeGreaterThanOrEqual(200);

  const byPosition = new Map(rows.map((row) => [row.location * items.length + row.item, row]));
  let worthwhile = 0;
  for (const need of rows) {
    const short = Math.max(need.backorder, need.available === 0 ? need.demandTwoWeeks : 0);
    if (short < 0.5 || items[need.item].status === 'stop-sale') continue;
    const isHelped = lanes.some((lane) => {
      const donor = byPosition.get(lane.from * items.length + need.item);
      if (lane.to !== need.location || lane.days > 3 || donor === undefined) return false;
      if (items[need.item].hazardous && !lane.hazardousAllowed) return false;
      const spare = Math.floor(donor.available - 4 * donor.demandTwoWeeks - 1);
      // A stockout costs a repair order: 150 USD is at the low end.
      const freightMinor = lane.fixedCostMinor + items[need.item].weightKg * lane.costPerKgMinor;
      return spare >= 1 && Math.min(spare, short) * 15_000 > freightMinor;
    });
    if (isHelped) worthwhile++;
  }
  expect(worthwhile).toBeGreaterThanOrEqual(60);
});
