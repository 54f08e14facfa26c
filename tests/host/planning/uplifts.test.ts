import { describe, expect, it } from 'vitest';
import { drained } from '../../../core/base/drained.ts';
import { minutesPerDay, parseDay } from '../../../core/base/calendar.ts';
import type { Command } from '../../../core/contract/commands.ts';
import type { OverrideTarget } from '../../../core/contract/forecast.ts';
import { profileById } from '../../../core/contract/people.ts';
import { readOverrideOutcomes } from '../../../core/store/overrideStore.ts';
import { applyCommand, redo, undo } from '../../../electron/host/planning/applyCommand.ts';
import { closeMonth, monthEndMinutes } from '../../../electron/host/planning/closeMonth.ts';
import { overridesAt } from '../../../electron/host/planning/forecastOverrides.ts';
import { createPlanner } from '../../../electron/host/planning/createPlanner.ts';
import { createForecastViews } from '../../../electron/host/planning/forecastViews.ts';
import { readRealDemand } from '../../../electron/host/planning/realDemand.ts';
import { runPlan } from '../../../electron/host/planning/runPlan.ts';
import type { PlanSession } from '../../../electron/host/planning/session.ts';
import { openMiniSession } from '../../support/miniReplica.ts';
import { expectRebuiltEqual, stateRows } from './planDump.ts';

const planner = profileById('planner');
const running = '2001-01';

function plannedSession(seed: number): PlanSession {
  const session = openMiniSession({ seed });
  drained(runPlan(session, { retrain: false }));
  return session;
}

type SetOverride = Extract<Command, { kind: 'set-override' }>;

function uplift(position: number, change: number, more: Partial<SetOverride> = {}): SetOverride {
  return {
    kind: 'set-override',
    target: { kind: 'positions', positions: [position] },
    value: { kind: 'uplift', change },
    from: running,
    to: running,
    reason: 'Winter campaign',
    expires: null,
    ...more,
  };
}

/** A dealer's position of a part that sells, every month of the last year in whole. */
function fastMover(session: PlanSession): number {
  const { state } = session;
  for (let p = 0; p < state.count; p++) {
    if (state.network.locations[state.location[p]].kind !== 'dealer' || state.mean[p] < 8) continue;
    const item = state.item[p];
    const moved = state.network.supersessions.some((edge) => edge.item === item || edge.replacedBy === item);
    if (!moved && state.network.items[item].status === 'active') return p;
  }
  throw new Error('no fast mover');
}

/** Closes the running month with so much demand at a position and the forecast everywhere else. */
function closeWith(session: PlanSession, p: number, units: number): void {
  const { state, database } = session;
  database.transaction(() => {
    const insert = database.prepare('INSERT INTO demand_current VALUES (?, ?, ?, 0)');
    for (let q = 0; q < state.count; q++) {
      if (state.network.locations[state.location[q]].kind !== 'dealer') continue;
      insert.run(state.location[q], state.item[q], q === p ? units : Math.round(state.mean[q]));
    }
  });
  session.clockMinutes = monthEndMinutes(session) - 1;
  state.asOf.fill(session.clockMinutes);
  database.prepare('UPDATE position SET as_of = ?').run(session.clockMinutes);
  closeMonth(session);
  session.clockMinutes += 60;
  database.prepare("UPDATE meta SET value = ? WHERE key = 'clockMinutes'").run(String(session.clockMinutes));
}

function lastMonth(
  session: PlanSession,
  p: number,
): { readonly units: number; readonly notes: readonly string[] } {
  const { state } = session;
  const { periods } = state.network;
  const row = p - state.locationStart[state.location[p]];
  const { values, notes } = readRealDemand(session, state.location[p]);
  return {
    units: values[row * periods + periods - 1],
    notes: notes(row)
      .filter(({ period, kind }) => period === periods - 1 && kind === 'uplift')
      .map(({ text }) => text),
  };
}

