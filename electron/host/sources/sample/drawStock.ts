/**
 * The stock of a location on the opening day: what a dealer that orders up to a level has on a random day,
 * with the errors that give a planner work. Most positions are well kept; some wait for a delivery, a few are
 * low or out with customers waiting, some are far over, and dead parts lie about.
 *
 * `onOrder` is the sum of the location's inbound purchases, `inTransitIn` the sum of all its other inbound
 * rows; the two are never the same units. Time is in months for means (units a month) and days for deliveries.
 * O(rows).
 */
import type { Random } from '../../../../core/base/random.ts';
import type { Inbound } from '../../../../core/model/network.ts';
import { type LocationPositions, notObserved, positionQuantities } from '../../../../core/model/position.ts';
import type { AssortmentRows } from './assortment.ts';
import type { Catalogue } from './createCatalogue.ts';
import { demandRole } from './splitDemand.ts';

export interface StockPlace {
  readonly location: number;
  readonly id: string;
  readonly isWarehouse: boolean;
  /** A central warehouse buys from suppliers; everybody else is replenished. */
  readonly buys: boolean;
  readonly supplyDays: number;
  /** This location's part of the demand of the whole network; 0 for a dealer, which has its own history. */
  readonly networkShare: number;
  readonly today: number;
  readonly asOf: number;
}

interface Stock {
  readonly onHand: number;
  readonly orderUpTo: number;
  /** Probability that a delivery is under way, that it is late, that it goes as an emergency. */
  readonly delivery: number;
  readonly late: number;
  readonly emergency: number;
  readonly waiting: number;
}

export function drawStock(
  place: StockPlace,
  rows: AssortmentRows,
  periods: number,
  catalogue: Catalogue,
  networkMean: Float64Array,
  random: Random,
): { positions: LocationPositions; inbound: Inbound[] } {
  const count = rows.items.length;
  const quantities = Object.fromEntries(
    positionQuantities.map((name) => [name, new Int32Array(count)]),
  ) as LocationPositions['quantities'];
  const inbound: Inbound[] = [];
  for (let row = 0; row < count; row++) {
    const item = rows.items[row];
    const stock = place.isWarehouse
      ? warehouseStock(networkMean[item] * place.networkShare, random)
      : dealerStock(rows, row, periods, random);
    quantities.onHand[row] = stock.onHand;
    quantities.backorder[row] = stock.waiting;
    const isOrdered = catalogue.items[item].status === 'active' && random.next() < stock.delivery;
    if (isOrdered) {
      const delivery = drawDelivery(place, item, stock, inbound.length, catalogue, random);
      inbound.push(delivery);
      if (delivery.kind === 'purchase') quantities.onOrder[row] += delivery.quantity;
      else quantities.inTransitIn[row] += delivery.quantity;
    }
    if (stock.onHand > 0) setAside(quantities, row, stock.onHand, random);
    else if (!place.isWarehouse && stock.waiting === 0 && random.next() < 0.01) {
      // Sold before it was booked in: the dealer's system reports less than nothing.
      quantities.onHand[row] = -random.integer(1, 4);
    }
    if (!place.isWarehouse && random.next() < 0.008) quantities.returnPending[row] = random.integer(1, 3);
  }
  const asOf = new Int32Array(count).fill(place.asOf);
  return { positions: { location: place.location, items: rows.items, quantities, asOf }, inbound };
}

function totalDemand({ demand }: AssortmentRows, at: number, periods: number): number {
  let total = 0;
  for (let cell = at; cell < at + periods; cell++) if (demand[cell] !== notObserved) total += demand[cell];
  return total;
}

/** Units a month over the observed part of the last twelve months, lost sales included. */
function recentMean({ demand, lostSales }: AssortmentRows, at: number, periods: number): number {
  let units = 0;
  let months = 0;
  for (let cell = at + periods - 12; cell < at + periods; cell++) {
    if (demand[cell] === notObserved) continue;
    units += demand[cell] + lostSales[cell];
    months++;
  }
  return months === 0 ? 0 : units / months;
}

