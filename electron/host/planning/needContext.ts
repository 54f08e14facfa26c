import type { NeedContext } from '../../../core/plan/needAlternatives.ts';
import { laneKey } from '../../../core/plan/transferLoad.ts';
import { protectedKey } from '../../../core/store/protectedPartStore.ts';
import type { Transfer } from '../../../core/store/transferStore.ts';
import { restrictionsOf } from './restrictions.ts';
import { today, type PlanSession } from './session.ts';

/** What the alternatives of an item's needs are judged by, as the session stands. */
export function needContext(session: PlanSession, item: number): NeedContext {
  const proposals: Transfer[] = [];
  const lanesInUse = new Set<number>();
  for (const transfer of session.transfers.values()) {
    if (transfer.state !== 'proposed') continue;
    if (transfer.item === item) proposals.push(transfer);
    else lanesInUse.add(laneKey(transfer.from, transfer.to));
  }
  return {
    restrictions: restrictionsOf(session),
    protectedBy: (location, one) => session.protectedParts.get(protectedKey(location, one))?.rule ?? null,
    lanesInUse,
    proposals,
    today: today(session),
  };
}
