import { accumulatePool, createDemandPool } from '../../../core/forecast/demandPool.ts';
import { fitPool } from '../../../core/forecast/fitPool.ts';
import { forecastBlock, type PoolFit } from '../../../core/forecast/pooledNegativeBinomial.ts';
import { notObserved } from '../../../core/model/position.ts';
import { dictionaryOf } from '../../../core/plan/inventoryTable.ts';
import type { PlanState } from '../../../core/plan/planState.ts';
import { addWarehouseDemand } from '../../../core/plan/warehouseDemand.ts';
import { readMeta } from '../../../core/store/metaStore.ts';
import { readLocationDemand } from '../../../core/store/demandStore.ts';
import type { PlanSession } from './session.ts';

/** The columns of the plan state that a forecast fills. */
export type ForecastColumns = Pick<
  PlanState,
  'mean' | 'dispersionWithin' | 'dispersionRate' | 'demandClass' | 'lastDemandAge'
>;

export interface PositionForecast {
  readonly columns: ForecastColumns;
  /** Text of the model where one was learnt in this run, to be kept with the plan; null where the kept one served. */
  readonly learnt: string | null;
}

/**
 * Forecasts every position from the replica's histories, location by location, into columns of its own: the plan
 * state is not touched. Learns the pooled model first where there is none or a new one is wanted.
 */
export function* forecastPositions(
  session: PlanSession,
  retrain: boolean,
): Generator<{ readonly step: string; readonly share: number }, PositionForecast> {
  const { database, state } = session;
  const stored = readMeta(database, 'forecastModel');
  const kept = stored === null || retrain ? null : parseModel(stored, poolOptions(state).groupCount);
  let fit = kept;
  if (fit === null) {
    const pool = createDemandPool(poolOptions(state));
    for (const share of eachHistory(session, (location, history, rows, groups) =>
      accumulatePool(pool, history, rows, groups, state.locationStart[location]),
    )) {
      yield { step: 'Learning the forecast', share: share / 2 };
    }
    fit = fitPool(pool);
  }
  const fitted = fit;
  const columns = createForecastColumns(state.count);
  const { periods } = state.network;
  for (const share of eachHistory(session, (location, history, rows, groups) => {
    const from = state.locationStart[location];
    forecastBlock(history, periods, rows, groups, fitted, columns, from);
    if (state.network.locations[location].kind !== 'dealer') silence(columns, from, from + rows);
  })) {
    yield { step: 'Forecasting', share: 0.5 + share / 2 };
  }
  addWarehouseDemand({ ...state, ...columns });
  return { columns, learnt: kept === null ? modelToText(fitted) : null };
}

/** Runs `visit` over the histories of every location; yields the share done after each. */
function* eachHistory(
  session: PlanSession,
  visit: (location: number, history: Uint16Array, rows: number, groups: Uint16Array) => void,
): Generator<number> {
  const { state, database } = session;
  const { periods, locations } = state.network;
  const group = groupOfItem(state);
  let demand = new Uint16Array(0);
  let lost = new Uint16Array(0);
  for (let location = 0; location < locations.length; location++) {
    const from = state.locationStart[location];
    const rows = state.locationStart[location + 1] - from;
    if (rows === 0) continue;
    if (demand.length < rows * periods) {
      demand = new Uint16Array(rows * periods);
      lost = new Uint16Array(rows * periods);
    }
    readLocationDemand(database, location, periods, rows, demand, lost);
    // What was asked for and not delivered is demand too, at the dealer who asked.
    for (let cell = 0; cell < rows * periods; cell++) {
      if (lost[cell] > 0) demand[cell] = Math.min(notObserved - 1, demand[cell] + lost[cell]);
    }
    if (locations[location].kind !== 'dealer') hideSilent(demand, rows, periods);
    const groups = new Uint16Array(rows);
    for (let row = 0; row < rows; row++) groups[row] = group[state.item[from + row]];
    visit(location, demand, rows, groups);
    yield (location + 1) / locations.length;
  }
}

/**
 * A warehouse that has never sold an item has no series of it: zeros there are not months in which nobody wanted the
 * item, and would pull down what its dealers' series share.
 */
function hideSilent(demand: Uint16Array, rows: number, periods: number): void {
  for (let row = 0; row < rows; row++) {
    const to = (row + 1) * periods;
    let silent = true;
    for (let cell = row * periods; cell < to && silent; cell++) {
      silent = demand[cell] === 0 || demand[cell] === notObserved;
    }
    if (silent) demand.fill(notObserved, row * periods, to);
  }
}

/** What was never sold here has no demand of its own, whatever the item's series elsewhere share. */
function silence(columns: ForecastColumns, from: number, to: number): void {
  for (let p = from; p < to; p++) {
    if (columns.lastDemandAge[p] !== neverSold) continue;
    columns.mean[p] = 0;
    columns.dispersionWithin[p] = 0;
    columns.dispersionRate[p] = 0;
    columns.demandClass[p] = 0;
  }
}

/** `lastDemandAge` of a series without any demand. */
const neverSold = 255;

/** Series of one item share a prior; beyond what 16 bits can number, those of one family do. */
function groupOfItem(state: PlanState): Int32Array {
  const { items } = state.network;
  if (items.length <= 0xffff) return Int32Array.from(items, (_, item) => item);
  return dictionaryOf(items.map((item) => item.family)).codes;
}

function poolOptions(
  state: PlanState,
): Parameters<typeof createDemandPool>[0] & { readonly groupCount: number } {
  const groups = groupOfItem(state);
  return {
    periods: state.network.periods,
    groupCount: groups.reduce((most, group) => Math.max(most, group), 0) + 1,
    expectedSeries: state.count,
  };
}

function createForecastColumns(count: number): ForecastColumns {
  return {
    mean: new Float32Array(count),
    dispersionWithin: new Float32Array(count),
    dispersionRate: new Float32Array(count),
    demandClass: new Uint8Array(count),
    lastDemandAge: new Uint8Array(count),
  };
}

function modelToText(fit: PoolFit): string {
  return JSON.stringify({ ...fit, groupMean: [...fit.groupMean], groupActive: [...fit.groupActive] });
}

/** Null where the model was learnt over other items than there are now. */
function parseModel(text: string, groupCount: number): PoolFit | null {
  const plain = JSON.parse(text) as Omit<PoolFit, 'groupMean' | 'groupActive'> & {
    readonly groupMean: readonly number[];
    readonly groupActive: readonly number[];
  };
  if (plain.groupMean.length !== groupCount) return null;
  return {
    ...plain,
    groupMean: Float64Array.from(plain.groupMean),
    groupActive: Float64Array.from(plain.groupActive),
  };
}
