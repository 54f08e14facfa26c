import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drained } from '../../../core/base/drained.ts';
import { addMonths, dayToIso, minutesPerDay } from '../../../core/base/calendar.ts';
import { BallastError } from '../../../core/base/errors.ts';
import { createRandom } from '../../../core/base/random.ts';
import { commandSchema, type Command } from '../../../core/contract/commands.ts';
import type { OverrideTarget, OverrideValue } from '../../../core/contract/forecast.ts';
import type { Explanation } from '../../../core/contract/explain.ts';
import { profileById } from '../../../core/contract/people.ts';
import { forecastLevels } from '../../../core/plan/forecastLevels.ts';
import { eachOfNode } from '../../../core/plan/overrides.ts';
import { readOverrideOutcomes, valueAdded } from '../../../core/store/overrideStore.ts';
import { applyCommand, redo, undo } from '../../../electron/host/planning/applyCommand.ts';
import { createFeed } from '../../../electron/host/planning/applyFeed.ts';
import {
  comingUnits,
  overrideMark,
  overridesAt,
  overridesOf,
} from '../../../electron/host/planning/forecastOverrides.ts';
import { createPlanner, createPlannerTables } from '../../../electron/host/planning/createPlanner.ts';
import { exportLines } from '../../../electron/host/planning/exportTable.ts';
import { runPlan } from '../../../electron/host/planning/runPlan.ts';
import type { PlanSession } from '../../../electron/host/planning/session.ts';
import { miniClockMinutes, openMiniSession } from '../../support/miniReplica.ts';
import { drawCommand, drawTarget } from './drawCommand.ts';
import { expectRebuiltEqual, stateRows } from './planDump.ts';

const planner = profileById('planner');
const running = '2001-01';

function plannedSession(seed: number): PlanSession {
  const session = openMiniSession({ seed });
  drained(runPlan(session, { retrain: false }));
  return session;
}

function override(
  target: OverrideTarget,
  value: OverrideValue,
  more: Partial<Extract<Command, { kind: 'set-override' }>> = {},
): Command {
  return {
    kind: 'set-override',
    target,
    value,
    from: running,
    to: running,
    reason: 'a new garage',
    expires: null,
    ...more,
  };
}

function dealerPositions(session: PlanSession): number[] {
  const { state } = session;
  return Array.from({ length: state.count }, (_, p) => p).filter(
    (p) => state.network.locations[state.location[p]].kind === 'dealer',
  );
}

function someDemand(session: PlanSession): number {
  const found = dealerPositions(session).find(
    (p) => session.state.mean[p] > 1 && session.state.source[p] >= 0,
  );
  if (found === undefined) throw new Error('no position with demand');
  return found;
}

function sumOf(session: PlanSession, target: OverrideTarget, column: Float32Array): number {
  let sum = 0;
  const [record] = target.kind === 'node' ? [...session.overrides.values()] : [];
  if (record !== undefined) eachOfNode(session.state, record, (p) => (sum += column[p]));
  return sum;
}

