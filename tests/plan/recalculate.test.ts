import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { daysPerMonth, minutesToDay } from '../../core/base/calendar.ts';
import { demandClasses } from '../../core/forecast/demandClass.ts';
import { leadTimeCdf, leadTimeLoss } from '../../core/forecast/leadTimeDemand.ts';
import { exceptionKindOf } from '../../core/plan/exceptions.ts';
import { stockoutCostMinor } from '../../core/plan/parameters.ts';
import { noArrival, positionOf } from '../../core/plan/planState.ts';
import { recalculateNetwork } from '../../core/plan/recalculate.ts';
import { runPlan } from '../../electron/host/planning/runPlan.ts';
import type { PlanSession } from '../../electron/host/planning/session.ts';
import { openMiniSession } from '../support/miniReplica.ts';

let session: PlanSession;
beforeAll(() => {
  session = openMiniSession({ seed: 21, dealers: 8, items: 60 });
  const work = runPlan(session, { retrain: false });
  while (work.next().done !== true);
});
afterAll(() => session.database.close());

/** A position drawn by number, with stock and pipeline set to what the property asks for. */
const stock = fc.record({
  position: fc.nat(),
  onHand: fc.integer({ min: -4, max: 120 }),
  reserved: fc.integer({ min: 0, max: 6 }),
  workInProgress: fc.integer({ min: 0, max: 3 }),
  qualityHold: fc.integer({ min: 0, max: 3 }),
  backorder: fc.integer({ min: 0, max: 5 }),
  plannedIn: fc.integer({ min: 0, max: 5 }),
  plannedOut: fc.integer({ min: 0, max: 5 }),
  arrival: fc.option(
    fc.record({ days: fc.integer({ min: -4, max: 40 }), quantity: fc.integer({ min: 1, max: 30 }) }),
  ),
  serviceLevel: fc.option(fc.double({ min: 0.5, max: 0.995, noNaN: true })),
});
type Stock = typeof stock extends fc.Arbitrary<infer T> ? T : never;

function set(drawn: Stock): number {
  const { state } = session;
  const p = drawn.position % state.count;
  for (const name of [
    'onHand',
    'reserved',
    'workInProgress',
    'qualityHold',
    'backorder',
    'plannedIn',
    'plannedOut',
  ] as const) {
    state[name][p] = drawn[name];
  }
  const today = minutesToDay(session.clockMinutes);
  state.arrivalDay[p] = drawn.arrival === null ? noArrival : today + drawn.arrival.days;
  state.arrivalQuantity[p] = drawn.arrival?.quantity ?? 0;
  state.serviceLevelSet[p] = drawn.serviceLevel ?? Number.NaN;
  session.changed([p], false);
  return p;
}

function demandOf(p: number): { mean: number; dispersionWithin: number; dispersionRate: number } {
  const { mean, dispersionWithin, dispersionRate } = session.state;
  return { mean: mean[p], dispersionWithin: dispersionWithin[p], dispersionRate: dispersionRate[p] };
}

