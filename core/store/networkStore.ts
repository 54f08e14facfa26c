import type {
  Criticality,
  Inbound,
  Item,
  ItemStatus,
  Lane,
  Location,
  LocationKind,
  Network,
  Supersession,
  Vehicle,
} from '../model/network.ts';
import type { Database, ReadDatabase, SqlValue } from './database.ts';
import { createRowInserter } from './insertRows.ts';
import { readMeta, readMetaNumber, writeMeta } from './metaStore.ts';

/** Writes locations, items, lanes and supersessions of a new replica; call inside a transaction. */
export function writeNetwork(database: Database, network: Network): void {
  writeMeta(database, 'network', network.name);
  writeMeta(database, 'currency', network.currency);
  writeMeta(database, 'firstPeriod', network.firstPeriod);
  writeMeta(database, 'periods', network.periods);
  const locations = createRowInserter(database, 'location', [
    'idx',
    'id',
    'name',
    'kind',
    'owner_group',
    'region',
    'latitude',
    'longitude',
    'time_zone',
    'population',
  ]);
  network.locations.forEach((location, index) => {
    locations.put(
      index,
      location.id,
      location.name,
      location.kind,
      location.ownerGroup,
      location.region,
      location.latitude,
      location.longitude,
      location.timeZone,
      location.population,
    );
  });
  locations.flush();
  const items = createRowInserter(database, 'item', [
    'idx',
    'id',
    'description',
    'family',
    'unit_cost_minor',
    'currency',
    'weight_kg',
    'pack_quantity',
    'criticality',
    'hazardous',
    'status',
    'origin',
  ]);
  network.items.forEach((item, index) => {
    items.put(
      index,
      item.id,
      item.description,
      item.family,
      item.unitCostMinor,
      item.currency,
      item.weightKg,
      item.packQuantity,
      item.criticality,
      item.hazardous ? 1 : 0,
      item.status,
      item.origin,
    );
  });
  items.flush();
  const lanes = createRowInserter(database, 'lane', [
    'from_idx',
    'to_idx',
    'days',
    'fixed_cost_minor',
    'cost_per_kg_minor',
    'hazardous_allowed',
  ]);
  for (const lane of network.lanes) {
    lanes.put(
      lane.from,
      lane.to,
      lane.days,
      lane.fixedCostMinor,
      lane.costPerKgMinor,
      lane.hazardousAllowed ? 1 : 0,
    );
  }
  lanes.flush();
  const supersessions = createRowInserter(database, 'supersession', [
    'item_idx',
    'replaced_by_idx',
    'kind',
    'effective_from',
    'quantity_per',
  ]);
  for (const chain of network.supersessions) {
    supersessions.put(chain.item, chain.replacedBy, chain.kind, chain.effectiveFrom, chain.quantityPer);
  }
  supersessions.flush();
}

export function readNetwork(database: ReadDatabase): Network {
  const locations: Location[] = [];
  database
    .prepare(
      `SELECT id, name, kind, owner_group, region, latitude, longitude, time_zone, population
       FROM location ORDER BY idx`,
    )
    .each([], ([id, name, kind, ownerGroup, region, latitude, longitude, timeZone, population]) =>
      locations.push({
        id: String(id),
        name: String(name),
        kind: kind as LocationKind,
        ownerGroup: String(ownerGroup),
        region: String(region),
        latitude: Number(latitude),
        longitude: Number(longitude),
        timeZone: String(timeZone),
        population: Number(population),
      }),
    );
  const items: Item[] = [];
  database
    .prepare(
      `SELECT id, description, family, unit_cost_minor, currency, weight_kg, pack_quantity, criticality, hazardous,
         status, origin FROM item ORDER BY idx`,
    )
    .each([], (row) =>
      items.push({
        id: String(row[0]),
        description: String(row[1]),
        family: String(row[2]),
        unitCostMinor: Number(row[3]),
        currency: String(row[4]),
        weightKg: Number(row[5]),
        packQuantity: Number(row[6]),
        criticality: row[7] as Criticality,
        hazardous: row[8] === 1,
        status: row[9] as ItemStatus,
        origin: row[10] as 'real' | 'synthetic',
      }),
    );
  const lanes: Lane[] = [];
  database
    .prepare(
      'SELECT from_idx, to_idx, days, fixed_cost_minor, cost_per_kg_minor, hazardous_allowed FROM lane ORDER BY 1, 2',
    )
    .each([], ([from, to, days, fixedCost, costPerKg, hazardous]) =>
      lanes.push({
        from: Number(from),
        to: Number(to),
        days: Number(days),
        fixedCostMinor: Number(fixedCost),
        costPerKgMinor: Number(costPerKg),
        hazardousAllowed: hazardous === 1,
      }),
    );
  const supersessions: Supersession[] = [];
  database
    .prepare(
      'SELECT item_idx, replaced_by_idx, kind, effective_from, quantity_per FROM supersession ORDER BY 1, 2',
    )
    .each([], ([item, replacedBy, kind, effectiveFrom, quantityPer]) =>
      supersessions.push({
        item: Number(item),
        replacedBy: Number(replacedBy),
        kind: kind as 'one-way' | 'two-way',
        effectiveFrom: String(effectiveFrom),
        quantityPer: Number(quantityPer),
      }),
    );
  return {
    name: readMeta(database, 'network') ?? '',
    currency: readMeta(database, 'currency') ?? 'USD',
    locations,
    items,
    lanes,
    supersessions,
    firstPeriod: readMeta(database, 'firstPeriod') ?? '',
    periods: readMetaNumber(database, 'periods'),
  };
}

