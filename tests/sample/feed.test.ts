import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { daysPerMonth, minutesPerDay } from '../../core/base/calendar.ts';
import { createRandom } from '../../core/base/random.ts';
import type { Inbound } from '../../core/model/network.ts';
import { notObserved, type PositionQuantity, positionQuantities } from '../../core/model/position.ts';
import { nextTransferState, transferEvents } from '../../core/rebalance/transferStates.ts';
import type { LocationStock, Sample } from '../../electron/host/sources/sample/createSample.ts';
import { createDemandDraw } from '../../electron/host/sources/sample/demandDraw.ts';
import { createSampleFeed } from '../../electron/host/sources/sample/feed.ts';
import type { FeedEvent, FeedTransfer, FeedView } from '../../electron/host/sources/sample/feedEvent.ts';
import { type PlannedStep, scheduleTransfer } from '../../electron/host/sources/sample/transferSchedule.ts';
import { sampleOf } from './sampleTexts.ts';

interface World {
  readonly view: FeedView;
  readonly inbound: Map<string, Inbound>;
  readonly transfers: Map<string, FeedTransfer>;
  apply(events: readonly FeedEvent[]): void;
  total(names: readonly PositionQuantity[]): number;
}

let sample: Sample;
let stocks: LocationStock[];

beforeAll(() => {
  sample = sampleOf('small', 7);
  stocks = sample.network.locations.map((_, location) => sample.stockOf(location));
});

/** The small network as a feed sees it, with the changes that its events bring. */
function createWorld(): World {
  const { network } = sample;
  const location: number[] = [];
  const item: number[] = [];
  const mean: number[] = [];
  const quantities: Record<PositionQuantity, number>[] = [];
  const index = new Map<string, number>();
  const inbound = new Map<string, Inbound>();
  const asOf: number[] = [];
  for (const stock of stocks) {
    const { positions, demand } = stock;
    asOf.push(positions.asOf[0] ?? sample.clockMinutes);
    for (const row of stock.inbound) inbound.set(row.id, row);
    for (const [row, itemIndex] of positions.items.entries()) {
      index.set(`${positions.location}/${itemIndex}`, location.length);
      location.push(positions.location);
      item.push(itemIndex);
      const recent = [...demand.demand.subarray(row * 39 + 27, row * 39 + 39)].filter(
        (cell) => cell !== notObserved,
      );
      mean.push(recent.reduce((sum, cell) => sum + cell, 0) / Math.max(1, recent.length));
      quantities.push(
        Object.fromEntries(
          positionQuantities.map((name) => [name, positions.quantities[name][row]]),
        ) as Record<PositionQuantity, number>,
      );
    }
  }
  const transfers = new Map<string, FeedTransfer>();
  return {
    inbound,
    transfers,
    total: (names) =>
      quantities.reduce((sum, position) => sum + names.reduce((part, name) => part + position[name], 0), 0),
    view: {
      positions: location.length,
      locations: network.locations.length,
      ratesVersion: 1,
      locationOf: (position) => location[position],
      itemOf: (position) => item[position],
      positionOf: (where, what) => index.get(`${where}/${what}`) ?? -1,
      monthlyMean: (position) => mean[position],
      quantity: (position, name) => quantities[position][name],
      asOf: (where) => asOf[where],
      supplyDays: () => 2,
      isOrderable: (what) => network.items[what].status === 'active',
      inboundDue: (day) => [...inbound.values()].filter((row) => row.expectedDay <= day),
      get transfers() {
        return [...transfers.values()];
      },
    },
    apply(events) {
      for (const event of events) {
        if (event.kind === 'heartbeat') asOf[event.location] = event.minutes;
        const position = index.get(`${event.location}/${event.item}`);
        for (const [name, delta] of Object.entries(event.change) as [PositionQuantity, number][]) {
          if (position === undefined) throw new Error(`No position ${event.location}/${event.item}`);
          quantities[position][name] += delta;
        }
        if (event.received !== null && !inbound.delete(event.received))
          throw new Error(`${event.received} came twice`);
        if (event.ordered !== null) inbound.set(event.ordered.id, event.ordered);
        if (event.transfer !== null) {
          const { id, state } = event.transfer;
          const transfer = transfers.get(id);
          if (transfer === undefined) throw new Error(`${id} is not under way`);
          const isAllowed = transferEvents.some((name) => nextTransferState(transfer.state, name) === state);
          expect(isAllowed, `${transfer.state} → ${state}`).toBe(true);
          if (state === 'offered' || state === 'committed' || state === 'shipped') {
            transfers.set(id, { ...transfer, state, sinceMinutes: event.minutes });
          } else transfers.delete(id);
        }
      }
    },
  };
}

