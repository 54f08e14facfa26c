/**
 * The simulated live feed: what the dealers' systems say between two instants of network time. Customers
 * buy in proportion to the mean demand of each position (Poisson arrivals), deliveries arrive, stock is counted,
 * parts come back, dealers order when they run low, transfers take their steps. A system that has been silent
 * for a day says nothing until it is heard again; what happened there meanwhile follows after that.
 *
 * A pure function of seed, sequence number, view and the two instants. Deliveries for new orders come from
 * outside: the simulation doesn't draw down the warehouses. O(events + locations + inbound due + transfers) a
 * call, and O(positions) whenever `ratesVersion` changes.
 */
import { daysPerMonth, minutesPerDay, minutesToDay } from '../../../../core/base/calendar.ts';
import { createRandom, type Random } from '../../../../core/base/random.ts';
import type { Inbound } from '../../../../core/model/network.ts';
import type { PositionQuantity } from '../../../../core/model/position.ts';
import { createDemandDraw, type DemandDraw } from './demandDraw.ts';
import type { FeedEvent, FeedTransfer, FeedView, QuantityChange } from './feedEvent.ts';
import { type PlannedStep, scheduleTransfer } from './transferSchedule.ts';

export interface SampleFeed {
  /** Number of the last event issued. */
  readonly sequence: number;
  /** The events in (fromMinutes, toMinutes], in order. */
  next(view: FeedView, fromMinutes: number, toMinutes: number): FeedEvent[];
}

export interface SampleFeedOptions {
  readonly seed: number;
  /** Number of the last event that has been applied; 0 for a new network. */
  readonly sequence: number;
}

/** Mean units of a sale: one in most cases, two or three sometimes. */
const unitsPerSale = 0.8 * 1 + 0.15 * 2 + 0.05 * 3;
const returnsPerSale = 0.02;
const countsPerSale = 0.01;
const minutesBetweenHeartbeats = 60;
const silentAfterMinutes = minutesPerDay;
/** A silent system is heard again after two days on average. */
const silenceMinutes = 2 * minutesPerDay;

type Happening =
  | { readonly minutes: number; readonly kind: 'sale' | 'return' | 'count'; readonly position: number }
  | { readonly minutes: number; readonly kind: 'heartbeat'; readonly location: number }
  | { readonly minutes: number; readonly kind: 'receipt'; readonly inbound: Inbound }
  | {
      readonly minutes: number;
      readonly kind: 'transfer';
      readonly transfer: FeedTransfer;
      readonly step: PlannedStep;
    };

export function createSampleFeed({ seed, sequence: start }: SampleFeedOptions): SampleFeed {
  let sequence = start;
  let ratesVersion = Number.NaN;
  let demandDraw: DemandDraw | null = null;
  return {
    get sequence() {
      return sequence;
    },
    next(view, fromMinutes, toMinutes) {
      if (!(toMinutes > fromMinutes)) return [];
      if (demandDraw === null || ratesVersion !== view.ratesVersion) {
        demandDraw = createDemandDraw(view.positions, (position) => view.monthlyMean(position));
        ({ ratesVersion } = view);
      }
      const random = createRandom(`feed/${seed}/${sequence}/${fromMinutes}`);
      const happenings = [
        ...drawCustomers(demandDraw, fromMinutes, toMinutes, random),
        ...drawHeartbeats(view, fromMinutes, toMinutes, random),
        ...dueReceipts(view, seed, fromMinutes, toMinutes),
        ...view.transfers.flatMap((transfer) =>
          scheduleTransfer(transfer, seed, fromMinutes, toMinutes).map((step): Happening => ({
            minutes: step.minutes,
            kind: 'transfer',
            transfer,
            step,
          })),
        ),
      ].toSorted((a, b) => a.minutes - b.minutes);
      const events = tell(view, happenings, sequence, random);
      sequence += events.length;
      return events;
    },
  };
}

function drawCustomers(demandDraw: DemandDraw, from: number, to: number, random: Random): Happening[] {
  const sales = (demandDraw.total / unitsPerSale / (daysPerMonth * minutesPerDay)) * (to - from);
  const happenings: Happening[] = [];
  const add = (kind: 'sale' | 'return' | 'count', mean: number): void => {
    for (let left = random.poisson(mean); left > 0; left--) {
      happenings.push({ minutes: random.integer(from, to) + 1, kind, position: demandDraw.draw(random) });
    }
  };
  add('sale', sales);
  add('return', sales * returnsPerSale);
  add('count', sales * countsPerSale);
  return happenings;
}

