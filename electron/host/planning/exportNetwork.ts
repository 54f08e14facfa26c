import { dayToIso } from '../../../core/base/calendar.ts';
import { csvLine } from '../../../core/base/csv.ts';
import { readInbound, readVehicles } from '../../../core/store/networkStore.ts';
import type { PlanSession } from './session.ts';

/** The network files that describe the network itself, with the headers under which they import again. */
export type NetworkFile = 'locations' | 'items' | 'lanes' | 'supersessions' | 'inbound' | 'vehicles';

export function* networkLines(session: PlanSession, what: NetworkFile): Generator<string> {
  const { network } = session.state;
  const { locations, items } = network;
  switch (what) {
    case 'locations':
      yield csvLine(['id', 'name', 'kind', 'ownerGroup', 'region', 'latitude', 'longitude', 'timeZone']);
      for (const entry of locations) {
        yield csvLine([
          entry.id,
          entry.name,
          entry.kind,
          entry.ownerGroup,
          entry.region,
          entry.latitude,
          entry.longitude,
          entry.timeZone,
        ]);
      }
      break;
    case 'items':
      yield csvLine([
        'id',
        'description',
        'family',
        'unitCost',
        'currency',
        'weightKg',
        'packQuantity',
        'criticality',
        'hazardous',
        'status',
      ]);
      for (const entry of items) {
        yield csvLine([
          entry.id,
          entry.description,
          entry.family,
          entry.unitCostMinor / 100,
          entry.currency,
          entry.weightKg,
          entry.packQuantity,
          entry.criticality,
          String(entry.hazardous),
          entry.status,
        ]);
      }
      break;
    case 'lanes':
      yield csvLine(['from', 'to', 'days', 'fixedCost', 'costPerKg', 'hazardousAllowed']);
      for (const lane of network.lanes) {
        yield csvLine([
          locations[lane.from].id,
          locations[lane.to].id,
          lane.days,
          lane.fixedCostMinor / 100,
          lane.costPerKgMinor / 100,
          String(lane.hazardousAllowed),
        ]);
      }
      break;
    case 'supersessions':
      yield csvLine(['item', 'replacedBy', 'kind', 'effectiveFrom', 'quantityPer']);
      for (const chain of network.supersessions) {
        yield csvLine([
          items[chain.item].id,
          items[chain.replacedBy].id,
          chain.kind,
          chain.effectiveFrom,
          chain.quantityPer,
        ]);
      }
      break;
    case 'inbound': {
      yield csvLine(['id', 'to', 'item', 'quantity', 'promisedDate', 'expectedDate', 'kind']);
      const lines: string[] = [];
      readInbound(session.database, (entry) =>
        lines.push(
          csvLine([
            entry.id,
            locations[entry.to].id,
            items[entry.item].id,
            entry.quantity,
            dayToIso(entry.promisedDay),
            dayToIso(entry.expectedDay),
            entry.kind,
          ]),
        ),
      );
      yield* lines;
      break;
    }
    case 'vehicles':
      yield csvLine([
        'vin',
        'model',
        'trim',
        'options',
        'location',
        'status',
        'arrivedAt',
        'price',
        'currency',
      ]);
      for (const entry of readVehicles(session.database)) {
        yield csvLine([
          entry.vin,
          entry.model,
          entry.trim,
          entry.options,
          locations[entry.location].id,
          entry.status,
          dayToIso(entry.arrivedDay),
          entry.priceMinor / 100,
          entry.currency,
        ]);
      }
      break;
  }
}
