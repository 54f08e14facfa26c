import { BallastError } from '../../../core/base/errors.ts';
import { minutesPerDay } from '../../../core/base/calendar.ts';
import type { Command, CommandResult, UndoState } from '../../../core/contract/commands.ts';
import type { Profile } from '../../../core/contract/people.ts';
import { exceptionKinds, type ExceptionKind } from '../../../core/contract/views.ts';
import { positionOf } from '../../../core/plan/planState.ts';
import { resizeTransfer } from '../../../core/plan/resizeTransfer.ts';
import { mayApprove } from '../../../core/policy/decisionTable.ts';
import { nextTransferState, type TransferEvent } from '../../../core/rebalance/transferStates.ts';
import {
  deleteExceptionRecord,
  writeExceptionRecord,
  type ExceptionRecord,
} from '../../../core/store/exceptionStore.ts';
import {
  appendJournal,
  lastDone,
  lastUndone,
  markUndone,
  readJournalRecord,
  turnedRound,
  type JournalRecord,
  type RowChange,
} from '../../../core/store/journalStore.ts';
import type { Database } from '../../../core/store/database.ts';
import { writeServiceLevel } from '../../../core/store/policyStore.ts';
import { writeTransfer, type Transfer } from '../../../core/store/transferStore.ts';
import { positionOfException, recordKey, type PlanSession } from './session.ts';

/**
 * Commands: each becomes row changes, written with its journal entry and outbox entry in one transaction; only then
 * do the arrays follow. A command that is refused changes nothing.
 */
export function applyCommand(session: PlanSession, actor: Profile, command: Command): CommandResult {
  const changes = changesOf(session, actor, command);
  return write(session, actor, command, changes, {
    action: 'do',
    taken: null,
    label: labelOf(command, changes),
  });
}

export function undo(session: PlanSession, actor: Profile): CommandResult {
  const record = lastDone(session.database, actor.id);
  if (record === null) throw new BallastError('not-found', 'There is nothing to undo.');
  return takeBack(session, actor, record, 'undo', record.label);
}

export function redo(session: PlanSession, actor: Profile): CommandResult {
  const record = lastUndone(session.database, actor.id);
  const target =
    record?.target === null || record === null ? null : readJournalRecord(session.database, record.target);
  if (record === null || target === null) throw new BallastError('not-found', 'There is nothing to redo.');
  return takeBack(session, actor, record, 'redo', target.label);
}

export function undoState(session: PlanSession, actor: Profile): UndoState {
  const { database } = session;
  const undone = lastUndone(database, actor.id);
  return {
    undo: lastDone(database, actor.id)?.label ?? null,
    redo: undone === null ? null : (targetOf(database, undone)?.label ?? null),
  };
}

function targetOf(database: Database, record: JournalRecord): JournalRecord | null {
  return record.target === null ? null : readJournalRecord(database, record.target);
}

