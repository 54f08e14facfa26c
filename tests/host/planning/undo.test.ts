import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drained } from '../../../core/base/drained.ts';
import { BallastError } from '../../../core/base/errors.ts';
import { profileById, profiles, type Profile } from '../../../core/contract/people.ts';
import type { Command } from '../../../core/contract/commands.ts';
import { positionOf } from '../../../core/plan/planState.ts';
import {
  applyCommand,
  redo,
  undo,
  undoInSteps,
  undoState,
} from '../../../electron/host/planning/applyCommand.ts';
import { createFeed } from '../../../electron/host/planning/applyFeed.ts';
import { runPlan } from '../../../electron/host/planning/runPlan.ts';
import type { PlanSession } from '../../../electron/host/planning/session.ts';
import { openMiniSession } from '../../support/miniReplica.ts';
import { commandKinds, drawCommand } from './drawCommand.ts';
import { columnBytes, expectRebuiltEqual, expectSameColumns, stateRows } from './planDump.ts';

const planner = profileById('planner');
const approver = profileById('approver');

/** Small for properties; the whole mini network where a test looks for something in it. */
function plannedSession(seed: number, size: 'small' | 'whole' = 'whole'): PlanSession {
  const session = openMiniSession(size === 'small' ? { seed, dealers: 4, items: 20 } : { seed });
  drained(runPlan(session, { retrain: false }));
  return session;
}

interface Picture {
  readonly rows: ReturnType<typeof stateRows>;
  readonly columns: Record<string, Uint8Array>;
}

function pictureOf(session: PlanSession): Picture {
  return { rows: stateRows(session.database), columns: columnBytes(session.state) };
}

function expectPicture(session: PlanSession, picture: Picture): void {
  expect(stateRows(session.database)).toEqual(picture.rows);
  expectSameColumns(columnBytes(session.state), picture.columns);
}

/** True where the command was taken; a refusal must have changed nothing. */
function taken(session: PlanSession, actor: Profile, command: Command): boolean {
  const before = pictureOf(session);
  try {
    applyCommand(session, actor, command);
    return true;
  } catch (error) {
    if (!(error instanceof BallastError) || error.code === 'failed') throw error;
    expectPicture(session, before);
    return false;
  }
}

function journal(session: PlanSession): unknown[] {
  return session.database
    .prepare('SELECT action, target, undone FROM journal ORDER BY seq')
    .all()
    .map(({ action, target, undone }) => [action, target, undone]);
}

function someExceptions(session: PlanSession): string[] {
  const command = drawCommand(session, 1, 'reopen-exceptions');
  if (command.kind !== 'reopen-exceptions') throw new Error('another command was drawn');
  return command.exceptions;
}

function someProposal(session: PlanSession, role: string): string {
  const found = [...session.transfers.values()].find(
    (transfer) => transfer.state === 'proposed' && transfer.role === role && transfer.verdict === 'approve',
  );
  if (found === undefined) throw new Error(`no proposal for ${role}`);
  return found.id;
}

/** Commands that take back what another kind has set. */
const wantsBefore: Partial<Record<Command['kind'], Command['kind']>> = {
  'clear-override': 'set-override',
  'unprotect-parts': 'protect-parts',
};

