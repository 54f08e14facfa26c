import { describe, expect, it } from 'vitest';
import { profileById } from '../../../core/contract/people.ts';
import { defaultRebalanceSettings } from '../../../core/contract/rebalance.ts';
import { isPlanProposal, type Transfer } from '../../../core/store/transferStore.ts';
import { createFeed } from '../../../electron/host/planning/applyFeed.ts';
import { createRebalance } from '../../../electron/host/planning/rebalance.ts';
import { runPlan } from '../../../electron/host/planning/runPlan.ts';
import type { PlanSession } from '../../../electron/host/planning/session.ts';
import { openMiniSession } from '../../support/miniReplica.ts';
import { drained } from './planDump.ts';

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
});
