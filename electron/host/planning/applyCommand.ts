import { drained } from '../../../core/base/drained.ts';
import { BallastError } from '../../../core/base/errors.ts';
import type { Command, CommandResult, JournalCommand, UndoState } from '../../../core/contract/commands.ts';
import type { Profile } from '../../../core/contract/people.ts';
import { protectedPartOf } from '../../../core/plan/agreements.ts';
import { positionOf } from '../../../core/plan/planState.ts';
import { mayTakeBack } from '../../../core/rebalance/transferStates.ts';
import { ownCalendar, withCalendar } from '../../../core/plan/workingCalendars.ts';
import { writeCalendar } from '../../../core/store/calendarStore.ts';
import { deleteExceptionRecord, writeExceptionRecord } from '../../../core/store/exceptionStore.ts';
import {
  appendJournal,
  lastDone,
  lastUndone,
  markUndone,
  readJournalHead,
  readJournalRecord,
  turnedRound,
  type JournalHead,
  type JournalRecord,
  type RowChange,
} from '../../../core/store/journalStore.ts';
import type { Database } from '../../../core/store/database.ts';
import { deleteOverride, writeOverride } from '../../../core/store/overrideStore.ts';
import {
  deleteProtectedPart,
  protectedKey,
  writeProtectedPart,
} from '../../../core/store/protectedPartStore.ts';
import { writeServiceLevel } from '../../../core/store/policyStore.ts';
import { readPlanEdition, writeTransfer } from '../../../core/store/transferStore.ts';
import { changesInSteps } from './changesInSteps.ts';
import { changesOf, labelOf, warningOf } from './commandChanges.ts';
import { refreshConsensus } from './forecastOverrides.ts';
import { nodeKey, overridesByNode } from './overrideChanges.ts';
import { followAdoption, isAdoptionPresent, writeAdoption } from './recordAdoption.ts';
import { recordKey, type PlanSession } from './session.ts';

/**
 * Work whose first step writes what was decided, or, of very many rows, the first after they are worked out; the others
 * only let the arrays follow.
 */
type Deciding = Generator<number, CommandResult>;

/**
 * Commands: each becomes row changes, written with its journal entry and outbox entry in one transaction; only then
 * do the arrays follow, in steps where much of the network does. A command that is refused changes nothing.
 */
export function* applyCommandInSteps(session: PlanSession, actor: Profile, command: Command): Deciding {
  const changes = yield* changesOf(session, actor, command);
  const warning = warningOf(session, changes);
  const result = yield* write(session, actor, command, changes, {
    action: 'do',
    taken: null,
    label: labelOf(command, changes),
  });
  return warning === null ? result : { ...result, warning };
}

export function applyCommand(session: PlanSession, actor: Profile, command: Command): CommandResult {
  return drained(applyCommandInSteps(session, actor, command));
}

export function undo(session: PlanSession, actor: Profile): CommandResult {
  return drained(undoInSteps(session, actor));
}

export function redo(session: PlanSession, actor: Profile): CommandResult {
  return drained(redoInSteps(session, actor));
}

export function* undoInSteps(session: PlanSession, actor: Profile): Deciding {
  const last = lastDone(session.database, actor.id, session.passedOver);
  const record = last === null ? null : readJournalRecord(session.database, last.sequence);
  if (record === null) throw new BallastError('not-found', 'There is nothing to undo.');
  try {
    return yield* takeBack(session, actor, record, 'undo', record.label);
  } catch (error) {
    // What can no longer be taken back does not stand in the way of what was decided before it; what another undo took
    // back in between does not anyway, and may be given again.
    const isStillLast =
      lastDone(session.database, actor.id, session.passedOver)?.sequence === record.sequence;
    if (isStillLast && error instanceof BallastError && error.code === 'conflict')
      session.passedOver.set(record.sequence, actor.id);
    throw error;
  }
}

export function* redoInSteps(session: PlanSession, actor: Profile): Deciding {
  const last = lastUndone(session.database, actor.id);
  const target = last === null ? null : targetOf(session.database, last);
  const record = last === null ? null : readJournalRecord(session.database, last.sequence);
  if (record === null || target === null) throw new BallastError('not-found', 'There is nothing to redo.');
  return yield* takeBack(session, actor, record, 'redo', target.label);
}

