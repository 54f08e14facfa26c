import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { daysOfMonths, dayToMonth, minutesToDay, minutesToIso } from '../../core/base/calendar.ts';
import { notObserved, positionQuantities } from '../../core/model/position.ts';
import type { Sample } from '../../electron/host/sources/sample/createSample.ts';
import { parseCarParts } from '../../electron/host/sources/sample/parseCarParts.ts';
import { sampleOf, sampleTexts } from './sampleTexts.ts';

const sample = sampleOf('small', 7);
const { network } = sample;
const { locations, items, lanes, periods } = network;
const stocks = locations.map((_, location) => sample.stockOf(location));
const dealers = locations.flatMap(({ kind }, index) => (kind === 'dealer' ? [index] : []));
const today = minutesToDay(sample.clockMinutes);

function hashOf(sample: Sample): string {
  const hash = createHash('sha256');
  const { network, clockMinutes, vehicles, positionCount } = sample;
  hash.update(JSON.stringify({ network, clockMinutes, vehicles, positionCount }));
  for (const location of sample.network.locations.keys()) {
    const { positions, demand, inbound } = sample.stockOf(location);
    hash.update(positions.items).update(positions.asOf).update(demand.demand).update(demand.lostSales);
    hash.update(demand.daysOut);
    for (const name of positionQuantities) hash.update(positions.quantities[name]);
    hash.update(JSON.stringify(inbound));
  }
  return hash.digest('hex');
}

