import { describe, expect, it } from 'vitest';
import { drained } from '../../../core/base/drained.ts';
import { profileById } from '../../../core/contract/people.ts';
import { returnLoss } from '../../../core/plan/returnLoss.ts';
import { positionOf } from '../../../core/plan/planState.ts';
import { donorEffect } from '../../../core/plan/rebalanceProblem.ts';
import { stockoutCostMinor } from '../../../core/plan/parameters.ts';
import { netStock } from '../../../core/plan/netStock.ts';
import { transferFacts } from '../../../core/plan/proposals.ts';
import { explainTransfer } from '../../../core/plan/explainTransfer.ts';
import { writeReturnProtection } from '../../../core/store/returnProtectionStore.ts';
import type { Transfer } from '../../../core/store/transferStore.ts';
import { applyCommand, redo, undo } from '../../../electron/host/planning/applyCommand.ts';
import { createFeed } from '../../../electron/host/planning/applyFeed.ts';
import { isPlanProposal } from '../../../core/store/transferStore.ts';
import { needContext } from '../../../electron/host/planning/needContext.ts';
import { protectedParts } from '../../../electron/host/planning/protectedParts.ts';
import { createRebalance } from '../../../electron/host/planning/rebalance.ts';
import { runPlan } from '../../../electron/host/planning/runPlan.ts';
import { defaultLimits } from '../../../core/policy/decisionTable.ts';
import { createSession, type PlanSession } from '../../../electron/host/planning/session.ts';
import { openMiniSession } from '../../support/miniReplica.ts';
import { expectRebuiltEqual } from './planDump.ts';

const planner = profileById('planner');
const approver = profileById('approver');

function planned(seed: number, dealers = 6): PlanSession {
  const session = openMiniSession({ seed, dealers });
  drained(runPlan(session, { retrain: false }));
  return session;
}

const open = (session: PlanSession): Transfer[] => [...session.transfers.values()].filter(isPlanProposal);

const partOf = (session: PlanSession, { from, item }: Transfer): { locationId: string; itemId: string } => ({
  locationId: session.state.network.locations[from].id,
  itemId: session.state.network.items[item].id,
});