/** Transfers between dealers of the network that both keep the item, approved at the opening. */
function approveTransfers(world: World, count: number): void {
  const { locations, lanes } = sample.network;
  const { view, transfers } = world;
  for (let position = 0; position < view.positions && transfers.size < count; position++) {
    const from = view.locationOf(position);
    const item = view.itemOf(position);
    if (locations[from].kind !== 'dealer' || view.quantity(position, 'onHand') < 3) continue;
    const lane = lanes.find(
      (candidate) => candidate.from === from && view.positionOf(candidate.to, item) >= 0,
    );
    if (lane === undefined) continue;
    const id = `T-${transfers.size + 1}`;
    const { to, days } = lane;
    const sinceMinutes = sample.clockMinutes;
    transfers.set(id, { id, from, to, item, quantity: 2, state: 'approved', sinceMinutes, days });
  }
}

function run(world: World, seed: number, days: number, sliceMinutes: number): FeedEvent[] {
  const feed = createSampleFeed({ seed, sequence: 0 });
  const all: FeedEvent[] = [];
  const end = sample.clockMinutes + days * minutesPerDay;
  for (let from = sample.clockMinutes; from < end; from += sliceMinutes) {
    const events = feed.next(world.view, from, Math.min(end, from + sliceMinutes));
    world.apply(events);
    all.push(...events);
  }
  return all;
}

const hashOf = (events: readonly FeedEvent[]): string =>
  createHash('sha256').update(JSON.stringify(events)).digest('hex');

describe('the simulated feed', () => {
  test('the same seed and sequence say the same, others say something else', () => {
    const [first, again, other] = [3, 3, 4].map((seed) => hashOf(run(createWorld(), seed, 1, 30)));
    expect(again).toBe(first);
    expect(other).not.toBe(first);
  });

  test('a feed that resumes at a sequence number goes on as if it had never stopped', () => {
    const whole = createWorld();
    const expected = run(whole, 5, 0.5, 60);
    const world = createWorld();
    const resumed: FeedEvent[] = [];
    for (let from = sample.clockMinutes; from < sample.clockMinutes + 720; from += 60) {
      const feed = createSampleFeed({ seed: 5, sequence: resumed.length });
      const events = feed.next(world.view, from, from + 60);
      world.apply(events);
      resumed.push(...events);
    }
    expect(hashOf(resumed)).toBe(hashOf(expected));
  });

  test('events are numbered without gaps, in time and within the slice', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 2_000 }), (seed, minutes) => {
        const world = createWorld();
        const feed = createSampleFeed({ seed, sequence: 41 });
        const events = feed.next(world.view, sample.clockMinutes, sample.clockMinutes + minutes);
        let last = sample.clockMinutes + 1;
        for (const [index, event] of events.entries()) {
          expect(event.sequence).toBe(42 + index);
          expect(event.minutes).toBeGreaterThanOrEqual(last);
          last = event.minutes;
        }
        expect(last).toBeLessThanOrEqual(sample.clockMinutes + minutes);
        expect(feed.sequence).toBe(41 + events.length);
      }),
      { numRuns: 20 },
    );
  });

  test('stock is conserved: what came in less what went out is what is there', () => {
    const world = createWorld();
    approveTransfers(world, 40);
    const owned = ['onHand', 'inTransitIn', 'onOrder', 'returnPending'] as const;
    const before = world.total(owned);
    const events = run(world, 9, 6, 45);
    let change = 0;
    for (const event of events) {
      change -= event.demand;
      if (event.ordered !== null) change += event.ordered.quantity;
      if (event.kind === 'count') change += event.change.onHand ?? 0;
      if (event.kind === 'return' && event.change.onHand === undefined) change++;
      if (event.transfer?.state === 'discrepant') change -= 2 - event.transfer.receivedQuantity;
    }
    // Units between dealers are counted at the receiver, so each unit is counted once.
    expect(world.total(owned)).toBe(before + change);
    const inbound = [...world.inbound.values()];
    const sum = (rows: readonly Inbound[]): number => rows.reduce((units, row) => units + row.quantity, 0);
    const shipped = [...world.transfers.values()].filter((transfer) => transfer.state === 'shipped');
    const between = shipped.reduce((units, transfer) => units + transfer.quantity, 0);
    expect(world.total(['onOrder'])).toBe(sum(inbound.filter((row) => row.kind === 'purchase')));
    expect(world.total(['inTransitIn'])).toBe(
      sum(inbound.filter((row) => row.kind !== 'purchase')) + between,
    );
    expect(world.total(['inTransitOut'])).toBe(between);
  });

  test('every kind of event happens, at the pace of the demand', () => {
    const world = createWorld();
    approveTransfers(world, 40);
    const days = 8;
    const events = run(world, 11, days, 120);
    for (const kind of ['sale', 'receipt', 'return', 'count', 'order', 'heartbeat', 'transfer'] as const) {
      expect(events.filter((event) => event.kind === kind).length, kind).toBeGreaterThan(10);
    }
    const asked = events
      .filter((event) => event.kind === 'sale')
      .reduce((sum, event) => sum + event.demand + event.lostSales + (event.change.backorder ?? 0), 0);
    let monthly = 0;
    for (let position = 0; position < world.view.positions; position++)
      monthly += world.view.monthlyMean(position);
    const expected = (monthly * days) / daysPerMonth;
    // A few dealers are silent, so a little less is heard than is sold.
    expect(asked).toBeGreaterThan(expected * 0.85);
    expect(asked).toBeLessThan(expected * 1.05);
    expect(events.some((event) => event.lostSales > 0)).toBe(true);
    expect(events.some((event) => (event.change.backorder ?? 0) > 0)).toBe(true);
    expect(events.some((event) => event.kind === 'receipt' && event.demand > 0)).toBe(true);
    const ends = events.flatMap((event) => (event.transfer === null ? [] : [event.transfer.state]));
    expect(ends).toContain('received');
    expect([...world.transfers.values()].filter((transfer) => transfer.state !== 'shipped')).toEqual([]);
  });

  test('a sale takes no more than what is available, and a count leaves what is set aside', () => {
    const world = createWorld();
    const feed = createSampleFeed({ seed: 2, sequence: 0 });
    for (let slice = 0; slice < 200; slice++) {
      const from = sample.clockMinutes + slice * 60;
      const before = new Map<number, number>();
      for (let position = 0; position < world.view.positions; position++) {
        before.set(position, world.view.quantity(position, 'onHand'));
      }
      world.apply(feed.next(world.view, from, from + 60));
      for (let position = 0; position < world.view.positions; position++) {
        const onHand = world.view.quantity(position, 'onHand');
        if (onHand >= (before.get(position) ?? 0)) continue;
        const aside =
          world.view.quantity(position, 'reserved') +
          world.view.quantity(position, 'workInProgress') +
          world.view.quantity(position, 'qualityHold');
        expect(onHand).toBeGreaterThanOrEqual(aside);
      }
    }
  });

  test('a system that has been silent for a day sells nothing until it is heard', () => {
    const world = createWorld();
    const silent = stocks.flatMap(({ positions }, location) =>
      positions.items.length > 0 && sample.clockMinutes - positions.asOf[0] > minutesPerDay ? [location] : [],
    );
    expect(silent.length).toBeGreaterThan(0);
    const events = run(world, 21, 4, 60);
    for (const location of silent) {
      const [first] = events.filter((event) => event.location === location && event.kind !== 'transfer');
      if (first !== undefined) expect(first.kind).toBe('heartbeat');
    }
  });
});