describe('an uplift', () => {
  it('lifts the plan while it holds, and leaves the baseline where it would be without the event', () => {
    const calm = plannedSession(21);
    const p = fastMover(calm);
    const usual = Math.round(calm.state.mean[p]);
    closeWith(calm, p, usual);
    drained(runPlan(calm, { retrain: false }));

    const session = plannedSession(21);
    const { state } = session;
    const baseline = state.mean[p];
    applyCommand(session, planner, uplift(p, 2));
    expect(state.mean[p]).toBe(baseline);
    expect(state.consensus[p]).toBe(Math.fround(baseline * 3));
    closeWith(session, p, usual * 3);
    expect(lastMonth(session, p)).toEqual({
      units: usual,
      notes: [`${usual * 3} counted as ${usual}: uplift of 200 % (Winter campaign)`],
    });
    drained(runPlan(session, { retrain: false }));
    expect(state.mean).toEqual(calm.state.mean);
    expect(state.mean[p]).toBeCloseTo(baseline, 0);
    expect(state.consensus[p]).toBe(state.mean[p]);
    // Judged like any other override: it was closer to the month than the baseline by what the event brought.
    const [told] = overridesAt(session, p);
    expect(told).toMatchObject({ value: { kind: 'uplift', change: 2 }, from: running, to: running });
    expect(told.valueAdded).toBeCloseTo(
      Math.abs(baseline - usual * 3) - Math.abs(Math.fround(baseline * 3) - usual * 3),
      4,
    );

    // Had nobody dated the event, the next month would have been planned too high.
    const naive = plannedSession(21);
    closeWith(naive, p, usual * 3);
    drained(runPlan(naive, { retrain: false }));
    expect(naive.state.mean[p]).toBeGreaterThan(state.mean[p] * 1.05);
    for (const one of [calm, session, naive]) one.database.close();
  });

  it('may be told of months that are over, and taken back with an undo and a redo', async () => {
    const session = plannedSession(22);
    const p = fastMover(session);
    const { units } = lastMonth(session, p);
    const rows = stateRows(session.database);
    applyCommand(session, planner, uplift(p, 1, { from: '2000-11', to: '2000-12' }));
    expect(session.state.consensus[p]).toBe(session.state.mean[p]);
    const lifted = lastMonth(session, p);
    expect(lifted.units).toBe(Math.round(units / 2));
    expect(lifted.notes).toEqual([`${units} counted as ${lifted.units}: uplift of 100 % (Winter campaign)`]);
    // The series shows what was reported, with the reason beside it.
    const views = createForecastViews(session);
    const series = await views.handlers['forecast.series']({ node: { level: 'position', position: p } });
    const last = series.history.periods.length - 1;
    expect(series.history.demand[last] + series.history.lostSales[last]).toBe(units);
    expect(series.history.notes).toContainEqual({ period: last, kind: 'uplift', text: lifted.notes[0] });
    expect(series.overrides.map(({ value, valueAdded }) => [value, valueAdded])).toEqual([
      [{ kind: 'uplift', change: 1 }, null],
    ]);
    undo(session, planner);
    expect(lastMonth(session, p)).toEqual({ units, notes: [] });
    expect(stateRows(session.database)).toEqual(rows);
    redo(session, planner);
    expect(lastMonth(session, p)).toEqual(lifted);
    // Said anew, it is as it was said last; a change of nothing takes it back.
    applyCommand(
      session,
      planner,
      uplift(p, 0, { from: '2000-12', to: '2000-12', reason: 'Not in December' }),
    );
    expect(lastMonth(session, p)).toEqual({ units, notes: [] });
    expect([...session.overrides.values()].map(({ from, to, value }) => `${from} ${to} ${value}`)).toEqual([
      '2000-11 2000-11 1',
      '2000-12 2000-12 0',
    ]);
    session.database.close();
  });

  it('of months that are over leaves what is planned with today', () => {
    const session = plannedSession(23);
    const { state } = session;
    const p = fastMover(session);
    const target: OverrideTarget = { kind: 'positions', positions: [p] };
    const plain = (from: string, to: string): SetOverride => ({
      ...uplift(p, 0),
      value: { kind: 'absolute', unitsAMonth: 40 },
      from,
      to,
    });
    applyCommand(session, planner, plain(running, '2001-06'));
    applyCommand(session, planner, uplift(p, 1, { from: '2000-10', to: '2000-12' }));
    expect(state.consensus[p]).toBe(40);
    const months = (): Set<string> =>
      new Set([...session.overrides.values()].map(({ kind, from, to }) => `${kind} ${from} ${to}`));
    expect(months()).toEqual(new Set([`absolute ${running} 2001-06`, 'uplift 2000-10 2000-12']));
    // From a month that is over into the coming ones: those alone are planned anew.
    applyCommand(session, planner, uplift(p, 0.5, { from: '2000-12', to: '2001-02' }));
    expect(months()).toEqual(new Set(['uplift 2000-10 2000-11', 'uplift 2000-12 2001-02']));
    expect(state.consensus[p]).toBe(Math.fround(state.mean[p] * 1.5));
    // Clearing ends it now; the months that are over have had it.
    applyCommand(session, planner, { kind: 'clear-override', target });
    expect(state.consensus[p]).toBe(state.mean[p]);
    expect(months()).toEqual(new Set(['uplift 2000-10 2000-11', 'uplift 2000-12 2000-12']));
    // Once nothing is planned with, clearing takes back what history was said to be made of.
    applyCommand(session, planner, { kind: 'clear-override', target });
    expect(session.overrides.size).toBe(0);
    expect(() => applyCommand(session, planner, { kind: 'clear-override', target })).toThrow(/no override/);
    undo(session, planner);
    expect(months().size).toBe(2);
    expect(() => applyCommand(session, planner, plain('2000-11', '2000-12'))).toThrow(/is over/);
    for (const [more, reason] of [
      [{ from: '1998-10', to: '1998-12' }, /before the first month of history/],
      [{ expires: '2000-12-31' }, /before its first month/],
      [{ from: '2000-11', to: '2000-12', expires: '2000-10-31' }, /before its first month/],
    ] as const) {
      expect(() => applyCommand(session, planner, uplift(p, 1, more))).toThrow(reason);
    }
    session.database.close();
  });

  it('that expires within a month counts there by its days, in history and in its worth', () => {
    const session = plannedSession(24);
    const p = fastMover(session);
    const { mean } = session.state;
    const baseline = mean[p];
    applyCommand(session, planner, uplift(p, 1, { to: '2001-03', expires: '2001-01-10' }));
    const { id } = [...session.overrides.values()][0];
    closeWith(session, p, 41);
    expect(lastMonth(session, p).units).toBe(Math.round(41 / (1 + 10 / 31)));
    expect(readOverrideOutcomes(session.database, id)).toEqual([
      {
        override: id,
        month: running,
        baseline,
        consensus: expect.closeTo(baseline * (1 + 10 / 31), 4) as number,
        actual: 41,
      },
    ]);
    // It is over: the next month is neither planned with it nor judged by it.
    expect(session.clockMinutes).toBeGreaterThan(parseDay('2001-01-31') * minutesPerDay);
    drained(runPlan(session, { retrain: false }));
    expect(session.state.consensus[p]).toBe(session.state.mean[p]);
    closeWith(session, p, 41);
    expect(lastMonth(session, p)).toEqual({ units: 41, notes: [] });
    expect(readOverrideOutcomes(session.database, id)).toHaveLength(1);
    session.database.close();
  });

  it('of months that are over is followed by the forecast of the dealers that it reaches, and by an undo back', async () => {
    const session = plannedSession(25);
    const { state } = session;
    const { handlers, runs } = createPlanner(session, 'test');
    const p = fastMover(session);
    const mean = state.mean.slice();
    await handlers['command.apply']({
      actor: 'planner',
      command: uplift(p, 1, { from: '2000-07', to: '2000-12' }),
    });
    await expect.poll(() => runs.list()[0]?.status).toBe('completed');
    expect(runs.list().map(({ label }) => label)).toEqual(['Forecast without an uplift']);
    expect(state.mean[p]).toBeLessThan(mean[p] * 0.9);
    for (let q = 0; q < state.count; q++) {
      const isDealer = state.network.locations[state.location[q]].kind === 'dealer';
      if (isDealer && q !== p) expect(state.mean[q]).toBe(mean[q]);
    }
    expectRebuiltEqual(session);
    // One that only begins now has no month to be taken out of: there is nothing to forecast anew.
    await handlers['command.apply']({ actor: 'planner', command: uplift(p, 1) });
    await handlers['command.undo']({ actor: 'planner' });
    expect(runs.list()).toHaveLength(1);
    await handlers['command.undo']({ actor: 'planner' });
    await expect.poll(() => runs.list().map(({ status }) => status)).toEqual(['completed', 'completed']);
    expect(state.mean).toEqual(mean);
    expectRebuiltEqual(session);
    session.database.close();
  });
});
