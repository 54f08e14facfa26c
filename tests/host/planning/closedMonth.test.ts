import { describe, expect, it } from 'vitest';
import { drained } from '../../../core/base/drained.ts';
import { minutesPerDay, parseDay } from '../../../core/base/calendar.ts';
import { notObserved } from '../../../core/model/position.ts';
import type { WorkingCalendar } from '../../../core/contract/calendar.ts';
import { workingDayFactors } from '../../../core/plan/workingCalendars.ts';
import { positionOf, type PlanState } from '../../../core/plan/planState.ts';
import {
  closeDemandMonth,
  readLocationDemand,
  writeLocationDemand,
} from '../../../core/store/demandStore.ts';
import { createFeed } from '../../../electron/host/planning/applyFeed.ts';
import { closeMonth, foldClosedMonths, monthEndMinutes } from '../../../electron/host/planning/closeMonth.ts';
import { forecastPositions } from '../../../electron/host/planning/forecastPositions.ts';
import { kpisOf } from '../../../electron/host/planning/kpis.ts';
import { readRealDemand } from '../../../electron/host/planning/realDemand.ts';
import { runPlan } from '../../../electron/host/planning/runPlan.ts';
import type { PlanSession } from '../../../electron/host/planning/session.ts';
import { updateForecast, type ForecastUpdate } from '../../../electron/host/planning/updateForecast.ts';
import { createMiniSession, openMiniSession } from '../../support/miniReplica.ts';
import { columnBytes, expectRebuiltEqual, expectSameColumns, stateRows } from './planDump.ts';

function plannedSession(seed: number): PlanSession {
  const session = openMiniSession({ seed });
  drained(runPlan(session, { retrain: false }));
  return session;
}

function history(
  session: PlanSession,
  location: number,
): { demand: Uint16Array; lost: Uint16Array; rows: number } {
  const { state, database } = session;
  const { periods } = state.network;
  const rows = state.locationStart[location + 1] - state.locationStart[location];
  const demand = new Uint16Array(rows * periods);
  const lost = new Uint16Array(rows * periods);
  readLocationDemand(database, location, periods, rows, demand, lost);
  return { demand, lost, rows };
}

function updated(work: Generator<unknown, ForecastUpdate>): ForecastUpdate {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}

/** Forecast of every position anew, by the kept model. */
function wholeForecast(
  session: PlanSession,
): Pick<PlanState, 'mean' | 'dispersionWithin' | 'dispersionRate'> {
  const work = forecastPositions(session, { retrain: false });
  for (;;) {
    const step = work.next();
    if (step.done === true) {
      expect(step.value.learnt).toBeNull();
      return step.value.columns;
    }
  }
}

function expectForecast(session: PlanSession, wanted: ReturnType<typeof wholeForecast>): void {
  const { mean, dispersionWithin, dispersionRate } = session.state;
  expect({ mean, dispersionWithin, dispersionRate }).toEqual({
    mean: wanted.mean,
    dispersionWithin: wanted.dispersionWithin,
    dispersionRate: wanted.dispersionRate,
  });
}

/** Runs the feed until the month is over; what sold in it, as the replica had it in its last minute. */
function liveThroughMonth(session: PlanSession): Map<string, { quantity: number; lost: number }> {
  const feed = createFeed(session);
  while (session.clockMinutes + minutesPerDay < monthEndMinutes(session)) feed.advance(minutesPerDay);
  const sold = new Map<string, { quantity: number; lost: number }>();
  feed.advance(monthEndMinutes(session) - 1 - session.clockMinutes);
  for (const row of session.database.prepare('SELECT * FROM demand_current').all()) {
    sold.set(`${String(row['location_idx'])}:${String(row['item_idx'])}`, {
      quantity: Number(row['quantity']),
      lost: Number(row['lost_sales']),
    });
  }
  feed.advance(3 * minutesPerDay);
  return sold;
}

