import { expect, it } from 'vitest';
import { drained } from '../../../core/base/drained.ts';
import { kpisOf, recordKpis } from '../../../electron/host/planning/kpis.ts';
import { runPlan } from '../../../electron/host/planning/runPlan.ts';
import { openMiniSession } from '../../support/miniReplica.ts';

it('snapshots of indicators are kept for as long as trends show them, and no longer', () => {
  const session = openMiniSession({ seed: 8 });
  drained(runPlan(session, { retrain: false }));
  const hours = 60;
  for (let hour = 0; hour < hours; hour++) {
    session.clockMinutes += 60;
    session.state.onHand[0]++;
    recordKpis(session);
  }
  const kept = session.database.prepare(
    'SELECT kpi, count(*) AS n, max(at) AS last FROM kpi_snapshot GROUP BY kpi',
  );
  const rows = kept.all();
  expect(rows.length).toBeGreaterThan(3);
  for (const { kpi, n, last } of rows) {
    expect(n, String(kpi)).toBe(48);
    expect(Number(last)).toBe(Math.floor(session.clockMinutes / 60) * 60);
  }
  // The present value comes last.
  for (const { id, trend } of kpisOf(session)) if (id !== 'fillRate') expect(trend, id).toHaveLength(49);
  session.database.close();
});