describe('a protected part', () => {
  it('leaves every proposal at once, and undo and redo follow', async () => {
    let followed = 0;
    for (const seed of [1, 2, 3, 4]) {
      const session = planned(seed);
      const rebalance = createRebalance(session, () => false);
      rebalance.wake();
      await rebalance.idle();
      const [first] = open(session);
      const gives = (): number =>
        open(session).filter(({ from, item }) => from === first.from && item === first.item).length;
      const before = gives();
      const { label } = applyCommand(session, planner, {
        kind: 'protect-parts',
        parts: [partOf(session, first)],
        agreement: 'SVC-02',
        note: 'fleet',
      });
      expect(label).toMatch(/^Protect P\d+ at D\d+ \(SVC-02\)$/u);
      rebalance.wake();
      await rebalance.idle();
      expect(gives()).toBe(0);
      expect(protectedParts(session, { locationId: null, limit: 10 })).toMatchObject({
        total: 1,
        rows: [{ kind: 'never-given', agreement: 'SVC-02', note: 'fleet', author: 'planner' }],
        agreements: ['SVC-02'],
      });
      expectRebuiltEqual(session);
      undo(session, planner);
      rebalance.wake();
      await rebalance.idle();
      expect(gives()).toBe(before);
      expect(protectedParts(session, { locationId: null, limit: 10 }).total).toBe(0);
      redo(session, planner);
      rebalance.wake();
      await rebalance.idle();
      expect(gives()).toBe(0);
      expectRebuiltEqual(session);
      followed += before;
      rebalance.close();
      session.database.close();
    }
    expect(followed).toBeGreaterThanOrEqual(4);
  });

  it('blocks a proposal that a person had edited, by rule B6, until it is lifted', () => {
    const session = planned(3);
    const edited = open(session).find(({ quantity }) => quantity > 1);
    if (edited === undefined) throw new RangeError('no proposal of two units');
    applyCommand(session, planner, { kind: 'set-transfer-quantity', transfer: edited.id, quantity: 1 });
    const role = session.transfers.get(edited.id)?.role;
    const parts = [partOf(session, edited)];
    applyCommand(session, planner, { kind: 'protect-parts', parts, agreement: 'RP-15', note: '' });
    expect(session.transfers.get(edited.id)).toMatchObject({ verdict: 'block', rule: 'B6', role: '' });
    expect(() =>
      applyCommand(session, approver, { kind: 'approve-transfers', transfers: [edited.id] }),
    ).toThrow(/B6 blocks it: protected by agreement/u);
    const explained = explainTransfer(
      session.state,
      session.parameters,
      session.transfers.get(edited.id) ?? edited,
      needContext(session, edited.item),
    );
    expect(explained.sections.find(({ title }) => title === 'At the donor')?.note).toBe(
      'Protected by agreement RP-15: the dealer never gives this part.',
    );
    applyCommand(session, planner, { kind: 'unprotect-parts', parts, note: '' });
    expect(session.transfers.get(edited.id)).toMatchObject({ verdict: 'approve', role });
    expectRebuiltEqual(session);
    session.database.close();
  });

  it('that somebody protects while a plan is made is not in that plan, and does not run by itself', () => {
    const limits = { ...defaultLimits, autoValueMinor: 1e9, autoNetMinor: 0, autoTotalMinor: 1e12 };
    const generous = (): PlanSession => Object.assign(openMiniSession({ seed: 3, dealers: 6 }), { limits });
    const usual = generous();
    drained(runPlan(usual, { retrain: false }));
    const ran = [...usual.transfers.values()].filter(
      ({ decidedBy }) => decidedBy?.startsWith('rule ') === true,
    );
    const [proposed] = open(usual);
    expect(ran.length).toBeGreaterThan(0);
    usual.database.close();
    for (const chosen of [ran[0], proposed]) {
      const session = generous();
      const work = runPlan(session, { retrain: false });
      let step = work.next();
      while (step.done !== true && step.value.step !== 'Saving') step = work.next();
      expect(step.done).toBe(false);
      applyCommand(session, planner, {
        kind: 'protect-parts',
        parts: [partOf(session, chosen)],
        agreement: 'RP-15',
        note: '',
      });
      while (work.next().done !== true);
      const { from, item } = chosen;
      const given = [...session.transfers.values()].filter((one) => one.from === from && one.item === item);
      expect(given).toEqual([]);
      expectRebuiltEqual(session);
      session.database.close();
    }
  });

  it('is refused for a warehouse, an unknown part, finance, and where nothing would change', () => {
    const session = planned(2);
    const { locations } = session.state.network;
    const [{ id: itemId }] = session.state.network.items;
    const at = (kind: string): string => locations.find((place) => place.kind === kind)?.id ?? '';
    const protect = (locationId: string, actor = planner): unknown =>
      applyCommand(session, actor, {
        kind: 'protect-parts',
        parts: [{ locationId, itemId }],
        agreement: 'RP-15',
        note: '',
      });
    expect(() => protect(at('rdc'))).toThrow(/is a warehouse/u);
    expect(() => protect('nowhere')).toThrow(/no location nowhere/u);
    expect(() => protect(at('dealer'), profileById('finance'))).toThrow(/Finance/u);
    protect(at('dealer'));
    expect(() => protect(at('dealer'))).toThrow(/already/u);
    expect(() =>
      applyCommand(session, planner, {
        kind: 'unprotect-parts',
        parts: [{ locationId: at('dealer'), itemId: 'P002' }],
        note: '',
      }),
    ).toThrow(/None of these/u);
    session.database.close();
  });
});

