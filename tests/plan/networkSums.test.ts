import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { daysPerMonth } from '../../core/base/calendar.ts';
import { leadTimeCdf } from '../../core/forecast/leadTimeDemand.ts';
import { notObserved } from '../../core/model/position.ts';
import { networkTotals } from '../../core/plan/networkTotals.ts';
import type { PlanState } from '../../core/plan/planState.ts';
import { addWarehouseDemand } from '../../core/plan/warehouseDemand.ts';
import { createRandom } from '../../core/base/random.ts';
import { readRealDemand } from '../../electron/host/planning/realDemand.ts';
import { runPlan } from '../../electron/host/planning/runPlan.ts';
import type { PlanSession } from '../../electron/host/planning/session.ts';
import { openMiniSession } from '../support/miniReplica.ts';

let session: PlanSession;
let state: PlanState;
beforeAll(() => {
  session = openMiniSession({ seed: 8, dealers: 9, items: 50 });
  const work = runPlan(session, { retrain: false });
  while (work.next().done !== true);
  ({ state } = session);
});
afterAll(() => session.database.close());

const positions = (): number[] => Array.from({ length: state.count }, (_, p) => p);
const kindOf = (p: number): string => state.network.locations[state.location[p]].kind;
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

describe('a warehouse’s demand', () => {
  it('is the sum of what the dealers below it sell, in mean and in variance', () => {
    for (const p of positions()) {
      if (kindOf(p) === 'dealer') continue;
      const item = state.item[p];
      const below = positions().filter((other) => state.item[other] === item && kindOf(other) === 'dealer');
      const mean = sum(below.map((other) => state.mean[other]));
      expect(Math.abs(state.mean[p] - mean)).toBeLessThanOrEqual(1e-5 * mean);
      for (const column of [state.dispersionWithin, state.dispersionRate]) {
        const variance = sum(below.map((other) => column[other] * state.mean[other] ** 2));
        expect(Math.abs(column[p] * state.mean[p] ** 2 - variance)).toBeLessThanOrEqual(
          1e-4 * variance + 1e-9,
        );
      }
    }
  });

  it('keeps what a warehouse sells itself, and passes it up', () => {
    const random = createRandom(3);
    const copy = {
      ...state,
      mean: state.mean.map((_, p) => (kindOf(p) === 'cdc' ? 0 : random.integer(0, 4))),
      dispersionWithin: state.dispersionWithin.slice(),
      dispersionRate: state.dispersionRate.slice(),
      demandClass: state.demandClass.slice(),
    };
    const own = copy.mean.slice();
    addWarehouseDemand(copy);
    for (const p of positions()) {
      const item = state.item[p];
      const same = positions().filter((other) => state.item[other] === item);
      const wanted =
        kindOf(p) === 'dealer'
          ? own[p]
          : sum(same.filter((other) => kindOf(other) !== 'cdc').map((other) => own[other]));
      expect(copy.mean[p], `${kindOf(p)} ${state.network.items[item].id}`).toBe(wanted);
    }
  });
});

describe('totals of the network', () => {
  it('are sums over its positions, by location and by level', () => {
    const act = session.parameters.riskThresholds[1];
    const totals = networkTotals(state, act);
    const all = positions();
    const cost = (p: number): number => state.network.items[state.item[p]].unitCostMinor;
    const close = (found: number, wanted: number): void => {
      expect(Math.abs(found - wanted)).toBeLessThanOrEqual(1e-9 * Math.abs(wanted) + 1e-9);
    };
    close(totals.moneyAtRiskMinor, sum(all.map((p) => state.moneyAtRisk[p])));
    close(totals.expectedShort, sum(all.map((p) => state.expectedShort[p])));
    close(totals.stockValueMinor, sum(all.map((p) => Math.max(0, state.onHand[p]) * cost(p))));
    close(totals.excessValueMinor, sum(all.map((p) => state.excess[p] * cost(p))));
    close(totals.shortageUnits, sum(all.map((p) => state.shortage[p])));
    close(totals.backorderUnits, sum(all.map((p) => state.backorder[p])));
    const dealers = all.filter((p) => kindOf(p) === 'dealer');
    close(totals.demandPerDayMinor, sum(dealers.map((p) => (state.mean[p] * cost(p)) / daysPerMonth)));
    expect(totals.byLevel).toEqual(
      [0, 1, 2, 3].map((level) => all.filter((p) => state.risk[p] === level).length),
    );
    state.network.locations.forEach((_, location) => {
      const here = all.filter((p) => state.location[p] === location);
      close(totals.moneyAtRiskByLocation[location], sum(here.map((p) => state.moneyAtRisk[p])));
      expect([...totals.levelsByLocation.subarray(location * 4, location * 4 + 4)]).toEqual(
        [0, 1, 2, 3].map((level) => here.filter((p) => state.risk[p] === level).length),
      );
    });
    // At risk within two weeks: at that level of risk, and out of stock by then or by an arrival before that.
    const soon = all.filter((p) => {
      if (state.risk[p] < 2) return false;
      if (state.nextArrivalDays[p] <= 14 || state.pStockout[p] === 1) return true;
      const net = state.available[p] + state.plannedIn[p] - state.plannedOut[p] - state.backorder[p];
      const demand = {
        mean: state.mean[p],
        dispersionWithin: state.dispersionWithin[p],
        dispersionRate: state.dispersionRate[p],
      };
      return 1 - leadTimeCdf(Math.max(0, net), 14 / daysPerMonth, demand) >= act;
    });
    expect(totals.atRiskSoon).toBe(soon.length);
    expect(soon.length).toBeGreaterThan(5);
  });
});

describe('a series that has stopped (trap 22)', () => {
  it('is not forecast on for ever: after half a history without demand little is left of what it sold', () => {
    const { periods, locations } = state.network;
    let stopped = 0;
    locations.forEach(({ kind }, location) => {
      if (kind !== 'dealer') return;
      const from = state.locationStart[location];
      const rows = state.locationStart[location + 1] - from;
      const demand = readRealDemand(session, location).values;
      for (let row = 0; row < rows; row++) {
        const history = [...demand.subarray(row * periods, (row + 1) * periods)];
        const silent = history.toReversed().findIndex((units) => units > 0 && units !== notObserved);
        const sold = history.slice(0, periods - silent).filter((units) => units !== notObserved);
        // A seller, not one that sold now and then by chance.
        if (silent < periods / 2 || sum(sold) < 2 * sold.length) continue;
        stopped++;
        expect(state.mean[from + row]).toBeLessThan(0.1 * (sum(sold) / sold.length));
      }
    });
    expect(stopped).toBeGreaterThan(2);
  });
});
