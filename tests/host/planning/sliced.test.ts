import { describe, expect, it } from 'vitest';
import { drained } from '../../../core/base/drained.ts';
import type { Command } from '../../../core/contract/commands.ts';
import { profileById } from '../../../core/contract/people.ts';
import type { RunState } from '../../../core/contract/views.ts';
import { applyCommand, applyCommandInSteps } from '../../../electron/host/planning/applyCommand.ts';
import { createFeed } from '../../../electron/host/planning/applyFeed.ts';
import { itemsSetFree, notRefused, restrictionsOf } from '../../../electron/host/planning/restrictions.ts';
import { runPlan } from '../../../electron/host/planning/runPlan.ts';
import { createRuns } from '../../../electron/host/planning/runs.ts';
import { createSession, type PlanSession } from '../../../electron/host/planning/session.ts';
import { openDatabase } from '../../../electron/host/sqlite/openDatabase.ts';
import { openMiniSession, writeMiniReplica } from '../../support/miniReplica.ts';
import { columnBytes, expectRebuiltEqual, expectSameColumns, stateRows } from './planDump.ts';

/** A session whose clock moves a millisecond every time it is read, so that slices end after a few steps. */
function tickingSession(seed: number): { readonly session: PlanSession; readonly runs: RunState[] } {
  const database = openDatabase(':memory:');
  writeMiniReplica(database, { seed });
  const runs: RunState[] = [];
  let clock = 0;
  const session = createSession(
    database,
    () => clock++,
    (event, payload) => {
      if (event === 'run') runs.push(payload as RunState);
    },
  );
  return { session, runs };
}

/** What a plan leaves behind, without the wall-clock seconds of its summary. */
function resultOf(session: PlanSession): { rows: Record<string, string>; transfers: unknown } {
  const { plan_run: _seconds, ...rows } = stateRows(session.database);
  return { rows, transfers: [...session.transfers] };
}

describe('a plan in slices', () => {
  it('between which questions are answered is the plan drained in one go, bit for bit', async () => {
    const whole = openMiniSession({ seed: 11 });
    drained(runPlan(whole, { retrain: false }));
    const { session, runs } = tickingSession(11);
    const background = createRuns(session);
    let asked = 0;
    background.start('Plan', runPlan(session, { retrain: false }));
    const asking = (async () => {
      while (background.list()[0].status === 'running') {
        await new Promise((resolve) => setImmediate(resolve));
        session.totals();
        asked++;
      }
    })();
    await background.idle();
    await asking;
    expect(asked).toBeGreaterThan(5);
    expect(resultOf(session)).toEqual(resultOf(whole));
    expectSameColumns(columnBytes(session.state), columnBytes(whole.state));
    expect(runs.at(-1)).toMatchObject({ status: 'completed', progress: 1, message: null });
    const progress = runs.map((run) => run.progress);
    expect(progress).toEqual(progress.toSorted((a, b) => a - b));
    whole.database.close();
    session.database.close();
  });

  it('takes in what a planner sets meanwhile, as if it had been set before', () => {
    const level: Command = { kind: 'set-service-level', positions: [3, 40, 41], serviceLevel: 0.97 };
    const planner = profileById('planner');
    const before = openMiniSession({ seed: 12 });
    applyCommand(before, planner, level);
    drained(runPlan(before, { retrain: false }));
    for (const step of ['Learning the forecast', 'Forecasting', 'Levels and risk']) {
      const session = openMiniSession({ seed: 12 });
      const work = runPlan(session, { retrain: false });
      let next = work.next();
      while (next.done !== true && next.value.step !== step) next = work.next();
      applyCommand(session, planner, level);
      drained(work);
      expectSameColumns(columnBytes(session.state), columnBytes(before.state));
      expect([...session.transfers]).toEqual([...before.transfers]);
      expectRebuiltEqual(session);
      session.database.close();
    }
    before.database.close();
  });

  it('does not promise again what was approved while it was under way', () => {
    const approver = profileById('approver');
    for (const seed of [11, 12, 13]) {
      const session = openMiniSession({ seed });
      drained(runPlan(session, { retrain: false }));
      const work = runPlan(session, { retrain: false });
      let next = work.next();
      while (next.done !== true && next.value.step !== 'Rebalancing') next = work.next();
      const approved = [...session.transfers.values()].filter(
        (transfer) => transfer.state === 'proposed' && transfer.verdict === 'approve',
      );
      applyCommand(session, approver, { kind: 'approve-transfers', transfers: approved.map(({ id }) => id) });
      drained(work);
      expect(approved.length).toBeGreaterThan(3);
      const touched = new Set(approved.flatMap(({ item, from, to }) => [`${item}:${from}`, `${item}:${to}`]));
      for (const transfer of session.transfers.values()) {
        if (transfer.state !== 'proposed') continue;
        expect(touched.has(`${transfer.item}:${transfer.from}`), transfer.id).toBe(false);
        expect(touched.has(`${transfer.item}:${transfer.to}`), transfer.id).toBe(false);
      }
      expectRebuiltEqual(session);
      session.database.close();
    }
  });

  it('that is cancelled leaves the former plan as it was, in the replica and in memory', async () => {
    const { session } = tickingSession(14);
    drained(runPlan(session, { retrain: false }));
    const rows = resultOf(session);
    const columns = columnBytes(session.state);
    const background = createRuns(session);
    const run = background.start('Plan', runPlan(session, { retrain: true }));
    for (let turn = 0; turn < 6; turn++) await new Promise((resolve) => setImmediate(resolve));
    expect(background.cancel(run)).toBe(true);
    await background.idle();
    expect(background.list()[0]).toMatchObject({ run, status: 'cancelled' });
    expect(resultOf(session)).toEqual(rows);
    expectSameColumns(columnBytes(session.state), columns);
    expect(background.cancel(run)).toBe(false);
    session.database.close();
  });

  it('that fails says so, and the next one can start', async () => {
    const { session } = tickingSession(14);
    const background = createRuns(session);
    const failing = (function* (): Generator<{ step: string; progress: number }, never> {
      for (let slice = 0; slice < 50; slice++) yield { step: 'Half way', progress: 0.5 };
      throw new Error('the disk is full');
    })();
    background.start('Plan', failing);
    expect(() => background.start('Plan', runPlan(session, { retrain: false }))).toThrow(/under way/);
    await background.idle();
    expect(background.list()[0]).toMatchObject({
      status: 'failed',
      message: 'the disk is full',
      step: 'Half way',
    });
    background.start('Plan', runPlan(session, { retrain: false }));
    await background.idle();
    expect(background.list().map((entry) => entry.status)).toEqual(['completed', 'failed']);
    session.database.close();
  });

  it('from the same replica is the same plan every time', () => {
    const plans = [1, 2].map(() => {
      const session = openMiniSession({ seed: 15 });
      drained(runPlan(session, { retrain: false }));
      drained(runPlan(session, { retrain: true }));
      const result = { ...resultOf(session), columns: columnBytes(session.state) };
      session.database.close();
      return result;
    });
    expect(plans[0].rows).toEqual(plans[1].rows);
    expectSameColumns(plans[0].columns, plans[1].columns);
  });
});