describe('recalculation', () => {
  it('finds levels, stock and risk of any position as their definitions say', () => {
    fc.assert(
      fc.property(stock, (drawn) => {
        const p = set(drawn);
        const { state, parameters } = session;
        const item = state.network.items[state.item[p]];
        const location = state.network.locations[state.location[p]];
        const demand = demandOf(p);
        const stopped = item.status === 'stop-sale';
        const lead = state.leadTimeDays[p];
        const window = lead + parameters.reviewDays[location.kind];

        // Available: never negative, a negative on hand counts as none (trap 4) and is kept as sent.
        expect(state.onHand[p]).toBe(drawn.onHand);
        const free = drawn.onHand - drawn.reserved - drawn.workInProgress - drawn.qualityHold;
        expect(state.available[p]).toBe(Math.max(0, free));

        // Service level: the planner's, else the segment's.
        const segment = parameters.serviceLevel[item.criticality][demandClasses[state.demandClass[p]]];
        expect(state.serviceLevel[p]).toBe(Math.fround(drawn.serviceLevel ?? segment));

        // Reorder point: the smallest stock with that probability over lead time and review.
        if (demand.mean > 0 && !stopped) {
          const months = window / daysPerMonth;
          const variance = ((parameters.leadTimeVariation * lead) / daysPerMonth) ** 2;
          const level = drawn.serviceLevel === null ? segment : Math.fround(drawn.serviceLevel);
          const point = state.reorderPoint[p];
          expect(leadTimeCdf(point, months, demand, variance)).toBeGreaterThanOrEqual(level - 1e-9);
          if (point > 0) expect(leadTimeCdf(point - 1, months, demand, variance)).toBeLessThan(level + 1e-9);
          expect(state.safetyStock[p]).toBe(Math.fround(Math.max(0, point - demand.mean * months)));
          const order = state.orderUpTo[p] - point;
          expect(
            item.status === 'active'
              ? order >= item.packQuantity && order % item.packQuantity === 0
              : order === 0,
          ).toBe(true);
        } else {
          expect([state.reorderPoint[p], state.orderUpTo[p], state.safetyStock[p]]).toEqual([0, 0, 0]);
        }

        // Next arrival: the inbound's day, tomorrow where it is late; else an order's, behind its source's if that is out.
        const source = state.source[p];
        const wait = source >= 0 && state.available[source] === 0 ? state.nextArrivalDays[source] : 0;
        const days = drawn.arrival === null ? lead + wait : Math.max(1, drawn.arrival.days);
        expect(state.nextArrivalDays[p]).toBe(days);

        // Risk: against what is free and coming by transfer, less what customers wait for.
        const net = state.available[p] + drawn.plannedIn - drawn.plannedOut - drawn.backorder;
        const months = days / daysPerMonth;
        const variance = drawn.arrival === null ? (parameters.leadTimeVariation * months) ** 2 : 0;
        if (stopped) {
          expect([state.pStockout[p], state.expectedShort[p], state.moneyAtRisk[p], state.risk[p]]).toEqual([
            0, 0, 0, 0,
          ]);
        } else {
          const tail = net < 0 ? 1 : 1 - leadTimeCdf(net, months, demand, variance);
          const short =
            net < 0
              ? leadTimeLoss(0, months, demand, variance) - net
              : leadTimeLoss(net, months, demand, variance);
          expect(state.pStockout[p]).toBeCloseTo(tail, 6);
          expect(state.expectedShort[p]).toBeCloseTo(short, 4);
          const money = short * stockoutCostMinor(parameters, item, location.kind);
          expect(Math.abs(state.moneyAtRisk[p] - money)).toBeLessThanOrEqual(1e-5 * money + 0.01);
          const level = parameters.riskThresholds.filter(
            (threshold) => state.pStockout[p] >= threshold,
          ).length;
          const close = parameters.riskThresholds.some((threshold) => Math.abs(tail - threshold) < 1e-6);
          if (!close) expect(state.risk[p]).toBe(net < 0 ? 3 : level);
        }
      }),
      { numRuns: 1500 },
    );
  });

  it('finds shortage and excess as a day-by-day projection does, and never both', () => {
    let short = 0;
    let spare = 0;
    fc.assert(
      fc.property(stock, (drawn) => {
        const p = set(drawn);
        const { state, parameters, recalculation } = session;
        const location = state.network.locations[state.location[p]];
        const window = state.leadTimeDays[p] + parameters.reviewDays[location.kind];
        const net = state.available[p] + drawn.plannedIn - drawn.plannedOut - drawn.backorder;
        const perDay = state.mean[p] / daysPerMonth;
        const arrives = drawn.arrival === null ? Infinity : Math.max(1, drawn.arrival.days);
        const coming = drawn.arrival?.quantity ?? 0;
        const projected = (day: number): number => net + (day >= arrives ? coming : 0) - perDay * day;
        const shortageDays = window * parameters.shortageWindow;
        const excessDays = Math.max(window * parameters.excessWindow, parameters.excessWindowDays);
        let least = net;
        for (let day = 1; day <= excessDays; day++) {
          // The evening before an arrival is the lowest of its day.
          least = Math.min(least, projected(day), day === arrives ? net - perDay * day : Infinity);
        }
        const stopped = state.network.items[state.item[p]].status === 'stop-sale';
        const gap = state.safetyStock[p] - projected(shortageDays);
        const kept = Math.max(state.safetyStock[p], recalculation.holdBack(p));
        const tolerance = 2e-3;
        const { shortage, excess } = state;
        expect(Math.min(shortage[p], excess[p])).toBe(0);
        if (stopped) expect(shortage[p]).toBe(0);
        else {
          expect(shortage[p]).toBeGreaterThanOrEqual(gap - tolerance);
          expect(shortage[p]).toBeLessThan(Math.max(0, gap) + 1 + tolerance);
        }
        if (excess[p] > 0) expect(least - excess[p]).toBeGreaterThanOrEqual(kept - tolerance);
        if (shortage[p] === 0) expect(least - excess[p] - 1).toBeLessThan(kept + tolerance);
        short += shortage[p] > 0 ? 1 : 0;
        spare += excess[p] > 0 ? 1 : 0;
      }),
      { numRuns: 1500 },
    );
    expect(Math.min(short, spare)).toBeGreaterThan(100);
  });

  it('keeps a donor above its reorder point until its next delivery, more the longer that takes', () => {
    const { state, parameters, recalculation } = session;
    fc.assert(
      fc.property(stock, fc.integer({ min: 1, max: 30 }), (drawn, more) => {
        const p = set({ ...drawn, arrival: { days: 3, quantity: 1 } });
        const near = recalculation.holdBack(p);
        const months = 3 / daysPerMonth;
        const above = near - state.reorderPoint[p] + state.mean[p] * months;
        if (state.mean[p] > 0 && near > state.reorderPoint[p]) {
          expect(leadTimeCdf(Math.round(above), months, demandOf(p))).toBeGreaterThanOrEqual(
            parameters.holdBackLevel - 1e-9,
          );
        }
        expect(near).toBeGreaterThanOrEqual(state.reorderPoint[p]);
        set({ ...drawn, arrival: { days: 3 + more, quantity: 1 } });
        // Whole units above a growing mean: it may fall by less than one, never more.
        expect(recalculation.holdBack(p)).toBeGreaterThan(near - 1);
      }),
      { numRuns: 300 },
    );
  });

  it('does not count what is in transit twice: only its inbound counts (trap 2)', () => {
    const { state } = session;
    fc.assert(
      fc.property(stock, fc.nat({ max: 50 }), (drawn, units) => {
        const p = set(drawn);
        const before = [state.pStockout[p], state.shortage[p], state.excess[p], state.daysOfSupply[p]];
        state.inTransitIn[p] += units;
        state.onOrder[p] += units;
        session.changed([p], false);
        expect([state.pStockout[p], state.shortage[p], state.excess[p], state.daysOfSupply[p]]).toEqual(
          before,
        );
      }),
      { numRuns: 200 },
    );
  });

  it('takes a stop-sale out at once: no level, no risk, no exception (trap 17)', () => {
    const { state } = session;
    let seen = 0;
    for (let p = 0; p < state.count; p++) {
      if (state.network.items[state.item[p]].status !== 'stop-sale') continue;
      seen++;
      set({
        position: p,
        onHand: 0,
        reserved: 0,
        workInProgress: 0,
        qualityHold: 0,
        backorder: 3,
        plannedIn: 0,
        plannedOut: 0,
        arrival: null,
        serviceLevel: 0.99,
      });
      expect([state.orderUpTo[p], state.shortage[p], state.risk[p], state.moneyAtRisk[p]]).toEqual([
        0, 0, 0, 0,
      ]);
      expect(exceptionKindOf(state, p, 0)).toBeNull();
    }
    expect(seen).toBeGreaterThan(5);
  });

  it('of changed positions leaves what a recalculation of the whole network leaves', () => {
    const { state, recalculation } = session;
    fc.assert(
      fc.property(fc.array(stock, { minLength: 1, maxLength: 12 }), (changes) => {
        for (const drawn of changes) set(drawn);
        const columns = [
          'available',
          'nextArrivalDays',
          'pStockout',
          'moneyAtRisk',
          'shortage',
          'excess',
          'reorderPoint',
        ] as const;
        const patched = columns.map((name) => state[name].slice());
        recalculateNetwork(state, recalculation.all);
        columns.forEach((name, i) => expect(state[name], name).toEqual(patched[i]));
      }),
      { numRuns: 60 },
    );
  });

  it('tells the locations behind an empty warehouse that they wait for it', () => {
    const { state } = session;
    const p = Array.from({ length: state.count }, (_, at) => at).find(
      (at) =>
        state.network.locations[state.location[at]].kind === 'dealer' &&
        state.arrivalDay[at] === noArrival &&
        state.source[at] >= 0,
    );
    if (p === undefined) throw new Error('no such dealer');
    const source = state.source[p];
    expect(positionOf(state, state.location[source], state.item[p])).toBe(source);
    const full = {
      reserved: 0,
      workInProgress: 0,
      qualityHold: 0,
      backorder: 0,
      plannedIn: 0,
      plannedOut: 0,
      serviceLevel: null,
    };
    set({ ...full, position: source, onHand: 5, arrival: { days: 9, quantity: 5 } });
    expect(state.nextArrivalDays[p]).toBe(state.leadTimeDays[p]);
    set({ ...full, position: source, onHand: 0, arrival: { days: 9, quantity: 5 } });
    expect(state.nextArrivalDays[p]).toBe(state.leadTimeDays[p] + 9);
    set({ ...full, position: source, onHand: 0, arrival: { days: 2, quantity: 5 } });
    expect(state.nextArrivalDays[p]).toBe(state.leadTimeDays[p] + 2);
  });
});
