import { describe, expect, it } from 'vitest';
import { drained } from '../../../core/base/drained.ts';
import { minutesPerDay } from '../../../core/base/calendar.ts';
import { profileById } from '../../../core/contract/people.ts';
import { positionOf } from '../../../core/plan/planState.ts';
import { createProposals, type Proposal } from '../../../core/plan/proposals.ts';
import { createRebalanceProblem, type RebalanceProblem } from '../../../core/plan/rebalanceProblem.ts';
import { createTransferTable } from '../../../core/plan/transferTable.ts';
import { defaultLimits, type PolicyLimits } from '../../../core/policy/decisionTable.ts';
import { runSolver, solveNetwork } from '../../../core/rebalance/solveNetwork.ts';
import { changePosition } from '../../../core/store/positionStore.ts';
import { applyCommand } from '../../../electron/host/planning/applyCommand.ts';
import { restrictionsOf } from '../../../electron/host/planning/restrictions.ts';
import { runPlan } from '../../../electron/host/planning/runPlan.ts';
import type { PlanSession } from '../../../electron/host/planning/session.ts';
import { openMiniSession } from '../../support/miniReplica.ts';
import { expectRebuiltEqual } from './planDump.ts';

const seeds = [1, 2, 3, 4, 5, 6, 7, 8];
const nobody = { mayNotGive: new Set<number>(), mayNotTake: new Set<number>() };

function plannedSession(seed: number, dealers = 6): PlanSession {
  const session = openMiniSession({ seed, dealers });
  drained(runPlan(session, { retrain: false }));
  return session;
}

/** Lets nearly everything run by itself. */
const generousLimits = { ...defaultLimits, autoValueMinor: 1e9, autoNetMinor: 0, autoTotalMinor: 1e12 };

/** A session with the forecast of a plan and none of its transfers. */
function bareSession(seed: number, dealers = 6): PlanSession {
  const session = plannedSession(seed, dealers);
  const touched = [...session.transfers.keys()].flatMap((id) => {
    const { item, from, to } = session.transfers.get(id) ?? { item: 0, from: 0, to: 0 };
    session.setTransfer(id, null);
    return [positionOf(session.state, from, item), positionOf(session.state, to, item)];
  });
  session.changed(touched, true);
  return session;
}

function problemOf(session: PlanSession, restrictions = nobody): RebalanceProblem {
  const building = createRebalanceProblem(
    session.state,
    session.parameters,
    session.clockMinutes,
    restrictions,
  );
  for (;;) {
    const step = building.next();
    if (step.done === true) return step.value;
  }
}

function proposalsOf(
  session: PlanSession,
  limits: PolicyLimits = defaultLimits,
  restrictions = nobody,
): Proposal[] {
  const source = problemOf(session, restrictions);
  const { transfers } = runSolver(
    solveNetwork(source.problem, { workLimit: 5e7, targetGap: 0.001 }),
    () => false,
  );
  return createProposals(session.state, session.parameters, limits, source, transfers, session.clockMinutes);
}

