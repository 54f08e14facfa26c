import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drained } from '../../../core/base/drained.ts';
import { BallastError } from '../../../core/base/errors.ts';
import { profileById, profiles } from '../../../core/contract/people.ts';
import { defaultRebalanceSettings } from '../../../core/contract/rebalance.ts';
import { positionOf } from '../../../core/plan/planState.ts';
import { createRebalanceProblem } from '../../../core/plan/rebalanceProblem.ts';
import { transferTotals } from '../../../core/plan/transferLoad.ts';
import { evaluateTransfers } from '../../../core/rebalance/transferColumns.ts';
import { changePosition } from '../../../core/store/positionStore.ts';
import { writeProtectedPart } from '../../../core/store/protectedPartStore.ts';
import {
  isPlanProposal,
  readPlanEdition,
  readTransfers,
  type Transfer,
} from '../../../core/store/transferStore.ts';
import { adoptSolved, type SolvedNetwork } from '../../../electron/host/planning/adoptSolved.ts';
import { applyCommand, undo } from '../../../electron/host/planning/applyCommand.ts';
import { createFeed } from '../../../electron/host/planning/applyFeed.ts';
import { keptTransfers } from '../../../electron/host/planning/livePlan.ts';
import { createRebalance } from '../../../electron/host/planning/rebalance.ts';
import { decisionsFromNow, restrictionsOf } from '../../../electron/host/planning/restrictions.ts';
import { runPlan } from '../../../electron/host/planning/runPlan.ts';
import { solveAnew } from '../../../electron/host/planning/solveAnew.ts';
import { createSession, type PlanSession } from '../../../electron/host/planning/session.ts';
import { openMiniSession } from '../../support/miniReplica.ts';
import { drawCommand } from './drawCommand.ts';
import { expectRebuiltEqual } from './planDump.ts';

const never = (): boolean => false;
const open = (session: PlanSession): Transfer[] => [...session.transfers.values()].filter(isPlanProposal);
const settled = (session: PlanSession): Transfer[] =>
  [...session.transfers.values()].filter((transfer) => !isPlanProposal(transfer));

function planned(seed: number, dealers = 6): PlanSession {
  const session = openMiniSession({ seed, dealers });
  drained(runPlan(session, { retrain: false }));
  return session;
}

/** The open proposals against the problem as it is now. */
function faultOf(session: PlanSession): string | null {
  const building = createRebalanceProblem(
    session.state,
    session.parameters,
    session.clockMinutes,
    restrictionsOf(session),
  );
  let step = building.next();
  while (step.done !== true) step = building.next();
  const { problem } = step.value;
  // What people turn down or approve may leave less on a lane than a shipment must be worth; that is looked at as it moves.
  const { minimumShipmentValue: _, ...lanes } = problem.lanes;
  return evaluateTransfers({ ...problem, lanes }, keptTransfers(session, step.value)).fault;
}

/** A plan for another service factor, ready to be adopted. */
function solvedAt(session: PlanSession, serviceFactor: number): SolvedNetwork {
  const parameters = { ...session.parameters, serviceFactor };
  const { version } = session;
  const decidedMeanwhile = decisionsFromNow(session);
  const { source, plan } = drained(solveAnew(session, parameters, { workLimit: 2e7 }));
  const former = readPlanEdition(session.database);
  return { parameters, source, plan, former, version, decidedMeanwhile };
}

function readProposalEditions(session: PlanSession): number {
  return Number(session.database.prepare('SELECT count(DISTINCT edition) AS n FROM proposal').get()?.['n']);
}

