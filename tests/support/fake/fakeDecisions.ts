import { BallastError } from '../../../core/base/errors.ts';
import type { Command, CommandResult, JournalEntry, UndoState } from '../../../core/contract/commands.ts';
import { profileById } from '../../../core/contract/people.ts';
import type { WorkListEntry } from '../../../core/contract/views.ts';
import type { FakeForecast } from './fakeForecast.ts';
import type { FakeNetwork } from './fakeNetwork.ts';

export interface FakeTransfer {
  readonly id: string;
  readonly from: number;
  readonly to: number;
  readonly item: number;
  readonly position: number;
  quantity: number;
  readonly days: number;
  readonly netMinor: number;
  readonly benefitMinor: number;
  readonly freightMinor: number;
  readonly pBefore: number;
  readonly pAfter: number;
  readonly verdict: 'auto' | 'approve' | 'block';
  state: 'proposed' | 'approved' | 'rejected' | 'shipped';
  proposedBy: string;
  reason: string;
}

export interface EntryState {
  status: WorkListEntry['status'];
  assignee: string | null;
  code: string | null;
  untilMinutes: number;
}

export interface FakeDecisions {
  apply(actor: string, command: Command): CommandResult;
  undo(actor: string): CommandResult;
  redo(actor: string): CommandResult;
  undoState(): UndoState;
  journal(limit: number): JournalEntry[];
  queued(): number;
}

interface Done {
  readonly sequence: number;
  readonly actor: string;
  readonly label: string;
  readonly change: () => void;
  readonly revert: () => void;
  undone: boolean;
}

/** Commands as pairs of closures: enough for the window, which only sees labels and effects. */
export function createFakeDecisions(
  network: FakeNetwork,
  transfers: readonly FakeTransfer[],
  entries: Map<string, EntryState>,
  forecast: Pick<FakeForecast, 'decide'>,
  changed: () => number,
  clockMinutes: () => number,
): FakeDecisions {
  const journal: Done[] = [];

  const transfer = (id: string): FakeTransfer => {
    const found = transfers.find((one) => one.id === id);
    if (found === undefined) throw new BallastError('not-found', `There is no transfer ${id}.`);
    return found;
  };
  const entry = (id: string): EntryState => {
    let found = entries.get(id);
    if (found === undefined)
      entries.set(id, (found = { status: 'new', assignee: null, code: null, untilMinutes: 0 }));
    return found;
  };
  const swap = <T extends object>(targets: readonly T[], to: Partial<T>) => {
    const before = targets.map((target) => ({ ...target }));
    return {
      change: () => targets.forEach((target) => Object.assign(target, to)),
      revert: () => targets.forEach((target, index) => Object.assign(target, before[index])),
    };
  };

  const levels = (
    positions: readonly number[],
    level: number | null | readonly (number | null)[],
  ): { change: () => void; revert: () => void } => {
    const before = positions.map((index) => network.positions[index].plannerLevel);
    const set = (to: (at: number) => number | null): void =>
      positions.forEach((index, at) => (network.positions[index].plannerLevel = to(at)));
    return {
      change: () => set((at) => (typeof level === 'object' && level !== null ? level[at] : level)),
      revert: () => set((at) => before[at]),
    };
  };

  const plan = (
    actor: string,
    command: Command,
  ): { label: string; change: () => void; revert: () => void } => {
    switch (command.kind) {
      case 'set-service-level':
        return {
          label: `Set service level of ${plural(command.positions.length, 'position')}`,
          ...levels(command.positions, command.serviceLevel),
        };
      case 'approve-transfers': {
        const chosen = command.transfers.map(transfer);
        if (profileById(actor).role === 'planner' && chosen.some((one) => one.verdict !== 'auto')) {
          throw new BallastError('forbidden', 'A planner proposes; an approver approves this transfer.');
        }
        if (chosen.some((one) => one.proposedBy === actor)) {
          throw new BallastError('forbidden', 'The proposer of a transfer does not approve it.');
        }
        return {
          label: `Approve ${plural(chosen.length, 'transfer')}`,
          ...swap(chosen, { state: 'approved' }),
        };
      }
      case 'reject-transfers': {
        const chosen = command.transfers.map(transfer);
        return {
          label: `Reject ${plural(chosen.length, 'transfer')}`,
          ...swap(chosen, { state: 'rejected', reason: command.reason }),
        };
      }
      case 'set-transfer-quantity':
        return {
          label: `Set quantity of ${command.transfer} to ${command.quantity}`,
          ...swap([transfer(command.transfer)], { quantity: command.quantity, proposedBy: actor }),
        };
      case 'protect-parts':
      case 'unprotect-parts':
        throw new BallastError('unavailable', 'The invented network has no agreements.');
      case 'set-override':
      case 'clear-override':
      case 'set-overrides':
        return forecast.decide(actor, command);
      case 'set-calendar':
        throw new BallastError('unavailable', 'Forecasts of the invented network follow no calendar.');
      case 'assign-exceptions':
        return {
          label:
            command.assignee === null
              ? `Unassign ${plural(command.exceptions.length, 'exception')}`
              : `Assign ${plural(command.exceptions.length, 'exception')} to ${profileById(command.assignee).name}`,
          ...swap(command.exceptions.map(entry), {
            assignee: command.assignee,
            status: command.assignee === null ? 'new' : 'assigned',
          }),
        };
      case 'snooze-exceptions':
        return {
          label: `Snooze ${plural(command.exceptions.length, 'exception')} for ${plural(command.days, 'day')}`,
          ...swap(command.exceptions.map(entry), {
            status: 'snoozed',
            untilMinutes: clockMinutes() + 1440 * command.days,
          }),
        };
      case 'resolve-exceptions':
        return {
          label: `Resolve ${plural(command.exceptions.length, 'exception')}`,
          ...swap(command.exceptions.map(entry), { status: 'resolved', code: command.code }),
        };
      case 'reopen-exceptions':
        return {
          label: `Reopen ${plural(command.exceptions.length, 'exception')}`,
          ...swap(command.exceptions.map(entry), { status: 'new', code: null }),
        };
    }
  };

  const result = (done: Done): CommandResult => ({
    sequence: done.sequence,
    label: done.label,
    version: changed(),
    changedPositions: 1,
    tookMs: 0.3,
  });

  return {
    apply(actor, command) {
      const { label, change, revert } = plan(actor, command);
      const done: Done = { sequence: journal.length + 1, actor, label, change, revert, undone: false };
      journal.push(done);
      change();
      return result(done);
    },
    undo() {
      const last = journal.findLast((done) => !done.undone);
      if (last === undefined) throw new BallastError('not-found', 'There is nothing to undo.');
      last.revert();
      last.undone = true;
      return result(last);
    },
    redo() {
      const last = journal.find((done) => done.undone);
      if (last === undefined) throw new BallastError('not-found', 'There is nothing to redo.');
      last.change();
      last.undone = false;
      return result(last);
    },
    undoState: () => ({
      undo: journal.findLast((done) => !done.undone)?.label ?? null,
      redo: journal.find((done) => done.undone)?.label ?? null,
    }),
    journal: (limit) =>
      journal
        .toReversed()
        .slice(0, limit)
        .map(({ sequence, actor, label, undone }) => ({ sequence, at: 0, actor, label, undone })),
    queued: () => journal.filter((done) => !done.undone).length,
  };
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
