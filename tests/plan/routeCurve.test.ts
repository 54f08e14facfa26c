import { describe, expect, it } from 'vitest';
import { routeCurve } from '../../core/plan/routeCurve.ts';
import { createTransferTable } from '../../core/plan/transferTable.ts';
import { transferTotals } from '../../core/plan/transferLoad.ts';
import { isPlanProposal } from '../../core/store/transferStore.ts';
import { runPlan } from '../../electron/host/planning/runPlan.ts';
import type { PlanSession } from '../../electron/host/planning/session.ts';
import { openMiniSession } from '../support/miniReplica.ts';

function planned(seed: number): PlanSession {
  const session = openMiniSession({ seed, dealers: 10 });
  const work = runPlan(session, { retrain: false });
  while (work.next().done !== true);
  return session;
}

describe('the routes of a plan, best value for freight first', () => {
  it('add up to the plan, fall in value, and are what the grid filters by', () => {
    let routes = 0;
    for (const seed of [1, 2, 3]) {
      const session = planned(seed);
      const open = [...session.transfers.values()].filter(isPlanProposal);
      const totals = transferTotals(open);
      const curve = routeCurve(session.state, session.transfers.values(), 1_000);
      const { length } = curve.routes;
      routes += length;
      expect(curve.routes.at(-1)).toBe(totals.lanes);
      expect(curve.transfers.at(-1)).toBe(totals.transfers);
      expect(curve.freightMinor.at(-1)).toBe(totals.freightMinor);
      expect(curve.avoidedMinor.at(-1)).toBe(totals.avoidedMinor);
      expect(curve.netMinor.at(-1)).toBe(totals.netMinor);
      expect([...curve.perFreight]).toEqual([...curve.perFreight].toSorted((a, b) => b - a));
      const table = createTransferTable(
        session.state,
        session.parameters,
        open,
        () => 1,
        () => 1,
      );
      const reader = table.columns['perFreight'];
      if (reader.kind !== 'number') throw new RangeError('a number was expected');
      for (const point of [0, Math.floor(length / 2), length - 1]) {
        const upTo = open.filter((_, row) => reader.value(row) >= curve.perFreight[point]);
        const ties = curve.perFreight.findLastIndex((value) => value === curve.perFreight[point]);
        expect(upTo).toHaveLength(curve.transfers[ties]);
      }
      session.database.close();
    }
    expect(routes).toBeGreaterThan(10);
  });

  it('place a route that costs nothing first, also where it avoids nothing', () => {
    const session = planned(1);
    const open = [...session.transfers.values()].filter(isPlanProposal);
    const [first] = open;
    const free = open.map((transfer) =>
      transfer.from === first.from && transfer.to === first.to
        ? { ...transfer, benefitMinor: 0, freightMinor: 0 }
        : transfer,
    );
    const { perFreight, avoidedMinor } = routeCurve(session.state, free, 1_000);
    expect(perFreight[0]).toBe(Number.POSITIVE_INFINITY);
    expect(avoidedMinor[0]).toBe(0);
    expect([...perFreight.subarray(1)]).toEqual([...perFreight.subarray(1)].toSorted((a, b) => b - a));
    expect(perFreight.length).toBeGreaterThan(2);
    session.database.close();
  });

  it('are thinned for a chart, and the last is never left out', () => {
    const session = planned(2);
    const whole = routeCurve(session.state, session.transfers.values(), 1_000);
    const few = routeCurve(session.state, session.transfers.values(), 3);
    expect(few.routes.length).toBeLessThanOrEqual(3);
    for (const name of ['routes', 'transfers', 'freightMinor', 'avoidedMinor', 'netMinor'] as const) {
      expect(few[name].at(-1)).toBe(whole[name].at(-1));
      for (const [at, count] of few.routes.entries()) expect(few[name][at]).toBe(whole[name][count - 1]);
    }
    const none = routeCurve(session.state, [], 3);
    expect(none.routes).toHaveLength(0);
    session.database.close();
  });
});