function drawHeartbeats(view: FeedView, from: number, to: number, random: Random): Happening[] {
  const happenings: Happening[] = [];
  for (let location = 0; location < view.locations; location++) {
    const isSilent = from - view.asOf(location) > silentAfterMinutes;
    const chance = 1 - Math.exp((from - to) / (isSilent ? silenceMinutes : minutesBetweenHeartbeats));
    if (random.next() >= chance) continue;
    happenings.push({ minutes: random.integer(from, to) + 1, kind: 'heartbeat', location });
  }
  return happenings;
}

/** Lorries come between 13:00 and 22:00 UTC; the minute is a property of the delivery. */
function dueReceipts(view: FeedView, seed: number, from: number, to: number): Happening[] {
  const happenings: Happening[] = [];
  for (const inbound of view.inboundDue(minutesToDay(to))) {
    // A transfer arrives by its own steps.
    if (inbound.kind === 'transfer') continue;
    const ofDay = createRandom(`feed/${seed}/inbound/${inbound.id}`).integer(780, 1_320);
    const minutes = Math.max(from + 1, inbound.expectedDay * minutesPerDay + ofDay);
    if (minutes <= to) happenings.push({ minutes, kind: 'receipt', inbound });
  }
  return happenings;
}

/** Tells the happenings one after the other, each knowing what those before it have changed. */
function tell(
  view: FeedView,
  happenings: readonly Happening[],
  sequence: number,
  random: Random,
): FeedEvent[] {
  const events: FeedEvent[] = [];
  const changes = new Map<string, Partial<Record<PositionQuantity, number>>>();
  const heard = new Map<number, number>();
  const ended = new Set<string>();

  const quantity = (location: number, item: number, name: PositionQuantity): number => {
    const position = view.positionOf(location, item);
    const base = position < 0 ? 0 : view.quantity(position, name);
    return base + (changes.get(`${location}/${item}`)?.[name] ?? 0);
  };
  const available = (location: number, item: number): number =>
    Math.max(
      0,
      quantity(location, item, 'onHand') -
        quantity(location, item, 'reserved') -
        quantity(location, item, 'workInProgress') -
        quantity(location, item, 'qualityHold'),
    );
  const isSilent = (location: number, minutes: number): boolean =>
    minutes - (heard.get(location) ?? view.asOf(location)) > silentAfterMinutes;
  const emit = (
    minutes: number,
    kind: FeedEvent['kind'],
    location: number,
    item: number,
    change: QuantityChange,
    more: Partial<Pick<FeedEvent, 'demand' | 'lostSales' | 'received' | 'ordered' | 'transfer'>> = {},
  ): void => {
    const key = `${location}/${item}`;
    const sum = changes.get(key) ?? {};
    for (const [name, delta] of Object.entries(change) as [PositionQuantity, number][]) {
      sum[name] = (sum[name] ?? 0) + delta;
    }
    changes.set(key, sum);
    const rest = { demand: 0, lostSales: 0, received: null, ordered: null, transfer: null, ...more };
    events.push({ sequence: sequence + events.length + 1, minutes, kind, location, item, change, ...rest });
  };

  for (const happening of happenings) {
    const { minutes } = happening;
    switch (happening.kind) {
      case 'heartbeat':
        heard.set(happening.location, minutes);
        emit(minutes, 'heartbeat', happening.location, -1, {});
        break;
      case 'sale':
      case 'return':
      case 'count': {
        const location = view.locationOf(happening.position);
        const item = view.itemOf(happening.position);
        if (isSilent(location, minutes)) break;
        if (happening.kind === 'sale') {
          sell(minutes, location, item);
          order(minutes, happening.position, location, item);
        } else if (happening.kind === 'return') takeBack(minutes, location, item);
        else count(minutes, location, item);
        break;
      }
      case 'receipt':
        if (!isSilent(happening.inbound.to, minutes)) receive(minutes, happening.inbound);
        break;
      case 'transfer':
        if (!ended.has(happening.transfer.id)) move(minutes, happening.transfer, happening.step);
        break;
    }
  }
  return events;

  function sell(minutes: number, location: number, item: number): void {
    const draw = random.next();
    const asked = draw < 0.8 ? 1 : draw < 0.95 ? 2 : 3;
    const delivered = Math.min(asked, available(location, item));
    const short = asked - delivered;
    const waits = random.next() < 0.55;
    const change = {
      ...(delivered > 0 ? { onHand: -delivered } : {}),
      ...(short > 0 && waits ? { backorder: short } : {}),
    };
    emit(minutes, 'sale', location, item, change, { demand: delivered, lostSales: waits ? 0 : short });
  }

  /** A dealer orders when three weeks of demand are no longer covered, and forgets it one time in six. */
  function order(minutes: number, position: number, location: number, item: number): void {
    const mean = view.monthlyMean(position);
    const covered =
      quantity(location, item, 'onHand') +
      quantity(location, item, 'inTransitIn') +
      quantity(location, item, 'onOrder') -
      quantity(location, item, 'backorder');
    const isForgotten = random.next() < 1 / 6;
    const slack = random.integer(1, 3);
    if (isForgotten || covered > mean * 0.7 || !view.isOrderable(item)) return;
    const units = Math.ceil(mean * 1.3) + 1 - covered;
    const promisedDay = minutesToDay(minutes) + view.supplyDays(location) + 1;
    const ordered: Inbound = {
      id: `DRO-${sequence + events.length + 1}`,
      to: location,
      item,
      quantity: units,
      promisedDay,
      expectedDay: promisedDay + slack - 1,
      kind: 'replenishment',
    };
    emit(minutes, 'order', location, item, { inTransitIn: units }, { ordered });
  }

  /** A part that was waiting for inspection goes back on the shelf; else one comes in and waits. */
  function takeBack(minutes: number, location: number, item: number): void {
    const isWaiting = quantity(location, item, 'returnPending') > 0;
    emit(
      minutes,
      'return',
      location,
      item,
      isWaiting ? { returnPending: -1, onHand: 1 } : { returnPending: 1 },
    );
  }

  /** A count finds what is there: never less than nothing, and nothing that is set aside is missing. */
  function count(minutes: number, location: number, item: number): void {
    const onHand = quantity(location, item, 'onHand');
    const found = onHand < 0 ? -onHand : random.next() < 0.6 ? -1 : 1;
    if (found < 0 && available(location, item) === 0) return;
    emit(minutes, 'count', location, item, { onHand: found });
  }

  function receive(minutes: number, { id, to, item, quantity: units, kind }: Inbound): void {
    const { change, filled } = arrive(to, item, units);
    const due = kind === 'purchase' ? { onOrder: -units } : { inTransitIn: -units };
    emit(minutes, 'receipt', to, item, { ...due, ...change }, { demand: filled, received: id });
  }

  /** Customers who wait are served first; the rest goes on the shelf. */
  function arrive(location: number, item: number, units: number): { change: QuantityChange; filled: number } {
    const filled = Math.min(units, Math.max(0, quantity(location, item, 'backorder')));
    const change = {
      ...(units > filled ? { onHand: units - filled } : {}),
      ...(filled > 0 ? { backorder: -filled } : {}),
    };
    return { change, filled };
  }

  function move(minutes: number, transfer: FeedTransfer, { state, receivedQuantity }: PlannedStep): void {
    const { id, from, to, item, quantity: units } = transfer;
    const step = (next: FeedEvent['transfer'] & object, location: number, change: QuantityChange): void =>
      emit(minutes, 'transfer', location, item, change, { transfer: next });
    switch (state) {
      case 'offered':
      case 'rejected':
      case 'expired':
        step({ id, state, receivedQuantity: 0 }, from, {});
        return;
      case 'committed':
        // Sold in the meantime: the donor can't commit.
        if (available(from, item) >= units) step({ id, state, receivedQuantity: 0 }, from, {});
        else end({ id, state: 'rejected', receivedQuantity: 0 });
        return;
      case 'shipped':
        if (available(from, item) >= units) {
          step({ id, state, receivedQuantity: 0 }, from, { onHand: -units, inTransitOut: units });
          emit(minutes, 'transfer', to, item, { inTransitIn: units });
        } else end({ id, state: 'cancelled', receivedQuantity: 0 });
        return;
      case 'received':
      case 'discrepant': {
        const { change, filled } = arrive(to, item, receivedQuantity);
        const last = { id, state, receivedQuantity };
        emit(
          minutes,
          'transfer',
          to,
          item,
          { inTransitIn: -units, ...change },
          { demand: filled, transfer: last },
        );
        emit(minutes, 'transfer', from, item, { inTransitOut: -units });
        return;
      }
    }

    function end(last: FeedEvent['transfer'] & object): void {
      ended.add(id);
      step(last, from, {});
    }
  }
}
