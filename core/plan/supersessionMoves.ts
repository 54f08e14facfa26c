/**
 * What moves whose demand history where, on a day: one-way supersessions that are in effect, predecessors before their
 * successors so that chains add up, then pairs that replace each other both ways. A supersession that would close a
 * loop is left out (the latest of the loop, by its day and order), so there is always an end to a chain. O(items + edges).
 */
import { parseDay } from '../base/calendar.ts';
import type { Network } from '../model/network.ts';

export interface SupersessionMoves {
  /** Moves by the item that they are from, in the order in which they are to be made; a kit has several. */
  readonly moves: ReadonlyMap<number, readonly DemandMove[]>;
  readonly pairs: readonly DemandMove[];
}

export interface DemandMove {
  readonly from: number;
  readonly to: number;
  /** Units of `to` that serve as one of `from`. */
  readonly quantityPer: number;
}

export function supersessionMoves(network: Network, day: number): SupersessionMoves {
  const inEffect = network.supersessions
    .filter((edge) => edge.item !== edge.replacedBy && parseDay(edge.effectiveFrom) <= day)
    .toSorted((a, b) => (a.effectiveFrom < b.effectiveFrom ? -1 : a.effectiveFrom > b.effectiveFrom ? 1 : 0));
  const after = new Map<number, DemandMove[]>();
  for (const edge of inEffect) {
    if (edge.kind !== 'one-way' || reaches(after, edge.replacedBy, edge.item)) continue;
    const move = { from: edge.item, to: edge.replacedBy, quantityPer: edge.quantityPer };
    const known = after.get(edge.item);
    if (known === undefined) after.set(edge.item, [move]);
    else if (!known.some(({ to }) => to === move.to)) known.push(move);
  }
  const paired = new Set<number>();
  const pairs: DemandMove[] = [];
  for (const { item, replacedBy, kind, quantityPer } of inEffect) {
    // An item that was replaced altogether has nothing left to share, and shares are between two.
    if (kind !== 'two-way' || after.has(item) || after.has(replacedBy)) continue;
    if (paired.has(item) || paired.has(replacedBy)) continue;
    paired.add(item).add(replacedBy);
    pairs.push({ from: item, to: replacedBy, quantityPer });
  }
  return { moves: inOrder(after), pairs };
}

function reaches(after: ReadonlyMap<number, readonly DemandMove[]>, from: number, wanted: number): boolean {
  const seen = new Set<number>();
  const queue = [from];
  for (let item = queue.pop(); item !== undefined; item = queue.pop()) {
    if (item === wanted) return true;
    if (seen.has(item)) continue;
    seen.add(item);
    for (const { to } of after.get(item) ?? []) queue.push(to);
  }
  return false;
}

/** Every item's moves after those into it. */
function inOrder(after: ReadonlyMap<number, readonly DemandMove[]>): Map<number, readonly DemandMove[]> {
  const waiting = new Map<number, number>();
  for (const moves of after.values()) {
    for (const { to } of moves) waiting.set(to, (waiting.get(to) ?? 0) + 1);
  }
  const ready = [...after.keys()].filter((item) => !waiting.has(item));
  const ordered = new Map<number, readonly DemandMove[]>();
  for (let item = ready.shift(); item !== undefined; item = ready.shift()) {
    const moves = after.get(item) ?? [];
    if (moves.length > 0) ordered.set(item, moves);
    for (const { to } of moves) {
      const left = (waiting.get(to) ?? 0) - 1;
      waiting.set(to, left);
      if (left === 0) ready.push(to);
    }
  }
  return ordered;
}
