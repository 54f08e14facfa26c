/**
 * What follows from the columns of the plan state, in three passes over a range of positions:
 *
 *   levels   service level → reorder point, order-up-to level, safety stock        (forecast, policy, lead time)
 *   stock    available, next arrival, days of supply, shortage, excess             (after every stock change)
 *   risk     P(stockout before the next arrival), expected short, money at risk    (after every stock change)
 *
 * O(positions × units of stock) with no allocation; about 0.1 to 0.4 µs a position and pass. The passes of a whole
 * network and of single positions are the same code, so patched and rebuilt states are equal to the bit.
 * Formulas and their sources: core/inventory, core/forecast/leadTimeDemand.ts.
 */
import { daysPerMonth } from '../base/calendar.ts';
import { demandClasses } from '../forecast/demandClass.ts';
import { leadTimeSize } from '../forecast/leadTimeDemand.ts';
import { negativeBinomialQuantile } from '../forecast/negativeBinomial.ts';
import { available } from '../inventory/available.ts';
import { excessOf, shortageOf } from '../inventory/balance.ts';
import { orderQuantity } from '../inventory/orderQuantity.ts';
import { riskLevel } from '../inventory/riskLevel.ts';
import { stockoutRisk } from '../inventory/stockoutRisk.ts';
import { criticalities } from '../model/network.ts';
import { demandUntilArrival, sizeUntilArrival } from './demandUntilArrival.ts';
import { netStock } from './netStock.ts';
import { stockoutCostMinor, type PlanParameters } from './parameters.ts';
import { noArrival, type PlanState } from './planState.ts';

/** Recalculates positions [from, to). */
export type Pass = (from: number, to: number) => void;

export interface Recalculation {
  /** All three passes; the positions' sources must be up to date. */
  readonly all: Pass;
  readonly levels: Pass;
  readonly stock: Pass;
  readonly risk: Pass;
  /** Units that a donor keeps so that it does not reorder before its next delivery. */
  holdBack(position: number): number;
  /** Day on the network's calendar to which arrivals count. */
  setToday(day: number): void;
  readonly today: number;
  /** By location: 1 where something was recalculated since whoever sums it up has cleared it; 1 at first. */
  readonly stale: Uint8Array;
}

