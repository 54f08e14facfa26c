import { describe, expect, it } from 'vitest';
import { profileById } from '../../core/contract/people.ts';
import { needAlternatives, type NeedContext } from '../../core/plan/needAlternatives.ts';
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
});
