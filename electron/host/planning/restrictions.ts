import { minutesPerDay } from '../../../core/base/calendar.ts';
import { positionOf } from '../../../core/plan/planState.ts';
import type { Proposal } from '../../../core/plan/proposals.ts';
import type { Restrictions } from '../../../core/plan/rebalanceProblem.ts';
import type { TransferState } from '../../../core/rebalance/transferStates.ts';
import type { PlanSession } from './session.ts';

/** What people turned down is not proposed again for this long. */
const rejectedDays = 14;

/** A transfer in one of these states moves nothing. */
const idle: ReadonlySet<TransferState> = new Set(['proposed', 'rejected', 'expired', 'cancelled']);

/**
 * Items that came by transfer lately do not leave again, and what left does not come back. Protected parts never
 * leave.
 */
export function restrictionsOf(session: PlanSession): Restrictions {
  const mayNotGive = new Set<number>();
  const mayNotTake = new Set<number>();
  const since = session.clockMinutes - session.parameters.coolDownDays * minutesPerDay;
  for (const { location, item } of session.protectedParts.values()) {
    mayNotGive.add(positionOf(session.state, location, item));
  }
  for (const transfer of session.transfers.values()) {
    const edited = transfer.state === 'proposed' && transfer.proposedBy !== 'plan';
    if (!edited && (idle.has(transfer.state) || transfer.stateMinutes < since)) continue;
    const donor = positionOf(session.state, transfer.from, transfer.item);
    const receiver = positionOf(session.state, transfer.to, transfer.item);
    if (edited) {
      // What a person edited waits for its approval: the plan proposes nothing beside it.
      mayNotGive.add(donor);
      mayNotTake.add(receiver);
    }
    mayNotGive.add(receiver);
    mayNotTake.add(donor);
  }
  return { mayNotGive, mayNotTake };
}

export function notTurnedDown(session: PlanSession): (proposal: Proposal) => boolean {
  const since = session.clockMinutes - rejectedDays * minutesPerDay;
  const key = (transfer: { item: number; from: number; to: number }): string =>
    `${transfer.item}:${transfer.from}:${transfer.to}`;
  const turnedDown = new Set<string>();
  for (const transfer of session.transfers.values()) {
    if (transfer.state === 'rejected' && transfer.stateMinutes >= since) turnedDown.add(key(transfer));
  }
  return (proposal) => !turnedDown.has(key(proposal));
}

/**
 * Remembers what is decided now. Asked later, the answer lets through only proposals whose donor and receiver no
 * transfer of the same item was decided for in the meantime: a plan that was under way when a planner approved an
 * earlier proposal would promise the same units again.
 */
export function decisionsFromNow(session: PlanSession): () => (proposal: Proposal) => boolean {
  const decided = new Set<string>();
  for (const transfer of session.transfers.values()) {
    if (!idle.has(transfer.state)) decided.add(transfer.id);
  }
  return () => {
    const overtaken = new Set<string>();
    for (const transfer of session.transfers.values()) {
      if (idle.has(transfer.state) || decided.has(transfer.id)) continue;
      overtaken.add(`${transfer.item}:${transfer.from}`).add(`${transfer.item}:${transfer.to}`);
    }
    return ({ item, from, to }) => !overtaken.has(`${item}:${from}`) && !overtaken.has(`${item}:${to}`);
  };
}
