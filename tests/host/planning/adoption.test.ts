import { describe, expect, it } from 'vitest';
import { drained } from '../../../core/base/drained.ts';
import { profileById } from '../../../core/contract/people.ts';
import { defaultRebalanceSettings, type RebalanceSettings } from '../../../core/contract/rebalance.ts';
import { readJournal } from '../../../core/store/journalStore.ts';
import type { Transfer } from '../../../core/store/transferStore.ts';
import { applyCommand, redo, undo, undoState } from '../../../electron/host/planning/applyCommand.ts';
import { createLivePlan } from '../../../electron/host/planning/livePlan.ts';
import { createRebalance, type Rebalance } from '../../../electron/host/planning/rebalance.ts';
import { runPlan } from '../../../electron/host/planning/runPlan.ts';
import { createSession, type PlanSession } from '../../../electron/host/planning/session.ts';
import { openMiniSession } from '../../support/miniReplica.ts';
import { expectRebuiltEqual } from './planDump.ts';

const planner = profileById('planner');
const approver = profileById('approver');
const serviceFirst: RebalanceSettings = { ...defaultRebalanceSettings, serviceFactor: 4, reachDays: 5 };

async function planned(seed: number): Promise<{ session: PlanSession; rebalance: Rebalance }> {
  const session = openMiniSession({ seed, dealers: 8 });
  drained(runPlan(session, { retrain: false }));
  const rebalance = createRebalance(session, () => false);
  rebalance.wake();
  await rebalance.idle();
  return { session, rebalance };
}

async function adopt(rebalance: Rebalance, settings: RebalanceSettings): Promise<void> {
  const { id } = rebalance.preview(settings, []);
  await rebalance.idle();
  await rebalance.adopt(id, planner);
  await rebalance.idle();
}

async function settle(rebalance: Rebalance): Promise<void> {
  rebalance.wake();
  await rebalance.idle();
}

const open = (session: PlanSession): Transfer[] =>
  [...session.transfers.proposals.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1));

