import { describe, expect, it } from 'vitest';
import { positionColumnNames } from '../../../core/forecast/positionColumns.ts';
import { positionMethods, segmentCount } from '../../../core/forecast/positionMethods.ts';
import { readMeta, writeMeta } from '../../../core/store/metaStore.ts';
import { parseForecastModel, writeForecastModel } from '../../../electron/host/planning/forecastModel.ts';
import { forecastPositions } from '../../../electron/host/planning/forecastPositions.ts';
import { runPlan } from '../../../electron/host/planning/runPlan.ts';
import { createRuns } from '../../../electron/host/planning/runs.ts';
import { createSession, type PlanSession } from '../../../electron/host/planning/session.ts';
import {
  type ComputeCrew,
  createComputeCrew,
  workersFor,
} from '../../../electron/host/workers/computeCrew.ts';
import { drained } from '../../../core/base/drained.ts';
import { openDatabase } from '../../../electron/host/sqlite/openDatabase.ts';
import { openMiniSession, writeMiniReplica } from '../../support/miniReplica.ts';
import { columnBytes, expectSameColumns } from '../planning/planDump.ts';

/** Enough positions that methods are judged and trees are learnt. */
const wide = { seed: 5, dealers: 9, items: 200 } as const;
const crashing = new URL('./crashingWorker.ts', import.meta.url);
const broken = new URL('./brokenWorker.ts', import.meta.url);

function forecastBy(session: PlanSession, workers: number, retrain: boolean) {
  const work = forecastPositions(session, { retrain, crew: () => createComputeCrew(workers) });
  let last = 0;
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
    expect(step.value.share).toBeGreaterThanOrEqual(last);
    last = step.value.share;
  }
}

/** With a clock that goes, so that runs are driven in slices between which threads are heard. */
function openTimedSession(): PlanSession {
  const database = openDatabase(':memory:');
  writeMiniReplica(database, wide);
  return createSession(
    database,
    () => performance.now(),
    () => undefined,
  );
}