export function undoState(session: PlanSession, actor: Profile): UndoState {
  const { database } = session;
  const undone = lastUndone(database, actor.id);
  return {
    undo: lastDone(database, actor.id, session.passedOver)?.label ?? null,
    redo: undone === null ? null : (targetOf(database, undone)?.label ?? null),
  };
}

function targetOf(database: Database, { target }: JournalHead): JournalHead | null {
  return target === null ? null : readJournalHead(database, target);
}

function* takeBack(
  session: PlanSession,
  actor: Profile,
  record: JournalRecord,
  action: 'undo' | 'redo',
  label: string,
): Deciding {
  const turned = turnedRound(record.changes);
  const changes = yield* changesInSteps(session, turned, (change) => rebased(session, change));
  refuseOverridesSetAgain(session, turned);
  return yield* write(session, actor, record.command, changes, { action, taken: record, label });
}

/** A change that is still possible on the rows as they are now; refused where the world has moved on. */
function rebased(session: PlanSession, change: RowChange): RowChange {
  switch (change.table) {
    case 'service-level': {
      const p = positionOf(session.state, change.location, change.item);
      const current = p < 0 ? Number.NaN : session.state.serviceLevelSet[p];
      if ((current > 0 ? current : null) !== change.before) throw movedOn('The service level was set again');
      return change;
    }
    case 'exception': {
      const key = recordKey(change.kind, change.location, change.item);
      const current = session.records.get(key) ?? null;
      if (!isSameRow(current, change.before)) throw movedOn('The exception was decided again');
      return change;
    }
    case 'override': {
      const current = session.overrides.get(change.id) ?? null;
      if (!isSameRow(current, change.before)) throw movedOn('The override was changed or cleared');
      return change;
    }
    case 'protected-part': {
      const { agreements } = session.state;
      const current = protectedPartOf(agreements, change.location, change.item);
      if (!isSameRow(current, change.before)) throw movedOn('The protection was changed again');
      return change;
    }
    case 'calendar': {
      const current = ownCalendar(session.calendars, change.region);
      if (!isSameRow(current, change.before)) throw movedOn('The calendar was set again');
      return change;
    }
    case 'plan-edition':
      if (!isAdoptionPresent(session, change)) throw movedOn('The plan was replaced');
      return change;
    case 'transfer': {
      const current = session.transfers.get(change.id);
      if (current === undefined) throw movedOn(`${change.id} is gone`, change.id);
      const { before } = change;
      const movedOnly = current.state !== before.state && mayTakeBack(before.state, current.state);
      const { state, stateMinutes } = movedOnly ? before : current;
      if (!isSameRow({ ...current, state, stateMinutes }, before)) {
        throw movedOn(
          current.state === before.state ? `${change.id} was edited` : `${change.id} is ${current.state}`,
          change.id,
        );
      }
      return { ...change, before: current };
    }
  }
}

/** What an override replaced comes back only where nobody has set the same months of the same node meanwhile. */
function refuseOverridesSetAgain(session: PlanSession, changes: readonly RowChange[]): void {
  const overrides = changes.filter((change) => change.table === 'override');
  if (overrides.length === 0) return;
  const named = new Set(overrides.map(({ id }) => id));
  const byNode = overridesByNode(session);
  for (const { after } of overrides) {
    const others = after === null ? [] : (byNode.get(nodeKey(after)) ?? []);
    const again = others.some(
      ({ id, from, to }) => !named.has(id) && after !== null && from <= after.to && after.from <= to,
    );
    if (again) throw movedOn('The override was set again');
  }
}

function movedOn(what: string, transfer?: string): BallastError {
  return new BallastError(
    'conflict',
    `${what} since, so this can no longer be taken back. Nothing was changed.`,
    transfer === undefined ? {} : { transfer },
  );
}