describe('levels of the forecast', () => {
  it('are sums of their positions, baseline and consensus, whatever overrides are in force', () => {
    let laid = 0;
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), fc.array(fc.nat(), { maxLength: 6 }), (seed, draws) => {
        const session = openMiniSession({ seed, dealers: 4, items: 24 });
        drained(runPlan(session, { retrain: false }));
        const baseline = session.state.mean.slice();
        for (const draw of draws) {
          try {
            applyCommand(session, planner, drawCommand(session, draw, 'set-override'));
            laid++;
          } catch (error) {
            if (!(error instanceof BallastError) || error.code === 'failed') throw error;
          }
        }
        const { state } = session;
        expect(state.mean).toEqual(baseline);
        const { families, regions, ...levels } = forecastLevels(state);
        for (const [name, column] of [
          ['baseline', state.mean],
          ['consensus', state.consensus],
        ] as const) {
          let network = 0;
          families.forEach((family, f) =>
            regions.forEach((region, r) => {
              const sum = dealerPositions(session)
                .filter(
                  (p) =>
                    state.network.items[state.item[p]].family === family &&
                    state.network.locations[state.location[p]].region === region,
                )
                .reduce((total, p) => total + column[p], 0);
              expect(levels[name][f * regions.length + r]).toBeCloseTo(sum, 9);
              network += sum;
            }),
          );
          const whole = dealerPositions(session).reduce((total, p) => total + column[p], 0);
          expect(network).toBeCloseTo(whole, 9);
        }
        for (const p of dealerPositions(session)) {
          expect(state.consensus[p]).toBeGreaterThanOrEqual(0);
          expect(state.consensus[p]).toBeLessThan(Number.POSITIVE_INFINITY);
        }
        // What a warehouse faces moves by what the dealers below it do.
        for (let p = 0; p < state.count; p++) {
          if (state.network.locations[state.location[p]].kind !== 'rdc') continue;
          const below = dealerPositions(session).filter((other) => state.source[other] === p);
          const moved = below.reduce((sum, other) => sum + state.consensus[other] - state.mean[other], 0);
          expect(state.consensus[p]).toBeCloseTo(Math.max(0, state.mean[p] + moved), 3);
        }
        expectRebuiltEqual(session);
        session.database.close();
      }),
      { numRuns: 25 },
    );
    expect(laid).toBeGreaterThan(10);
  });

  it('meet a total that was set at any of them, spread by share of the baseline', () => {
    for (let draw = 0; draw < 40; draw++) {
      const session = plannedSession(3);
      const target = drawTarget(session, createRandom(`target/${draw}`));
      if (target.kind === 'positions') continue;
      applyCommand(session, planner, override(target, { kind: 'absolute', unitsAMonth: 123.5 }));
      expect(sumOf(session, target, session.state.consensus)).toBeCloseTo(123.5, 3);
      const [record] = session.overrides.values();
      const baseline = sumOf(session, target, session.state.mean);
      eachOfNode(session.state, record, (p) => {
        if (baseline > 0) {
          expect(session.state.consensus[p]).toBeCloseTo((123.5 * session.state.mean[p]) / baseline, 3);
        }
      });
      session.database.close();
    }
  });

  it('let a narrower override hold and spread a wider total over the rest', () => {
    const session = plannedSession(4);
    const { state } = session;
    const p = someDemand(session);
    const item = state.network.items[state.item[p]].id;
    const wide: OverrideTarget = { kind: 'node', node: { level: 'item', item } };
    applyCommand(
      session,
      planner,
      override({ kind: 'positions', positions: [p] }, { kind: 'absolute', unitsAMonth: 2 }),
    );
    applyCommand(session, planner, override(wide, { kind: 'absolute', unitsAMonth: 30 }));
    expect(state.consensus[p]).toBe(2);
    const ofItem = dealerPositions(session).filter((other) => state.item[other] === state.item[p]);
    expect(ofItem.length).toBeGreaterThan(2);
    expect(ofItem.reduce((sum, other) => sum + state.consensus[other], 0)).toBeCloseTo(30, 4);
    expect(overridesAt(session, p).map(({ level }) => level)).toEqual(['item', 'position']);
    expect(overridesOf(session, { level: 'item', item })).toHaveLength(1);
    expect(overridesOf(session, { level: 'network' })).toHaveLength(0);
    // The order in which they were set does not matter.
    const other = plannedSession(4);
    applyCommand(other, planner, override(wide, { kind: 'absolute', unitsAMonth: 30 }));
    applyCommand(
      other,
      planner,
      override({ kind: 'positions', positions: [p] }, { kind: 'absolute', unitsAMonth: 2 }),
    );
    expect(other.state.consensus).toEqual(state.consensus);
    session.database.close();
    other.database.close();
  });
});