/** Lets messages, errors and ends of threads arrive. */
async function turns<T>(work: Generator<unknown, T>): Promise<T> {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** A crew that remembers whether its threads are gone. */
function watched(workers: number, entry?: URL): { readonly crew: ComputeCrew; readonly gone: Promise<void> } {
  const own = entry === undefined ? createComputeCrew(workers) : createComputeCrew(workers, entry);
  let resolveGone = (): void => undefined;
  const gone = new Promise<void>((resolve) => (resolveGone = resolve));
  const close = async (): Promise<void> => {
    await own.close();
    resolveGone();
  };
  return { crew: { ...own, close }, gone };
}

describe('forecasting on threads', () => {
  it('gives the same bits as one thread, however many there are, learning included', () => {
    const session = openMiniSession(wide);
    for (const retrain of [false, true]) {
      const alone = forecastBy(session, 0, retrain);
      const methods = new Set(Array.from(alone.columns.forecastMethod, (code) => positionMethods[code]));
      expect(alone.learnt).not.toBeNull();
      for (const workers of [1, 2, 3]) {
        const many = forecastBy(session, workers, retrain);
        expect(many.learnt === alone.learnt, `${workers} workers learn another model`).toBe(true);
        for (const name of positionColumnNames) {
          expect(many.columns[name], `${name} by ${workers} workers`).toEqual(alone.columns[name]);
        }
      }
      expect(methods.has('negativeBinomial')).toBe(true);
    }
    session.database.close();
  });

  it('plans the same as one thread, and a tiny network too', () => {
    for (const options of [{ seed: 3, dealers: 1, items: 1 }, wide]) {
      const one = openMiniSession(options);
      const many = openMiniSession(options);
      drained(runPlan(one, { retrain: true }));
      drained(runPlan(many, { retrain: true, crew: () => createComputeCrew(2) }));
      expectSameColumns(columnBytes(many.state), columnBytes(one.state));
      expect([...many.transfers]).toEqual([...one.transfers]);
      one.database.close();
      many.database.close();
    }
  });

  it('brings one dealer up to date as a forecast of all would, with the model that is kept', () => {
    const session = openMiniSession(wide);
    drained(runPlan(session, { retrain: false }));
    // A model that forecasts by more than the pool, as if that had been clearly better.
    const groupCount = session.state.network.items.length;
    const model = parseForecastModel(readMeta(session.database, 'forecastModel') ?? '', groupCount, 2);
    if (model === null) throw new Error('no model was kept');
    const choices = Array.from({ length: segmentCount }, (_, segment) => ({
      segment,
      method: segment % 3 === 0 ? ('negativeBinomial' as const) : ('driftingAverage' as const),
      spread: 0.6,
      judged: 500,
      loss: 0.5,
      pooledLoss: 0.6,
    }));
    writeMeta(session.database, 'forecastModel', writeForecastModel({ ...model, choices }));
    drained(runPlan(session, { retrain: false }));
    const whole = forecastBy(session, 0, false);
    expect(whole.learnt).toBeNull();
    const corrected = 4;
    const { state } = session;
    const [from, to] = [state.locationStart[corrected], state.locationStart[corrected + 1]];
    // What an earlier month said of this dealer.
    state.mean.fill(9, from, to);
    state.forecastMethod.fill(0, from, to);
    const scope = { retrain: false, locations: new Set([corrected]), crew: () => createComputeCrew(2) };
    const { columns } = drained(forecastPositions(session, scope));
    for (const name of positionColumnNames) expect(columns[name], name).toEqual(whole.columns[name]);
    expect(new Set(columns.forecastMethod).size).toBeGreaterThan(1);
    session.database.close();
  });

  it('starts threads only for what is worth them', () => {
    expect(workersFor(0, true)).toBe(0);
    expect(workersFor(12_000, false)).toBe(0);
    expect(workersFor(12_000, true)).toBeGreaterThan(0);
    expect(workersFor(2_000_000, false)).toBeGreaterThan(0);
    expect(workersFor(2_000_000, true)).toBeLessThanOrEqual(8);
  });

  it('can be cancelled at any time, and leaves no thread and the former plan', async () => {
    const session = openTimedSession();
    drained(runPlan(session, { retrain: false }));
    const before = columnBytes(session.state);
    for (const step of ['Starting', 'Learning the forecast', 'Forecasting']) {
      const { crew, gone } = watched(2);
      const runs = createRuns(session);
      const work = runPlan(session, { retrain: true, crew: () => crew });
      let next = work.next();
      while (next.done !== true && next.value.step !== step) next = work.next();
      const run = runs.start('Plan', work);
      expect(runs.cancel(run)).toBe(true);
      await runs.idle();
      expect(runs.list()[0]).toMatchObject({ run, status: 'cancelled' });
      await gone;
      expectSameColumns(columnBytes(session.state), before);
    }
    session.database.close();
  });

  it('fails with a reason when a thread ends by itself, and leaves the former plan', async () => {
    const session = openTimedSession();
    drained(runPlan(session, { retrain: false }));
    const before = columnBytes(session.state);
    const { crew, gone } = watched(2, crashing);
    const runs = createRuns(session);
    runs.start('Plan', runPlan(session, { retrain: true, crew: () => crew }));
    await runs.idle();
    const [failed] = runs.list();
    expect(failed.status).toBe('failed');
    expect(failed.message).toMatch(/forecast worker ended: exit code 7/);
    await gone;
    expectSameColumns(columnBytes(session.state), before);
    session.database.close();
  });

  it('is done on the asking thread where none can be started', async () => {
    const session = openMiniSession(wide);
    const alone = forecastBy(session, 0, false);
    const { crew } = watched(2, broken);
    const found = await turns(forecastPositions(session, { retrain: false, crew: () => crew }));
    expect(found.learnt).toBe(alone.learnt);
    expect(found.columns.mean).toEqual(alone.columns.mean);
    session.database.close();
  });

  it('passes on what goes wrong in a piece of work', () => {
    const crew = createComputeCrew(1);
    const piece = { cells: new Uint16Array(0), gone: new Uint8Array(0), rows: 0, firstPosition: 0 };
    const asked = crew.each('forecast', [{ ...piece, from: 0, to: 0, isDealer: true, region: 0 }]);
    expect(() => drained(asked)).toThrow(/came before what it needs/);
    void crew.close();
  });
});