function dealerStock(rows: AssortmentRows, row: number, periods: number, random: Random): Stock {
  const role = rows.roles[row];
  const mean = recentMean(rows, row * periods, periods);
  if (mean === 0) return deadStock(totalDemand(rows, row * periods, periods), role, random);
  // Cover of a weekly order and its delivery, 18 days, with safety; then three weeks of demand at a time.
  const covered = mean * 0.6;
  const reorderPoint = Math.floor(covered + 1.3 * Math.sqrt(covered));
  const orderUpTo = Math.max(reorderPoint + 1, Math.round(reorderPoint + mean * 0.7));
  const base = { orderUpTo, waiting: 0, emergency: 0, late: 0.15 };
  const state = random.next() * (role === demandRole.gained ? 0.45 : 1);
  if (state < 0.045 || (role === demandRole.gained && state < 0.15)) {
    const waiting = random.next() < 0.5 ? 1 + random.poisson(mean * 0.3) : 0;
    return { ...base, onHand: 0, waiting, delivery: 0.4, late: 0.5, emergency: 0.25 };
  }
  if (state < 0.11) {
    return { ...base, onHand: Math.floor(reorderPoint * 0.35 * random.next()), delivery: 0.3, late: 0.4 };
  }
  if (state < 0.21) {
    const onHand = Math.floor(reorderPoint * (0.4 + 0.6 * random.next()));
    return { ...base, onHand, delivery: 0.95 };
  }
  if (state < 0.31) {
    const onHand = orderUpTo + Math.round(orderUpTo * (0.8 + 4 * random.next() ** 2)) + random.integer(0, 3);
    return { ...base, onHand, delivery: 0.01 };
  }
  const onHand = reorderPoint + 1 + Math.floor(random.next() * (orderUpTo - reorderPoint));
  return { ...base, onHand, delivery: 0.02 };
}

/** Nothing sold for a year. A position always has something to it: where nothing ever sold, a part lies there. */
function deadStock(total: number, role: number, random: Random): Stock {
  const isLeft = total === 0 || random.next() < (role === demandRole.moved ? 0.85 : 0.35);
  const expected = Math.min(12, total * 0.08) + (role === demandRole.moved ? 1.2 : 0.2);
  const onHand = isLeft ? 1 + random.poisson(expected) : 0;
  return { onHand, orderUpTo: onHand, waiting: 0, delivery: 0, late: 0, emergency: 0 };
}

function warehouseStock(mean: number, random: Random): Stock {
  const orderUpTo = Math.ceil(mean * 2.2) + 2;
  const base = { orderUpTo, waiting: 0, emergency: 0, late: 0.2 };
  if (random.next() < 0.06) return { ...base, onHand: 0, delivery: 0.9, late: 0.5 };
  const onHand = Math.round(orderUpTo * (0.25 + 0.9 * random.next()));
  return { ...base, onHand, delivery: onHand < orderUpTo * 0.6 ? 0.7 : 0.1 };
}

function drawDelivery(
  place: StockPlace,
  item: number,
  stock: Stock,
  sequence: number,
  catalogue: Catalogue,
  random: Random,
): Inbound {
  const pack = catalogue.items[item].packQuantity;
  const missing = Math.max(1, stock.orderUpTo + stock.waiting - stock.onHand);
  const quantity = stock.orderUpTo > pack ? Math.ceil(missing / pack) * pack : missing;
  const isEmergency = random.next() < stock.emergency;
  // A special order goes to the supplier, who has not sent it yet.
  const isPurchase = place.buys || (!isEmergency && random.next() < 0.08);
  const isLate = random.next() < stock.late;
  const longest = isEmergency ? 2 : isPurchase ? Math.max(18, place.supplyDays) : place.supplyDays + 3;
  const planned = random.integer(isLate ? -4 : 0, longest + 1);
  const promisedDay = place.today + planned;
  const expectedDay = isLate ? Math.max(promisedDay, place.today) + random.integer(2, 10) : promisedDay;
  return {
    id: `${isPurchase ? 'PO' : 'RO'}-${place.id}-${String(sequence + 1).padStart(4, '0')}`,
    to: place.location,
    item,
    quantity,
    promisedDay,
    expectedDay,
    kind: isPurchase ? 'purchase' : isEmergency ? 'emergency' : 'replenishment',
  };
}

/** Some of what is on hand is promised, in the workshop or on hold; never more than there is. */
function setAside(
  quantities: LocationPositions['quantities'],
  row: number,
  onHand: number,
  random: Random,
): void {
  const draw = random.next();
  if (draw >= 0.11) return;
  const units = Math.min(onHand, 1 + Math.floor(random.next() * Math.min(4, onHand * 0.4)));
  if (draw < 0.065) quantities.reserved[row] = units;
  else if (draw < 0.1) quantities.workInProgress[row] = units;
  else quantities.qualityHold[row] = units;
}
