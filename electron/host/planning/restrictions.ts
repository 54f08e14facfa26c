import { dayToIso, minutesPerDay, minutesToDay } from '../../../core/base/calendar.ts';
import { protectedPartOf } from '../../../core/plan/agreements.ts';
import type { RestrictionReasons } from '../../../core/plan/needAlternatives.ts';
import { positionOf } from '../../../core/plan/planState.ts';
import type { Proposal } from '../../../core/plan/proposals.ts';
import type { Restrictions } from '../../../core/plan/rebalanceProblem.ts';
import type { TransferState } from '../../../core/rebalance/transferStates.ts';
import type { Transfer } from '../../../core/store/transferStore.ts';
import type { PlanSession } from './session.ts';

/** What people turned down is not proposed again for this long. */
const rejectedDays = 14;

/** A transfer in one of these states moves nothing. */
const idle: ReadonlySet<TransferState> = new Set(['proposed', 'rejected', 'expired', 'cancelled']);

/**
 * Items that came by transfer lately do not leave again, and what left does not come back. Protected parts never
 * leave.
 */
export function restrictionsOf(session: PlanSession, items?: readonly number[]): Restrictions {
  const mayNotGive = new Set<number>();
  const mayNotTake = new Set<number>();
  const { transfers } = session;
  const chosen = items === undefined ? null : new Set(items);
  const settled =
    chosen === null
      ? transfers.settled.values()
      : [...chosen].flatMap((one) => [...transfers.settledOf(one)]);
  for (const { location, item } of session.state.agreements.protectedParts.values()) {
    if (chosen === null || chosen.has(item)) mayNotGive.add(positionOf(session.state, location, item));
  }
  for (const transfer of settled) {
    const hold = holdOf(session, transfer);
    if (hold === null) continue;
    const donor = positionOf(session.state, transfer.from, transfer.item);
    const receiver = positionOf(session.state, transfer.to, transfer.item);
    if (hold === 'edited') {
      // What a person edited waits for its approval: the plan proposes nothing beside it.
      mayNotGive.add(donor);
      mayNotTake.add(receiver);
    }
    mayNotGive.add(receiver);
    mayNotTake.add(donor);
  }
  return { mayNotGive, mayNotTake };
}

/** Why a transfer keeps its receiver from giving the item away again and its donor from taking it back. */
function holdOf(session: PlanSession, transfer: Transfer): 'edited' | 'cool-down' | null {
  if (transfer.state === 'proposed') return transfer.proposedBy === 'plan' ? null : 'edited';
  const since = session.clockMinutes - session.parameters.coolDownDays * minutesPerDay;
  return !idle.has(transfer.state) && transfer.stateMinutes >= since ? 'cool-down' : null;
}

/** Items of which a transfer's cool-down, or the time after it was turned down, ended between two minutes. */
export function itemsSetFree(session: PlanSession, fromMinutes: number, toMinutes: number): Set<number> {
  const items = new Set<number>();
  for (const { state, stateMinutes, item } of session.transfers.settled.values()) {
    const days = state === 'rejected' ? rejectedDays : session.parameters.coolDownDays;
    // It lasts through the last of its minutes.
    const end = stateMinutes + days * minutesPerDay + 1;
    if (end > fromMinutes && end <= toMinutes) items.add(item);
  }
  return items;
}

/** The same restrictions in words, for one item. */
export function restrictionReasons(session: PlanSession, item: number): RestrictionReasons {
  const give = new Map<number, string>();
  const take = new Map<number, string>();
  const between = new Map<string, string>();
  const { coolDownDays } = session.parameters;
  for (const transfer of session.transfers.settledOf(item)) {
    const { id, from, to, state, stateMinutes } = transfer;
    if (isTurnedDown(session, transfer)) {
      const until = dayToIso(minutesToDay(stateMinutes) + rejectedDays);
      between.set(pairKey(transfer), `turned down (${id}): not proposed again before ${until}`);
    }
    const hold = holdOf(session, transfer);
    if (hold === 'edited') {
      const waits = `${id}, which a planner edited, waits for its approval`;
      for (const location of [from, to]) {
        give.set(location, waits);
        take.set(location, waits);
      }
    } else if (hold === 'cool-down') {
      const until = `before ${dayToIso(minutesToDay(stateMinutes) + coolDownDays)} (cool-down of ${coolDownDays} days)`;
      give.set(to, `gets the item by ${id}, ${state}: gives none away ${until}`);
      take.set(from, `gave the item by ${id}, ${state}: takes none back ${until}`);
    }
  }
  return {
    give(location) {
      const part = protectedPartOf(session.state.agreements, location, item);
      if (part === null) return give.get(location) ?? null;
      const note = part.note === '' ? '' : ` (${part.note})`;
      return `protected by agreement ${part.agreement}: the dealer never gives it${note}`;
    },
    take: (location) => take.get(location) ?? null,
    between: (from, to) => between.get(pairKey({ item, from, to })) ?? null,
  };
}

function isTurnedDown(session: PlanSession, { state, stateMinutes }: Transfer): boolean {
  return state === 'rejected' && stateMinutes >= session.clockMinutes - rejectedDays * minutesPerDay;
}

function pairKey({ item, from, to }: Pick<Transfer, 'item' | 'from' | 'to'>): string {
  return `${item}:${from}:${to}`;
}

/** Nothing is proposed that was turned down lately, or whose part the donor protects since its problem was built. */
export function notRefused(session: PlanSession): (proposal: Proposal) => boolean {
  return ({ item, from, to }) => {
    if (protectedPartOf(session.state.agreements, from, item) !== null) return false;
    for (const transfer of session.transfers.settledOf(item)) {
      if (transfer.from === from && transfer.to === to && isTurnedDown(session, transfer)) return false;
    }
    return true;
  };
}

/** Both have to let a proposal through; the second is asked for when the first proposal is looked at. */
export function allOf(
  first: (proposal: Proposal) => boolean,
  second: () => (proposal: Proposal) => boolean,
): () => (proposal: Proposal) => boolean {
  return () => {
    const mayPropose = second();
    return (proposal) => first(proposal) && mayPropose(proposal);
  };
}

/**
 * Remembers what is decided now. Asked later, the answer lets through only proposals whose donor and receiver no
 * transfer of the same item was decided or edited for in the meantime: a plan that was under way when a planner
 * approved an earlier proposal would promise the same units again.
 */
export function decisionsFromNow(session: PlanSession): () => (proposal: Proposal) => boolean {
  const decided = new Set<string>();
  for (const transfer of session.transfers.settled.values()) {
    if (isDecided(transfer)) decided.add(transfer.id);
  }
  return () => {
    const overtaken = new Map<number, Set<number>>();
    for (const transfer of session.transfers.settled.values()) {
      if (!isDecided(transfer) || decided.has(transfer.id)) continue;
      const places = overtaken.get(transfer.item) ?? new Set();
      overtaken.set(transfer.item, places.add(transfer.from).add(transfer.to));
    }
    return ({ item, from, to }) => {
      const places = overtaken.get(item);
      return places === undefined || (!places.has(from) && !places.has(to));
    };
  };
}

function isDecided({ state }: Transfer): boolean {
  // A settled transfer that is still proposed is one that somebody edited.
  return state === 'proposed' || !idle.has(state);
}