export function createRecalculation(
  state: PlanState,
  parameters: PlanParameters,
  today: number,
): Recalculation {
  const { items, locations } = state.network;
  const classCount = demandClasses.length;
  const segmentLevel = new Float64Array(criticalities.length * classCount);
  criticalities.forEach((criticality, c) => {
    demandClasses.forEach((demandClass, d) => {
      segmentLevel[c * classCount + d] = parameters.serviceLevel[criticality][demandClass];
    });
  });
  const criticalityOf = Uint8Array.from(items, (item) => criticalities.indexOf(item.criticality));
  const stockoutCost = Float64Array.from(items, (item) => stockoutCostMinor(parameters, item, 'dealer'));
  const costShare = Float64Array.from(locations, (location) =>
    location.kind === 'dealer' ? 1 : parameters.warehouseStockoutShare,
  );
  const stopped = Uint8Array.from(items, (item) => (item.status === 'stop-sale' ? 1 : 0));
  const reordered = Uint8Array.from(items, (item) => (item.status === 'active' ? 1 : 0));
  const unitCost = Float64Array.from(items, (item) => item.unitCostMinor);
  const pack = Float64Array.from(items, (item) => item.packQuantity);
  const reviewDays = Float64Array.from(locations, (location) => parameters.reviewDays[location.kind]);
  const risk = new Float64Array(2);
  const stale = new Uint8Array(locations.length).fill(1);
  let day = today;

  const levels = (from: number, to: number): void => {
    for (let p = from; p < to; p++) {
      const item = state.item[p];
      const set = state.serviceLevelSet[p];
      const level = set > 0 ? set : segmentLevel[criticalityOf[item] * classCount + state.demandClass[p]];
      state.serviceLevel[p] = level;
      state.holdBackDays[p] = 0;
      const mean = state.consensus[p];
      if (!(mean > 0) || stopped[item] === 1) {
        state.reorderPoint[p] = 0;
        state.orderUpTo[p] = 0;
        state.safetyStock[p] = 0;
        continue;
      }
      const lead = state.leadTimeDays[p];
      const months = (lead + reviewDays[state.location[p]]) / daysPerMonth;
      const deviation = (parameters.leadTimeVariation * lead) / daysPerMonth;
      const size = leadTimeSize(
        months,
        state.dispersionWithin[p],
        state.dispersionRate[p],
        deviation * deviation,
      );
      const demand = mean * months;
      const reorderPoint = negativeBinomialQuantile(level, demand, size);
      state.reorderPoint[p] = reorderPoint;
      state.safetyStock[p] = reorderPoint > demand ? reorderPoint - demand : 0;
      state.orderUpTo[p] =
        reordered[item] === 1
          ? reorderPoint +
            orderQuantity(
              mean,
              unitCost[item],
              parameters.orderCostMinor,
              parameters.holdingShareYear,
              pack[item],
            )
          : reorderPoint;
    }
  };

  /** Days until the next inbound, or until an order placed now would arrive, waiting for the source if it is out. */
  const arrivalDays = (p: number): number => {
    const arrival = state.arrivalDay[p];
    if (arrival !== noArrival) return Math.min(65_535, Math.max(1, arrival - day));
    const source = state.source[p];
    const wait = source >= 0 && state.available[source] === 0 ? state.nextArrivalDays[source] : 0;
    return Math.min(65_535, state.leadTimeDays[p] + wait);
  };

  /** Costs a quantile, so it is kept until the levels or the day of the next delivery change. */
  const holdBack = (p: number): number => {
    const days = state.nextArrivalDays[p];
    if (state.holdBackDays[p] === days) return state.holdBack[p];
    const months = days / daysPerMonth;
    const demand = state.consensus[p] * months;
    let above = 0;
    if (demand > 0) {
      const size = leadTimeSize(months, state.dispersionWithin[p], state.dispersionRate[p], 0);
      above = Math.max(0, negativeBinomialQuantile(parameters.holdBackLevel, demand, size) - demand);
    }
    state.holdBack[p] = state.reorderPoint[p] + above;
    state.holdBackDays[p] = days;
    return state.holdBack[p];
  };

  const balance = {
    net: 0,
    meanPerDay: 0,
    arrivalDays: 0,
    arrivalQuantity: 0,
    safetyStock: 0,
    holdBack: 0,
    shortageWindowDays: 0,
    excessWindowDays: 0,
  };

  const stock = (from: number, to: number): void => {
    for (let p = from; p < to; p++) {
      const free = available(
        state.onHand[p],
        state.reserved[p],
        state.workInProgress[p],
        state.qualityHold[p],
      );
      state.available[p] = free;
      const days = arrivalDays(p);
      state.nextArrivalDays[p] = days;
      const meanPerDay = state.consensus[p] / daysPerMonth;
      state.daysOfSupply[p] = meanPerDay > 0 ? free / meanPerDay : Number.NaN;
      const window = state.leadTimeDays[p] + reviewDays[state.location[p]];
      balance.net = netStock(state, p);
      balance.meanPerDay = meanPerDay;
      balance.arrivalDays = state.arrivalDay[p] === noArrival ? Number.POSITIVE_INFINITY : days;
      balance.arrivalQuantity = state.arrivalQuantity[p];
      balance.safetyStock = state.safetyStock[p];
      balance.shortageWindowDays = window * parameters.shortageWindow;
      balance.excessWindowDays = Math.max(window * parameters.excessWindow, parameters.excessWindowDays);
      const shortage = stopped[state.item[p]] === 1 ? 0 : shortageOf(balance);
      state.shortage[p] = shortage;
      // The hold-back costs a quantile: only where there could be excess at all.
      balance.holdBack = state.reorderPoint[p];
      const roughly = shortage > 0 ? 0 : excessOf(balance);
      if (roughly > 0) {
        balance.holdBack = holdBack(p);
        state.excess[p] = excessOf(balance);
      } else {
        state.excess[p] = 0;
      }
    }
  };

  const riskPass = (from: number, to: number): void => {
    for (let p = from; p < to; p++) {
      const item = state.item[p];
      if (stopped[item] === 1) {
        state.pStockout[p] = 0;
        state.expectedShort[p] = 0;
        state.moneyAtRisk[p] = 0;
        state.risk[p] = 0;
        continue;
      }
      const net = netStock(state, p);
      const size = sizeUntilArrival(state, parameters, p);
      stockoutRisk(net > 0 ? net : 0, demandUntilArrival(state, p), size, risk);
      const waiting = net < 0 ? -net : 0;
      const short = risk[1] + waiting;
      state.pStockout[p] = waiting > 0 ? 1 : risk[0];
      state.expectedShort[p] = short;
      state.moneyAtRisk[p] = short * stockoutCost[item] * costShare[state.location[p]];
      state.risk[p] = riskLevel(state.pStockout[p], waiting > 0, parameters.riskThresholds);
    }
  };

  return {
    levels,
    stock,
    risk: riskPass,
    holdBack,
    all(from, to) {
      levels(from, to);
      stock(from, to);
      riskPass(from, to);
      // Positions are sorted by location.
      if (to > from) stale.fill(1, state.location[from], state.location[to - 1] + 1);
    },
    stale,
    setToday: (next) => {
      day = next;
    },
    get today() {
      return day;
    },
  };
}

/** Recalculates the whole network, suppliers before those they supply. `pass` of the given recalculation. */
export function recalculateNetwork(state: PlanState, pass: Pass): void {
  for (const location of state.supplyOrder)
    pass(state.locationStart[location], state.locationStart[location + 1]);
}

/**
 * Recalculates changed positions and those whose supply depends on them (the same item at the locations that the
 * changed one supplies). Returns every position that was recalculated, ascending.
 */
export function recalculatePositions(
  state: PlanState,
  recalculation: Recalculation,
  changed: Iterable<number>,
): Int32Array {
  const touched = new Set<number>(changed);
  const queue = [...touched];
  while (queue.length > 0) {
    const p = queue.pop() ?? 0;
    const wasAvailable = state.available[p];
    const wasArrival = state.nextArrivalDays[p];
    recalculation.all(p, p + 1);
    if (wasAvailable > 0 === state.available[p] > 0 && wasArrival === state.nextArrivalDays[p]) continue;
    const item = state.item[p];
    for (let at = state.itemStart[item]; at < state.itemStart[item + 1]; at++) {
      const dependent = state.byItem[at];
      if (state.source[dependent] !== p) continue;
      touched.add(dependent);
      queue.push(dependent);
    }
  }
  return Int32Array.from(touched).toSorted();
}