describe('the plan that follows', () => {
  it('fits the stock after every decision and every batch of the feed, and touches nothing decided', async () => {
    let followed = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 500 }),
        fc.array(fc.record({ feed: fc.boolean(), draw: fc.nat(), actor: fc.constantFrom(...profiles) }), {
          minLength: 1,
          maxLength: 8,
        }),
        async (seed, steps) => {
          const session = planned(seed, 4);
          const rebalance = createRebalance(session, never);
          const feed = createFeed(session);
          rebalance.wake();
          await rebalance.idle();
          expect(faultOf(session)).toBeNull();
          for (const { feed: isFeed, draw, actor } of steps) {
            try {
              if (isFeed) feed.advance(1 + (draw % 600));
              else applyCommand(session, actor, drawCommand(session, draw));
            } catch (error) {
              if (!(error instanceof BallastError)) throw error;
            }
            const decided = settled(session);
            rebalance.wake();
            await rebalance.idle();
            expect(settled(session)).toEqual(decided);
            expect(faultOf(session)).toBeNull();
          }
          followed += rebalance.summary().followedItems;
          expectRebuiltEqual(session);
          expect(readTransfers(session.database)).toEqual(
            [...session.transfers.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1)),
          );
          rebalance.close();
          session.database.close();
        },
      ),
      { numRuns: 25, endOnFailure: false },
    );
    expect(followed).toBeGreaterThan(25);
  });

  it('gives back what it proposed when an approval is undone', async () => {
    const session = planned(3);
    const rebalance = createRebalance(session, never);
    rebalance.wake();
    await rebalance.idle();
    const [first] = open(session).filter((transfer) => transfer.role === 'planner');
    const figures = (): Record<string, number> =>
      Object.fromEntries(
        open(session).map(({ item, from, to, quantity }) => [`${item} ${from} ${to}`, quantity]),
      );
    const before = figures();
    const planner = profileById('planner');
    applyCommand(session, planner, { kind: 'approve-transfers', transfers: [first.id] });
    rebalance.wake();
    await rebalance.idle();
    expect(session.transfers.get(first.id)?.state).toBe('approved');
    undo(session, planner);
    rebalance.wake();
    await rebalance.idle();
    expect(figures()).toEqual(before);
    session.database.close();
  });

  it('states a bound that its objective does not exceed, before and after edits, also when reopened', async () => {
    const session = planned(5);
    const rebalance = createRebalance(session, never);
    rebalance.wake();
    await rebalance.idle();
    const planner = profileById('planner');
    const [first] = open(session).filter((transfer) => transfer.role === 'planner');
    applyCommand(session, planner, { kind: 'approve-transfers', transfers: [first.id] });
    rebalance.wake();
    await rebalance.idle();
    const { objectiveMinor, upperBoundMinor, gap } = rebalance.summary();
    expect(objectiveMinor).not.toBeNull();
    expect(upperBoundMinor ?? 0).toBeGreaterThanOrEqual(objectiveMinor ?? 1);
    expect(gap).toBeCloseTo(((upperBoundMinor ?? 0) - (objectiveMinor ?? 0)) / (upperBoundMinor ?? 1), 5);
    const again = createSession(session.database, session.now, () => undefined);
    const reopened = createRebalance(again, never);
    expect(reopened.summary().gap).toBe(gap);
    reopened.wake();
    await reopened.idle();
    expect(reopened.summary().totals).toEqual(rebalance.summary().totals);
    session.database.close();
  });

  it('proves as much after it was reopened as if it had stayed open, edit for edit', async () => {
    let compared = 0;
    for (const seed of [3, 5, 8]) {
      const gaps: (number | null)[][] = [];
      for (const isReopened of [false, true]) {
        let session = planned(seed);
        let rebalance = createRebalance(session, never);
        const seen: (number | null)[] = [];
        for (let edit = 0; edit < 3; edit++) {
          if (isReopened) session = createSession(session.database, session.now, () => undefined);
          if (isReopened) rebalance = createRebalance(session, never);
          rebalance.wake();
          await rebalance.idle();
          const first = open(session)
            .toSorted((a, b) => (a.id < b.id ? -1 : 1))
            .find((transfer) => transfer.role === 'planner');
          if (first === undefined) break;
          applyCommand(session, profileById('planner'), { kind: 'approve-transfers', transfers: [first.id] });
          rebalance.wake();
          await rebalance.idle();
          seen.push(rebalance.summary().upperBoundMinor);
        }
        gaps.push(seen);
        session.database.close();
      }
      expect(gaps[1]).toEqual(gaps[0]);
      compared += gaps[0].length;
    }
    expect(compared).toBeGreaterThan(6);
  });

  it('solves again only what no longer fits when it is opened, and leaves the rest as it was', async () => {
    const session = planned(7, 12);
    const settledPlan = createRebalance(session, never);
    settledPlan.wake();
    await settledPlan.idle();
    const quantities = (all: Transfer[]): string[] =>
      all.map(({ id, item, from, to, quantity }) => `${id} ${item} ${from} ${to} ${quantity}`).toSorted();
    // An item of many, so that it is a small part of the network.
    const [gone] = open(session);
    const donor = positionOf(session.state, gone.from, gone.item);
    // Sold out since by somebody whom this plan never heard of.
    session.database.transaction(() =>
      changePosition(
        session.database,
        gone.from,
        gone.item,
        { onHand: -session.state.onHand[donor] },
        session.clockMinutes,
      ),
    );
    const again = createSession(session.database, session.now, () => undefined);
    expect(faultOf(again)).toMatch(/more than its surplus/);
    const others = open(again).filter((transfer) => transfer.item !== gone.item);
    const rebalance = createRebalance(again, never);
    rebalance.wake();
    await rebalance.idle();
    expect(faultOf(again)).toBeNull();
    expect(open(again).some(({ item, from }) => item === gone.item && from === gone.from)).toBe(false);
    expect(quantities(open(again).filter((transfer) => transfer.item !== gone.item))).toEqual(
      quantities(others),
    );
    expect(rebalance.summary().followedItems).toBe(1);
    expectRebuiltEqual(again);
    session.database.close();
  });

  it('never lets a dealer give a protected part, nor after its stock was at zero', () => {
    let kept = 0;
    for (const seed of [1, 2, 3]) {
      const session = planned(seed);
      const [proposal] = open(session);
      writeProtectedPart(session.database, {
        location: proposal.from,
        item: proposal.item,
        agreement: 'RP-15',
        note: '',
        author: 'programme',
        sinceDay: 0,
      });
      const donor = positionOf(session.state, proposal.from, proposal.item);
      expect(session.state.excess[donor]).toBeGreaterThan(0);
      const again = createSession(session.database, session.now, () => undefined);
      const feed = createFeed(again);
      feed.advance(60);
      drained(runPlan(again, { retrain: false }));
      expect(open(again).some(({ from, item }) => from === proposal.from && item === proposal.item)).toBe(
        false,
      );
      expect([...again.state.agreements.protectedParts.values()]).toEqual([
        {
          location: proposal.from,
          item: proposal.item,
          agreement: 'RP-15',
          note: '',
          author: 'programme',
          sinceDay: 0,
        },
      ]);
      kept++;
      session.database.close();
    }
    expect(kept).toBe(3);
  });
});

