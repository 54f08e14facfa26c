/**
 * A small network drawn from a seed and written as a replica, for tests that need every kind of position and none of
 * the sample's size: a CDC, an RDC, a few dealers in owner groups, a few dozen items of every status. Demand classes,
 * stopped series, months without observation, negative on hand, backorders, late and future inbound all occur.
 */
import { addMonths, minutesPerDay, parseDay } from '../../core/base/calendar.ts';
import { createRandom, type Random } from '../../core/base/random.ts';
import { criticalities, type Inbound, type Item, type Lane, type Network } from '../../core/model/network.ts';
import {
  notObserved,
  positionQuantities,
  type LocationDemand,
  type LocationPositions,
  type PositionQuantity,
} from '../../core/model/position.ts';
import type { Database } from '../../core/store/database.ts';
import { writeMeta } from '../../core/store/metaStore.ts';
import { migrate } from '../../core/store/migrations.ts';
import { writeInbound, writeNetwork, writeVehicles } from '../../core/store/networkStore.ts';
import { writeLocationStock } from '../../core/store/positionStore.ts';
import { createSession, type PlanSession } from '../../electron/host/planning/session.ts';
import { openDatabase } from '../../electron/host/sqlite/openDatabase.ts';

export interface MiniOptions {
  readonly seed: number;
  readonly dealers?: number;
  readonly items?: number;
}

const firstPeriod = '1999-01';
const periods = 24;
const today = parseDay(`${addMonths(firstPeriod, periods)}-01`);
export const miniClockMinutes = today * minutesPerDay + 8 * 60;

export function writeMiniReplica(
  database: Database,
  { seed, dealers = 6, items = 40 }: MiniOptions,
): Network {
  const random = createRandom(`mini/${seed}`);
  const network = drawNetwork(random.fork('network'), dealers, items);
  migrate(database);
  database.transaction(() => {
    writeNetwork(database, network);
    writeMeta(database, 'clockMinutes', miniClockMinutes);
    writeMeta(database, 'feedSeed', seed);
    writeMeta(database, 'feedSequence', 0);
    writeMeta(database, 'nextTransfer', 1);
    writeVehicles(database, [
      {
        vin: '1HGCM82633A004352',
        model: 'Brig',
        trim: 'Base',
        options: 'RED',
        location: 2,
        status: 'dealer-yard',
        arrivedDay: today - 30,
        priceMinor: 2_000_000,
        currency: 'USD',
      },
    ]);
    network.locations.forEach((_, location) => {
      const stock = drawStock(random.fork(`stock/${location}`), network, location);
      writeLocationStock(database, stock.positions, stock.demand);
      writeInbound(database, stock.inbound);
    });
  });
  return network;
}

/** A session over a mini network in memory; `emit` hears nothing. Close its database when done. */
export function openMiniSession(options: MiniOptions): PlanSession {
  const database = openDatabase(':memory:');
  writeMiniReplica(database, options);
  return createMiniSession(database);
}

/** Another session over the same rows: everything rebuilt from the replica. Time stands still. */
export function createMiniSession(database: Database): PlanSession {
  return createSession(
    database,
    () => 0,
    () => undefined,
  );
}

function drawNetwork(random: Random, dealers: number, itemCount: number): Network {
  const place = (id: string, kind: 'cdc' | 'rdc' | 'dealer', ownerGroup: string) => ({
    id,
    name: `Place ${id}`,
    kind,
    ownerGroup,
    region: random.pick(['North', 'South']),
    latitude: 40 + random.next(),
    longitude: -90 + random.next(),
    timeZone: 'America/Chicago',
    population: random.integer(1_000, 90_000),
  });
  const locations = [
    place('C1', 'cdc', ''),
    place('R1', 'rdc', ''),
    ...Array.from({ length: dealers }, (_, d) => place(`D${d + 1}`, 'dealer', `Group ${d % 2}`)),
  ];
  const lanes: Lane[] = [lane(0, 1, 4, 0, 10, true)];
  for (let to = 2; to < locations.length; to++) {
    lanes.push(lane(1, to, random.integer(2, 7), 500, 20, true));
    for (let from = 2; from < locations.length; from++) {
      if (from === to || random.next() < 0.2) continue;
      lanes.push(lane(from, to, random.integer(1, 5), random.integer(200, 2_500), 45.5, random.next() < 0.6));
    }
  }
  const items = Array.from({ length: itemCount }, (_, i): Item => ({
    id: `P${String(i + 1).padStart(3, '0')}`,
    description: `Part ${random.pick(['pump', 'filter', 'hose', 'lamp'])} ${i}`,
    family: random.pick(['Engine', 'Body', 'Electric']),
    unitCostMinor: i % 17 === 4 ? 0 : random.integer(200, 90_000),
    currency: 'USD',
    weightKg: i % 19 === 7 ? 0 : random.integer(1, 80) / 10,
    packQuantity: random.pick([1, 1, 2, 4]),
    criticality: random.pick(criticalities),
    hazardous: i % 6 === 2,
    status: i % 13 === 5 ? 'stop-sale' : i % 11 === 9 ? 'phase-out' : i % 23 === 3 ? 'superseded' : 'active',
    origin: 'synthetic',
  }));
  return {
    name: 'Mini',
    currency: 'USD',
    locations,
    items,
    lanes,
    supersessions: [
      { item: 3, replacedBy: 4, kind: 'one-way', effectiveFrom: '2000-06-01', quantityPer: 1 },
    ].filter((chain) => chain.replacedBy < itemCount) as Network['supersessions'],
    firstPeriod,
    periods,
  };
}