describe('proposals', () => {
  it('never take a donor below what it keeps: all its gifts of an item are within its excess (trap 7)', () => {
    let donors = 0;
    for (const seed of seeds) {
      const session = bareSession(seed);
      const { state, recalculation } = session;
      const given = new Map<number, number>();
      const took = new Set<number>();
      for (const { item, from, to, quantity } of proposalsOf(session)) {
        const p = positionOf(state, from, item);
        given.set(p, (given.get(p) ?? 0) + quantity);
        took.add(positionOf(state, to, item));
        expect(Number.isInteger(quantity) && quantity > 0).toBe(true);
      }
      for (const [p, quantity] of given) {
        donors++;
        expect(quantity).toBeLessThanOrEqual(state.excess[p]);
        const left = state.available[p] - state.backorder[p] - quantity;
        expect(left).toBeGreaterThanOrEqual(Math.max(state.safetyStock[p], recalculation.holdBack(p)) - 1e-3);
        // Nobody gives and takes the same item in one plan.
        expect(took.has(p)).toBe(false);
      }
      session.database.close();
    }
    expect(donors).toBeGreaterThan(40);
  });

  it('leave a donor that gives everything it can without a shortage', () => {
    for (const seed of seeds.slice(0, 4)) {
      const session = bareSession(seed);
      const { state } = session;
      for (const { item, from, quantity } of proposalsOf(session)) {
        const p = positionOf(state, from, item);
        state.plannedOut[p] += quantity;
        session.changed([p], false);
        expect(state.shortage[p]).toBe(0);
      }
      session.database.close();
    }
  });

  it('add up: net is benefit and donor effect less freight and handling, and so do a lane and its shipment', () => {
    for (const seed of seeds) {
      const session = bareSession(seed);
      const { network } = session.state;
      const proposals = proposalsOf(session);
      const lanes = new Map<string, Proposal[]>();
      for (const proposal of proposals) {
        const { benefitMinor, donorMinor, freightMinor, handlingMinor, netMinor, quantity, facts } = proposal;
        for (const amount of [benefitMinor, donorMinor, freightMinor, handlingMinor, netMinor]) {
          expect(Number.isInteger(amount) && !Object.is(amount, -0)).toBe(true);
        }
        expect(netMinor).toBe(benefitMinor + donorMinor - freightMinor - handlingMinor);
        expect(handlingMinor).toBe(quantity * session.parameters.handlingUnitMinor);
        expect(facts.netMinor).toBe(netMinor);
        const key = `${proposal.from}:${proposal.to}`;
        lanes.set(key, [...(lanes.get(key) ?? []), proposal]);
      }
      for (const [key, shipment] of lanes) {
        const lane = network.lanes.find((entry) => `${entry.from}:${entry.to}` === key);
        if (lane === undefined) throw new Error(`no lane ${key}`);
        const kg = shipment.reduce(
          (sum, { item, quantity }) => sum + network.items[item].weightKg * quantity,
          0,
        );
        const freight = shipment.reduce((sum, proposal) => sum + proposal.freightMinor, 0);
        const net = shipment.reduce((sum, proposal) => sum + proposal.netMinor, 0);
        expect(Math.abs(freight - lane.fixedCostMinor - kg * lane.costPerKgMinor)).toBeLessThanOrEqual(
          shipment.length,
        );
        expect(net).toBeGreaterThanOrEqual(session.parameters.minTransferNetMinor - 3 * shipment.length);
      }
      expect(proposals.map(({ netMinor }) => netMinor)).toEqual(
        proposals.map(({ netMinor }) => netMinor).toSorted((a, b) => b - a),
      );
      session.database.close();
    }
  });

  it('take whole units over lanes that carry them, between locations of one kind, before the next arrival (19)', () => {
    let hazardous = 0;
    for (const seed of seeds) {
      const session = bareSession(seed);
      const { state, parameters } = session;
      const { items, lanes, locations } = state.network;
      for (const { item, from, to, days, facts } of proposalsOf(session)) {
        const lane = lanes.find((entry) => entry.from === from && entry.to === to);
        expect(lane).toBeDefined();
        expect(locations[from].kind).toBe(locations[to].kind);
        expect(days).toBeLessThanOrEqual(parameters.maxTransitDays);
        expect(days).toBeLessThan(state.nextArrivalDays[positionOf(state, to, item)]);
        // Hazardous goods take only lanes that permit them (trap 18); what is under a stop-sale stays (trap 17).
        if (items[item].hazardous) {
          hazardous++;
          expect(lane?.hazardousAllowed).toBe(true);
        }
        expect(facts.hazardous).toBe(items[item].hazardous);
        expect(items[item].status).not.toBe('stop-sale');
      }
      session.database.close();
    }
    expect(hazardous).toBeGreaterThan(5);
  });

  it('leave alone what a dead feed speaks of', () => {
    const session = bareSession(3);
    const { state } = session;
    const [first] = proposalsOf(session);
    const dead = session.clockMinutes - session.parameters.deadFeedHours * 60 - 1;
    for (let p = state.locationStart[first.from]; p < state.locationStart[first.from + 1]; p++)
      state.asOf[p] = dead;
    const after = proposalsOf(session);
    expect(after.length).toBeGreaterThan(0);
    expect(after.filter(({ from, to }) => from === first.from || to === first.from)).toEqual([]);
    session.database.close();
  });

  it('do not send back what has just come, for as long as the cool-down lasts (trap 8)', () => {
    const approver = profileById('approver');
    let moved = 0;
    for (const seed of [1, 2, 3]) {
      const session = plannedSession(seed);
      const ids = [...session.transfers.values()]
        .filter((transfer) => transfer.state === 'proposed' && transfer.verdict === 'approve')
        .map(({ id }) => id);
      applyCommand(session, approver, { kind: 'approve-transfers', transfers: ids });
      const { state } = session;
      const received = new Set<number>();
      // The world turns: the donors and everybody else run out and the receivers have plenty.
      for (const id of ids) {
        const transfer = session.transfers.get(id);
        if (transfer === undefined) throw new Error('gone');
        const donor = positionOf(state, transfer.from, transfer.item);
        const receiver = positionOf(state, transfer.to, transfer.item);
        session.setTransfer(id, { ...transfer, state: 'received' });
        for (let at = state.itemStart[transfer.item]; at < state.itemStart[transfer.item + 1]; at++) {
          const p = state.byItem[at];
          if (!received.has(p)) state.onHand[p] = 0;
          session.changed([p], false);
        }
        received.add(receiver);
        state.reserved[receiver] = 0;
        state.backorder[receiver] = 0;
        state.onHand[receiver] = 300;
        session.changed([donor, receiver], true);
        moved++;
      }
      const back = (): number =>
        proposalsOf(session, defaultLimits, restrictionsOf(session) as typeof nobody).filter((proposal) =>
          ids.some((id) => {
            const earlier = session.transfers.get(id);
            return (
              earlier?.item === proposal.item &&
              (earlier.to === proposal.from || earlier.from === proposal.to)
            );
          }),
        ).length;
      expect(back()).toBe(0);
      session.clockMinutes += (session.parameters.coolDownDays + 1) * minutesPerDay;
      for (let p = 0; p < state.count; p++) state.asOf[p] = session.clockMinutes;
      expect(back()).toBeGreaterThan(0);
      session.database.close();
    }
    expect(moved).toBeGreaterThan(20);
  });

  it('that people turned down are not proposed again for two weeks', () => {
    const session = plannedSession(2);
    const rejected = [...session.transfers.values()].find((transfer) => transfer.state === 'proposed');
    if (rejected === undefined) throw new Error('no proposal');
    applyCommand(session, profileById('planner'), {
      kind: 'reject-transfers',
      transfers: [rejected.id],
      reason: 'other',
      note: '',
    });
    const again = (): boolean =>
      [...session.transfers.values()].some(
        ({ state, item, from, to }) =>
          state === 'proposed' && item === rejected.item && from === rejected.from && to === rejected.to,
      );
    drained(runPlan(session, { retrain: false }));
    expect(again()).toBe(false);
    session.clockMinutes += 15 * minutesPerDay;
    for (let p = 0; p < session.state.count; p++) session.state.asOf[p] = session.clockMinutes;
    drained(runPlan(session, { retrain: false }));
    expect(again()).toBe(true);
    session.database.close();
  });

  it('run by themselves only until the circuit breaker opens: a bad feed sets off no storm (trap 20)', () => {
    const session = bareSession(4, 14);
    const { state } = session;
    // Some dealers of each owner report nothing on hand, the others plenty: the network looks half empty.
    for (let p = 0; p < state.count; p++) {
      if (state.network.locations[state.location[p]].kind !== 'dealer') continue;
      state.onHand[p] = (state.location[p] >> 1) % 2 === 0 ? 0 : 60;
      state.reserved[p] = 0;
      state.workInProgress[p] = 0;
      state.qualityHold[p] = 0;
      state.asOf[p] = session.clockMinutes;
    }
    session.changed(
      Array.from({ length: state.count }, (_, p) => p),
      false,
    );
    const open = proposalsOf(session, { ...generousLimits, autoCount: 1e6 });
    const autos = open.filter(({ verdict }) => verdict === 'auto').length;
    expect(autos).toBeGreaterThan(8);
    const limited = proposalsOf(session, { ...generousLimits, autoCount: 5 });
    expect(limited.filter(({ verdict }) => verdict === 'auto')).toHaveLength(5);
    expect(limited.filter(({ rule }) => rule === 'CB')).toHaveLength(autos - 5);
    // The best run, the rest waits for a planner.
    const worst = Math.min(
      ...limited.filter(({ verdict }) => verdict === 'auto').map(({ netMinor }) => netMinor),
    );
    for (const { rule, role, netMinor } of limited) {
      if (rule !== 'CB') continue;
      expect(role).toBe('planner');
      expect(netMinor).toBeLessThanOrEqual(worst);
    }
    session.database.close();
  });

  it('show the risk that Inventory shows, and a lower one with what would come', () => {
    for (const seed of [1, 2, 3]) {
      const session = plannedSession(seed);
      const { state } = session;
      const proposed = [...session.transfers.values()].filter((transfer) => transfer.state === 'proposed');
      const table = createTransferTable(
        state,
        session.parameters,
        proposed,
        () => 1,
        () => 1,
      );
      const { pBefore, pAfter } = table.columns;
      if (pBefore.kind !== 'number' || pAfter.kind !== 'number') throw new Error('not numbers');
      proposed.forEach((transfer, row) => {
        const p = positionOf(state, transfer.to, transfer.item);
        expect(Math.fround(pBefore.value(row))).toBe(state.pStockout[p]);
        expect(pAfter.value(row)).toBeLessThanOrEqual(pBefore.value(row));
      });
      session.database.close();
    }
  });
});

