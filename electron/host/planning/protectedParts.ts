import type { ProtectedPartRow, ProtectedParts } from '../../../core/contract/protection.ts';
import { positionOf } from '../../../core/plan/planState.ts';
import type { PlanSession } from './session.ts';

/** What dealers have agreed about parts, by location and item; of one dealer, or of all. */
export function protectedParts(
  session: PlanSession,
  { locationId, limit }: { readonly locationId: string | null; readonly limit: number },
): ProtectedParts {
  const { state } = session;
  const { agreements, network } = state;
  const kept = [
    ...[...agreements.protectedParts.values()].map((part) => ({ part, returns: null, ...part })),
    ...[...agreements.returns.values()]
      .filter(({ untilDay }) => untilDay > agreements.day)
      .map((returns) => ({ part: null, returns, ...returns })),
  ];
  const counts = new Map<string, number>();
  for (const { location } of kept) {
    const { id } = network.locations[location];
    counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  const listed = kept
    .filter(({ location }) => locationId === null || network.locations[location].id === locationId)
    .toSorted((a, b) => a.location - b.location || a.item - b.item);
  const rows = listed.slice(0, limit).map(({ part, returns, location, item }): ProtectedPartRow => {
    const p = positionOf(state, location, item);
    return {
      kind: part === null ? 'returnable' : 'never-given',
      locationId: network.locations[location].id,
      locationName: network.locations[location].name,
      itemId: network.items[item].id,
      description: network.items[item].description,
      position: p < 0 ? null : p,
      agreement: part?.agreement ?? returns?.programme ?? '',
      note: part?.note ?? '',
      author: part?.author ?? 'programme',
      sinceDay: part?.sinceDay ?? null,
      untilDay: returns?.untilDay ?? null,
      quantity: returns?.quantity ?? null,
      onHand: p < 0 ? 0 : state.onHand[p],
      excess: p < 0 ? 0 : state.excess[p],
    };
  });
  return {
    total: listed.length,
    rows,
    dealers: [...counts]
      .map(([id, count]) => ({ locationId: id, count }))
      .toSorted((a, b) => (a.locationId < b.locationId ? -1 : 1)),
    agreements: [
      ...new Set([...agreements.protectedParts.values()].map(({ agreement }) => agreement)),
    ].toSorted(),
  };
}