function lane(
  from: number,
  to: number,
  days: number,
  fixedCostMinor: number,
  costPerKgMinor: number,
  hazardousAllowed: boolean,
): Lane {
  return { from, to, days, fixedCostMinor, costPerKgMinor, hazardousAllowed };
}

function drawStock(
  random: Random,
  network: Network,
  location: number,
): { positions: LocationPositions; demand: LocationDemand; inbound: Inbound[] } {
  const dealer = network.locations[location].kind === 'dealer';
  const items = Int32Array.from(
    Array.from(network.items.keys()).filter(() => !dealer || random.next() < 0.75),
  );
  const count = items.length;
  const quantities = Object.fromEntries(
    positionQuantities.map((name) => [name, new Int32Array(count)]),
  ) as Record<PositionQuantity, Int32Array>;
  const asOf = new Int32Array(count);
  const demand = new Uint16Array(count * periods);
  const lostSales = new Uint16Array(count * periods);
  const daysOut = new Uint8Array(count * periods);
  const inbound: Inbound[] = [];
  for (let row = 0; row < count; row++) {
    const mean = dealer ? drawMean(random) : 0;
    if (dealer) drawHistory(random, mean, row, demand, lostSales);
    else demand.fill(0, row * periods, (row + 1) * periods);
    const share = random.next();
    const usual = Math.round((dealer ? mean : 12) * 2.5 * random.next());
    quantities.onHand[row] =
      share < 0.25 ? random.integer(0, 2) : share < 0.6 ? usual : usual + random.integer(0, 30);
    if (random.next() < 0.04) quantities.onHand[row] = -random.integer(1, 4);
    quantities.reserved[row] = random.next() < 0.15 ? random.integer(1, 3) : 0;
    quantities.workInProgress[row] = random.next() < 0.08 ? 1 : 0;
    quantities.qualityHold[row] = random.next() < 0.05 ? 1 : 0;
    quantities.backorder[row] = dealer && share < 0.12 ? random.integer(1, 4) : 0;
    quantities.returnPending[row] = random.next() < 0.05 ? 1 : 0;
    asOf[row] = miniClockMinutes - random.integer(0, location % 5 === 4 ? 12_000 : 400);
    if (random.next() < 0.2) {
      const kind = random.pick(['replenishment', 'purchase', 'emergency'] as const);
      const quantity = random.integer(1, 12);
      const promisedDay = today + random.integer(-3, 12);
      const expectedDay = promisedDay + random.integer(0, 3);
      inbound.push({
        id: `I${location}-${row}`,
        to: location,
        item: items[row],
        quantity,
        promisedDay,
        expectedDay,
        kind,
      });
      quantities[kind === 'purchase' ? 'onOrder' : 'inTransitIn'][row] += quantity;
      if (random.next() < 0.2) {
        const more = { quantity: 2, promisedDay, expectedDay: expectedDay + random.integer(0, 2) };
        inbound.push({
          ...more,
          id: `J${location}-${row}`,
          to: location,
          item: items[row],
          kind: 'replenishment',
        });
        quantities.inTransitIn[row] += 2;
      }
    }
  }
  const emptying = random.fork('stockouts');
  for (const [cell, units] of demand.entries()) {
    if (dealer && units === 0 && emptying.next() < 0.04) daysOut[cell] = emptying.integer(3, 28);
  }
  return {
    positions: { location, items, quantities, asOf },
    demand: { location, periods, demand, lostSales, daysOut },
    inbound,
  };
}

/** Units a month: mostly slow movers, some fast, some that hardly ever sell. */
function drawMean(random: Random): number {
  const share = random.next();
  if (share < 0.15) return 0.05;
  return share < 0.7 ? random.gamma(1, 1.2) : random.gamma(2, 6);
}

function drawHistory(
  random: Random,
  mean: number,
  row: number,
  demand: Uint16Array,
  lostSales: Uint16Array,
): void {
  const launched = random.next() < 0.2 ? random.integer(1, 20) : 0;
  const stopped = random.next() < 0.1 ? random.integer(4, 14) : periods;
  for (let period = 0; period < periods; period++) {
    const cell = row * periods + period;
    demand[cell] = period < launched ? notObserved : period < stopped ? random.poisson(mean) : 0;
    const asked = period >= launched && period < stopped;
    if (asked && random.next() < 0.05) lostSales[cell] = random.integer(1, 3);
  }
}
