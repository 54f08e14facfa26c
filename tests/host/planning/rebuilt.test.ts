import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drained } from '../../../core/base/drained.ts';
import { profiles, type Profile } from '../../../core/contract/people.ts';
import { BallastError } from '../../../core/base/errors.ts';
import { noArrival, positionOf } from '../../../core/plan/planState.ts';
import { readInbound } from '../../../core/store/networkStore.ts';
import { applyCommand, redo, undo } from '../../../electron/host/planning/applyCommand.ts';
import { writeMeta } from '../../../core/store/metaStore.ts';
import { createFeed } from '../../../electron/host/planning/applyFeed.ts';
import { monthEndMinutes } from '../../../electron/host/planning/closeMonth.ts';
import { updateForecast } from '../../../electron/host/planning/updateForecast.ts';
import { runPlan } from '../../../electron/host/planning/runPlan.ts';
import type { PlanSession } from '../../../electron/host/planning/session.ts';
import { createMiniSession, openMiniSession } from '../../support/miniReplica.ts';
import { drawCommand } from './drawCommand.ts';
import { expectRebuiltEqual } from './planDump.ts';

type Step =
  | { readonly kind: 'command' | 'undo' | 'redo'; readonly actor: Profile; readonly draw: number }
  | { readonly kind: 'feed'; readonly minutes: number }
  | { readonly kind: 'plan'; readonly retrain: boolean }
  | { readonly kind: 'update'; readonly location: number | null; readonly slices: number }
  | { readonly kind: 'cancelled plan'; readonly slices: number };

const actor = fc.constantFrom(...profiles);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constantFrom('command' as const, 'command' as const, 'undo' as const, 'redo' as const),
      actor,
      draw: fc.nat(),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('feed' as const), minutes: fc.integer({ min: 1, max: 3_000 }) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('plan' as const), retrain: fc.boolean() }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('update' as const),
      location: fc.option(fc.integer({ min: 2, max: 5 })),
      slices: fc.integer({ min: 1, max: 60 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('cancelled plan' as const),
      slices: fc.integer({ min: 1, max: 40 }),
    }),
  },
);

/** Refusals are part of the game: they change nothing, which the comparison at the end sees. */
function take(session: PlanSession, feed: ReturnType<typeof createFeed>, taken: Step): boolean {
  try {
    switch (taken.kind) {
      case 'command':
        applyCommand(session, taken.actor, drawCommand(session, taken.draw));
        break;
      case 'undo':
        undo(session, taken.actor);
        break;
      case 'redo':
        redo(session, taken.actor);
        break;
      case 'feed':
        feed.advance(taken.minutes);
        break;
      case 'plan':
        drained(runPlan(session, { retrain: taken.retrain }));
        break;
      case 'update': {
        const { location } = taken;
        const work = updateForecast(session, location === null ? undefined : new Set([location]));
        for (let slice = 0; slice < taken.slices; slice++) if (work.next().done === true) break;
        work.return(undefined as never);
        break;
      }
      case 'cancelled plan': {
        const work = runPlan(session, { retrain: false });
        for (let slice = 0; slice < taken.slices; slice++) if (work.next().done === true) break;
        work.return(undefined as never);
        break;
      }
    }
    return true;
  } catch (error) {
    if (!(error instanceof BallastError) || error.code === 'failed') throw error;
    return false;
  }
}

describe('the plan state', () => {
  it('rebuilt from the replica is what commands, feed and plan runs have made of it, bit for bit', () => {
    let done = 0;
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1000 }),
        fc.array(step, { minLength: 1, maxLength: 14 }),
        (seed, steps) => {
          const opened = openMiniSession({ seed, dealers: 4, items: 24 });
          // Half of them live through the end of a month.
          if (seed % 2 === 0) writeMeta(opened.database, 'clockMinutes', monthEndMinutes(opened) - 2_000);
          const session = createMiniSession(opened.database);
          const feed = createFeed(session);
          drained(runPlan(session, { retrain: false }));
          for (const taken of steps) if (take(session, feed, taken)) done++;
          expectRebuiltEqual(session);
          session.database.close();
        },
      ),
      { numRuns: 60, endOnFailure: false },
    );
    // Many steps are possible ones.
    expect(done).toBeGreaterThan(60);
  });

  it('knows the next arrival of every position: the earliest day, and all that comes on it', () => {
    const session = openMiniSession({ seed: 6, dealers: 8, items: 60 });
    const { state, database } = session;
    const next = new Map<number, { day: number; quantity: number }>();
    let together = 0;
    readInbound(database, ({ to, item, expectedDay, quantity }) => {
      const p = positionOf(state, to, item);
      const known = next.get(p);
      if (known?.day === expectedDay) together++;
      if (known === undefined || expectedDay < known.day) next.set(p, { day: expectedDay, quantity });
      else if (expectedDay === known.day)
        next.set(p, { day: expectedDay, quantity: known.quantity + quantity });
    });
    expect(together).toBeGreaterThan(0);
    for (let p = 0; p < state.count; p++) {
      const arrival = next.get(p) ?? { day: noArrival, quantity: 0 };
      expect([state.arrivalDay[p], state.arrivalQuantity[p]]).toEqual([arrival.day, arrival.quantity]);
    }
    database.close();
  });

  it('of a network without a plan is that of an empty forecast, also after its first plan was cancelled', () => {
    const session = openMiniSession({ seed: 4 });
    expect(session.hasForecast).toBe(false);
    expectRebuiltEqual(session);
    const work = runPlan(session, { retrain: false });
    while (!session.hasForecast) work.next();
    work.return(undefined as never);
    expect(session.hasForecast).toBe(false);
    expect(session.state.mean.every((mean) => mean === 0)).toBe(true);
    expectRebuiltEqual(session);
    session.database.close();
  });

  it('leaves no columns of a cancelled run behind once another has finished', () => {
    const session = openMiniSession({ seed: 4 });
    const work = runPlan(session, { retrain: false });
    for (let next = work.next(); next.done !== true && next.value.step !== 'Saving'; next = work.next());
    work.next();
    work.return(undefined as never);
    const runs = (): unknown =>
      session.database.prepare('SELECT DISTINCT run_id AS run FROM plan_column').all();
    expect(runs()).toEqual([{ run: 1 }]);
    expect(drained(runPlan(session, { retrain: false })).run).toBe(2);
    expect(runs()).toEqual([{ run: 2 }]);
    expectRebuiltEqual(session);
    session.database.close();
  });
});
