import { describe, expect, it, vi } from 'vitest';
import { drained } from '../../../core/base/drained.ts';
import { profileById } from '../../../core/contract/people.ts';
import { positionQuantities, type PositionQuantity } from '../../../core/model/position.ts';
import { positionOf } from '../../../core/plan/planState.ts';
import type { TransferState } from '../../../core/rebalance/transferStates.ts';
import { readInbound } from '../../../core/store/networkStore.ts';
import { writeTransfer } from '../../../core/store/transferStore.ts';
import { applyCommand } from '../../../electron/host/planning/applyCommand.ts';
import { createFeed } from '../../../electron/host/planning/applyFeed.ts';
import { runPlan } from '../../../electron/host/planning/runPlan.ts';
import type { PlanSession } from '../../../electron/host/planning/session.ts';
import type { SampleFeed, SampleFeedOptions } from '../../../electron/host/sources/sample/feed.ts';
import type { FeedEvent } from '../../../electron/host/sources/sample/feedEvent.ts';
import { openMiniSession } from '../../support/miniReplica.ts';
import { expectRebuiltEqual } from './planDump.ts';

/** Everything that the feed has said, as it was said. */
const told = vi.hoisted((): FeedEvent[] => []);
vi.mock('../../../electron/host/sources/sample/feed.ts', async (original) => {
  const real = await original<{ createSampleFeed: (options: SampleFeedOptions) => SampleFeed }>();
  return {
    createSampleFeed(options: SampleFeedOptions): SampleFeed {
      const feed = real.createSampleFeed(options);
      return {
        get sequence() {
          return feed.sequence;
        },
        next(view, from, to) {
          const events = feed.next(view, from, to);
          told.push(...events);
          return events;
        },
      };
    },
  };
});

function plannedSession(seed: number): PlanSession {
  const session = openMiniSession({ seed });
  drained(runPlan(session, { retrain: false }));
  return session;
}

function sumOf(session: PlanSession, item: number, names: readonly PositionQuantity[]): number {
  const { state } = session;
  let sum = 0;
  for (let at = state.itemStart[item]; at < state.itemStart[item + 1]; at++) {
    for (const name of names) sum += state[name][state.byItem[at]];
  }
  return sum;
}

interface DemandRow {
  readonly quantity: number;
  readonly lost: number;
}

function currentDemand(session: PlanSession): Map<string, DemandRow> {
  return new Map(
    session.database
      .prepare('SELECT location_idx AS l, item_idx AS i, quantity, lost_sales AS lost FROM demand_current')
      .all()
      .map((row) => [
        `${Number(row['l'])}:${Number(row['i'])}`,
        { quantity: Number(row['quantity']), lost: Number(row['lost']) },
      ]),
  );
}

/** Moves a transfer through its states by hand, so that nothing else happens meanwhile. */
function setState(session: PlanSession, id: string, state: TransferState): void {
  const transfer = session.transfers.get(id);
  if (transfer === undefined) throw new Error(`${id} is gone`);
  const moved = { ...transfer, state };
  session.database.transaction(() => writeTransfer(session.database, moved));
  session.changed(session.setTransfer(id, moved), true);
}

function addTo(session: PlanSession, p: number, change: Partial<Record<PositionQuantity, number>>): void {
  for (const name of positionQuantities) session.state[name][p] += change[name] ?? 0;
  session.changed([p], false);
}

const approver = profileById('approver');

function approvedTransfers(session: PlanSession): string[] {
  const ids = [...session.transfers.values()]
    .filter((transfer) => transfer.state === 'proposed' && transfer.verdict === 'approve')
    .map(({ id }) => id);
  applyCommand(session, approver, { kind: 'approve-transfers', transfers: ids });
  return ids;
}