it('a transfer that would run by itself does not where its donor sold the units while the plan was made', () => {
  const begun = (): PlanSession =>
    Object.assign(openMiniSession({ seed: 3, dealers: 6 }), { limits: generousLimits });
  const usual = begun();
  drained(runPlan(usual, { retrain: false }));
  const ran = [...usual.transfers.values()].filter(
    ({ decidedBy }) => decidedBy?.startsWith('rule ') === true,
  );
  expect(ran.length).toBeGreaterThan(1);
  const [{ from, item }] = ran;
  usual.database.close();
  const session = begun();
  const work = runPlan(session, { retrain: false });
  let step = work.next();
  while (step.done !== true && step.value.step !== 'Saving') step = work.next();
  expect(step.done).toBe(false);
  const { database, state } = session;
  const donor = positionOf(state, from, item);
  const change = { onHand: 1 - state.onHand[donor] };
  database.transaction(() => changePosition(database, from, item, change, session.clockMinutes));
  state.onHand[donor] = 1;
  state.asOf[donor] = session.clockMinutes;
  session.changed([donor], false);
  while (work.next().done !== true);
  const isGiven = (one: { readonly from: number; readonly item: number }): boolean =>
    one.from === from && one.item === item;
  const after = [...session.transfers.values()];
  expect(after.filter((one) => isGiven(one) && one.state !== 'proposed')).toEqual([]);
  const others = after.filter(({ decidedBy }) => decidedBy?.startsWith('rule ') === true);
  expect(others).toHaveLength(ran.filter((one) => !isGiven(one)).length);
  expectRebuiltEqual(session);
  database.close();
});
