import type { NeedContext } from '../../../core/plan/needAlternatives.ts';
import { laneKey } from '../../../core/plan/laneKey.ts';
import type { Transfer } from '../../../core/store/transferStore.ts';
import { restrictionReasons } from './restrictions.ts';
import type { PlanSession } from './session.ts';

/** What the alternatives of an item's needs are judged by, as the session stands. */
export function needContext(session: PlanSession, item: number): NeedContext {
  const { transfers } = session;
  const { items } = session.state.network;
  const edited = new Map<number, number>();
  const kgOf = (transfer: Transfer): number => transfer.quantity * items[transfer.item].weightKg;
  for (const transfer of transfers.settled.values()) {
    if (transfer.state !== 'proposed' || transfer.item === item) continue;
    const key = laneKey(transfer.from, transfer.to);
    edited.set(key, (edited.get(key) ?? 0) + kgOf(transfer));
  }
  return {
    reasons: restrictionReasons(session, item),
    laneLoadKg(from, to) {
      const known = edited.get(laneKey(from, to));
      const others = transfers.proposals.onLane(from, to).filter((transfer) => transfer.item !== item);
      if (known === undefined && others.length === 0) return null;
      return others.reduce((sum, transfer) => sum + kgOf(transfer), known ?? 0);
    },
    proposals: [...transfers.ofItem(item)].filter(({ state }) => state === 'proposed'),
    clockMinutes: session.clockMinutes,
  };
}
