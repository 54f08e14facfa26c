import { describe, expect, it } from 'vitest';
import { drained } from '../../../core/base/drained.ts';
import { minutesPerDay, parseDay } from '../../../core/base/calendar.ts';
import { createRandom } from '../../../core/base/random.ts';
import { profileById } from '../../../core/contract/people.ts';
import { available } from '../../../core/inventory/available.ts';
import { notObserved } from '../../../core/model/position.ts';
import { positionOf } from '../../../core/plan/planState.ts';
import { emptiedWithin } from '../../../core/plan/stockoutPrediction.ts';
import { changePosition } from '../../../core/store/positionStore.ts';
import {
  judgePredictions,
  markRanOut,
  readPredictionRecord,
  writePredictions,
} from '../../../core/store/stockoutPredictionStore.ts';
import { readDaysOut, writeCrossings, writeDaysOut } from '../../../core/store/stockoutStore.ts';
import { applyCommand } from '../../../electron/host/planning/applyCommand.ts';
import { createFeed } from '../../../electron/host/planning/applyFeed.ts';
import {
  closeMonth,
  foldClosedMonths,
  monthEndMinutes,
  runningMonthMinutes,
} from '../../../electron/host/planning/closeMonth.ts';
import { collectEvidence, readDealer } from '../../../electron/host/planning/forecastEvidencePass.ts';
import { judgedMonths, readRealDemand } from '../../../electron/host/planning/realDemand.ts';
import { runPlan } from '../../../electron/host/planning/runPlan.ts';
import type { PlanSession } from '../../../electron/host/planning/session.ts';
import { stockCrossings, type StockChange } from '../../../electron/host/planning/stockCrossings.ts';
import { keepPredictions, storedPredictions } from '../../../electron/host/planning/stockoutPredictions.ts';
import { openDatabase } from '../../../electron/host/sqlite/openDatabase.ts';
import { createMiniSession, openMiniSession, writeMiniReplica } from '../../support/miniReplica.ts';
import { expectRebuiltEqual } from './planDump.ts';

function plannedSession(seed: number): PlanSession {
  const session = openMiniSession({ seed });
  drained(runPlan(session, { retrain: false }));
  return session;
}

/** Days without stock of a location's positions in one month, by position. */
function daysOut(session: PlanSession, location: number, period: number): Map<number, number> {
  const { state, database } = session;
  const { periods } = state.network;
  const from = state.locationStart[location];
  const items = state.item.subarray(from, state.locationStart[location + 1]);
  const days = new Uint8Array(items.length * periods);
  readDaysOut(database, location, periods, items, days);
  return new Map(
    [...items.keys()]
      .filter((row) => days[row * periods + period] > 0)
      .map((row) => [from + row, days[row * periods + period]]),
  );
}

/** Applies changes as a source would: the crossings, then the rows, then the arrays. */
function tell(session: PlanSession, changes: readonly StockChange[]): void {
  const { database, state } = session;
  const crossings = stockCrossings(session, changes);
  database.transaction(() => {
    writeCrossings(database, crossings, runningMonthMinutes(session));
    markRanOut(database, crossings);
    for (const { location, item, minutes, change } of changes) {
      changePosition(database, location, item, change, minutes);
    }
  });
  for (const { location, item, minutes, change } of changes) {
    const p = positionOf(state, location, item);
    state.onHand[p] += change.onHand ?? 0;
    state.reserved[p] += change.reserved ?? 0;
    state.asOf[p] = minutes;
    session.changed([p], false);
  }
}

function availableAt({ state }: PlanSession, p: number): number {
  return available(state.onHand[p], state.reserved[p], state.workInProgress[p], state.qualityHold[p]);
}

/** A dealer's position of an active item that was forecast and in which stock lies. */
function stocked(session: PlanSession, from = 0): number {
  const { state } = session;
  for (let p = from; p < state.count; p++) {
    const dealer = state.network.locations[state.location[p]].kind === 'dealer';
    const active = state.network.items[state.item[p]].status === 'active';
    if (dealer && active && state.consensus[p] > 1 && availableAt(session, p) > 0) return p;
  }
  throw new Error('no such position');
}

/** Everybody has spoken in the month that is closed now. */
function closeNow(session: PlanSession): void {
  session.clockMinutes = monthEndMinutes(session) - 1;
  session.state.asOf.fill(session.clockMinutes);
  closeMonth(session);
}

