import { BallastError } from '../../../core/base/errors.ts';
import type { PartAt } from '../../../core/contract/commands.ts';
import type { Profile } from '../../../core/contract/people.ts';
import { protectedPartOf } from '../../../core/plan/agreements.ts';
import { decide, verdictOfEdited } from '../../../core/policy/decisionTable.ts';
import type { RowChange } from '../../../core/store/journalStore.ts';
import { indexesOf, today, type PlanSession } from './session.ts';

/**
 * Protects parts at dealers; those under the same agreement with the same note already stay as they are. What the plan
 * proposes follows by itself; a proposal that a person edited is judged anew.
 */
export function protectChanges(
  session: PlanSession,
  actor: Profile,
  { parts, agreement, note }: { parts: readonly PartAt[]; agreement: string; note: string },
): RowChange[] {
  const changes = placesOf(session, parts).flatMap(({ location, item }): RowChange[] => {
    const before = protectedPartOf(session.state.agreements, location, item);
    if (before !== null && before.agreement === agreement && before.note === note) return [];
    const after = { location, item, agreement, note, author: actor.id, sinceDay: today(session) };
    return [
      { table: 'protected-part', location, item, before, after },
      ...editedProposals(session, location, item, agreement),
    ];
  });
  if (changes.length === 0) {
    throw new BallastError('conflict', `Protected under ${agreement} already. Nothing was changed.`);
  }
  return changes;
}

/** Lifts the protection of parts; those without one are passed over. */
export function unprotectChanges(session: PlanSession, parts: readonly PartAt[]): RowChange[] {
  const changes = placesOf(session, parts).flatMap(({ location, item }): RowChange[] => {
    const before = protectedPartOf(session.state.agreements, location, item);
    if (before === null) return [];
    return [
      { table: 'protected-part', location, item, before, after: null },
      ...editedProposals(session, location, item, null),
    ];
  });
  if (changes.length === 0) {
    throw new BallastError('conflict', 'None of these parts is protected. Nothing was changed.');
  }
  return changes;
}

/** Open proposals of the part that a person edited, with the verdict that they have under the agreement or without. */
function editedProposals(
  session: PlanSession,
  location: number,
  item: number,
  agreement: string | null,
): RowChange[] {
  const changes: RowChange[] = [];
  for (const before of session.transfers.settledOf(item)) {
    if (before.from !== location) continue;
    // A settled transfer that is still proposed is one that somebody edited.
    if (before.state !== 'proposed') continue;
    const { protectedBy: _former, ...rest } = before.facts;
    const facts = agreement === null ? rest : { ...rest, protectedBy: agreement };
    const after = { ...before, facts, ...verdictOfEdited(decide(facts, session.limits)) };
    changes.push({ table: 'transfer', id: before.id, before, after });
  }
  return changes;
}

/** Each pair once; only dealers make agreements. */
function placesOf(
  session: PlanSession,
  parts: readonly PartAt[],
): { readonly location: number; readonly item: number }[] {
  const { network } = session.state;
  const { locationById, itemById } = indexesOf(network);
  const places = new Map<string, { readonly location: number; readonly item: number }>();
  for (const { locationId, itemId } of parts) {
    const location = locationById.get(locationId);
    const item = itemById.get(itemId);
    if (location === undefined || item === undefined) {
      const missing = location === undefined ? `location ${locationId}` : `item ${itemId}`;
      throw new BallastError('not-found', `There is no ${missing}.`, { locationId, itemId });
    }
    if (network.locations[location].kind !== 'dealer') {
      throw new BallastError(
        'bad-input',
        `${locationId} is a warehouse. Only dealers protect parts; set a service level there instead.`,
        { locationId },
      );
    }
    places.set(`${location}:${item}`, { location, item });
  }
  return [...places.values()];
}
