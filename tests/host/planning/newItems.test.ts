import { expect, it } from 'vitest';
import { drained } from '../../../core/base/drained.ts';
import { notObserved } from '../../../core/model/position.ts';
import { readLocationDemand, writeLocationDemand } from '../../../core/store/demandStore.ts';
import { runPlan } from '../../../electron/host/planning/runPlan.ts';
import type { PlanSession } from '../../../electron/host/planning/session.ts';
import { openMiniSession } from '../../support/miniReplica.ts';

/** Rewrites every dealer's history, cell by cell. */
function rewrite(session: PlanSession, change: (item: number, units: number) => number): void {
  const { state, database } = session;
  const { periods, locations } = state.network;
  database.transaction(() => {
    for (const [location, { kind }] of locations.entries()) {
      if (kind !== 'dealer') continue;
      const first = state.locationStart[location];
      const rows = state.locationStart[location + 1] - first;
      const demand = new Uint16Array(rows * periods);
      const lost = new Uint16Array(rows * periods);
      readLocationDemand(database, location, periods, rows, demand, lost);
      for (let cell = 0; cell < demand.length; cell++) {
        const row = Math.floor(cell / periods);
        demand[cell] = change(state.item[first + row], demand[cell]);
        if (demand[cell] === notObserved) lost[cell] = 0;
      }
      writeLocationDemand(database, location, periods, rows, demand, lost);
    }
  });
}

function meansOf(session: PlanSession, item: number): number[] {
  const { state } = session;
  return [...state.byItem.subarray(state.itemStart[item], state.itemStart[item + 1])]
    .filter((p) => state.network.locations[state.location[p]].kind === 'dealer')
    .map((p) => state.mean[p]);
}

it('an item that nobody has sold yet is forecast from its family, one that replaces another from that', () => {
  const session = openMiniSession({ seed: 31, dealers: 12, items: 60 });
  const { items } = session.state.network;
  const of = (family: string): number[] =>
    [...items.keys()].filter((item) => items[item].family === family && item !== 3 && item !== 4);
  const [engine] = of('Engine');
  const [body] = of('Body');
  // Engine parts sell ten times what the others do; 3 is replaced by 4, which has no history of its own.
  rewrite(session, (item, units) => {
    if (item === engine || item === body || item === 4) return notObserved;
    if (item === 3) return 20;
    return units === notObserved ? units : units * (items[item].family === 'Engine' ? 10 : 1);
  });
  drained(runPlan(session, { retrain: true }));
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  expect(mean(meansOf(session, engine))).toBeGreaterThan(3 * mean(meansOf(session, body)));
  expect(mean(meansOf(session, body))).toBeGreaterThan(0);
  const { state } = session;
  let inherited = 0;
  for (let at = state.itemStart[4]; at < state.itemStart[5]; at++) {
    const p = state.byItem[at];
    const location = state.location[p];
    if (state.network.locations[location].kind !== 'dealer') continue;
    const before = [...state.byItem.subarray(state.itemStart[3], state.itemStart[4])].find(
      (q) => state.location[q] === location,
    );
    if (before === undefined) continue;
    inherited++;
    expect(state.mean[p]).toBeCloseTo(20, -1);
    expect(state.mean[before]).toBe(0);
  }
  expect(inherited).toBeGreaterThan(2);
  session.database.close();
});
