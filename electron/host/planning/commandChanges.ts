import { BallastError } from '../../../core/base/errors.ts';
import { minutesPerDay } from '../../../core/base/calendar.ts';
import type { Command, PartAt } from '../../../core/contract/commands.ts';
import type { Profile } from '../../../core/contract/people.ts';
import { exceptionKinds, type ExceptionKind } from '../../../core/contract/views.ts';
import { furtherShipment } from '../../../core/plan/brokenByEdit.ts';
import { resizeTransfer } from '../../../core/plan/resizeTransfer.ts';
import { mayApprove } from '../../../core/policy/decisionTable.ts';
import { nextTransferState, type TransferEvent } from '../../../core/rebalance/transferStates.ts';
import type { ExceptionRecord } from '../../../core/store/exceptionStore.ts';
import type { RowChange } from '../../../core/store/journalStore.ts';
import type { Transfer } from '../../../core/store/transferStore.ts';
import { changesInSteps } from './changesInSteps.ts';
import { protectChanges, unprotectChanges } from './protectionChanges.ts';
import { judgeAnew } from './judgeAnew.ts';
import { calendarChanges } from './calendars.ts';
import {
  clearOverrideChanges,
  setOverrideChanges,
  setOverridesChanges,
  targetText,
} from './overrideChanges.ts';
import { refuseFinance } from './refuseFinance.ts';
import { positionOfException, recordKey, type PlanSession } from './session.ts';

/** The row changes that a command makes on the rows as they are; throws where it is not possible or not allowed. */
export function* changesOf(
  session: PlanSession,
  actor: Profile,
  command: Command,
): Generator<number, RowChange[]> {
  refuseFinance(actor, command.kind);
  switch (command.kind) {
    case 'set-service-level':
      return serviceLevelChanges(session, command.positions, command.serviceLevel);
    case 'approve-transfers':
      return yield* transferChanges(session, command.transfers, (transfer) => {
        const permission = mayApprove(transfer, actor);
        if (!permission.allowed) {
          throw new BallastError('forbidden', `${transfer.id} was not approved. ${permission.reason}`, {
            transfer: transfer.id,
          });
        }
        const approved = moved(session, transfer, 'approve', { decidedBy: actor.id });
        refuseBlocked(session, transfer);
        return approved;
      });
    case 'reject-transfers':
      return yield* transferChanges(session, command.transfers, (transfer) => {
        const reason = command.note === '' ? command.reason : `${command.reason}: ${command.note}`;
        return moved(session, transfer, 'reject', { decidedBy: actor.id, reason });
      });
    case 'set-transfer-quantity':
      return yield* transferChanges(session, [command.transfer], (transfer) =>
        resizeTransfer(
          session.state,
          session.parameters,
          session.limits,
          transfer,
          command.quantity,
          proposedElsewhere(session, transfer),
          otherKgOnLane(session, transfer),
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
    case 'protect-parts':
      return protectChanges(session, actor, command);
    case 'unprotect-parts':
      return unprotectChanges(session, command.parts);
    case 'set-override':
      return setOverrideChanges(session, actor, command);
    case 'clear-override':
      return clearOverrideChanges(session, command.target);
    case 'set-overrides':
      return setOverridesChanges(session, actor, command);
    case 'set-calendar':
      return calendarChanges(session, command);
  }
}

/** The decision table is asked again at approval: since the plan ran, the donor may have sold what it would give. */
function refuseBlocked(session: PlanSession, transfer: Transfer): void {
  const judged = judgeAnew(session, transfer);
  if (judged === null) {
    throw new BallastError('forbidden', `${transfer.id} was not approved. It has no lane any more.`, {
      transfer: transfer.id,
    });
  }
  const { verdict, rule, reason } = judged;
  if (verdict !== 'block') return;
  throw new BallastError(
    'forbidden',
    `${transfer.id} was not approved. Rule ${rule} blocks it now: ${reason.toLowerCase()}.`,
    { transfer: transfer.id, rule },
  );
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
): Generator<number, RowChange[]> {
  return changesInSteps(session, [...new Set(ids)], (id) => {
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

/** Approving every open proposal of a donor must not take it below its hold-back either. */
function proposedElsewhere(session: PlanSession, transfer: Transfer): number {
  let units = 0;
  for (const other of session.transfers.ofItem(transfer.item)) {
    const same = other.from === transfer.from && other.id !== transfer.id;
    if (same && other.state === 'proposed') units += other.quantity;
  }
  return units;
}

/** What other proposals put on a transfer's lane, the plan's and edited ones. */
function otherKgOnLane(session: PlanSession, { id, from, to }: Transfer): number {
  const { proposals, settled } = session.transfers;
  const { items } = session.state.network;
  let kg = 0;
  const add = (other: Transfer): void => {
    if (other.id !== id) kg += other.quantity * items[other.item].weightKg;
  };
  for (const other of proposals.onLane(from, to)) add(other);
  for (const other of settled.values()) {
    if (other.state === 'proposed' && other.from === from && other.to === to) add(other);
  }
  return kg;
}

/** What an edited quantity breaks, or makes the lane send besides: for the person who sets it. */
export function warningOf(session: PlanSession, changes: readonly RowChange[]): string | null {
  const [change] = changes;
  if (change?.table !== 'transfer' || change.before.quantity === change.after.quantity) return null;
  const { before, after } = change;
  const load = {
    item: session.state.network.items[after.item],
    quantity: after.quantity,
    otherKg: otherKgOnLane(session, after),
  };
  return after.facts.brokenLimit ?? furtherShipment(session.parameters, load, before.quantity);
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

/** What a command does, for the status bar, the undo menu and the journal. */
export function labelOf(command: Command, changes: readonly RowChange[]): string {
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
    case 'protect-parts':
      return `Protect ${partText(command.parts)} (${command.agreement})`;
    case 'unprotect-parts':
      return `Lift the protection of ${partText(command.parts)}`;
    case 'set-override':
      return `Override the forecast of ${targetText(command.target)}`;
    case 'clear-override':
      return `Clear the override of ${targetText(command.target)}`;
    case 'set-overrides':
      return `Override the forecasts of ${targetText({ kind: 'positions', positions: command.positions })}`;
    case 'set-calendar':
      return `Set the working days of ${command.region ?? 'the network'}`;
  }
}

function partText(parts: readonly PartAt[]): string {
  const [{ itemId, locationId }] = parts;
  return parts.length === 1 ? `${itemId} at ${locationId}` : `${parts.length} parts`;
}