describe('a month that ends while the feed runs', () => {
  it('becomes the last of every history: what sold, and zero where nothing did', () => {
    const session = plannedSession(2);
    const { state } = session;
    const before = state.network.locations.map((_, location) => history(session, location));
    const sold = liveThroughMonth(session);
    expect(sold.size).toBeGreaterThan(20);
    expect(state.network.periods).toBe(25);
    expect(session.clockMinutes).toBeGreaterThan(parseDay('2001-02-01') * minutesPerDay);
    const check = (): void => {
      state.network.locations.forEach((_, location) => {
        const { demand, lost, rows } = history(session, location);
        for (let row = 0; row < rows; row++) {
          const key = `${location}:${state.item[state.locationStart[location] + row]}`;
          expect([...demand.subarray(row * 25, row * 25 + 24)]).toEqual([
            ...before[location].demand.subarray(row * 24, (row + 1) * 24),
          ]);
          expect(demand[row * 25 + 24]).toBe(sold.get(key)?.quantity ?? 0);
          expect(lost[row * 25 + 24]).toBe(sold.get(key)?.lost ?? 0);
        }
      });
    };
    check();
    expectRebuiltEqual(session);
    // The running month starts at nothing, and the next plan takes the closed one into the blocks.
    const current = Number(
      session.database.prepare('SELECT coalesce(sum(quantity), 0) AS units FROM demand_current').get()?.[
        'units'
      ],
    );
    expect(current).toBeLessThan([...sold.values()].reduce((sum, { quantity }) => sum + quantity, 0));
    drained(runPlan(session, { retrain: false }));
    expect(session.database.prepare('SELECT count(*) AS rows FROM demand_month').get()).toEqual({ rows: 0 });
    check();
    expectRebuiltEqual(session);
    session.database.close();
  });

  it('is forecast with by an update that is, to the bit, the forecast of a whole plan', () => {
    const session = plannedSession(3);
    liveThroughMonth(session);
    const plans = session.database.prepare('SELECT * FROM plan_run ORDER BY id').all();
    const transfers = [...session.transfers];
    const before = session.state.mean.slice();
    const wanted = wholeForecast(session);
    const result = updated(updateForecast(session));
    expectForecast(session, wanted);
    expect(session.state.mean).not.toEqual(before);
    expect(result.changed).toBeGreaterThan(session.state.count / 3);
    // The live plan looks at every item again.
    expect(session.itemChanged.every((version) => version === session.version)).toBe(true);
    expectRebuiltEqual(session);
    // The plan's decisions stay, under a number of their own.
    expect([...session.transfers]).toEqual(transfers);
    const after = session.database.prepare('SELECT * FROM plan_run ORDER BY id').all();
    expect(after.slice(0, -1)).toEqual(plans);
    expect({ ...after.at(-1), id: 0 }).toEqual({ ...plans.at(-1), id: 0 });
    expect(session.database.prepare('SELECT DISTINCT run_id AS id FROM plan_column').all()).toEqual([
      { id: after.at(-1)?.['id'] },
    ]);
    session.database.close();
  });

  it('may end while a plan is under way: the plan is of the months that were over, and nothing is lost', () => {
    for (const step of ['Learning the forecast', 'Forecasting', 'Levels and risk', 'Saving']) {
      const session = plannedSession(3);
      const feed = createFeed(session);
      feed.advance(monthEndMinutes(session) - 10 - session.clockMinutes);
      const work = runPlan(session, { retrain: true });
      let next = work.next();
      while (next.done !== true && next.value.step !== step) next = work.next();
      feed.advance(minutesPerDay);
      expect(session.state.network.periods).toBe(25);
      drained(work);
      expectRebuiltEqual(session);
      updated(updateForecast(session));
      expectForecast(session, wholeForecast(session));
      expectRebuiltEqual(session);
      session.database.close();
    }
  });

  it('keeps the figures of closed months those that the histories say', () => {
    const session = plannedSession(4);
    kpisOf(session);
    liveThroughMonth(session);
    const shown = kpisOf(session);
    session.database.exec("DELETE FROM meta WHERE key = 'fillRates'");
    const anew = kpisOf(createMiniSession(session.database));
    const fill = (kpis: typeof shown): unknown => kpis.find((kpi) => kpi.id === 'fillRate');
    expect(fill(shown)).toBeDefined();
    expect(fill(shown)).toEqual(fill(anew));
    session.database.close();
  });

  it('is not observed where a dealer reported nothing in it, which is no demand of zero', () => {
    const session = plannedSession(5);
    const { state, database } = session;
    session.clockMinutes = monthEndMinutes(session) - 1;
    const silentLocation = 3;
    for (let p = 0; p < state.count; p++) {
      state.asOf[p] = state.location[p] === silentLocation ? 0 : session.clockMinutes;
    }
    closeMonth(session);
    const last = (location: number): number[] => {
      const { demand, rows } = history(session, location);
      return Array.from({ length: rows }, (_, row) => demand[row * 25 + 24]);
    };
    expect(new Set(last(silentLocation))).toEqual(new Set([notObserved]));
    expect(new Set(last(2))).toEqual(new Set([0]));
    const before = last(silentLocation);
    database.transaction(() => foldClosedMonths(session, silentLocation));
    expect(last(silentLocation)).toEqual(before);
    database.close();
  });

  it('comes after those that wait still: any number of them is one history', () => {
    const session = plannedSession(6);
    const { state, database } = session;
    const location = 4;
    const p = state.locationStart[location] + 2;
    for (let month = 0; month < 3; month++) {
      database
        .prepare(
          'INSERT INTO demand_current (location_idx, item_idx, quantity, lost_sales) VALUES (?, ?, ?, ?)',
        )
        .run(location, state.item[p], 5 + month, month);
      database.transaction(() => closeDemandMonth(database, 24 + month, []));
    }
    state.network.periods = 27;
    const { demand, lost } = history(session, location);
    expect([...demand.subarray(2 * 27 + 24, 3 * 27)]).toEqual([5, 6, 7]);
    expect([...lost.subarray(2 * 27 + 24, 3 * 27)]).toEqual([0, 1, 2]);
    // A forecast that began before reads the months that were over then.
    const rows = state.locationStart[location + 1] - state.locationStart[location];
    const earlier = new Uint16Array(rows * 25);
    readLocationDemand(database, location, 25, rows, earlier, new Uint16Array(rows * 25));
    expect(earlier[2 * 25 + 24]).toBe(5);
    database.transaction(() => foldClosedMonths(session, location));
    expect(history(session, location).demand).toEqual(demand);
    readLocationDemand(database, location, 25, rows, earlier, new Uint16Array(rows * 25));
    expect(earlier[2 * 25 + 24]).toBe(5);
    database.close();
  });
});