describe('undo and redo', () => {
  it.each(commandKinds)('of %s give back every row and every bit', (kind) => {
    let count = 0;
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.nat(), fc.boolean(), (seed, draw, prepared) => {
        const session = plannedSession(seed, 'small');
        // Commands also meet what an earlier one has left behind.
        const wanted = wantsBefore[kind];
        if (prepared || wanted !== undefined)
          taken(session, approver, drawCommand(session, draw + 1, wanted));
        const actor = draw % 2 === 0 ? planner : approver;
        const before = pictureOf(session);
        if (taken(session, actor, drawCommand(session, draw, kind))) {
          count++;
          const after = pictureOf(session);
          undo(session, actor);
          expectPicture(session, before);
          redo(session, actor);
          expectPicture(session, after);
          undo(session, actor);
          expectPicture(session, before);
          expectRebuiltEqual(session);
        }
        session.database.close();
      }),
      { numRuns: 12 },
    );
    expect(count).toBeGreaterThan(0);
  });

  it('take back any run of decisions in reverse and give it again', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 500 }),
        fc.array(fc.nat(), { minLength: 2, maxLength: 8 }),
        (seed, draws) => {
          const session = plannedSession(seed, 'small');
          const pictures = [pictureOf(session)];
          for (const draw of draws) {
            if (taken(session, approver, drawCommand(session, draw))) pictures.push(pictureOf(session));
          }
          for (let at = pictures.length - 2; at >= 0; at--) {
            undo(session, approver);
            expectPicture(session, pictures[at]);
          }
          expect(undoState(session, approver).undo).toBeNull();
          expect(() => undo(session, approver)).toThrow(BallastError);
          for (let at = 1; at < pictures.length; at++) {
            redo(session, approver);
            expectPicture(session, pictures[at]);
          }
          expect(undoState(session, approver).redo).toBeNull();
          expect(() => redo(session, approver)).toThrow(BallastError);
          session.database.close();
        },
      ),
      { numRuns: 15 },
    );
  });

  it('belong to the person who decided, and a new decision ends what could be redone', () => {
    const session = plannedSession(3);
    const set = (position: number, serviceLevel: number): Command => ({
      kind: 'set-service-level',
      positions: [position],
      serviceLevel,
    });
    applyCommand(session, planner, set(1, 0.9));
    applyCommand(session, approver, set(2, 0.8));
    expect(undoState(session, planner)).toEqual({
      undo: 'Set service level of 1 position to 90 %',
      redo: null,
    });
    expect(undoState(session, profileById('finance'))).toEqual({ undo: null, redo: null });
    undo(session, planner);
    expect(session.state.serviceLevelSet[1]).toBeNaN();
    expect(session.state.serviceLevelSet[2]).toBe(Math.fround(0.8));
    expect(undoState(session, planner).redo).toBe('Set service level of 1 position to 90 %');
    applyCommand(session, planner, set(3, 0.7));
    expect(undoState(session, planner).redo).toBeNull();
    session.database.close();
  });

  it('write a journal and an outbox entry each, and never take one away', () => {
    const session = plannedSession(3);
    const command: Command = { kind: 'set-service-level', positions: [0], serviceLevel: 0.9 };
    const { sequence } = applyCommand(session, planner, command);
    undo(session, planner);
    redo(session, planner);
    undo(session, planner);
    expect(journal(session)).toEqual([
      ['do', null, 1],
      ['undo', sequence, 1],
      ['redo', sequence + 1, 0],
      ['undo', sequence, 0],
    ]);
    expect(session.database.prepare('SELECT seq FROM outbox ORDER BY seq').all()).toEqual(
      [0, 1, 2, 3].map((more) => ({ seq: sequence + more })),
    );
    const [entry] = session.database.prepare('SELECT actor, role, command FROM journal').all();
    expect(entry).toEqual({ actor: 'planner', role: 'planner', command: JSON.stringify(command) });
    session.database.close();
  });

  it('of an approval are still possible when its dealer was asked, and refused once it has committed', () => {
    for (const [reached, possible] of [
      ['offered', true],
      ['committed', false],
      ['shipped', false],
    ] as const) {
      const session = plannedSession(5);
      const id = someProposal(session, 'approver');
      const before = session.transfers.get(id);
      applyCommand(session, approver, { kind: 'approve-transfers', transfers: [id] });
      const current = session.transfers.get(id);
      if (current === undefined) throw new Error('gone');
      const moved = { ...current, state: reached, stateMinutes: current.stateMinutes + 5 };
      session.setTransfer(id, moved);
      const picture = pictureOf(session);
      if (possible) {
        undo(session, approver);
        expect(session.transfers.get(id)).toEqual(before);
      } else {
        expect(() => undo(session, approver)).toThrow(new RegExp(`${id} is ${reached}`));
        expectPicture(session, picture);
      }
      session.database.close();
    }
  });

  it('are refused, and change nothing, where somebody has decided the same again since', () => {
    const session = plannedSession(5);
    const exceptions = someExceptions(session);
    const id = someProposal(session, 'planner');
    const level = (serviceLevel: number): Command => ({
      kind: 'set-service-level',
      positions: [4],
      serviceLevel,
    });
    const pairs: readonly (readonly [Command, Command])[] = [
      [level(0.9), level(0.8)],
      [
        { kind: 'snooze-exceptions', exceptions, days: 3 },
        { kind: 'assign-exceptions', exceptions, assignee: 'approver' },
      ],
      [
        { kind: 'set-transfer-quantity', transfer: id, quantity: 1 },
        { kind: 'approve-transfers', transfers: [id] },
      ],
    ];
    for (const [first, second] of pairs) {
      applyCommand(session, planner, first);
      applyCommand(session, approver, second);
      const picture = pictureOf(session);
      expect(() => undo(session, planner), first.kind).toThrow(/can no longer be taken back/);
      expectPicture(session, picture);
      undo(session, approver);
      undo(session, planner);
    }
    session.database.close();
  });

  it('of an edit are still possible after a newer plan, which leaves edited proposals alone', () => {
    const session = plannedSession(5);
    const id = someProposal(session, 'planner');
    const before = session.transfers.get(id);
    applyCommand(session, approver, { kind: 'set-transfer-quantity', transfer: id, quantity: 1 });
    const edited = session.transfers.get(id);
    drained(runPlan(session, { retrain: false }));
    expect(session.transfers.get(id)).toEqual(edited);
    const beside = [...session.transfers.values()].filter(
      (other) => other.id !== id && other.item === edited?.item && other.state === 'proposed',
    );
    for (const other of beside) {
      expect(other.from).not.toBe(edited?.from);
      expect(other.to).not.toBe(edited?.to);
    }
    undo(session, approver);
    expect(session.transfers.get(id)).toEqual(before);
    expectRebuiltEqual(session);
    session.database.close();
  });

  it('find a proposal that a newer plan made again under its own number', () => {
    const session = plannedSession(5);
    const numbers = (): Map<string, string> =>
      new Map(
        [...session.transfers.values()]
          .filter((transfer) => transfer.state === 'proposed')
          .map((transfer) => [`${transfer.item}:${transfer.from}:${transfer.to}`, transfer.id]),
      );
    const first = numbers();
    drained(runPlan(session, { retrain: false }));
    const second = numbers();
    const again = [...second].filter(([key]) => first.has(key));
    expect(again.length).toBeGreaterThan(0);
    for (const [key, id] of again) expect(id).toBe(first.get(key));
    expect(new Set(second.values()).size).toBe(second.size);
    session.database.close();
  });

  it('pass over what can no longer be taken back, until somebody else decides', () => {
    const session = plannedSession(5);
    const level = (position: number, serviceLevel: number): Command => ({
      kind: 'set-service-level',
      positions: [position],
      serviceLevel,
    });
    applyCommand(session, planner, level(1, 0.9));
    applyCommand(session, planner, level(2, 0.9));
    applyCommand(session, approver, level(2, 0.8));
    expect(() => undo(session, planner)).toThrow(/can no longer be taken back/);
    expect(undo(session, planner).label).toContain('Set service level');
    expect(session.state.serviceLevelSet[1]).toBeNaN();
    expect(() => undo(session, planner)).toThrow(/nothing to undo/);
    undo(session, approver);
    undo(session, planner);
    expect(session.state.serviceLevelSet[2]).toBeNaN();
    session.database.close();
  });

  it('of an approval are not needed where the donor has sold what it would give: the table is asked again', () => {
    const session = plannedSession(5);
    const id = someProposal(session, 'planner');
    const transfer = session.transfers.get(id);
    if (transfer === undefined) throw new Error('gone');
    const donor = positionOf(session.state, transfer.from, transfer.item);
    session.state.onHand[donor] = 0;
    session.changed([donor], false);
    expect(() => applyCommand(session, planner, { kind: 'approve-transfers', transfers: [id] })).toThrow(
      /Rule B4 blocks it now/,
    );
    expect(session.transfers.get(id)).toEqual(transfer);
    session.database.close();
  });

  it('of very many rows, asked for twice at once, take them back once and can give them again', () => {
    const session = openMiniSession({ seed: 2, dealers: 9, items: 80 });
    drained(runPlan(session, { retrain: false }));
    const positions = Array.from({ length: 600 }, (_, p) => p);
    const { label } = applyCommand(session, planner, {
      kind: 'set-service-level',
      positions,
      serviceLevel: 0.9,
    });
    const first = undoInSteps(session, planner);
    // Under way, and nothing written yet.
    expect(first.next().done).toBe(false);
    expect(undoState(session, planner).undo).toBe(label);
    undo(session, planner);
    expect(() => drained(first)).toThrow(/set again/u);
    expect(undoState(session, planner)).toEqual({ undo: null, redo: label });
    redo(session, planner);
    expect(undoState(session, planner)).toEqual({ undo: label, redo: null });
    expectRebuiltEqual(session);
    session.database.close();
  });

  it('do not reach what the feed did', () => {
    const session = plannedSession(5);
    applyCommand(session, planner, { kind: 'set-service-level', positions: [0], serviceLevel: 0.99 });
    createFeed(session).advance(600);
    const stock = session.state.onHand.slice();
    undo(session, planner);
    expect(session.state.onHand).toEqual(stock);
    expectRebuiltEqual(session);
    session.database.close();
  });
});

