import { expect, it } from 'vitest';
import { drained } from '../../../core/base/drained.ts';
import type { Command } from '../../../core/contract/commands.ts';
import { profileById } from '../../../core/contract/people.ts';
import { workingDayFactors } from '../../../core/plan/workingCalendars.ts';
import { applyCommand } from '../../../electron/host/planning/applyCommand.ts';
import { createPlanner } from '../../../electron/host/planning/createPlanner.ts';
import { runPlan } from '../../../electron/host/planning/runPlan.ts';
import { createSession, type PlanSession } from '../../../electron/host/planning/session.ts';
import { createMiniSession, openMiniSession } from '../../support/miniReplica.ts';
import { expectRebuiltEqual } from './planDump.ts';

const week = { weekdays: [0, 1, 1, 1, 1, 1, 0.5], holidays: ['01-01'] };

function set(region: string | null, calendar: typeof week | null): Command {
  return { kind: 'set-calendar', region, calendar };
}

function plannedSession(seed: number): PlanSession {
  const session = openMiniSession({ seed });
  drained(runPlan(session, { retrain: false }));
  return session;
}

function meansByRegion(session: PlanSession): Map<string, number> {
  const sums = new Map<string, number>();
  const { locationStart, mean, network } = session.state;
  for (const [location, { kind, region }] of network.locations.entries()) {
    if (kind !== 'dealer') continue;
    for (let p = locationStart[location]; p < locationStart[location + 1]; p++) {
      sums.set(region, (sums.get(region) ?? 0) + mean[p]);
    }
  }
  return sums;
}

it('forecasts follow the calendar of their region, in a run of its own, and follow it back by undo', async () => {
  const session = plannedSession(21);
  const { handlers, runs } = createPlanner(session, 'test');
  const before = meansByRegion(session);
  const [region, other] = [...before.keys()];
  expect(other).toBeDefined();
  const mean = session.state.mean.slice();
  await handlers['command.apply']({ actor: 'planner', command: set(region, week) });
  await expect.poll(() => runs.list()[0]?.status).toBe('completed');
  const after = meansByRegion(session);
  const [factor] = workingDayFactors('2001-01', 1, week);
  expect((after.get(region) ?? 0) / (before.get(region) ?? 0)).toBeCloseTo(factor, 1);
  expect(after.get(region)).not.toBe(before.get(region));
  expect(after.get(other)).toBe(before.get(other));
  expectRebuiltEqual(session);
  expect(createMiniSession(session.database).calendars).toEqual(session.calendars);

  const series = await handlers['forecast.series']({ node: { level: 'region', region } });
  const months = workingDayFactors('2001-01', 12, week);
  const shape = series.future.baseline.map((units) => units / series.future.baseline[0]);
  months.forEach((work, month) => expect(shape[month]).toBeCloseTo(work / months[0], 6));

  await handlers['command.undo']({ actor: 'planner' });
  await expect.poll(() => runs.list().map(({ status }) => status)).toEqual(['completed', 'completed']);
  expect(session.state.mean).toEqual(mean);
  session.database.close();
});

it('forecasts follow after reopening where the process ended before they had, and nothing starts while it closes', async () => {
  const { database } = plannedSession(21);
  // A clock that goes, so that a run has slices between which other things happen.
  let milliseconds = 0;
  const session = createSession(
    database,
    () => (milliseconds += 10),
    () => undefined,
  );
  const mean = session.state.mean.slice();
  const planner = createPlanner(session, 'test');
  // A plan run is waited for; it is cancelled by the end, and nothing must begin in its place.
  await planner.handlers['plan.run']({ retrain: false });
  await planner.handlers['command.apply']({ actor: 'planner', command: set(null, week) });
  await planner.close();
  await new Promise((resolve) => setImmediate(resolve));
  expect(planner.runs.list().map(({ status }) => status)).toEqual(['cancelled']);
  expect(session.state.mean).toEqual(mean);

  const reopened = createMiniSession(session.database);
  const again = createPlanner(reopened, 'test');
  again.open();
  await again.runs.idle();
  expect(again.runs.list().map(({ label, status }) => `${label}: ${status}`)).toEqual([
    'Forecast by the working days: completed',
  ]);
  const [factor] = workingDayFactors('2001-01', 1, week);
  expect(factor).not.toBe(1);
  expect(reopened.state.mean).not.toEqual(mean);
  expectRebuiltEqual(reopened);
  await again.close();
  // Now it has followed: the next opening finds nothing to do.
  const third = createPlanner(createMiniSession(session.database), 'test');
  third.open();
  expect(third.runs.list()).toEqual([]);
  session.database.close();
});

it('says what a calendar would make of the coming months before it is set', async () => {
  const session = plannedSession(22);
  const { handlers } = createPlanner(session, 'test');
  const ask = handlers['forecast.calendar'];
  const plain = await ask({ region: null, trial: null });
  expect(plain).toMatchObject({ own: null, inherited: null });
  expect(plain.months[0]).toMatchObject({ month: '2001-01', workNow: null, workThen: null });
  const tried = await ask({ region: null, trial: { calendar: week } });
  const factors = workingDayFactors('2001-01', 12, week);
  tried.months.forEach(({ unitsNow, unitsThen }, month) => {
    expect(unitsNow).toBeCloseTo(plain.months[0].unitsNow, 6);
    expect(unitsThen / unitsNow).toBeCloseTo(factors[month], 9);
  });
  expect(session.calendars.network).toBe(null);
  const [{ region }] = plain.regions;
  applyCommand(session, profileById('planner'), set(null, week));
  expect(await ask({ region, trial: null })).toMatchObject({ own: null, inherited: week });
  session.database.close();
});

it('refuses what changes nothing, names no region, or comes from finance', () => {
  const session = plannedSession(23);
  const apply = (actor: 'planner' | 'finance', command: Command) => () =>
    applyCommand(session, profileById(actor), command);
  expect(apply('planner', set(null, null))).toThrow(/already/);
  expect(apply('planner', set('Atlantis', week))).toThrow(/no region Atlantis/);
  expect(apply('finance', set(null, week))).toThrow(/Finance/);
  session.database.close();
});