describe('a preview', () => {
  it('of the present settings is the present plan, and of others what adopting it gives', async () => {
    const session = planned(2);
    const rebalance = createRebalance(session, never);
    rebalance.wake();
    await rebalance.idle();
    const items = session.state.network.items.map((item) => item.id).slice(0, 12);
    const same = rebalance.preview(defaultRebalanceSettings, items);
    expect(same.network.before).toEqual(transferTotals(open(session)));
    expect(same.finished).toBe(false);
    await rebalance.idle();
    const present = rebalance.summary().preview;
    expect(present?.network.after.netMinor).toBeGreaterThanOrEqual(
      (present?.network.before.netMinor ?? 0) * 0.99 - 500,
    );
    const other = rebalance.preview({ ...defaultRebalanceSettings, serviceFactor: 3 }, items);
    expect(() => rebalance.adopt(other.id, profileById('planner'))).toThrow(/still being worked out/);
    await rebalance.idle();
    const finished = rebalance.summary().preview;
    expect(finished).toMatchObject({ id: other.id, finished: true, solvedItems: finished?.items });
    const adopted = await rebalance.adopt(other.id, profileById('planner'));
    expect(adopted.settings.serviceFactor).toBe(3);
    expect(adopted.totals).toEqual(finished?.network.after);
    expect(faultOf(session)).toBeNull();
    expectRebuiltEqual(session);
    const again = createSession(session.database, session.now, () => undefined);
    expect(again.parameters.serviceFactor).toBe(3);
    expect(() => rebalance.adopt(other.id, profileById('planner'))).toThrow(/replaced/);
    session.database.close();
  });

  it('whose adoption ends half-way leaves the former plan, wherever that is', async () => {
    const session = planned(2);
    const rebalance = createRebalance(session, never);
    rebalance.wake();
    await rebalance.idle();
    const before = { transfers: readTransfers(session.database), parameters: session.parameters };
    const solved = solvedAt(session, 3);
    let slices = 0;
    for (const work = adoptSolved(session, solved); work.next().done !== true; slices++);
    const adopted = readTransfers(session.database);
    expect(adopted).not.toEqual(before.transfers);
    let halves = 0;
    for (let cut = 0; cut < slices; cut++) {
      const again = planned(2);
      const work = adoptSolved(again, solvedAt(again, 3));
      for (let step = 0; step <= cut; step++) work.next();
      const isWritten = readProposalEditions(again) > 1;
      const reopened = createSession(again.database, again.now, () => undefined);
      const found = [...reopened.transfers.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1));
      const isAdopted = reopened.parameters.serviceFactor === 3;
      expect(found).toEqual(isAdopted ? adopted : before.transfers);
      if (isWritten && !isAdopted) halves++;
      // What was left of it is in nobody's way.
      drained(runPlan(reopened, { retrain: false }));
      expect(reopened.database.prepare('SELECT count(DISTINCT edition) AS n FROM proposal').get()).toEqual({
        n: 1,
      });
      expectRebuiltEqual(reopened);
      again.database.close();
    }
    expect(halves).toBeGreaterThan(0);
    session.database.close();
  });

  it('leaves alone what was decided while it was being adopted, and promises no unit of it again', () => {
    let decided = 0;
    for (const seed of [2, 4, 6]) {
      const session = planned(seed);
      const work = adoptSolved(session, solvedAt(session, 2));
      work.next();
      const approver = profileById('approver');
      const mine = open(session).filter((transfer) => transfer.verdict === 'approve');
      applyCommand(session, approver, { kind: 'approve-transfers', transfers: mine.map(({ id }) => id) });
      while (work.next().done !== true);
      const touched = new Set(mine.flatMap(({ item, from, to }) => [`${item}:${from}`, `${item}:${to}`]));
      for (const { id } of mine) expect(session.transfers.get(id)?.state).toBe('approved');
      for (const { item, from, to } of open(session)) {
        expect(touched.has(`${item}:${from}`) || touched.has(`${item}:${to}`)).toBe(false);
      }
      expectRebuiltEqual(session);
      decided += mine.length;
      session.database.close();
    }
    expect(decided).toBeGreaterThan(5);
  });

  it('gives way to a plan run that begins while it is being adopted', () => {
    const session = planned(2);
    const work = adoptSolved(session, solvedAt(session, 3));
    while (readProposalEditions(session) < 2) work.next();
    drained(runPlan(session, { retrain: false }));
    const after = readTransfers(session.database);
    expect(() => {
      while (work.next().done !== true);
    }).toThrow(/newer plan/);
    expect(readTransfers(session.database)).toEqual(after);
    expect(session.parameters.serviceFactor).toBe(1);
    expectRebuiltEqual(session);
    session.database.close();
  });

  it('that is overtaken by a newer one is given up', async () => {
    const told: number[] = [];
    const session = planned(2);
    session.emit = (event, payload) => {
      if (event === 'preview') told.push((payload as { id: number }).id);
    };
    const rebalance = createRebalance(session, never);
    rebalance.wake();
    await rebalance.idle();
    for (const serviceFactor of [1.5, 2, 2.5]) {
      rebalance.preview({ ...defaultRebalanceSettings, serviceFactor }, []);
    }
    await rebalance.idle();
    expect(new Set(told)).toEqual(new Set([3]));
    session.database.close();
  });

  it('takes no longer lanes than its reach and no lane below its least net', async () => {
    const session = planned(4);
    const rebalance = createRebalance(session, never);
    rebalance.wake();
    await rebalance.idle();
    rebalance.preview({ ...defaultRebalanceSettings, reachDays: 1, leastNetMinor: 5_000 }, []);
    await rebalance.idle();
    const finished = rebalance.summary().preview;
    await rebalance.adopt(finished?.id ?? 0, profileById('planner'));
    const lanes = new Map<string, number>();
    for (const transfer of open(session)) {
      expect(transfer.days).toBeLessThanOrEqual(1);
      const lane = `${transfer.from} ${transfer.to}`;
      lanes.set(lane, (lanes.get(lane) ?? 0) + transfer.netMinor);
    }
    for (const net of lanes.values()) expect(net).toBeGreaterThanOrEqual(4_990);
    session.database.close();
  });

  it('traces a frontier on which more weight on service never avoids less', async () => {
    const session = planned(2);
    const rebalance = createRebalance(session, never);
    rebalance.wake();
    await rebalance.idle();
    const { points, complete, present } = rebalance.frontier();
    expect(complete).toBe(true);
    expect(present).toEqual(transferTotals(open(session)));
    expect(points.length).toBeGreaterThanOrEqual(5);
    // What things cost is what the plan for factor 1 is best at.
    const asItCosts = points.find((point) => point.serviceFactor === 1)?.totals.netMinor ?? 0;
    for (const point of points) expect(point.totals.netMinor).toBeLessThanOrEqual(asItCosts * 1.01 + 500);
    for (let k = 1; k < points.length; k++) {
      const slack = 0.01 * points[k].totals.avoidedMinor + 1_000;
      expect(points[k].serviceFactor).toBeGreaterThan(points[k - 1].serviceFactor);
      expect(points[k].totals.avoidedMinor).toBeGreaterThanOrEqual(points[k - 1].totals.avoidedMinor - slack);
    }
    session.database.close();
  });
});