describe('the schedule of a transfer', () => {
  const transfer: FeedTransfer = {
    id: 'T-1',
    from: 0,
    to: 1,
    item: 2,
    quantity: 3,
    state: 'approved',
    sinceMinutes: 1_000,
    days: 2,
  };

  test('is the same however time is sliced', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.integer(),
        fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 1 }),
        (id, seed, cuts) => {
          const end = 10_000;
          const whole = scheduleTransfer({ ...transfer, id }, seed, 1_000, end);
          const sliced: unknown[] = [];
          let current: FeedTransfer | null = { ...transfer, id };
          let from = 1_000;
          for (let slice = 0; from < end; slice++) {
            const to = Math.min(end, from + cuts[slice % cuts.length]);
            const steps: PlannedStep[] = current === null ? [] : scheduleTransfer(current, seed, from, to);
            sliced.push(...steps);
            for (const { state, minutes } of steps) {
              const moves = state === 'offered' || state === 'committed' || state === 'shipped';
              current = moves && current !== null ? { ...current, state, sinceMinutes: minutes } : null;
            }
            from = to;
          }
          expect(sliced).toEqual(whole);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('most transfers arrive whole, some are refused, some run out, some arrive short', () => {
    const ends = new Map<string, number>();
    for (let id = 0; id < 3_000; id++) {
      const last = scheduleTransfer({ ...transfer, id: `T-${id}` }, 7, 1_000, 20_000).at(-1);
      ends.set(last?.state ?? 'none', (ends.get(last?.state ?? 'none') ?? 0) + 1);
    }
    expect([...ends.keys()].toSorted()).toEqual(['discrepant', 'expired', 'received', 'rejected']);
    expect(ends.get('received') ?? 0).toBeGreaterThan(2_500);
  });
});

test('positions are drawn in proportion to their mean', () => {
  const random = createRandom(1);
  const means = Array.from({ length: 1_000 }, (_, position) => (position % 3 === 0 ? 0 : (position % 7) + 1));
  const draw = createDemandDraw(means.length, (position) => means[position]);
  expect(draw.total).toBe(means.reduce((sum, mean) => sum + mean, 0));
  const counts = new Float64Array(8);
  const draws = 40_000;
  for (let n = 0; n < draws; n++) {
    const position = draw.draw(random);
    expect(means[position]).toBeGreaterThan(0);
    counts[means[position]]++;
  }
  for (let mean = 1; mean <= 7; mean++) {
    const share = (means.filter((value) => value === mean).length * mean) / draw.total;
    expect(Math.abs(counts[mean] / draws - share)).toBeLessThan(0.02);
  }
});
