import { describe, expect, it } from 'vitest';
import { drained } from '../../../core/base/drained.ts';
import { profileById } from '../../../core/contract/people.ts';
import type { CommandResult } from '../../../core/contract/commands.ts';
import { defaultRebalanceSettings } from '../../../core/contract/rebalance.ts';
import { isPlanProposal, type Transfer } from '../../../core/store/transferStore.ts';
import { applyCommand } from '../../../electron/host/planning/applyCommand.ts';
import { createFeed } from '../../../electron/host/planning/applyFeed.ts';
import { createRebalance } from '../../../electron/host/planning/rebalance.ts';
import { runPlan } from '../../../electron/host/planning/runPlan.ts';
import type { PlanSession } from '../../../electron/host/planning/session.ts';
import { openMiniSession } from '../../support/miniReplica.ts';

const open = (session: PlanSession): Transfer[] => [...session.transfers.values()].filter(isPlanProposal);

interface Load {
  kg: number;
  netMinor: number;
  rows: number;
}

function loads(session: PlanSession): Load[] {
  const byLane = new Map<string, Load>();
  for (const { from, to, item, quantity, netMinor } of open(session)) {
    const load = byLane.get(`${from}:${to}`) ?? { kg: 0, netMinor: 0, rows: 0 };
    byLane.set(`${from}:${to}`, load);
    load.kg += quantity * session.state.network.items[item].weightKg;
    load.netMinor += netMinor;
    load.rows++;
  }
  return [...byLane.values()];
}

describe('limits of shipments', () => {
  it('are kept by adopted settings, and by the plan that follows events under them', async () => {
    const session = openMiniSession({ seed: 4, dealers: 8 });
    drained(runPlan(session, { retrain: false }));
    const heaviest = Math.max(...loads(session).map(({ kg }) => kg));
    expect(heaviest).toBeGreaterThan(4);
    const most = Math.floor(heaviest / 2);
    const rebalance = createRebalance(session, () => false);
    rebalance.wake();
    await rebalance.idle();
    const before = rebalance.summary();
    const asked = rebalance.preview(
      { ...defaultRebalanceSettings, wholePacks: true, kgPerShipment: most, shipmentsPerLane: 1 },
      [],
    );
    await rebalance.idle();
    const adopted = await rebalance.adopt(asked.id, profileById('planner'));
    await rebalance.idle();
    expect(adopted.settings).toMatchObject({ wholePacks: true, kgPerShipment: most, shipmentsPerLane: 1 });
    const expectKept = (): void => {
      for (const load of loads(session)) {
        expect(load.kg).toBeLessThanOrEqual(most * (1 + 1e-9));
        // Every row is rounded to whole cents.
        expect(load.netMinor).toBeGreaterThanOrEqual(session.parameters.minTransferNetMinor - 3 * load.rows);
      }
      for (const { item, quantity } of open(session)) {
        expect(quantity % session.state.network.items[item].packQuantity).toBe(0);
      }
      const { objectiveMinor, upperBoundMinor } = rebalance.summary();
      expect(upperBoundMinor).toBeGreaterThanOrEqual(objectiveMinor ?? Number.NaN);
    };
    expect(loads(session).length).toBeGreaterThan(0);
    expectKept();
    // Less is allowed, so the plan is worth less.
    expect(rebalance.summary().objectiveMinor).toBeLessThan(before.objectiveMinor ?? Number.NaN);
    const feed = createFeed(session);
    for (let round = 0; round < 4; round++) {
      feed.advance(90);
      rebalance.wake();
      await rebalance.idle();
      expectKept();
    }
    session.database.close();
  });

  it('that a person breaks by hand are said, ask for an approver, and are forgotten once kept again', () => {
    const session = openMiniSession({ seed: 4, dealers: 8 });
    drained(runPlan(session, { retrain: false }));
    const transfer = open(session).find(({ quantity, rule }) => quantity >= 2 && rule.startsWith('P'));
    if (transfer === undefined) throw new Error('no proposal of two units');
    const { weightKg } = session.state.network.items[transfer.item];
    session.parameters = { ...session.parameters, kgPerShipment: weightKg, shipmentsPerLane: 1 };
    const resize = (quantity: number): CommandResult =>
      applyCommand(session, profileById('planner'), {
        kind: 'set-transfer-quantity',
        transfer: transfer.id,
        quantity,
      });
    if (transfer.quantity === 2) resize(1);
    const broken = resize(2);
    expect(broken.warning).toMatch(/shipments of at most .* where the plan allows 1\./);
    const edited = session.transfers.get(transfer.id);
    expect(edited).toMatchObject({ rule: 'M4', role: 'approver', verdict: 'approve' });
    expect(edited?.facts.brokenLimit).toBe(broken.warning);
    session.parameters = { ...session.parameters, kgPerShipment: 0, shipmentsPerLane: 0 };
    resize(1);
    expect(resize(2)).not.toHaveProperty('warning');
    expect(session.transfers.get(transfer.id)?.rule).toBe(transfer.rule);
    session.database.close();
  });
});