describe('days without stock', () => {
  it('are counted from when the last piece goes until the next comes, and stay with the month when it is over', () => {
    const session = plannedSession(11);
    const { state } = session;
    const p = stocked(session);
    const again = stocked(session, p + 1);
    const begun = runningMonthMinutes(session);
    const at = (position: number): Pick<StockChange, 'location' | 'item'> => ({
      location: state.location[position],
      item: state.item[position],
    });
    const units = availableAt(session, p);
    const day = (number: number): number => begun + number * minutesPerDay;
    tell(session, [
      { ...at(p), minutes: day(4), change: { onHand: -units } },
      { ...at(p), minutes: day(9), change: { onHand: 3 } },
      { ...at(p), minutes: day(12), change: { reserved: 3 } },
      { ...at(p), minutes: day(12), change: { reserved: -1 } },
      { ...at(p), minutes: day(20), change: { onHand: -1 } },
    ]);
    // Another session finds it in the replica: nothing of it is only in memory.
    const reopened = createMiniSession(session.database);
    tell(reopened, [
      { ...at(p), minutes: day(22), change: { onHand: 1 } },
      { ...at(again), minutes: day(29), change: { onHand: -availableAt(reopened, again) } },
    ]);
    const untouched = [...state.item.keys()].filter(
      (q) => q !== p && q !== again && state.location[q] === state.location[p],
    );
    closeNow(reopened);
    const found = daysOut(reopened, state.location[p], 24);
    expect(found.get(p)).toBe(5 + 2);
    expect(daysOut(reopened, state.location[again], 24).get(again)).toBe(2);
    // What nothing happened to was empty all month or not at all.
    const empty = untouched.filter((q) => found.has(q));
    expect(empty.length).toBeGreaterThan(0);
    for (const q of untouched) {
      const { status } = state.network.items[state.item[q]];
      const isEmpty =
        availableAt(reopened, q) === 0 && status === 'active' && reopened.state.consensus[q] > 0;
      expect(found.get(q) ?? 0).toBe(isEmpty ? 31 : 0);
    }
    // The next month starts with what is out now: from its first minute.
    closeNow(reopened);
    expect(daysOut(reopened, state.location[again], 25).get(again)).toBe(28);
    expect(daysOut(reopened, state.location[p], 25).has(p)).toBe(false);
    expect(daysOut(reopened, state.location[p], 24)).toEqual(found);
    session.database.close();
  });

  it('are those of a replay of every event that the feed told, warehouses left out', () => {
    const session = plannedSession(12);
    const { state, database } = session;
    const feed = createFeed(session);
    const begun = runningMonthMinutes(session);
    const minutes = new Float64Array(state.count);
    const isOut = (p: number): boolean => availableAt(session, p) === 0;
    // The month opens at eight: what is empty then has been so since midnight.
    let last = begun;
    for (; session.clockMinutes < monthEndMinutes(session) - 1;) {
      const wasOut = Uint8Array.from({ length: state.count }, (_, p) => (isOut(p) ? 1 : 0));
      const to = Math.min(session.clockMinutes + 60, monthEndMinutes(session) - 1);
      feed.advance(to - session.clockMinutes);
      for (let p = 0; p < state.count; p++)
        minutes[p] += ((wasOut[p] + (isOut(p) ? 1 : 0)) / 2) * (to - last);
      last = to;
    }
    const noted = Number(database.prepare('SELECT count(*) AS rows FROM stockout_current').get()?.['rows']);
    expect(noted).toBeGreaterThan(10);
    const asked = new Map<string, number>();
    for (const row of database.prepare('SELECT * FROM demand_current').all()) {
      asked.set(
        `${String(row['location_idx'])}:${String(row['item_idx'])}`,
        Number(row['quantity']) + Number(row['lost_sales']),
      );
    }
    const consensus = state.consensus.slice();
    feed.advance(1);
    expect(state.network.periods).toBe(25);
    let found = 0;
    state.network.locations.forEach(({ kind }, location) => {
      const days = daysOut(session, location, 24);
      if (kind !== 'dealer') expect(days.size).toBe(0);
      for (const [p, out] of days) {
        found++;
        // An hour between two looks, and the rounding to whole days.
        expect(Math.abs(out - minutes[p] / minutesPerDay)).toBeLessThan(0.5 + 0.5);
        expect(asked.get(`${location}:${state.item[p]}`) ?? 0).toBeLessThan(consensus[p]);
      }
    });
    expect(found).toBeGreaterThan(10);
    expectRebuiltEqual(session);
    database.close();
  });

  it('make a month mostly without stock no observation, and the series says so', () => {
    const session = plannedSession(13);
    const { state, database } = session;
    const p = stocked(session);
    const location = state.location[p];
    const row = p - state.locationStart[location];
    tell(session, [
      {
        location,
        item: state.item[p],
        minutes: runningMonthMinutes(session) + 3 * minutesPerDay,
        change: { onHand: -availableAt(session, p) },
      },
    ]);
    closeNow(session);
    const last = (): number => readRealDemand(session, location).values[row * 25 + 24];
    expect(last()).toBe(notObserved);
    expect(readRealDemand(session, location).notes(row)).toContainEqual({
      period: 24,
      kind: 'censored',
      text: 'Without stock on 28 of 31 days: 0 asked for, not counted',
    });
    database.transaction(() => foldClosedMonths(session, location));
    expect(last()).toBe(notObserved);
    database.close();
  });

  it('are no months to judge a forecast by, any more than histories that have moved to a successor', () => {
    const session = plannedSession(17);
    const { state } = session;
    const { periods, locations } = state.network;
    let judged = 0;
    let left = 0;
    locations.forEach(({ kind }, location) => {
      if (kind !== 'dealer') return;
      const { history, rows } = readDealer(session, location);
      const { values } = readRealDemand(session, location);
      for (let cell = 0; cell < rows * periods; cell++) {
        if (cell % periods < periods - 6 || history[cell] === notObserved) continue;
        if (values[cell] === notObserved) left++;
        else judged++;
      }
      // Methods side by side are fitted and judged without those months too, but for what has been replaced.
      const real = readRealDemand(session, location);
      for (let row = 0; row < rows; row++) {
        const reported = Float64Array.from(history.subarray(row * periods, (row + 1) * periods));
        const wanted = reported.map((units, month) =>
          real.gone[row] === 0 && values[row * periods + month] === notObserved ? Number.NaN : units,
        );
        expect(judgedMonths(real, row, reported)).toEqual(wanted);
      }
    });
    const work = collectEvidence(session);
    let step = work.next();
    while (step.done !== true) step = work.next();
    expect(step.value.heldBack).toBe(6);
    expect(step.value.byClass.reduce((sum, { outcomes }) => sum + outcomes, 0)).toBe(judged);
    expect(left).toBeGreaterThan(5);
    session.database.close();
  });

  it('come back as they were written, whatever items they are of', () => {
    const database = openDatabase(':memory:');
    writeMiniReplica(database, { seed: 1, dealers: 2, items: 10 });
    const random = createRandom('days out');
    const items = Int32Array.from({ length: 300 }, () => random.integer(0, 2 ** 20)).toSorted();
    const unique = items.filter((item, at) => item !== items[at - 1]);
    const days = Uint8Array.from(unique, () => (random.next() < 0.5 ? 0 : random.integer(1, 32)));
    writeDaysOut(database, 3, 7, unique, days);
    const read = new Uint8Array(unique.length * 9);
    readDaysOut(database, 3, 9, unique, read);
    for (const [row, wanted] of days.entries()) {
      expect([...read.subarray(row * 9, row * 9 + 9)]).toEqual([0, 0, 0, 0, 0, 0, 0, wanted, 0]);
    }
    // Positions that came or went since are passed over; another month and another place have none.
    const some = unique.filter((_, at) => at % 3 !== 1);
    const fewer = new Uint8Array(some.length * 9);
    readDaysOut(database, 3, 9, some, fewer);
    expect([...some.keys()].map((row) => fewer[row * 9 + 7])).toEqual(
      Array.from(days.filter((_, at) => at % 3 !== 1)),
    );
    readDaysOut(database, 3, 7, unique, read);
    expect(read.subarray(0, unique.length * 7).every((one) => one === 0)).toBe(true);
    database.exec("UPDATE stockout_month SET data = x'0540' WHERE location_idx = 3");
    expect(() => readDaysOut(database, 3, 9, unique, read)).toThrow(/damaged/);
    database.close();
  });
});