export function writeInbound(database: Database, inbound: readonly Inbound[]): void {
  const rows = createRowInserter(database, 'inbound', [
    'id',
    'to_idx',
    'item_idx',
    'quantity',
    'promised_day',
    'expected_day',
    'kind',
  ]);
  for (const entry of inbound) {
    rows.put(
      entry.id,
      entry.to,
      entry.item,
      entry.quantity,
      entry.promisedDay,
      entry.expectedDay,
      entry.kind,
    );
  }
  rows.flush();
}

const inboundColumns = 'id, to_idx, item_idx, quantity, promised_day, expected_day, kind';

export function readInbound(database: ReadDatabase, visit: (inbound: Inbound) => void): void {
  database.prepare(`SELECT ${inboundColumns} FROM inbound`).each([], (row) => visit(rowToInbound(row)));
}

export function readInboundOf(database: ReadDatabase, to: number, item: number): Inbound[] {
  const found: Inbound[] = [];
  database
    .prepare(
      `SELECT ${inboundColumns} FROM inbound WHERE to_idx = ? AND item_idx = ? ORDER BY expected_day, id`,
    )
    .each([to, item], (row) => void found.push(rowToInbound(row)));
  return found;
}

export function readInboundDue(database: ReadDatabase, throughDay: number): Inbound[] {
  const found: Inbound[] = [];
  database
    .prepare(`SELECT ${inboundColumns} FROM inbound WHERE expected_day <= ? ORDER BY expected_day, id`)
    .each([throughDay], (row) => void found.push(rowToInbound(row)));
  return found;
}

function rowToInbound([
  id,
  to,
  item,
  quantity,
  promisedDay,
  expectedDay,
  kind,
]: readonly SqlValue[]): Inbound {
  return {
    id: String(id),
    to: Number(to),
    item: Number(item),
    quantity: Number(quantity),
    promisedDay: Number(promisedDay),
    expectedDay: Number(expectedDay),
    kind: kind as Inbound['kind'],
  };
}

export function deleteInbound(database: Database, id: string): void {
  database.prepare('DELETE FROM inbound WHERE id = ?').run(id);
}

export function writeVehicles(database: Database, vehicles: readonly Vehicle[]): void {
  const rows = createRowInserter(database, 'vehicle', [
    'vin',
    'model',
    'trim',
    'options',
    'location_idx',
    'status',
    'arrived_day',
    'price_minor',
    'currency',
  ]);
  for (const vehicle of vehicles) {
    rows.put(
      vehicle.vin,
      vehicle.model,
      vehicle.trim,
      vehicle.options,
      vehicle.location,
      vehicle.status,
      vehicle.arrivedDay,
      vehicle.priceMinor,
      vehicle.currency,
    );
  }
  rows.flush();
}

export function readVehicles(database: ReadDatabase): Vehicle[] {
  return database
    .prepare('SELECT * FROM vehicle ORDER BY vin')
    .all()
    .map((row) => ({
      vin: String(row['vin']),
      model: String(row['model']),
      trim: String(row['trim']),
      options: String(row['options']),
      location: Number(row['location_idx']),
      status: row['status'] as Vehicle['status'],
      arrivedDay: Number(row['arrived_day']),
      priceMinor: Number(row['price_minor']),
      currency: String(row['currency']),
    }));
}

export function countVehicles(database: ReadDatabase): number {
  return Number(database.prepare('SELECT count(*) AS count FROM vehicle').get()?.['count']);
}

export function findVehicles(
  database: ReadDatabase,
  text: string,
  limit: number,
): readonly {
  readonly vin: string;
  readonly model: string;
  readonly trim: string;
  readonly location: number;
}[] {
  const pattern = `%${text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
  return database
    .prepare(
      `SELECT vin, model, trim, location_idx FROM vehicle WHERE vin LIKE ? ESCAPE '\\' ORDER BY vin LIMIT ?`,
    )
    .all(pattern, limit)
    .map((row) => ({
      vin: String(row['vin']),
      model: String(row['model']),
      trim: String(row['trim']),
      location: Number(row['location_idx']),
    }));
}