describe('the feed', () => {
  it('keeps stock: what an item gains or loses is what was sold, received, moved, counted and returned', () => {
    const kinds = new Set<string>();
    for (const seed of [1, 2, 3]) {
      const session = plannedSession(seed);
      approvedTransfers(session);
      const { state, database } = session;
      const items = Array.from(state.network.items.keys());
      const inbound = new Map<string, number>();
      readInbound(database, ({ id, quantity }) => inbound.set(id, quantity));
      const transferred = new Map([...session.transfers].map(([id, { quantity }]) => [id, quantity]));
      const onHand = items.map((item) => sumOf(session, item, ['onHand']));
      const feed = createFeed(session);
      told.length = 0;
      for (let slice = 0; slice < 60; slice++) feed.advance(200);

      for (const event of told) {
        if (event.item < 0) continue;
        kinds.add(event.kind);
        // What the event says has happened, not the change that it names.
        if (event.kind === 'sale') onHand[event.item] -= event.demand;
        if (event.ordered !== null) inbound.set(event.ordered.id, event.ordered.quantity);
        if (event.received !== null) {
          onHand[event.item] += (inbound.get(event.received) ?? Number.NaN) - event.demand;
          inbound.delete(event.received);
        }
        if (event.kind === 'return' || event.kind === 'count') onHand[event.item] += event.change.onHand ?? 0;
        const step = event.transfer;
        if (step?.state === 'shipped') onHand[event.item] -= transferred.get(step.id) ?? Number.NaN;
        if (step?.state === 'received' || step?.state === 'discrepant') {
          onHand[event.item] += step.receivedQuantity - event.demand;
        }
      }
      expect(items.map((item) => sumOf(session, item, ['onHand']))).toEqual(onHand);

      // What was sold is this month's demand, and every unit on its way is one inbound or one shipped transfer.
      const demand = told.reduce((sum, event) => sum + event.demand, 0);
      expect([...currentDemand(session).values()].reduce((sum, row) => sum + row.quantity, 0)).toBe(demand);
      const shipped = [...session.transfers.values()].filter((transfer) => transfer.state === 'shipped');
      for (const item of items) {
        let due = 0;
        readInbound(database, (row) => (due += row.item === item ? row.quantity : 0));
        for (const transfer of shipped) if (transfer.item === item) due += transfer.quantity;
        expect(sumOf(session, item, ['inTransitIn', 'onOrder']), state.network.items[item].id).toBe(due);
      }
      expectRebuiltEqual(session);
      database.close();
    }
    expect(kinds).toEqual(new Set(['sale', 'order', 'receipt', 'return', 'count', 'transfer']));
  });

  it('never counts a transfer as consumption, but for customers who waited (trap 1)', () => {
    const session = plannedSession(2);
    const feed = createFeed(session);
    const ids = approvedTransfers(session);
    const { state } = session;
    // Nothing sells, nothing is due: only transfers move. Those who wait are served when goods arrive.
    state.mean.fill(0);
    session.forecastVersion++;
    session.database.exec('DELETE FROM inbound; UPDATE position SET backorder = 0');
    state.backorder.fill(0);
    const stock = sumAll(session, 'onHand');
    for (let day = 0; day < 12; day++) feed.advance(1440);
    const states = ids.map((id) => session.transfers.get(id)?.state);
    expect(states.filter((reached) => reached === 'received').length).toBeGreaterThan(3);
    expect(currentDemand(session).size).toBe(0);
    const short = ids
      .map((id) => session.transfers.get(id))
      .filter((transfer) => transfer?.state === 'discrepant')
      .reduce((sum, transfer) => sum + (transfer?.quantity ?? 0), 0);
    expect(stock - sumAll(session, 'onHand')).toBeGreaterThanOrEqual(0);
    expect(stock - sumAll(session, 'onHand')).toBeLessThanOrEqual(short);
    session.database.close();
  });

  it('brings each known arrival a day closer at midnight, as a rebuilt state has it', () => {
    const session = plannedSession(6);
    const feed = createFeed(session);
    for (let day = 0; day < 4; day++) {
      feed.advance(1440);
      expectRebuiltEqual(session);
    }
    session.database.close();
  });

  it('goes on where it stopped after the replica was opened again, event for event', () => {
    const whole = plannedSession(3);
    const parts = plannedSession(3);
    const feed = createFeed(whole);
    for (let slice = 0; slice < 10; slice++) feed.advance(300);
    for (let slice = 0; slice < 10; slice++) createFeed(parts).advance(300);
    const rows = (session: PlanSession): unknown => session.database.prepare('SELECT * FROM position').all();
    expect(rows(parts)).toEqual(rows(whole));
    whole.database.close();
    parts.database.close();
  });

  it('stops and starts, and tells its latest lines, newest first', () => {
    const session = plannedSession(1);
    const heard: number[] = [];
    session.emit = (event, payload) => {
      if (event === 'feed') heard.push((payload as { events: number }).events);
    };
    const feed = createFeed(session);
    for (let slice = 0; slice < 20; slice++) feed.advance(500);
    const { events, latest, running } = feed.state();
    expect(running).toBe(true);
    expect(events).toBeGreaterThan(0);
    expect(latest.length).toBeGreaterThan(0);
    expect(latest.length).toBeLessThanOrEqual(40);
    const order = latest.map((line) => line.sequence);
    expect(order).toEqual(order.toSorted((a, b) => b - a));
    feed.setRunning(false);
    expect(feed.state().running).toBe(false);
    expect(heard.at(-1)).toBe(events);
    session.database.close();
  });
});

