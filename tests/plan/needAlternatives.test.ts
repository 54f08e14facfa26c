import { describe, expect, it } from 'vitest';
import { profileById } from '../../core/contract/people.ts';
import { needAlternatives, type NeedContext } from '../../core/plan/needAlternatives.ts';
import type { PlanParameters } from '../../core/plan/parameters.ts';
import { positionOf } from '../../core/plan/planState.ts';
import { applyCommand } from '../../electron/host/planning/applyCommand.ts';
import { needContext } from '../../electron/host/planning/needContext.ts';
import { runPlan } from '../../electron/host/planning/runPlan.ts';
import { isPlanProposal } from '../../core/store/transferStore.ts';
import type { PlanSession } from '../../electron/host/planning/session.ts';
import { openMiniSession } from '../support/miniReplica.ts';

function planned(seed: number): PlanSession {
  const session = openMiniSession({ seed, dealers: 10 });
  const work = runPlan(session, { retrain: false });
  while (work.next().done !== true);
  return session;
}

describe('alternatives of a need', () => {
  it('name the proposals, every other donor with its money or why it cannot, the order and doing nothing', () => {
    let donors = 0;
    for (const seed of [1, 2, 3]) {
      const session = planned(seed);
      const { state, parameters } = session;
      for (const transfer of [...session.transfers.values()].filter(isPlanProposal).slice(0, 20)) {
        const p = positionOf(state, transfer.to, transfer.item);
        const terms = needAlternatives(state, parameters, p, needContext(session, transfer.item));
        expect(terms.some((term) => term.source.startsWith(`${transfer.id},`))).toBe(true);
        expect(terms.at(-1)).toMatchObject({ label: 'Do nothing', unit: 'money' });
        expect(terms.at(-1)?.value).toBeCloseTo(-state.moneyAtRisk[p], -1);
        const order = terms.at(-2);
        expect(order?.label).toMatch(/^Order \d+ units? from /u);
        expect(order?.source).toMatch(/^arrives \d{4}-\d\d-\d\d, in /u);
        expect(Number(order?.value)).toBeLessThan(0);
        for (const term of terms.slice(0, -2)) {
          if (term.source.includes('proposed,')) continue;
          donors++;
          if (term.unit === 'money') expect(Number.isSafeInteger(term.value)).toBe(true);
          else expect(['not possible', 'not chosen']).toContain(term.value);
          expect(term.source.length).toBeGreaterThan(10);
        }
      }
      session.database.close();
    }
    expect(donors).toBeGreaterThan(30);
  });

  it('say by which agreement a part is protected, and never value such a donor', () => {
    const session = planned(2);
    const [transfer] = [...session.transfers.values()].filter(isPlanProposal);
    const p = positionOf(session.state, transfer.to, transfer.item);
    const { locations, items } = session.state.network;
    const planner = profileById('planner');
    applyCommand(session, planner, {
      kind: 'protect-parts',
      parts: [{ locationId: locations[transfer.from].id, itemId: items[transfer.item].id }],
      agreement: 'RP-15',
      note: 'they keep two',
    });
    const context: NeedContext = { ...needContext(session, transfer.item), proposals: [] };
    const name = session.state.network.locations[transfer.from].name;
    const term = needAlternatives(session.state, session.parameters, p, context).find(
      ({ label }) => label === `From ${name}`,
    );
    expect(term).toMatchObject({
      value: 'not possible',
      source: 'protected by agreement RP-15: the dealer never gives it (they keep two)',
    });
    session.database.close();
  });

  it('values the chosen donor alone as the plan values its transfer, freight apart', () => {
    const session = planned(3);
    const { state, parameters } = session;
    let checked = 0;
    for (const transfer of [...session.transfers.values()].filter(isPlanProposal)) {
      const sameDonor = [...session.transfers.values()].filter(
        (other) => other.item === transfer.item && (other.from === transfer.from || other.to === transfer.to),
      );
      if (sameDonor.length > 1 || state.excess[positionOf(state, transfer.from, transfer.item)] > 24)
        continue;
      const p = positionOf(state, transfer.to, transfer.item);
      const context = { ...needContext(session, transfer.item), proposals: [] };
      const { name } = state.network.locations[transfer.from];
      const term = needAlternatives(state, parameters, p, context, transfer.quantity).find(
        ({ label, unit }) => unit === 'money' && label.endsWith(`from ${name}`) && !label.startsWith('Order'),
      );
      if (term === undefined) continue;
      const lane = state.network.lanes.find((one) => one.from === transfer.from && one.to === transfer.to);
      const slack = transfer.freightMinor + (lane?.fixedCostMinor ?? 0) + 200;
      expect(Math.abs(Number(term.value) - transfer.netMinor)).toBeLessThanOrEqual(slack);
      checked++;
    }
    expect(checked).toBeGreaterThan(3);
    session.database.close();
  });

  /** A proposal's need without its proposals, and what its donor's line says under other parameters. */
  function donorLine(
    session: PlanSession,
    parameters: Partial<PlanParameters>,
    change: Partial<NeedContext> = {},
  ): { readonly value: number | string; readonly source: string; readonly units: number } {
    const { state } = session;
    const [transfer] = [...session.transfers.values()].filter(isPlanProposal);
    const p = positionOf(state, transfer.to, transfer.item);
    const context: NeedContext = { ...needContext(session, transfer.item), proposals: [], ...change };
    const { name } = state.network.locations[transfer.from];
    const term = needAlternatives(
      state,
      { ...session.parameters, ...parameters },
      p,
      context,
      transfer.quantity,
    ).find(({ label }) => label.endsWith(`rom ${name}`) && !label.startsWith('Order'));
    if (term === undefined) throw new RangeError(`no line for ${name}`);
    return { value: term.value, source: term.source, units: Number(/^\d+/u.exec(term.label)?.[0] ?? 0) };
  }

  it('name the limit where one is why: packs, a full lane, one more shipment, reach and floor', () => {
    const session = planned(3);
    const free = donorLine(session, {});
    expect(free.units).toBeGreaterThan(0);
    const [transfer] = [...session.transfers.values()].filter(isPlanProposal);
    const item = session.state.network.items[transfer.item];
    const kg = free.units * item.weightKg;

    const full = donorLine(session, { kgPerShipment: 1, shipmentsPerLane: 1 }, { laneLoadKg: () => 0.9 });
    expect(kg).toBeGreaterThan(0.1);
    expect(full.source).toBe('the lane carries 1 kg already and takes at most 1 kg in one shipment');
    expect(typeof full.value).toBe('number');

    const shared = donorLine(session, { kgPerShipment: 0 }, { laneLoadKg: () => 50 });
    const spilled = donorLine(session, { kgPerShipment: 50 }, { laneLoadKg: () => 50 });
    const lane = session.state.network.lanes.find(
      ({ from, to }) => from === transfer.from && to === transfer.to,
    );
    const more = Math.ceil((50 + kg) / 50) - 1;
    expect(Number(shared.value) - Number(spilled.value)).toBeCloseTo(
      more * (lane?.fixedCostMinor ?? 0),
      -0.5,
    );

    expect(donorLine(session, { maxTransitDays: 0 }).source).toMatch(/beyond the reach of 0 days$/u);
    expect(donorLine(session, { riskFloorMinor: 1e9 }).source).toContain('below the floor that is set');

    Object.assign(item, { packQuantity: 10_000 });
    const packs = donorLine(session, { wholePacks: true });
    expect(packs.value).toBe('not possible');
    expect(packs.source).toMatch(/less than a pack of 10000$/u);
    session.database.close();
  });

  it('name the cool-down, a rejection, an edited proposal and a dead feed, with the money where there is any', () => {
    const session = planned(3);
    const [transfer] = [...session.transfers.values()].filter(isPlanProposal);
    const { state } = session;
    const donor = positionOf(state, transfer.from, transfer.item);
    const approver = profileById('approver');

    applyCommand(session, approver, {
      kind: 'reject-transfers',
      transfers: [transfer.id],
      reason: 'quality-concern',
      note: '',
    });
    const { name } = state.network.locations[transfer.from];
    const lineNow = (): { readonly value: number | string; readonly source: string } => {
      const p = positionOf(state, transfer.to, transfer.item);
      const context = { ...needContext(session, transfer.item), proposals: [] };
      const terms = needAlternatives(state, session.parameters, p, context, transfer.quantity);
      const term = terms.find(({ label }) => label.endsWith(`rom ${name}`) && !label.startsWith('Order'));
      if (term === undefined) throw new RangeError(`no line for ${name}`);
      return term;
    };
    expect(lineNow()).toMatchObject({
      value: expect.any(Number),
      source: expect.stringMatching(/^turned down \(T\d+\): not proposed again before \d{4}-\d\d-\d\d/u),
    });
    session.setTransfer(transfer.id, {
      ...transfer,
      state: 'received',
      from: transfer.to,
      to: transfer.from,
    });
    expect(lineNow().source).toMatch(
      /^gets the item by T\d+, received: gives none away before \d{4}-\d\d-\d\d \(cool-down of 30 days\)/u,
    );
    session.setTransfer(transfer.id, { ...transfer, quantity: 1, proposedBy: 'planner' });
    expect(lineNow().source).toMatch(/^T\d+, which a planner edited, waits for its approval/u);
    session.setTransfer(transfer.id, null);
    state.asOf[donor] = session.clockMinutes - 30 * 1440;
    expect(lineNow()).toMatchObject({
      value: 'not possible',
      source: 'its system last spoke 30 days ago: too long to move stock on its word',
    });
    session.database.close();
  });
});