describe('commands', () => {
  it('that name what is not there are refused whole', () => {
    const session = plannedSession(5);
    const id = someProposal(session, 'approver');
    const [exception] = someExceptions(session);
    const wrong: readonly (readonly [string, Command])[] = [
      ['not-found', { kind: 'set-service-level', positions: [0, session.state.count], serviceLevel: 0.9 }],
      ['bad-input', { kind: 'set-service-level', positions: [0, 1], serviceLevel: [0.9] }],
      ['bad-input', { kind: 'set-service-level', positions: [0], serviceLevel: 1 - 1e-12 }],
      ['bad-input', { kind: 'set-service-level', positions: [0], serviceLevel: 1e-60 }],
      ['not-found', { kind: 'approve-transfers', transfers: [id, 'T999999'] }],
      ['not-found', { kind: 'snooze-exceptions', exceptions: [exception, 'stockout:D1:nothing'], days: 1 }],
      ['not-found', { kind: 'snooze-exceptions', exceptions: [exception, 'drought:D1:P001'], days: 1 }],
      ['not-found', { kind: 'reopen-exceptions', exceptions: [''] }],
      ['bad-input', { kind: 'set-transfer-quantity', transfer: id, quantity: 100_000 }],
    ];
    const before = pictureOf(session);
    for (const [code, command] of wrong) {
      expect(() => applyCommand(session, approver, command), JSON.stringify(command)).toThrow(
        expect.objectContaining({ code }) as Error,
      );
    }
    expectPicture(session, before);
    expect(journal(session)).toEqual([]);
    session.database.close();
  });

  it('decide a transfer once, by whom the table allows', () => {
    const session = plannedSession(5);
    const id = someProposal(session, 'approver');
    const approve: Command = { kind: 'approve-transfers', transfers: [id] };
    for (const { role, id: name } of profiles.filter((profile) => profile.role !== 'approver')) {
      expect(() => applyCommand(session, profileById(name), approve), role).toThrow(
        expect.objectContaining({ code: 'forbidden' }) as Error,
      );
    }
    applyCommand(session, approver, approve);
    expect(session.transfers.get(id)).toMatchObject({ state: 'approved', decidedBy: 'approver' });
    expect(() => applyCommand(session, approver, approve)).toThrow(/approved already/);
    const reject: Command = { kind: 'reject-transfers', transfers: [id], reason: 'other', note: 'late' };
    applyCommand(session, planner, reject);
    expect(session.transfers.get(id)).toMatchObject({ state: 'rejected', reason: 'other: late' });
    expect(() => applyCommand(session, planner, reject)).toThrow(/rejected already/);
    session.database.close();
  });

  it('that edit a quantity value it anew, path by path the same, and make the editor its proposer', () => {
    const session = plannedSession(7);
    const original = [...session.transfers.values()].find(
      (transfer) => transfer.state === 'proposed' && transfer.quantity >= 3,
    );
    if (original === undefined) throw new Error('no proposal of three units');
    const resize = (quantity: number): void =>
      void applyCommand(session, planner, { kind: 'set-transfer-quantity', transfer: original.id, quantity });
    resize(2);
    const two = session.transfers.get(original.id);
    resize(1);
    resize(original.quantity);
    const whole = session.transfers.get(original.id);
    resize(2);
    expect(session.transfers.get(original.id)).toEqual(two);
    expect(whole?.freightMinor).toBe(original.freightMinor);
    expect(whole?.handlingMinor).toBe(original.handlingMinor);
    for (const transfer of [two, whole]) {
      if (transfer === undefined) throw new Error('gone');
      const { benefitMinor, donorMinor, freightMinor, handlingMinor, netMinor, facts } = transfer;
      expect(netMinor).toBe(benefitMinor + donorMinor - freightMinor - handlingMinor);
      expect(facts.netMinor).toBe(netMinor);
      expect(transfer.verdict).not.toBe('auto');
      expect(transfer.proposedBy).toBe('planner');
    }
    // Each further unit is worth less: two of three are worth at least two thirds.
    expect((two?.benefitMinor ?? 0) * original.quantity).toBeGreaterThanOrEqual(
      (whole?.benefitMinor ?? 0) * 2 - 3,
    );
    expect(() =>
      applyCommand(session, planner, { kind: 'approve-transfers', transfers: [original.id] }),
    ).toThrow(/Whoever proposed/);
    session.database.close();
  });

  it('that edit quantities never let a donor promise more than its excess in all', () => {
    const session = plannedSession(7);
    let shared = 0;
    for (const { id, item, from } of session.transfers.values()) {
      if (session.transfers.get(id)?.state !== 'proposed') continue;
      const resize = (quantity: number): void =>
        void applyCommand(session, approver, { kind: 'set-transfer-quantity', transfer: id, quantity });
      // The refusal says how much there is; that much is taken.
      let most = 0;
      try {
        resize(1_000_000);
      } catch (error) {
        most = error instanceof BallastError ? Number(error.detail['most']) : Number.NaN;
      }
      resize(most);
      const together = [...session.transfers.values()].filter(
        (other) => other.state === 'proposed' && other.item === item && other.from === from,
      );
      if (together.length > 1) shared++;
      const promised = together.reduce((sum, other) => sum + other.quantity, 0);
      expect(promised).toBeLessThanOrEqual(session.state.excess[positionOf(session.state, from, item)]);
    }
    expect(shared).toBeGreaterThan(0);
    session.database.close();
  });

  it('leave a snoozed exception asleep when its name is taken off', () => {
    const session = plannedSession(5);
    const exceptions = someExceptions(session);
    const unassign: Command = { kind: 'assign-exceptions', exceptions, assignee: null };
    applyCommand(session, planner, { kind: 'assign-exceptions', exceptions, assignee: 'planner' });
    applyCommand(session, planner, { kind: 'snooze-exceptions', exceptions, days: 2 });
    applyCommand(session, planner, unassign);
    for (const record of session.records.values()) {
      expect([record.status, record.assignee]).toEqual(['snoozed', null]);
    }
    applyCommand(session, planner, { kind: 'assign-exceptions', exceptions, assignee: 'planner' });
    applyCommand(session, planner, unassign);
    expect(session.records.size).toBe(0);
    session.database.close();
  });
});