describe('return protection', () => {
  /** The session again, with units of a proposal's donor under return protection. */
  function returnable(session: PlanSession, { from, item }: Transfer, quantity: number): PlanSession {
    writeReturnProtection(session.database, {
      location: from,
      item,
      programme: 'Stock return 15',
      quantity,
      untilDay: Math.floor(session.clockMinutes / 1440) + 400,
    });
    return createSession(session.database, session.now, () => undefined);
  }

  it('costs the donor the credit of each protected unit that leaves, and nothing of those beyond', () => {
    let counted = 0;
    for (const seed of [1, 2, 3]) {
      const before = planned(seed);
      for (const transfer of open(before).slice(0, 6)) {
        const p = positionOf(before.state, transfer.from, transfer.item);
        const { state, parameters } = before;
        const net = netStock(state, p);
        const { quantity } = transfer;
        const item = state.network.items[transfer.item];
        const cost = stockoutCostMinor(parameters, item, 'dealer');
        const effect = (session: PlanSession): number =>
          donorEffect(session.state, parameters, p, item.unitCostMinor, cost, quantity);
        const free = effect(before);
        const all = returnable(before, transfer, net);
        const loss = returnLoss(all.state, parameters, p);
        expect(loss?.unsoldShare).toBeGreaterThanOrEqual(0);
        expect(loss?.unsoldShare).toBeLessThanOrEqual(1);
        expect(loss?.unitMinor).toBeCloseTo(
          parameters.returnCreditShare * item.unitCostMinor * (loss?.unsoldShare ?? 0),
          6,
        );
        expect(effect(all)).toBeCloseTo(free - quantity * (loss?.unitMinor ?? 0), 4);
        if (net - quantity > 0) expect(effect(returnable(before, transfer, net - quantity))).toBe(free);
        counted++;
        before.database.exec('DELETE FROM return_protection');
      }
      before.database.close();
    }
    expect(counted).toBeGreaterThan(8);
  });

  it('counts the same units in the facts as in the money, where customers wait at the donor too', () => {
    const before = planned(4);
    const [transfer] = open(before);
    const p = positionOf(before.state, transfer.from, transfer.item);
    const lane = before.state.network.lanes.find(
      ({ from, to }) => from === transfer.from && to === transfer.to,
    );
    if (lane === undefined) throw new RangeError('a proposal without a lane');
    const item = before.state.network.items[transfer.item];
    const cost = stockoutCostMinor(before.parameters, item, 'dealer');
    const waiting = 1;
    before.state.backorder[p] = waiting;
    const net = netStock(before.state, p);
    const session = returnable(before, transfer, net);
    session.state.backorder[p] = waiting;
    const loss = returnLoss(session.state, session.parameters, p);
    for (let given = 1; given <= net; given++) {
      const effect = (state: PlanSession['state']): number =>
        donorEffect(state, session.parameters, p, item.unitCostMinor, cost, given);
      const { returnUnits } = transferFacts(session.state, lane, transfer.item, given, 0, 0, 0);
      const lost = effect(before.state) - effect(session.state);
      expect(lost).toBeCloseTo((returnUnits ?? 0) * (loss?.unitMinor ?? Number.NaN), 4);
    }
    expect(net).toBeGreaterThan(0);
    session.database.close();
  });

  it('is decided by an approver (rule M3), said in Explain, and over when its hold period ends', () => {
    const before = planned(4);
    const proposal = open(before).find(({ item }) => before.state.network.items[item].unitCostMinor > 0);
    if (proposal === undefined) throw new RangeError('no proposal of a part that costs something');
    const p = positionOf(before.state, proposal.from, proposal.item);
    const session = returnable(before, proposal, before.state.available[p]);
    applyCommand(session, planner, {
      kind: 'set-transfer-quantity',
      transfer: proposal.id,
      quantity: proposal.quantity === 1 ? 1 : proposal.quantity - 1,
    });
    const edited = session.transfers.get(proposal.id);
    expect(edited?.facts).toMatchObject({
      returnProgramme: 'Stock return 15',
      returnUnits: edited?.quantity,
    });
    expect(edited).toMatchObject({ rule: 'M3', role: 'approver' });
    const explained = explainTransfer(
      session.state,
      session.parameters,
      edited ?? proposal,
      needContext(session, proposal.item),
    );
    const terms = explained.sections.find(({ title }) => title === 'At the donor')?.terms ?? [];
    expect(Number(terms.find(({ label }) => label === 'Return protection lost')?.value)).toBeLessThan(0);
    expect(returnLoss(session.state, session.parameters, p)).not.toBeNull();
    createFeed(session).advance(401 * 1440);
    expect(returnLoss(session.state, session.parameters, p)).toBeNull();
    session.database.close();
  });
});