describe('kept predictions', () => {
  it('are judged by what the feed did to them: base rate, Brier score and tenths add up', () => {
    const session = plannedSession(14);
    const { database } = session;
    const feed = createFeed(session);
    expect(storedPredictions(session)).toEqual({
      predictions: 0,
      since: null,
      open: 0,
      nextDue: null,
      reliability: [],
      brier: null,
      brierOfBaseRate: null,
    });
    const open = new Map<string, { due: number; probability: number; ranOut: boolean }>();
    let judged = 0;
    let ranOut = 0;
    let squares = 0;
    for (let day = 0; day < 40; day++) {
      feed.advance(minutesPerDay);
      for (const [key, one] of open) {
        if (one.due >= session.clockMinutes) continue;
        open.delete(key);
        judged++;
        ranOut += one.ranOut ? 1 : 0;
        squares += (one.probability - (one.ranOut ? 1 : 0)) ** 2;
      }
      for (const row of database.prepare('SELECT * FROM stockout_prediction').all()) {
        open.set(`${String(row['location_idx'])}:${String(row['item_idx'])}:${String(row['made_at'])}`, {
          due: Number(row['due_at']),
          probability: Number(row['probability']),
          ranOut: Number(row['ran_out']) === 1,
        });
      }
    }
    const stored = storedPredictions(session);
    expect(stored.since).toBe('2001-01-02');
    expect(stored.open).toBe(open.size);
    // What ran out on its last day was marked after the rows were looked at: a handful.
    expect(Math.abs((stored.predictions - judged) / judged)).toBeLessThan(0.001);
    expect(stored.predictions).toBeGreaterThan(500);
    const observed = stored.reliability.reduce((sum, bin) => sum + bin.observed * bin.count, 0);
    expect(observed).toBeGreaterThanOrEqual(ranOut);
    expect(stored.brier).toBeCloseTo(squares / judged, 1);
    // The sample's customers come as forecast: knowing the forecast beats knowing the rate.
    expect(stored.brier).toBeLessThan(stored.brierOfBaseRate ?? 0);
    expect(stored.reliability.length).toBeGreaterThan(3);
    expectRebuiltEqual(session);
    database.close();
  });

  it('are of what is in stock, at the probability that the plan counts with, a day at a time', () => {
    const session = plannedSession(15);
    const { state, database } = session;
    state.asOf.fill(session.clockMinutes);
    keepPredictions(session);
    const rows = database.prepare('SELECT * FROM stockout_prediction').all();
    expect(rows.length).toBeGreaterThan(50);
    for (const row of rows) {
      const p = positionOf(state, Number(row['location_idx']), Number(row['item_idx']));
      expect(availableAt(session, p)).toBeGreaterThan(0);
      expect(state.network.locations[state.location[p]].kind).toBe('dealer');
      const days = (Number(row['due_at']) - session.clockMinutes) / minutesPerDay;
      expect(days).toBe(Math.min(31, state.nextArrivalDays[p]));
      expect(row['probability']).toBe(emptiedWithin(state, p, days));
      // Nothing is left before somebody asks in vain.
      if (days === state.nextArrivalDays[p]) {
        expect(Number(row['probability'])).toBeGreaterThan(state.pStockout[p] - 0.05);
      }
    }
    // A system that says nothing would not say either that it ran out.
    database.exec('DELETE FROM stockout_prediction');
    state.asOf.fill(session.clockMinutes - 2 * minutesPerDay);
    keepPredictions(session);
    expect(storedPredictions(session).open).toBe(0);
    database.close();
  });

  it('come true within their days only, and their sums go after two years', () => {
    const session = openMiniSession({ seed: 1, dealers: 2, items: 10 });
    const { database } = session;
    const start = parseDay('2001-01-10') * minutesPerDay;
    const at = (item: number, days: number, probability: number) => ({
      location: 2,
      item,
      madeAt: start,
      dueAt: start + days * minutesPerDay,
      probability,
    });
    writePredictions(database, [at(1, 5, 0.9), at(2, 5, 0.4), at(3, 5, 1), at(4, 9, 0.2)]);
    const out = (item: number, day: number) => ({
      location: 2,
      item,
      minutes: start + day * minutesPerDay,
      isOut: true,
    });
    markRanOut(database, [out(1, 5), out(2, 6), { ...out(3, 2), isOut: false }, out(4, 0)]);
    judgePredictions(database, start + 6 * minutesPerDay);
    const record = readPredictionRecord(database);
    expect(record).toMatchObject({ open: 1, sinceMinutes: start, nextDueMinutes: start + 9 * minutesPerDay });
    expect(record.squares).toBeCloseTo(0.01 + 0.16 + 1, 12);
    expect(record.bins[9]).toEqual({ predictions: 2, predicted: 1.9, ranOut: 1 });
    expect(record.bins[4]).toEqual({ predictions: 1, predicted: 0.4, ranOut: 0 });
    judgePredictions(database, parseDay('2003-01-31') * minutesPerDay);
    expect(readPredictionRecord(database).bins[9].predictions).toBe(2);
    judgePredictions(database, parseDay('2003-02-01') * minutesPerDay);
    expect(readPredictionRecord(database)).toMatchObject({ sinceMinutes: null, open: 0, squares: 0 });
    database.close();
  });

  it('are no part of a decision: commands leave them as they are', () => {
    const session = plannedSession(16);
    const { database, state } = session;
    state.asOf.fill(session.clockMinutes);
    keepPredictions(session);
    const before = storedPredictions(session);
    applyCommand(session, profileById('planner'), {
      kind: 'set-service-level',
      positions: [stocked(session)],
      serviceLevel: 0.9,
    });
    expect(storedPredictions(session)).toEqual(before);
    database.close();
  });
});