describe('an override', () => {
  it('moves levels and risk and leaves the baseline, at every kind of value', () => {
    const session = plannedSession(5);
    const { state } = session;
    const p = someDemand(session);
    const before = { mean: state.mean[p], point: state.reorderPoint[p], risk: state.pStockout[p] };
    const target: OverrideTarget = { kind: 'positions', positions: [p] };
    applyCommand(session, planner, override(target, { kind: 'relative', change: 4 }));
    expect(state.mean[p]).toBe(before.mean);
    expect(state.consensus[p]).toBe(Math.fround(before.mean * 5));
    expect(state.reorderPoint[p]).toBeGreaterThan(before.point);
    expect(state.pStockout[p]).toBeGreaterThanOrEqual(before.risk);
    expect(overrideMark(session)(p)).toBe(state.consensus[p]);
    const explain = createPlanner(session, 'test').handlers['explain.position'];
    const { sections } = explain({ position: p }) as Explanation;
    const demand = sections.find((section) => section.title === 'Demand');
    const lines = [...exportLines(session, 'forecasts', createPlannerTables(session))];
    expect(lines[p + 1]).toContain(`,${String(state.consensus[p])},`);
    expect(lines[p + 1].trim().endsWith(',override')).toBe(true);
    expect(lines.filter((line) => line.includes(',override'))).toHaveLength(1);
    expect(demand?.terms.slice(0, 3)).toMatchObject([
      { label: 'Baseline', unit: 'units/month' },
      { value: '+400 %', source: 'planner, 2001-01 to 2001-01: a new garage' },
      { label: 'Mean', value: Math.round(state.consensus[p] * 10_000) / 10_000 },
    ]);
    expect(overrideMark(session)(p === 0 ? 1 : 0)).toBeNaN();
    // A second one for the same months replaces the first; an undo brings it back.
    applyCommand(session, planner, override(target, { kind: 'absolute', unitsAMonth: 0 }));
    expect([...session.overrides.values()].map(({ value }) => value)).toEqual([0]);
    expect([state.consensus[p], state.reorderPoint[p]]).toEqual([0, 0]);
    undo(session, planner);
    expect(state.consensus[p]).toBe(Math.fround(before.mean * 5));
    applyCommand(session, planner, { kind: 'clear-override', target });
    expect(state.consensus[p]).toBe(before.mean);
    expect(state.reorderPoint[p]).toBe(before.point);
    session.database.close();
  });

  it('below zero or without a reason is refused at its place, and nothing changes', () => {
    const session = plannedSession(5);
    const { state } = session;
    const p = someDemand(session);
    const warehouse = state.location.findIndex(
      (location) => state.network.locations[location].kind !== 'dealer',
    );
    const rows = stateRows(session.database);
    const at = (position: number): OverrideTarget => ({ kind: 'positions', positions: [position] });
    const place = `${state.network.items[state.item[p]].id} at ${state.network.locations[state.location[p]].id}`;
    const refused: readonly (readonly [Command, RegExp])[] = [
      [override(at(p), { kind: 'absolute', unitsAMonth: -1 }), new RegExp(`${place}: .*below zero`)],
      [override(at(p), { kind: 'absolute', unitsAMonth: Number.NaN }), /below zero/],
      [override(at(p), { kind: 'relative', change: -1.2 }), new RegExp(`${place}: .*below −100 %`)],
      [
        override(at(p), { kind: 'relative', change: 0 }, { reason: '  ' }),
        new RegExp(`${place}: .*needs a reason`),
      ],
      [override(at(warehouse), { kind: 'relative', change: 0 }), /warehouse/],
      [override(at(state.count), { kind: 'relative', change: 0 }), /no position/],
      [
        override(at(p), { kind: 'relative', change: 0 }, { from: '2001-03', to: '2001-02' }),
        /before the first/,
      ],
      [override(at(p), { kind: 'relative', change: 0 }, { from: '2000-10', to: '2000-12' }), /is over/],
      [override(at(p), { kind: 'relative', change: 0 }, { expires: '2000-12-31' }), /expired/],
      [
        override(
          { kind: 'node', node: { level: 'family', family: 'Sails' } },
          { kind: 'relative', change: 0 },
        ),
        /no dealer/,
      ],
      [{ kind: 'clear-override', target: at(p) }, /no override/],
    ];
    for (const [command, reason] of refused) {
      expect(() => applyCommand(session, planner, command)).toThrow(reason);
      expect(stateRows(session.database)).toEqual(rows);
    }
    try {
      applyCommand(session, planner, override(at(p), { kind: 'absolute', unitsAMonth: -1 }));
    } catch (error) {
      expect((error as BallastError).detail).toEqual({ position: p });
    }
    expect(commandSchema.safeParse(override(at(p), { kind: 'absolute', unitsAMonth: -1 })).success).toBe(
      false,
    );
    expect(
      commandSchema.safeParse(override(at(p), { kind: 'relative', change: 0 }, { reason: ' ' })).success,
    ).toBe(false);
    session.database.close();
  });

  it('of several positions, each with a value and a reason of its own, is one step', () => {
    const session = plannedSession(9);
    const { state } = session;
    const [first, second, third] = dealerPositions(session).filter((p) => state.mean[p] > 1);
    const set = (
      positions: number[],
      values: (OverrideValue | null)[],
      reasons: string[],
    ): Extract<Command, { kind: 'set-overrides' }> => ({
      kind: 'set-overrides',
      positions,
      values,
      reasons,
      from: running,
      to: running,
      expires: null,
    });
    const value: OverrideValue = { kind: 'absolute', unitsAMonth: 50 };
    const half: OverrideValue = { kind: 'relative', change: -0.5 };
    applyCommand(session, planner, override({ kind: 'positions', positions: [third] }, value));
    const before = stateRows(session.database);
    applyCommand(
      session,
      planner,
      set([first, second, third], [value, half, null], ['fleet', 'garage left', '']),
    );
    expect(state.consensus[first]).toBe(50);
    expect(state.consensus[second]).toBe(Math.fround(state.mean[second] * 0.5));
    expect(state.consensus[third]).toBe(state.mean[third]);
    expect(overridesAt(session, second)[0]).toMatchObject({ reason: 'garage left', value: half });
    expectRebuiltEqual(session);
    undo(session, planner);
    expect(stateRows(session.database)).toEqual(before);
    const refusals = [
      set([first, second], [value, half], ['fleet', '  ']),
      set([first, second], [value, { kind: 'absolute', unitsAMonth: -1 }], ['fleet', 'typo']),
    ];
    for (const command of refusals) {
      expect(() => applyCommand(session, planner, command)).toThrow(
        expect.objectContaining({
          code: 'bad-input',
          detail: expect.objectContaining({ position: second }) as unknown,
        }) as Error,
      );
    }
    expect(() => applyCommand(session, planner, set([first], [null], ['']))).toThrow(/no override to clear/);
    expect(() => applyCommand(session, planner, set([first], [value, value], ['a', 'b']))).toThrow(/given 2/);
    expect(stateRows(session.database)).toEqual(before);
    session.database.close();
  });

  it('begins and expires by the clock of the network', () => {
    const session = plannedSession(6);
    const { state } = session;
    const p = someDemand(session);
    const feed = createFeed(session);
    const today = Math.floor(miniClockMinutes / minutesPerDay);
    const target: OverrideTarget = { kind: 'positions', positions: [p] };
    const value: OverrideValue = { kind: 'absolute', unitsAMonth: 50 };
    applyCommand(session, planner, override(target, value, { to: '2001-06', expires: dayToIso(today + 2) }));
    expect(Array.from(comingUnits(session, Int32Array.of(p), 3).consensus)).toEqual([
      50,
      state.mean[p],
      state.mean[p],
    ]);
    applyCommand(
      session,
      planner,
      override(
        { kind: 'node', node: { level: 'network' } },
        { kind: 'relative', change: 1 },
        { from: addMonths(running, 1), to: addMonths(running, 1) },
      ),
    );
    expect(Array.from(comingUnits(session, Int32Array.of(p), 3).consensus)).toEqual([
      50,
      Math.fround(state.mean[p] * 2),
      state.mean[p],
    ]);
    for (const wanted of [50, 50, state.mean[p], state.mean[p]]) {
      feed.advance(minutesPerDay);
      expectRebuiltEqual(session);
      if (wanted === 50) expect(session.clockMinutes).toBeLessThan((today + 3) * minutesPerDay);
      expect(state.consensus[p]).toBe(wanted);
    }
    session.database.close();
  });

  it('comes back by an undo only where nobody has set the same months meanwhile', () => {
    const session = plannedSession(6);
    const target: OverrideTarget = { kind: 'positions', positions: [someDemand(session)] };
    applyCommand(session, planner, override(target, { kind: 'absolute', unitsAMonth: 5 }));
    applyCommand(session, planner, { kind: 'clear-override', target });
    applyCommand(session, profileById('approver'), override(target, { kind: 'absolute', unitsAMonth: 6 }));
    const rows = stateRows(session.database);
    expect(() => undo(session, planner)).toThrow(/set again/);
    expect(stateRows(session.database)).toEqual(rows);
    undo(session, profileById('approver'));
    undo(session, planner);
    expect([...session.overrides.values()].map(({ value }) => value)).toEqual([5]);
    redo(session, planner);
    expect(session.overrides.size).toBe(0);
    session.database.close();
  });

  it('says what it added once its month is known, against the baseline', () => {
    const session = plannedSession(7);
    const feed = createFeed(session);
    const positions = dealerPositions(session)
      .filter((p) => session.state.mean[p] > 3)
      .slice(0, 4);
    applyCommand(
      session,
      planner,
      override({ kind: 'positions', positions }, { kind: 'relative', change: 0.5 }, { to: '2001-02' }),
    );
    applyCommand(
      session,
      planner,
      override({ kind: 'node', node: { level: 'network' } }, { kind: 'relative', change: -0.5 }),
    );
    const [first] = positions;
    const before = { mean: session.state.mean[first], consensus: session.state.consensus[first] };
    expect(overridesAt(session, first).every((entry) => entry.valueAdded === null)).toBe(true);
    while (session.state.network.periods === 24) feed.advance(1440);
    const month = session.database
      .prepare('SELECT * FROM demand_month WHERE location_idx = ? AND item_idx = ?')
      .get(session.state.location[first], session.state.item[first]);
    const actual = Number(month?.['quantity'] ?? 0) + Number(month?.['lost_sales'] ?? 0);
    const own = overridesAt(session, first).find((entry) => entry.level === 'position');
    expect(own?.valueAdded).toBeCloseTo(
      Math.abs(before.mean - actual) - Math.abs(before.consensus - actual),
      9,
    );
    const [network] = overridesOf(session, { level: 'network' });
    const [outcome] = readOverrideOutcomes(session.database, network.id);
    let whole = 0;
    for (const row of session.database
      .prepare('SELECT quantity + lost_sales AS units FROM demand_month')
      .all())
      whole += Number(row['units']);
    expect(outcome).toMatchObject({ month: running, actual: whole });
    expect(network.valueAdded).toBe(valueAdded([outcome]));
    expect(outcome.consensus).toBeLessThan(outcome.baseline);
    // Clearing what is still in force keeps the months that are known.
    const known = own?.valueAdded;
    applyCommand(session, planner, {
      kind: 'clear-override',
      target: { kind: 'positions', positions: [first] },
    });
    expect(session.state.consensus[first]).toBe(session.state.mean[first]);
    expect(overridesAt(session, first).find((entry) => entry.level === 'position')).toMatchObject({
      to: running,
      valueAdded: known,
    });
    expect(() =>
      applyCommand(session, planner, {
        kind: 'clear-override',
        target: { kind: 'positions', positions: [first] },
      }),
    ).toThrow(/no override/);
    expectRebuiltEqual(session);
    undo(session, planner);
    expect(session.state.consensus[first]).toBe(before.consensus);
    expectRebuiltEqual(session);
    session.database.close();
  });
});