describe('the small sample network', () => {
  test('stood empty in months that leave room for what was sold in them', () => {
    const daysIn = daysOfMonths('1998-01', periods);
    let emptied = 0;
    let months = 0;
    for (const { positions, demand } of stocks) {
      const isDealer = locations[positions.location].kind === 'dealer';
      for (const [cell, days] of demand.daysOut.entries()) {
        const units = demand.demand[cell];
        if (units !== notObserved && isDealer) months++;
        if (days === 0) continue;
        emptied++;
        expect(isDealer && units !== notObserved).toBe(true);
        const month = daysIn[cell % periods];
        // Where anything sold, the shelf was full for at least the same share of the month.
        const lost = demand.lostSales[cell];
        if (units === 0) expect(days).toBeLessThanOrEqual(month);
        else expect(days).toBeLessThanOrEqual(Math.max(1, (month * lost) / (units + lost)));
      }
    }
    expect(emptied / months).toBeGreaterThan(0.005);
    expect(emptied / months).toBeLessThan(0.05);
  });

  test('demand over all dealers is the real series, item by item and month by month', () => {
    const carParts = parseCarParts(sampleTexts.carParts);
    expect(carParts.ids).toHaveLength(2_674);
    expect(network.firstPeriod).toBe('1998-01');
    expect(periods).toBe(39);
    expect(items.slice(0, 2_674).map((item) => item.id)).toEqual(carParts.ids);
    const sums = new Int32Array(2_674 * periods);
    const sellers = new Int32Array(2_674);
    let misplacedMonths = 0;
    for (const { positions, demand } of stocks) {
      for (const [row, item] of positions.items.entries()) {
        if (item >= 2_674) continue;
        let units = 0;
        for (let month = 0; month < periods; month++) {
          const cell = demand.demand[row * periods + month];
          const isReal = locations[positions.location].kind === 'dealer';
          const real = carParts.demand[item * periods + month];
          if (isReal && (cell === notObserved) !== (real === notObserved)) misplacedMonths++;
          if (cell === notObserved) continue;
          sums[item * periods + month] += cell;
          units += cell;
          if (demand.lostSales[row * periods + month] !== 0) misplacedMonths++;
        }
        if (units > 0) sellers[item]++;
      }
    }
    expect(misplacedMonths).toBe(0);
    for (let item = 0; item < 2_674; item++) {
      const real = carParts.demand
        .subarray(item * periods, (item + 1) * periods)
        .map((cell) => (cell === notObserved ? 0 : cell));
      expect([...sums.subarray(item * periods, (item + 1) * periods)], items[item].id).toEqual([...real]);
      expect(sellers[item], items[item].id).toBeLessThanOrEqual(4);
    }
  });

  test('has the sizes that it promises', () => {
    expect(dealers).toHaveLength(60);
    expect(items).toHaveLength(2_974);
    expect(items.filter((item) => item.origin === 'synthetic')).toHaveLength(300);
    expect(sample.positionCount).toBe(stocks.reduce((sum, stock) => sum + stock.positions.items.length, 0));
    expect(Math.abs(sample.positionCount - 12_000)).toBeLessThan(1_000);
    expect(minutesToIso(sample.clockMinutes)).toMatch(/^2001-04-01T/);
    expect(dayToMonth(today)).toBe('2001-04');
  });

  test('the same seed gives the same bytes and another seed others', () => {
    const again = sampleOf('small', 7);
    // Asked in another order first: the stock of a location doesn't depend on what was asked before.
    for (const location of [...locations.keys()].toReversed()) again.stockOf(location);
    expect(hashOf(again)).toBe(hashOf(sample));
    expect(hashOf(sampleOf('small', 8))).not.toBe(hashOf(sample));
  });

  test('names and ids are unique', () => {
    for (const list of [
      locations.map((location) => location.id),
      locations.map((location) => location.name),
      items.map((item) => item.id),
      stocks.flatMap((stock) => stock.inbound.map((inbound) => inbound.id)),
      lanes.map((lane) => `${lane.from}>${lane.to}`),
    ]) {
      expect(new Set(list).size).toBe(list.length);
    }
  });

  test('supersession chains never loop and lead to a different item of the family', () => {
    const next = new Map(network.supersessions.map(({ item, replacedBy }) => [item, replacedBy]));
    expect(next.size).toBe(network.supersessions.length);
    expect(new Set(network.supersessions.map(({ kind }) => kind)).size).toBe(2);
    let longest = 0;
    for (const [first, second] of next) {
      expect(items[second].family).toBe(items[first].family);
      expect(items[first].status).not.toBe('active');
      let length = 0;
      for (let item: number | undefined = first; item !== undefined; item = next.get(item)) {
        length++;
        expect(length).toBeLessThan(items.length);
      }
      longest = Math.max(longest, length);
    }
    expect(longest).toBeGreaterThanOrEqual(3);
  });

  test('every dealer has one supplying lane, every warehouse is reached, hazardous goods keep off cheap lanes', () => {
    for (const [index, { kind }] of locations.entries()) {
      const into = lanes.filter((lane) => lane.to === index).map((lane) => locations[lane.from].kind);
      if (kind === 'dealer') expect(into.filter((from) => from === 'rdc')).toHaveLength(1);
      if (kind === 'rdc') expect(into.filter((from) => from === 'cdc')).toHaveLength(1);
      if (kind === 'cdc') expect(into).toEqual(['supplier']);
      if (kind === 'supplier') expect(into).toEqual([]);
    }
    const between = lanes.filter((lane) => locations[lane.from].kind === 'dealer');
    for (const dealer of dealers) {
      expect(between.filter((lane) => lane.from === dealer).length).toBeGreaterThanOrEqual(12);
    }
    for (const lane of between) if (lane.hazardousAllowed) expect(lane.fixedCostMinor).toBeGreaterThan(2_000);
    expect(new Set(between.map((lane) => lane.hazardousAllowed)).size).toBe(2);
    for (const lane of lanes) {
      expect(lane.days).toBeGreaterThan(0);
      expect(lane.from).not.toBe(lane.to);
    }
  });

  test('what is on its way agrees with the inbound rows', () => {
    let late = 0;
    for (const { positions, inbound } of stocks) {
      const onOrder = new Map<number, number>();
      const inTransit = new Map<number, number>();
      for (const row of inbound) {
        const sums = row.kind === 'purchase' ? onOrder : inTransit;
        sums.set(row.item, (sums.get(row.item) ?? 0) + row.quantity);
        expect(row.to).toBe(positions.location);
        expect(row.quantity).toBeGreaterThan(0);
        expect(row.expectedDay).toBeGreaterThanOrEqual(today);
        if (row.expectedDay > row.promisedDay) late++;
      }
      for (const [row, item] of positions.items.entries()) {
        expect(positions.quantities.onOrder[row]).toBe(onOrder.get(item) ?? 0);
        expect(positions.quantities.inTransitIn[row]).toBe(inTransit.get(item) ?? 0);
      }
    }
    expect(late).toBeGreaterThan(50);
  });

  test('positions are in item order, never empty, and set aside no more than there is', () => {
    for (const { positions, demand } of stocks) {
      const { quantities } = positions;
      expect(demand.demand).toHaveLength(positions.items.length * periods);
      for (const [row, item] of positions.items.entries()) {
        if (row > 0) expect(item).toBeGreaterThan(positions.items[row - 1]);
        const aside = quantities.reserved[row] + quantities.workInProgress[row] + quantities.qualityHold[row];
        expect(aside).toBeLessThanOrEqual(Math.max(0, quantities.onHand[row]));
        const cells = demand.demand.subarray(row * periods, (row + 1) * periods);
        const isDealer = locations[positions.location].kind === 'dealer';
        const content =
          positionQuantities.some((name) => quantities[name][row] !== 0) ||
          cells.some((cell) => cell !== 0 && cell !== notObserved);
        if (isDealer) expect(content).toBe(true);
        else expect(cells.every((cell) => cell === 0)).toBe(true);
      }
    }
  });

  test('has the troubles of a real network', () => {
    const count = (predicate: (stock: (typeof stocks)[number], row: number) => boolean): number =>
      stocks.reduce(
        (sum, stock) =>
          sum + stock.positions.items.reduce((rows, _, row) => rows + (predicate(stock, row) ? 1 : 0), 0),
        0,
      );
    const negative = count(({ positions }, row) => positions.quantities.onHand[row] < 0);
    expect(negative).toBeGreaterThan(4);
    expect(negative).toBeLessThan(60);
    for (const name of ['reserved', 'workInProgress', 'qualityHold', 'backorder', 'returnPending'] as const) {
      expect(
        count(({ positions }, row) => positions.quantities[name][row] > 0),
        name,
      ).toBeGreaterThan(30);
    }
    expect(
      count(({ demand }, row) =>
        demand.lostSales.subarray(row * periods, (row + 1) * periods).some((n) => n > 0),
      ),
    ).toBeGreaterThan(200);
    const stale = dealers.filter(
      (dealer) => sample.clockMinutes - stocks[dealer].positions.asOf[0] > 2 * 1440,
    );
    expect(stale.length).toBeGreaterThanOrEqual(3);
    expect(stale.length).toBeLessThanOrEqual(6);
    expect(new Set(items.map((item) => item.status)).size).toBe(4);
    expect(new Set(items.map((item) => item.criticality)).size).toBe(3);
    expect(items.filter((item) => item.hazardous).length).toBeGreaterThan(20);
  });
});