describe('an override of the whole network in slices', () => {
  it('is the same bits as in one go, whatever was decided between its slices', () => {
    const planner = profileById('planner');
    const override = (node: 'network' | number, change: number): Command => ({
      kind: 'set-override',
      target:
        node === 'network'
          ? { kind: 'node', node: { level: node } }
          : { kind: 'positions', positions: [node] },
      value: { kind: 'relative', change },
      from: '1990-01',
      to: '2099-12',
      reason: 'mild winter',
      expires: null,
    });
    const whole = openMiniSession({ seed: 15 });
    drained(runPlan(whole, { retrain: false }));
    const dealer = whole.state.network.locations.findIndex(({ kind }) => kind === 'dealer');
    const position = whole.state.locationStart[dealer];
    applyCommand(whole, planner, override('network', 0.3));
    applyCommand(whole, planner, override(position, 2));
    for (const step of [1, 3, 6]) {
      const session = openMiniSession({ seed: 15 });
      drained(runPlan(session, { retrain: false }));
      const work = applyCommandInSteps(session, planner, override('network', 0.3));
      let next = work.next();
      for (let taken = 1; taken < step && next.done !== true; taken++) next = work.next();
      expect(next.done).toBe(false);
      applyCommand(session, planner, override(position, 2));
      while (next.done !== true) next = work.next();
      expectSameColumns(columnBytes(session.state), columnBytes(whole.state));
      expectRebuiltEqual(session);
      session.database.close();
    }
    whole.database.close();
  });
});

describe('a new day', () => {
  it('worked in by slices, between which questions are answered, is the day worked in at once, bit for bit', () => {
    const minutes = 26 * 60;
    const [whole, sliced] = [21, 21].map((seed) => {
      const session = openMiniSession({ seed });
      drained(runPlan(session, { retrain: false }));
      return session;
    });
    createFeed(whole).advance(minutes);
    let slices = 0;
    for (const _ of createFeed(sliced).advanceInSlices(minutes)) {
      sliced.totals();
      slices++;
    }
    expect(slices).toBeGreaterThan(3);
    expectSameColumns(columnBytes(sliced.state), columnBytes(whole.state));
    expect(resultOf(sliced)).toEqual(resultOf(whole));
    expectRebuiltEqual(sliced);
    whole.database.close();
    sliced.database.close();
  });

  it('sets an item free whose refusal or cool-down ends in it, and lets the plan look at it again', () => {
    let freed = 0;
    for (const [command, days] of [
      ['reject-transfers', 14],
      ['approve-transfers', null],
    ] as const) {
      const session = openMiniSession({ seed: 22 });
      drained(runPlan(session, { retrain: false }));
      const [transfer] = [...session.transfers.proposals.values()].filter(({ role }) => role === 'planner');
      applyCommand(
        session,
        profileById('planner'),
        command === 'reject-transfers'
          ? { kind: command, transfers: [transfer.id], reason: 'other', note: '' }
          : { kind: command, transfers: [transfer.id] },
      );
      const settled = session.transfers.get(transfer.id) ?? transfer;
      const last = (days ?? session.parameters.coolDownDays) * 24 * 60;
      // As if it had been decided just so long ago that this is the last minute of it.
      session.setTransfer(transfer.id, {
        ...settled,
        state: settled.state === 'approved' ? 'received' : settled.state,
        stateMinutes: session.clockMinutes - last,
      });
      const isHeld = (): boolean => {
        const { mayNotTake } = restrictionsOf(session, [transfer.item]);
        return mayNotTake.size > 0 || !notRefused(session)(transfer);
      };
      expect(isHeld()).toBe(true);
      session.changed([], true);
      const { version } = session;
      expect([...itemsSetFree(session, session.clockMinutes - 1, session.clockMinutes)]).toEqual([]);
      createFeed(session).advance(1);
      expect(isHeld()).toBe(false);
      expect(session.itemChanged[transfer.item]).toBeGreaterThan(version);
      freed++;
      session.database.close();
    }
    expect(freed).toBe(2);
  });
});