describe('adopting a plan for other settings', () => {
  it('is a decision of whoever adopted: undo brings the former plan back, redo the adopted one', async () => {
    let different = 0;
    for (const seed of [1, 2, 3, 4]) {
      const { session, rebalance } = await planned(seed);
      const before = open(session);
      await adopt(rebalance, serviceFirst);
      const after = open(session);
      if (JSON.stringify(after) !== JSON.stringify(before)) different++;
      expect(undoState(session, planner).undo).toBe('Adopt the plan for service × 4, a reach of 5 days');
      expect(undoState(session, approver).undo).toBeNull();
      undo(session, planner);
      expect(open(session)).toEqual(before);
      expect(rebalance.summary()).toMatchObject({ settings: defaultRebalanceSettings });
      await settle(rebalance);
      expect(open(session)).toEqual(before);
      const { objectiveMinor, upperBoundMinor, gap } = rebalance.summary();
      expect(upperBoundMinor ?? 0).toBeGreaterThanOrEqual(objectiveMinor ?? 1);
      expect(gap).toBeLessThan(0.02);
      expectRebuiltEqual(session);
      redo(session, planner);
      await settle(rebalance);
      expect(open(session)).toEqual(after);
      expect(session.parameters.serviceFactor).toBe(4);
      expectRebuiltEqual(session);
      undo(session, planner);
      await settle(rebalance);
      const again = createSession(session.database, session.now, () => undefined);
      expect(open(again)).toEqual(before);
      expect(again.parameters.serviceFactor).toBe(1);
      expect(readJournal(session.database, 10).map(({ label }) => label)).toContain(
        'Adopt the plan for service × 4, a reach of 5 days',
      );
      rebalance.close();
      session.database.close();
    }
    expect(different).toBeGreaterThan(1);
  });

  it('leaves what was decided since as it is when it is taken back', async () => {
    const { session, rebalance } = await planned(3);
    await adopt(rebalance, serviceFirst);
    const chosen = open(session).find(({ role }) => role === 'planner');
    if (chosen === undefined) throw new RangeError('no proposal for a planner');
    applyCommand(session, approver, { kind: 'approve-transfers', transfers: [chosen.id] });
    await settle(rebalance);
    undo(session, planner);
    await settle(rebalance);
    expect(session.transfers.get(chosen.id)?.state).toBe('approved');
    expect(open(session).some(({ id }) => id === chosen.id)).toBe(false);
    expect(session.parameters.serviceFactor).toBe(1);
    expectRebuiltEqual(session);
    rebalance.close();
    session.database.close();
  });

  it('can no longer be taken back once a newer plan has replaced it, and keeps no leftovers then', async () => {
    const { session, rebalance } = await planned(2);
    await adopt(rebalance, serviceFirst);
    drained(runPlan(session, { retrain: false }));
    expect(() => undo(session, planner)).toThrow(/The plan was replaced since/u);
    const editions = session.database.prepare('SELECT DISTINCT edition FROM proposal').all();
    expect(editions).toHaveLength(1);
    rebalance.close();
    session.database.close();
  });

  it('replaces the adoption before it, which then cannot be taken back alone', async () => {
    const { session, rebalance } = await planned(1);
    const before = open(session);
    await adopt(rebalance, serviceFirst);
    const first = open(session);
    await adopt(rebalance, { ...defaultRebalanceSettings, serviceFactor: 0.25 });
    undo(session, planner);
    await settle(rebalance);
    expect(open(session)).toEqual(first);
    expect(session.parameters.serviceFactor).toBe(4);
    // Only one edition is kept beside the plan's.
    expect(() => undo(session, planner)).toThrow(/The plan was replaced since/u);
    expect(open(session)).not.toEqual(before);
    rebalance.close();
    session.database.close();
  });

  it('is refused once another plan stands in the place of the one that the preview was compared with', async () => {
    const { session, rebalance } = await planned(2);
    const { id } = rebalance.preview(serviceFirst, []);
    await rebalance.idle();
    expect(rebalance.summary().preview?.finished).toBe(true);
    drained(runPlan(session, { retrain: false }));
    expect(rebalance.summary().preview).toBeNull();
    expect(() => rebalance.adopt(id, planner)).toThrow(/newer preview or plan/u);
    // Neither does one go on that a plan run or an undo has overtaken before its first row.
    const { id: next } = rebalance.preview(serviceFirst, []);
    await rebalance.idle();
    const adopting = rebalance.adopt(next, planner);
    drained(runPlan(session, { retrain: false }));
    const after = open(session);
    await expect(adopting).rejects.toThrow(/newer plan has replaced/u);
    expect(open(session)).toEqual(after);
    expect(session.parameters.serviceFactor).toBe(1);
    expect(undoState(session, planner).undo).toBeNull();
    expectRebuiltEqual(session);
    rebalance.close();
    session.database.close();
  });

  it('taken back while a plan is made for its settings ends that run, and what was before stands', async () => {
    const { session, rebalance } = await planned(1);
    const before = open(session);
    await adopt(rebalance, serviceFirst);
    const work = runPlan(session, { retrain: false });
    let step = work.next();
    while (step.done !== true && step.value.step !== 'Rebalancing') step = work.next();
    expect(step.done).toBe(false);
    undo(session, planner);
    expect(() => drained(work)).toThrow(/newer plan has replaced/u);
    expect(open(session)).toEqual(before);
    expect(session.parameters.serviceFactor).toBe(1);
    expectRebuiltEqual(session);
    drained(runPlan(session, { retrain: false }));
    expect(session.solved?.source.problem.itemCount).toBe(session.state.network.items.length);
    rebalance.close();
    session.database.close();
  });

  it('taken back while the plan is taken up after opening lets the former one be taken up instead', async () => {
    const { session, rebalance } = await planned(4);
    await adopt(rebalance, serviceFirst);
    rebalance.close();
    const again = createSession(session.database, session.now, () => undefined);
    const live = createLivePlan(again);
    const loading = live.load();
    loading.next();
    undo(again, planner);
    drained(loading);
    expect(live.isCurrent).toBe(false);
    drained(live.load());
    expect(live.isCurrent).toBe(true);
    session.database.close();
  });
});
