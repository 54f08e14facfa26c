import { available } from '../../../core/inventory/available.ts';
import type { PositionQuantity } from '../../../core/model/position.ts';
import { positionOf } from '../../../core/plan/planState.ts';
import type { StockCrossing } from '../../../core/store/stockoutStore.ts';
import type { PlanSession } from './session.ts';

/** Deltas of a position's quantities at an instant, as a source tells them. */
export interface StockChange {
  readonly location: number;
  /** −1 where the event is about no item. */
  readonly item: number;
  readonly minutes: number;
  readonly change: Readonly<Partial<Record<PositionQuantity, number>>>;
}

const setAside = ['onHand', 'reserved', 'workInProgress', 'qualityHold'] as const;

/**
 * When, in changes that the arrays have not followed yet, a dealer's position had its last piece gone or its first one
 * back. In the order of the changes; O(changes).
 */
export function stockCrossings(session: PlanSession, changes: Iterable<StockChange>): StockCrossing[] {
  const { state } = session;
  const { locations } = state.network;
  const crossings: StockCrossing[] = [];
  const present = new Map<number, number[]>();
  for (const { location, item, minutes, change } of changes) {
    if (item < 0 || locations[location].kind !== 'dealer') continue;
    if (setAside.every((name) => (change[name] ?? 0) === 0)) continue;
    const p = positionOf(state, location, item);
    if (p < 0) continue;
    const before = present.get(p) ?? setAside.map((name) => state[name][p]);
    const after = before.map((units, at) => units + (change[setAside[at]] ?? 0));
    present.set(p, after);
    const isOut = availableOf(after) === 0;
    if (isOut !== (availableOf(before) === 0)) crossings.push({ location, item, minutes, isOut });
  }
  return crossings;
}

function availableOf([onHand, reserved, workInProgress, qualityHold]: readonly number[]): number {
  return available(onHand, reserved, workInProgress, qualityHold);
}