/** Rows of one kind hold the same fields; facts are the one field that is an object. */
function isSameRow<T extends object>(a: T | null, b: T | null): boolean {
  if (a === null || b === null) return a === b;
  return Object.entries(a).every(
    ([name, value]) => JSON.stringify(value) === JSON.stringify(b[name as keyof T]),
  );
}

function* write(
  session: PlanSession,
  actor: Profile,
  command: JournalCommand,
  changes: readonly RowChange[],
  entry: {
    readonly action: 'do' | 'undo' | 'redo';
    readonly taken: JournalRecord | null;
    readonly label: string;
  },
): Deciding {
  const begun = session.now();
  const { database } = session;
  const { taken } = entry;
  const sequence = database.transaction(() => {
    const edition = readPlanEdition(database);
    for (const change of changes) writeChange(session, change, edition);
    if (taken !== null) {
      markUndone(database, taken.sequence, true);
      if (entry.action === 'redo' && taken.target !== null) markUndone(database, taken.target, false);
    }
    return appendJournal(database, {
      atMinutes: session.clockMinutes,
      actor: actor.id,
      role: actor.role,
      label: entry.label,
      command,
      changes,
      action: entry.action,
      target: taken?.sequence ?? null,
    });
  });
  session.urgent++;
  for (const [passed, whose] of session.passedOver) if (whose !== actor.id) session.passedOver.delete(passed);
  const followed: number[] = [];
  for (const change of changes) for (const p of followChange(session, change)) followed.push(p);
  const moved = changes.some((change) => change.table === 'override') ? refreshConsensus(session) : [];
  const { positions } = yield* session.changedInSteps(
    followed.length === 0 ? moved : [...followed, ...moved],
    changes.some(({ table }) => table === 'transfer' || table === 'plan-edition'),
  );
  return {
    sequence,
    label:
      entry.action === 'do' ? entry.label : `${entry.action === 'undo' ? 'Undo' : 'Redo'}: ${entry.label}`,
    version: session.version,
    changedPositions: positions,
    tookMs: session.now() - begun,
  };
}

function writeChange(session: PlanSession, change: RowChange, edition: number): void {
  const { database } = session;
  switch (change.table) {
    case 'service-level':
      writeServiceLevel(database, change.location, change.item, change.after);
      break;
    case 'transfer':
      writeTransfer(database, change.after, edition);
      break;
    case 'exception':
      if (change.after === null) deleteExceptionRecord(database, change.kind, change.location, change.item);
      else writeExceptionRecord(database, change.after);
      break;
    case 'override':
      if (change.after === null) deleteOverride(database, change.id);
      else writeOverride(database, change.after);
      break;
    case 'calendar':
      writeCalendar(database, change.region, change.after);
      break;
    case 'plan-edition':
      writeAdoption(session, change);
      break;
    case 'protected-part':
      if (change.after === null) deleteProtectedPart(database, change.location, change.item);
      else writeProtectedPart(database, change.after);
      break;
  }
}

function followChange(session: PlanSession, change: RowChange): number[] {
  switch (change.table) {
    case 'service-level': {
      const p = positionOf(session.state, change.location, change.item);
      if (p < 0) return [];
      session.state.serviceLevelSet[p] = change.after ?? Number.NaN;
      return [p];
    }
    case 'transfer':
      return session.setTransfer(change.id, change.after);
    case 'exception': {
      const key = recordKey(change.kind, change.location, change.item);
      if (change.after === null) session.records.delete(key);
      else session.records.set(key, change.after);
      return [];
    }
    case 'override':
      // What they make of the forecast follows once all of a command's are in place.
      if (change.after === null) session.overrides.delete(change.id);
      else session.overrides.set(change.id, change.after);
      return [];
    case 'calendar':
      // The forecast follows in a run of its own.
      session.calendars = withCalendar(session.calendars, change.region, change.after);
      return [];
    case 'plan-edition':
      followAdoption(session, change.after);
      return [];
    case 'protected-part': {
      const { protectedParts } = session.state.agreements;
      const key = protectedKey(change.location, change.item);
      if (change.after === null) protectedParts.delete(key);
      else protectedParts.set(key, change.after);
      const p = positionOf(session.state, change.location, change.item);
      return p < 0 ? [] : [p];
    }
  }
}