describe('a corrected dealer', () => {
  it('is forecast anew with the warehouses above it, and nobody else, as a whole forecast would', () => {
    const session = plannedSession(7);
    const { state, database } = session;
    const location = 4;
    const { periods } = state.network;
    const { demand, lost, rows } = history(session, location);
    for (let cell = 0; cell < demand.length; cell++) if (demand[cell] !== notObserved) demand[cell] += 3;
    database.transaction(() => writeLocationDemand(database, location, periods, rows, demand, lost));
    const before = columnBytes(state);
    const means = state.mean.slice();
    const result = updated(updateForecast(session, new Set([location])));
    expect(result.locations).toBe(1);
    for (let p = 0; p < state.count; p++) {
      if (state.mean[p] === means[p]) continue;
      expect([0, 1, location]).toContain(state.location[p]);
    }
    expect(state.mean).not.toEqual(means);
    expect(columnBytes(state)).not.toEqual(before);
    expectForecast(session, wholeForecast(session));
    expectRebuiltEqual(session);
    database.close();
  });

  it('that is cancelled on the way has changed nothing', () => {
    const session = plannedSession(8);
    const rows = stateRows(session.database);
    const columns = columnBytes(session.state);
    const work = updateForecast(session);
    for (let step = work.next(); step.done !== true && step.value.step !== 'Saving'; step = work.next());
    work.return(undefined as never);
    expectSameColumns(columnBytes(session.state), columns);
    const { plan_column: _leftovers, ...kept } = stateRows(session.database);
    const { plan_column: _before, ...wanted } = rows;
    expect(kept).toEqual(wanted);
    expectRebuiltEqual(session);
    drained(runPlan(session, { retrain: false }));
    expectRebuiltEqual(session);
    session.database.close();
  });
});

