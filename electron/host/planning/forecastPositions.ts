import { forecastBlock } from '../../../core/forecast/pooledNegativeBinomial.ts';
import { dictionaryOf } from '../../../core/plan/inventoryTable.ts';
import type { PlanState } from '../../../core/plan/planState.ts';
import { addWarehouseDemand } from '../../../core/plan/warehouseDemand.ts';
import { readMeta } from '../../../core/store/metaStore.ts';
import {
  createLearntForecaster,
  learnForecast,
  parseForecastModel,
  writeForecastModel,
  type ForecastModel,
} from './forecastModel.ts';
import { followCalendars } from './calendars.ts';
import { createDemandReader } from './realDemand.ts';
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

export interface ForecastScope {
  readonly retrain: boolean;
  /** Dealers to forecast anew (warehouses always are); all without it. The others keep the plan's forecast. */
  readonly locations?: ReadonlySet<number>;
}

/**
 * Forecasts positions from the replica's histories, location by location, into columns of its own: the plan state is
 * not touched. Learns a model first where there is none or a new one is wanted. What only some locations are
 * forecast for is, for those, what a forecast of all would be.
 */
export function* forecastPositions(
  session: PlanSession,
  scope: ForecastScope,
): Generator<{ readonly step: string; readonly share: number }, PositionForecast> {
  const { database, state } = session;
  const { locations: wanted } = scope;
  // A month may close meanwhile; this forecast is of the months that are over now.
  const { periods, locations } = state.network;
  const read = createDemandReader(session, periods, () => undefined);
  const groupOf = groupOfItem(state);
  const groupCount = groupOf.reduce((most, group) => Math.max(most, group), 0) + 1;
  const groupsAt = (location: number, rows: number): Uint16Array => {
    const groups = new Uint16Array(rows);
    const from = state.locationStart[location];
    for (let row = 0; row < rows; row++) groups[row] = groupOf[state.item[from + row]];
    return groups;
  };
  const stored = readMeta(database, 'forecastModel');
  const kept = stored === null || scope.retrain ? null : parseForecastModel(stored, groupCount);
  let model: ForecastModel | null = kept;
  if (model === null) {
    const learning = learnForecast(
      {
        periods,
        groupCount,
        series: state.count,
        isTrees: scope.retrain,
      },
      function* (visit) {
        for (let location = 0; location < locations.length; location++) {
          const { values, rows } = read(location);
          if (rows > 0) visit(values, rows, groupsAt(location, rows), state.locationStart[location]);
          yield (location + 1) / locations.length;
        }
      },
    );
    let step = learning.next();
    while (step.done !== true) {
      yield { step: 'Learning the forecast', share: step.value * 0.7 };
      step = learning.next();
    }
    model = step.value;
  }
  const columns = wanted === undefined ? createForecastColumns(state.count) : copyOfColumns(state);
  const forecastLearnt = createLearntForecaster(model);
  const { calendars } = session;
  for (let location = 0; location < locations.length; location++) {
    const dealer = locations[location].kind === 'dealer';
    if (dealer && wanted?.has(location) === false) continue;
    const { values, gone, rows } = read(location);
    if (rows > 0) {
      const from = state.locationStart[location];
      const groups = groupsAt(location, rows);
      forecastBlock(values, periods, rows, groups, model.fit, columns, from);
      if (dealer) forecastLearnt(values, periods, rows, groups, columns, from);
      for (let row = 0; row < rows; row++) {
        const sold = dealer || columns.lastDemandAge[from + row] !== neverSold;
        if (gone[row] === 1 || !sold) silence(columns, from + row);
      }
    }
    yield { step: 'Forecasting', share: 0.7 + (0.3 * (location + 1)) / locations.length };
  }
  followCalendars(session, calendars, columns.mean, (location) =>
    locations[location].kind === 'dealer' ? wanted?.has(location) !== false : true,
  );
  addWarehouseDemand({ ...state, ...columns });
  yield { step: 'Forecasting', share: 1 };
  return { columns, learnt: kept === null ? writeForecastModel(model) : null };
}

/**
 * What was never sold at a warehouse, or has been replaced, has no demand of its own, whatever the item's series
 * elsewhere share.
 */
function silence(columns: ForecastColumns, p: number): void {
  columns.mean[p] = 0;
  columns.dispersionWithin[p] = 0;
  columns.dispersionRate[p] = 0;
  columns.demandClass[p] = 0;
}

/** `lastDemandAge` of a series without any demand. */
const neverSold = 255;

/** Series of one item share a prior; beyond what 16 bits can number, those of one family do. */
function groupOfItem(state: PlanState): Int32Array {
  const { items } = state.network;
  if (items.length <= 0xffff) return Int32Array.from(items, (_, item) => item);
  return dictionaryOf(items.map((item) => item.family)).codes;
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

function copyOfColumns({
  mean,
  dispersionWithin,
  dispersionRate,
  demandClass,
  lastDemandAge,
}: ForecastColumns): ForecastColumns {
  return {
    mean: mean.slice(),
    dispersionWithin: dispersionWithin.slice(),
    dispersionRate: dispersionRate.slice(),
    demandClass: demandClass.slice(),
    lastDemandAge: lastDemandAge.slice(),
  };
}
