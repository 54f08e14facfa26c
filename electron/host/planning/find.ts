import type { FindResult } from '../../../core/contract/views.ts';
import { positionOf } from '../../../core/plan/planState.ts';
import { findVehicles } from '../../../core/store/networkStore.ts';
import type { PlanSession } from './session.ts';

/**
 * Global find: items, locations, transfers, vehicles, and `item @ location` positions. Ids that begin with the text
 * come first, then words that begin with it, then anything that contains it.
 */
export function find(session: PlanSession, text: string, limit: number): FindResult[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return [];
  const { items, locations } = session.state.network;
  const pair = /^(\S+)\s*@\s*(\S+)$/.exec(wanted);
  const found: { readonly rank: number; readonly result: FindResult }[] = [];
  const offer = (rank: number, result: FindResult): void => void (rank < 3 && found.push({ rank, result }));

  if (pair !== null) {
    const item = items.findIndex((entry) => entry.id.toLowerCase() === pair[1]);
    const location = locations.findIndex((entry) => entry.id.toLowerCase() === pair[2]);
    const position = item < 0 || location < 0 ? -1 : positionOf(session.state, location, item);
    if (position >= 0) {
      offer(0, {
        kind: 'position',
        id: `${items[item].id} @ ${locations[location].id}`,
        title: items[item].description,
        detail: locations[location].name,
        target: position,
      });
    }
  }
  locations.forEach((location, target) => {
    offer(rankOf(wanted, location.id, location.name), {
      kind: 'location',
      id: location.id,
      title: location.name,
      detail: location.region,
      target,
    });
  });
  // Enough of each rank: many lesser hits must not keep a better one further down out.
  const offered = [0, 0, 0, Infinity];
  for (const item of items) {
    const rank = rankOf(wanted, item.id, item.description);
    if (offered[rank]++ >= limit) continue;
    offer(rank, { kind: 'item', id: item.id, title: item.description, detail: item.family, target: null });
  }
  if (wanted.startsWith('t')) {
    for (const transfer of session.transfers.values()) {
      offer(rankOf(wanted, transfer.id, ''), {
        kind: 'transfer',
        id: transfer.id,
        title: `${items[transfer.item].description} · ${transfer.quantity}`,
        detail: `${locations[transfer.from].name} → ${locations[transfer.to].name}`,
        target: null,
      });
    }
  }
  if (wanted.length >= 3) {
    for (const vehicle of findVehicles(session.database, wanted, limit)) {
      offer(rankOf(wanted, vehicle.vin, ''), {
        kind: 'vehicle',
        id: vehicle.vin,
        title: `${vehicle.model} ${vehicle.trim}`,
        detail: locations[vehicle.location]?.name ?? '',
        target: vehicle.location,
      });
    }
  }
  return found
    .toSorted((a, b) => a.rank - b.rank || (a.result.id < b.result.id ? -1 : 1))
    .slice(0, limit)
    .map((entry) => entry.result);
}

function rankOf(wanted: string, id: string, name: string): number {
  const key = id.toLowerCase();
  if (key.startsWith(wanted)) return 0;
  const words = name.toLowerCase();
  if (words.startsWith(wanted) || words.includes(` ${wanted}`)) return 1;
  return key.includes(wanted) || words.includes(wanted) ? 2 : 3;
}
