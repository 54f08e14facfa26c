import { minutesToDay } from '../../../core/base/calendar.ts';
import { drained } from '../../../core/base/drained.ts';
import type { FeedLine, FeedState } from '../../../core/contract/views.ts';
import type { Inbound } from '../../../core/model/network.ts';
import { positionQuantities } from '../../../core/model/position.ts';
import { noArrival, positionOf, type PlanState } from '../../../core/plan/planState.ts';
import { isComing } from '../../../core/rebalance/transferStates.ts';
import { readMetaNumber, writeMeta } from '../../../core/store/metaStore.ts';
import {
  deleteInbound,
  readInboundDue,
  readInboundOf,
  writeInbound,
} from '../../../core/store/networkStore.ts';
import { addCurrentDemand, changePosition, touchLocation } from '../../../core/store/positionStore.ts';
import { markRanOut } from '../../../core/store/stockoutPredictionStore.ts';
import { writeCrossings } from '../../../core/store/stockoutStore.ts';
import { writeTransfer, type Transfer } from '../../../core/store/transferStore.ts';
import { createSampleFeed } from '../sources/sample/feed.ts';
import type { FeedEvent, FeedTransfer, FeedView } from '../sources/sample/feedEvent.ts';
import { closeMonth, monthEndMinutes, runningMonthMinutes } from './closeMonth.ts';
import { refreshConsensus } from './forecastOverrides.ts';
import { addArrival, touchAsOf } from './loadPlan.ts';
import { recordKpis } from './kpis.ts';
import { itemsSetFree } from './restrictions.ts';
import type { PlanSession } from './session.ts';
import { stockCrossings } from './stockCrossings.ts';
import { keepPredictions } from './stockoutPredictions.ts';

/** Minutes of the network's clock that pass in a second of the simulated feed. */
export const networkMinutesPerSecond = 2;
const keptLines = 40;

export interface Feed {
  /** Lets the network's clock run for so many minutes: one transaction, then the arrays, then what follows. */
  advance(minutes: number): void;
  /** The same in slices: a new day moves every arrival, and with them most of the network. */
  advanceInSlices(minutes: number): Generator<unknown, void>;
  state(): FeedState;
  setRunning(running: boolean): void;
}

/** The simulated feed of the sample network: what dealers would have sent, applied like any source. */
export function createFeed(session: PlanSession): Feed {
  const { database } = session;
  const feed = createSampleFeed({
    seed: readMetaNumber(database, 'feedSeed'),
    sequence: readMetaNumber(database, 'feedSequence'),
  });
  let running = true;
  let events = 0;
  const latest: FeedLine[] = [];
  /** What is due through a day: read once, since only this feed books receipts and orders. */
  let due: { readonly day: number; inbound: readonly Inbound[] } | null = null;

  const inboundDue = (throughDay: number): readonly Inbound[] => {
    if (due?.day !== throughDay) due = { day: throughDay, inbound: readInboundDue(database, throughDay) };
    return due.inbound;
  };
  const followInbound = (batch: readonly FeedEvent[]): void => {
    const received = new Set(batch.flatMap((event) => event.received ?? []));
    const isOrderedNow = batch.some((event) => (event.ordered?.expectedDay ?? Infinity) <= (due?.day ?? -1));
    if (isOrderedNow) due = null;
    else if (due !== null && received.size > 0) {
      due.inbound = due.inbound.filter((inbound) => !received.has(inbound.id));
    }
  };
  const state = (): FeedState => ({
    running,
    clockMinutes: session.clockMinutes,
    events,
    networkMinutesPerSecond,
    latest: [...latest],
  });

  function* advanceTo(to: number): Generator<unknown, void> {
    const from = session.clockMinutes;
    const batch = feed.next(viewOf(session, inboundDue), from, to);
    const steps = transferSteps(session, batch);
    const crossings = stockCrossings(session, batch);
    database.transaction(() => {
      for (const event of batch) writeEvent(session, event);
      writeCrossings(database, crossings, runningMonthMinutes(session));
      markRanOut(database, crossings);
      for (const transfer of steps.values()) writeTransfer(database, transfer);
      writeMeta(database, 'clockMinutes', to);
      writeMeta(database, 'feedSequence', feed.sequence);
    });
    session.clockMinutes = to;
    followInbound(batch);
    for (const item of itemsSetFree(session, from, to)) session.itemChanged[item] = session.version + 1;
    const touched = new Set<number>();
    const moved: number[] = [];
    for (const event of batch) followEvent(session, event, touched);
    for (const [id, transfer] of steps) for (const p of session.setTransfer(id, transfer)) touched.add(p);
    if (minutesToDay(from) !== minutesToDay(to)) {
      // A new day: every known arrival has come a day closer, and what waits for its source with it.
      session.recalculation.setToday(minutesToDay(to));
      const { arrivalDay, count, agreements } = session.state;
      agreements.day = minutesToDay(to);
      // A right to return that has ended makes its units cheaper to give.
      for (const [p, { untilDay }] of agreements.returns) {
        if (untilDay > minutesToDay(from) && untilDay <= agreements.day) touched.add(p);
      }
      for (let p = 0; p < count; p++) if (arrivalDay[p] !== noArrival) moved.push(p);
      // Overrides begin and end with days.
      if (session.overrides.size > 0) for (const p of refreshConsensus(session)) touched.add(p);
    }
    for (const p of touched) moved.push(p);
    yield* session.changedInSteps(new Int32Array(moved), steps.size > 0);
    if (minutesToDay(from) !== minutesToDay(to)) {
      yield;
      keepPredictions(session);
      yield;
    }
    if (Math.floor(from / 60) !== Math.floor(to / 60)) recordKpis(session);
    events += batch.length;
    for (const event of batch) {
      const text = eventText(session.state, event);
      if (text !== null)
        latest.unshift({
          sequence: event.sequence,
          minutes: event.minutes,
          location: event.location,
          text,
        });
    }
    latest.length = Math.min(latest.length, keptLines);
    session.emit('feed', state());
  }
  function* advanceInSlices(minutes: number): Generator<unknown, void> {
    const to = session.clockMinutes + minutes;
    for (let end = monthEndMinutes(session); end <= to; end = monthEndMinutes(session)) {
      // What happens in the month's last minute still belongs to it.
      if (end - 1 > session.clockMinutes) yield* advanceTo(end - 1);
      closeMonth(session);
    }
    if (to > session.clockMinutes) yield* advanceTo(to);
  }

  return {
    advance: (minutes) => drained(advanceInSlices(minutes)),
    advanceInSlices,
    state,
    setRunning(next) {
      running = next;
      session.emit('feed', state());
    },
  };
}