function sumAll(session: PlanSession, name: PositionQuantity): number {
  return session.state[name].reduce((sum, units) => sum + units, 0);
}

describe('a transfer under way', () => {
  it('is counted once at each end, from approval to receipt (trap 2)', () => {
    const session = plannedSession(2);
    const { state } = session;
    const transfer = [...session.transfers.values()].find((entry) => entry.state === 'proposed');
    if (transfer === undefined) throw new Error('no proposal');
    const { id, quantity } = transfer;
    const donor = positionOf(state, transfer.from, transfer.item);
    const receiver = positionOf(state, transfer.to, transfer.item);
    state.backorder[receiver] = 0;
    session.changed([receiver], false);
    const net = (p: number): number => state.available[p] + state.plannedIn[p] - state.plannedOut[p];
    const before = { donor: net(donor), receiver: net(receiver), risk: state.pStockout[receiver] };
    setState(session, id, 'approved');
    const after = { donor: net(donor), receiver: net(receiver), risk: state.pStockout[receiver] };
    expect(after.donor).toBe(before.donor - quantity);
    expect(after.receiver).toBe(before.receiver + quantity);
    expect(after.risk).toBeLessThan(before.risk);
    const expectSame = (): void => {
      expect({ donor: net(donor), receiver: net(receiver), risk: state.pStockout[receiver] }).toEqual(after);
    };
    setState(session, id, 'offered');
    expectSame();
    setState(session, id, 'committed');
    expectSame();
    addTo(session, donor, { onHand: -quantity, inTransitOut: quantity });
    addTo(session, receiver, { inTransitIn: quantity });
    setState(session, id, 'shipped');
    expectSame();
    addTo(session, receiver, { inTransitIn: -quantity, onHand: quantity });
    addTo(session, donor, { inTransitOut: -quantity });
    setState(session, id, 'received');
    expectSame();
    session.database.close();
  });

  it('that falls through gives its units back', () => {
    for (const end of ['rejected', 'expired', 'cancelled'] as const) {
      const session = plannedSession(2);
      const [id] = approvedTransfers(session);
      const { state } = session;
      expect(state.plannedOut.some((units) => units > 0)).toBe(true);
      for (const other of session.transfers.keys()) {
        if (session.transfers.get(other)?.state === 'approved') setState(session, other, end);
      }
      expect(session.transfers.get(id)?.state).toBe(end);
      expect(state.plannedOut.every((units) => units === 0)).toBe(true);
      expect(state.plannedIn.every((units) => units === 0)).toBe(true);
      expectRebuiltEqual(session);
      session.database.close();
    }
  });
});