describe('the forecast of positions', () => {
  it('moves what a predecessor sold to its successor at every dealer who stocks both', () => {
    const session = plannedSession(9);
    const { state } = session;
    let moved = 0;
    state.network.locations.forEach(({ kind }, location) => {
      const old = positionOf(state, location, 3);
      const successor = positionOf(state, location, 4);
      if (kind !== 'dealer' || old < 0 || successor < 0) return;
      const from = state.locationStart[location];
      const own = history(session, location);
      const units = (values: Uint16Array, row: number): number =>
        values
          .subarray(row * 24, (row + 1) * 24)
          .reduce((sum, quantity) => sum + (quantity === notObserved ? 0 : quantity), 0);
      const asked = (row: number): number => units(own.demand, row) + units(own.lost, row);
      const { values, gone, notes } = readRealDemand(session, location);
      expect(gone[old - from]).toBe(1);
      expect([state.mean[old], state.reorderPoint[old]]).toEqual([0, 0]);
      expect(units(values, successor - from)).toBeGreaterThanOrEqual(
        asked(old - from) + asked(successor - from),
      );
      if (asked(old - from) > 0) {
        expect(notes(successor - from).map((note) => note.kind)).toContain('moved');
        moved++;
      }
    });
    expect(moved).toBeGreaterThan(0);
    session.database.close();
  });

  it('plans for the working days of the running month where the calendar matters', () => {
    const session = plannedSession(9);
    const week = { weekdays: [0, 1, 1, 1, 1, 1, 0.5], holidays: [] };
    const factor = workingDayFactors('2001-01', 1, week)[0];
    expect(factor).toBeGreaterThan(1);
    const means = (network: WorkingCalendar): Float32Array => {
      session.calendars = { network, regions: {} };
      return wholeForecast(session).mean.slice();
    };
    // Every day alike: months are brought to one length, and 31 days are more than an average month's 30.44.
    const alike = means({ weekdays: [1, 1, 1, 1, 1, 1, 1], holidays: [] });
    const worked = means(week);
    const sum = (values: Float32Array): number => values.reduce((total, value) => total + value, 0);
    expect(sum(worked) / sum(alike)).toBeCloseTo(factor / (31 / (365.25 / 12)), 1);
    expect(worked).not.toEqual(alike);
    session.database.close();
  });

  it('lets a new item start from what the item sells elsewhere', () => {
    const session = plannedSession(9);
    const { state, database } = session;
    const location = 4;
    const { periods } = state.network;
    const { demand, lost, rows } = history(session, location);
    const from = state.locationStart[location];
    const started: { readonly p: number; readonly others: number }[] = [];
    for (let row = 0; row < rows; row++) {
      const item = state.item[from + row];
      if (item === 3 || item === 4) continue;
      demand.fill(notObserved, row * periods, (row + 1) * periods);
      let others = 0;
      for (let at = state.itemStart[item]; at < state.itemStart[item + 1]; at++) {
        const p = state.byItem[at];
        if (state.location[p] > 1 && state.location[p] !== location) others += state.mean[p];
      }
      started.push({ p: from + row, others });
    }
    database.transaction(() => writeLocationDemand(database, location, periods, rows, demand, lost));
    drained(runPlan(session, { retrain: true }));
    for (const { p } of started) expect(state.mean[p]).toBeGreaterThan(0);
    const sorted = started.toSorted((a, b) => a.others - b.others);
    const mean = (part: typeof started): number =>
      part.reduce((sum, { p }) => sum + state.mean[p], 0) / part.length;
    const third = Math.floor(sorted.length / 3);
    // What sells elsewhere is expected to sell here.
    expect(mean(sorted.slice(-third))).toBeGreaterThan(3 * mean(sorted.slice(0, third)));
    database.close();
  });
});