function takeBack(
  session: PlanSession,
  actor: Profile,
  record: JournalRecord,
  action: 'undo' | 'redo',
  label: string,
): CommandResult {
  const changes = turnedRound(record.changes).map((change) => rebased(session, change));
  return write(session, actor, record.command, changes, { action, taken: record, label });
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
    case 'transfer': {
      const current = session.transfers.get(change.id);
      if (current === undefined) throw movedOn(`${change.id} is gone`, change.id);
      // Its dealer may have been asked meanwhile: that alone can still be taken back.
      const { before } = change;
      const asked = current.state === 'offered' && before.state === 'approved';
      const { state, stateMinutes } = asked ? before : current;
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

function write(
  session: PlanSession,
  actor: Profile,
  command: Command,
  changes: readonly RowChange[],
  entry: {
    readonly action: 'do' | 'undo' | 'redo';
    readonly taken: JournalRecord | null;
    readonly label: string;
  },
): CommandResult {
  const begun = session.now();
  const { database } = session;
  const { taken } = entry;
  const sequence = database.transaction(() => {
    for (const change of changes) writeChange(session, change);
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
  const touched: number[] = [];
  for (const change of changes) touched.push(...followChange(session, change));
  const { positions } = session.changed(
    touched,
    changes.some((change) => change.table === 'transfer'),
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

function writeChange(session: PlanSession, change: RowChange): void {
  const { database } = session;
  switch (change.table) {
    case 'service-level':
      writeServiceLevel(database, change.location, change.item, change.after);
      break;
    case 'transfer':
      writeTransfer(database, change.after);
      break;
    case 'exception':
      if (change.after === null) deleteExceptionRecord(database, change.kind, change.location, change.item);
      else writeExceptionRecord(database, change.after);
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
  }
}

function changesOf(session: PlanSession, actor: Profile, command: Command): RowChange[] {
  switch (command.kind) {
    case 'set-service-level':
      return serviceLevelChanges(session, command.positions, command.serviceLevel);
    case 'approve-transfers':
      return transferChanges(session, command.transfers, (transfer) => {
        const permission = mayApprove(transfer, actor);
        if (!permission.allowed) {
          throw new BallastError('forbidden', `${transfer.id} was not approved. ${permission.reason}`, {
            transfer: transfer.id,
          });
        }
        return moved(session, transfer, 'approve', { decidedBy: actor.id });
      });
    case 'reject-transfers':
      return transferChanges(session, command.transfers, (transfer) => {
        if (actor.role === 'finance') {
          throw new BallastError('forbidden', 'Finance reviews costs and does not decide transfers.', {});
        }
        const reason = command.note === '' ? command.reason : `${command.reason}: ${command.note}`;
        return moved(session, transfer, 'reject', { decidedBy: actor.id, reason });
      });
    case 'set-transfer-quantity':
      return transferChanges(session, [command.transfer], (transfer) =>
        resizeTransfer(
          session.state,
          session.parameters,
          session.limits,
          transfer,
          command.quantity,
          actor.id,
          session.clockMinutes,
        ),
      );
    case 'assign-exceptions':
      return exceptionChanges(session, command.exceptions, (base, before) => {
        if (command.assignee !== null) return { ...base, status: 'assigned', assignee: command.assignee };
        // What sleeps or is resolved stays so, without a name.
        return before === null || before.status === 'assigned' ? null : { ...before, assignee: null };
      });
    case 'snooze-exceptions':
      return exceptionChanges(session, command.exceptions, (base, before) => ({
        ...base,
        status: 'snoozed',
        assignee: before?.assignee ?? null,
        snoozedUntil: session.clockMinutes + command.days * minutesPerDay,
      }));
    case 'resolve-exceptions':
      return exceptionChanges(session, command.exceptions, (base, before) => ({
        ...base,
        status: 'resolved',
        assignee: before?.assignee ?? null,
        code: command.code,
        note: command.note,
      }));
    case 'reopen-exceptions':
      return exceptionChanges(session, command.exceptions, () => null);
  }
}

function serviceLevelChanges(
  session: PlanSession,
  positions: readonly number[],
  levels: number | null | readonly (number | null)[],
): RowChange[] {
  const each = Array.isArray(levels) ? (levels as readonly (number | null)[]) : null;
  if (each !== null && each.length !== positions.length) {
    throw new BallastError(
      'bad-input',
      `${positions.length} positions were given ${each.length} service levels.`,
    );
  }
  const wanted = new Map(positions.map((p, i) => [p, each === null ? (levels as number | null) : each[i]]));
  return [...wanted].map(([p, level]) => serviceLevelChange(session, p, level));
}

function serviceLevelChange(session: PlanSession, p: number, level: number | null): RowChange {
  const { state } = session;
  if (p >= state.count) throw new BallastError('not-found', `There is no position ${p}.`, { position: p });
  const before = state.serviceLevelSet[p];
  // Kept as the column holds it, so that rebuilt and patched states are the same.
  const after = level === null ? null : Math.fround(level);
  if (after !== null && !(after > 0 && after < 1)) {
    throw new BallastError('bad-input', `A service level of ${level} is too close to 0 or 1.`, {
      position: p,
    });
  }
  return {
    table: 'service-level',
    location: state.location[p],
    item: state.item[p],
    before: before > 0 ? before : null,
    after,
  };
}

function transferChanges(
  session: PlanSession,
  ids: readonly string[],
  change: (transfer: Transfer) => Transfer,
): RowChange[] {
  return [...new Set(ids)].map((id) => {
    const before = session.transfers.get(id);
    if (before === undefined) {
      throw new BallastError('not-found', `${id} is no longer proposed: a newer plan has replaced it.`, {
        transfer: id,
      });
    }
    return { table: 'transfer', id, before, after: change(before) };
  });
}

function moved(
  session: PlanSession,
  transfer: Transfer,
  event: TransferEvent,
  fields: Partial<Transfer>,
): Transfer {
  const state = nextTransferState(transfer.state, event);
  if (state === null) {
    throw new BallastError('conflict', `${transfer.id} is ${transfer.state} already. Nothing was changed.`, {
      transfer: transfer.id,
      state: transfer.state,
    });
  }
  return { ...transfer, ...fields, state, stateMinutes: session.clockMinutes };
}

function exceptionChanges(
  session: PlanSession,
  ids: readonly string[],
  change: (base: ExceptionRecord, before: ExceptionRecord | null) => ExceptionRecord | null,
): RowChange[] {
  return [...new Set(ids)].map((id) => exceptionChange(session, id, change));
}

function exceptionChange(
  session: PlanSession,
  id: string,
  change: (base: ExceptionRecord, before: ExceptionRecord | null) => ExceptionRecord | null,
): RowChange {
  const { kind, position } = positionOfException(session, id);
  const known = exceptionKinds.find((candidate): candidate is ExceptionKind => candidate === kind);
  if (known === undefined || position < 0) {
    throw new BallastError('not-found', `There is no exception ${id}.`, { exception: id });
  }
  const location = session.state.location[position];
  const item = session.state.item[position];
  const before = session.records.get(recordKey(kind, location, item)) ?? null;
  const base: ExceptionRecord = {
    kind: known,
    location,
    item,
    status: 'assigned',
    assignee: null,
    snoozedUntil: null,
    code: null,
    note: null,
    moneyMinor: Math.round(session.state.moneyAtRisk[position]),
    changedMinutes: session.clockMinutes,
  };
  return { table: 'exception', kind: known, location, item, before, after: change(base, before) };
}

function labelOf(command: Command, changes: readonly RowChange[]): string {
  const count = changes.length;
  const transfers = count === 1 ? 'transfer' : 'transfers';
  const exceptions = count === 1 ? 'exception' : 'exceptions';
  switch (command.kind) {
    case 'set-service-level': {
      const positions = count === 1 ? 'position' : 'positions';
      if (command.serviceLevel === null)
        return `Return service level of ${count} ${positions} to the segment`;
      if (typeof command.serviceLevel !== 'number') return `Set service levels of ${count} ${positions}`;
      return `Set service level of ${count} ${positions} to ${Math.round(command.serviceLevel * 1000) / 10} %`;
    }
    case 'approve-transfers':
      return `Approve ${count === 1 ? `transfer ${command.transfers[0]}` : `${count} ${transfers}`}`;
    case 'reject-transfers':
      return `Reject ${count === 1 ? `transfer ${command.transfers[0]}` : `${count} ${transfers}`}`;
    case 'set-transfer-quantity':
      return `Set quantity of ${command.transfer} to ${command.quantity}`;
    case 'assign-exceptions':
      return `${command.assignee === null ? 'Unassign' : 'Assign'} ${count} ${exceptions}`;
    case 'snooze-exceptions':
      return `Snooze ${count} ${exceptions} for ${command.days} ${command.days === 1 ? 'day' : 'days'}`;
    case 'resolve-exceptions':
      return `Resolve ${count} ${exceptions}`;
    case 'reopen-exceptions':
      return `Reopen ${count} ${exceptions}`;
  }
}