function viewOf(session: PlanSession, inboundDue: FeedView['inboundDue']): FeedView {
  const { state } = session;
  const dealer = Uint8Array.from(state.network.locations, (location) => (location.kind === 'dealer' ? 1 : 0));
  return {
    positions: state.count,
    locations: state.network.locations.length,
    ratesVersion: session.forecastVersion,
    locationOf: (p) => state.location[p],
    itemOf: (p) => state.item[p],
    positionOf: (location, item) => positionOf(state, location, item),
    // A warehouse's mean is the demand of the dealers it supplies: sold there, not here.
    monthlyMean: (p) => (dealer[state.location[p]] === 1 ? state.mean[p] : 0),
    quantity: (p, name) => state[name][p],
    asOf: (location) => latestAsOf(state, location),
    supplyDays: (location) => state.supplyDays[location],
    isOrderable: (item) => state.network.items[item].status === 'active',
    inboundDue,
    transfers: movingTransfers(session),
  };
}

function latestAsOf(state: PlanState, location: number): number {
  let latest = 0;
  for (let p = state.locationStart[location]; p < state.locationStart[location + 1]; p++) {
    if (state.asOf[p] > latest) latest = state.asOf[p];
  }
  return latest;
}

function movingTransfers(session: PlanSession): FeedTransfer[] {
  const moving: FeedTransfer[] = [];
  for (const {
    id,
    from,
    to,
    item,
    quantity,
    state,
    stateMinutes,
    days,
  } of session.transfers.settled.values()) {
    if (!isComing(state)) continue;
    moving.push({ id, from, to, item, quantity, state, sinceMinutes: stateMinutes, days });
  }
  return moving;
}

function transferSteps(session: PlanSession, batch: readonly FeedEvent[]): Map<string, Transfer> {
  const steps = new Map<string, Transfer>();
  for (const { transfer: step, minutes } of batch) {
    if (step === null) continue;
    const known = steps.get(step.id) ?? session.transfers.get(step.id);
    if (known !== undefined) steps.set(step.id, { ...known, state: step.state, stateMinutes: minutes });
  }
  return steps;
}

function writeEvent(session: PlanSession, event: FeedEvent): void {
  const { database } = session;
  if (event.item < 0) {
    touchLocation(database, event.location, event.minutes);
    return;
  }
  changePosition(database, event.location, event.item, event.change, event.minutes);
  if (event.demand > 0 || event.lostSales > 0) {
    addCurrentDemand(database, event.location, event.item, event.demand, event.lostSales);
  }
  if (event.received !== null) deleteInbound(database, event.received);
  if (event.ordered !== null) writeInbound(database, [event.ordered]);
}

function followEvent(session: PlanSession, event: FeedEvent, touched: Set<number>): void {
  const { state, database } = session;
  if (event.item < 0) {
    touchAsOf(state, event.location, event.minutes);
    return;
  }
  const p = positionOf(state, event.location, event.item);
  if (p < 0) return;
  for (const name of positionQuantities) state[name][p] += event.change[name] ?? 0;
  state.asOf[p] = Math.max(state.asOf[p], event.minutes);
  touched.add(p);
  if (event.received === null && event.ordered === null) return;
  state.arrivalDay[p] = noArrival;
  state.arrivalQuantity[p] = 0;
  for (const inbound of readInboundOf(database, event.location, event.item)) {
    addArrival(state, p, inbound.expectedDay, inbound.quantity);
  }
}

function eventText(state: PlanState, event: FeedEvent): string | null {
  if (event.item < 0) return null;
  const item = state.network.items[event.item];
  const name = `${item.description} (${item.id})`;
  switch (event.kind) {
    case 'sale':
      if (event.lostSales > 0) return `Lost sale of ${event.lostSales}: ${name}`;
      return event.demand > 0 ? `Sold ${event.demand}: ${name}` : `Customer waits: ${name}`;
    case 'receipt':
      return `Received ${(event.change.onHand ?? 0) + event.demand}: ${name}`;
    case 'return':
      return `Returned: ${name}`;
    case 'count':
      return `Counted, ${signed(event.change.onHand ?? 0)}: ${name}`;
    case 'order':
      return `Ordered ${event.ordered?.quantity ?? 0}: ${name}`;
    case 'transfer':
      return event.transfer === null ? null : `${event.transfer.id} ${event.transfer.state}: ${name}`;
    case 'heartbeat':
      return null;
  }
}

function signed(value: number): string {
  return value > 0 ? `+${value}` : String(value);
}
