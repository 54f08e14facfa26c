import type { NeedContext } from '../../../core/plan/needAlternatives.ts';
import { laneKey } from '../../../core/plan/laneKey.ts';
import { restrictionReasons } from './restrictions.ts';
import type { PlanSession } from './session.ts';

/** What the alternatives of an item's needs are judged by, as the session stands. */
export function needContext(session: PlanSession, item: number): NeedContext {
  const { transfers } = session;
  const edited = new Set<number>();
  for (const transfer of transfers.settled.values()) {
    if (transfer.state === 'proposed' && transfer.item !== item) {
      edited.add(laneKey(transfer.from, transfer.to));
    }
  }
  return {
    reasons: restrictionReasons(session, item),
    laneIsUsed: (from, to) =>
      edited.has(laneKey(from, to)) ||
      transfers.proposals.onLane(from, to).some((transfer) => transfer.item !== item),
    proposals: [...transfers.ofItem(item)].filter(({ state }) => state === 'proposed'),
    clockMinutes: session.clockMinutes,
  };
}
