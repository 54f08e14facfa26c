import { mappedSteps } from '../../../core/base/mappedSteps.ts';
import {
  createPositionColumns,
  type PositionColumns,
  positionColumnNames,
} from '../../../core/forecast/positionColumns.ts';
import type { GroupTree } from '../../../core/forecast/groupTree.ts';
import type { PositionJob, WorkBlock } from '../../../core/forecast/positionWork.ts';
import { dictionaryOf } from '../../../core/plan/inventoryTable.ts';
import type { PlanState } from '../../../core/plan/planState.ts';
import { addWarehouseDemand } from '../../../core/plan/warehouseDemand.ts';
import { readMeta } from '../../../core/store/metaStore.ts';
import { type ComputeCrew, createComputeCrew, workersFor } from '../workers/computeCrew.ts';
import { gatheredEnds, learnForecast, parseForecastModel, writeForecastModel } from './forecastModel.ts';
import { followCalendars } from './calendars.ts';
import { historyDecisions, type HistoryDecisions } from './historyDecisions.ts';
import { createDemandReader } from './realDemand.ts';
import type { PlanSession } from './session.ts';

export interface PositionForecast {
  readonly columns: PositionColumns;
  /** Text of the model where one was learnt in this run, to be kept with the plan; null where the kept one served. */
  readonly learnt: string | null;
  /** Decisions on histories that it was made of. */
  readonly madeOf: HistoryDecisions;
}

export interface ForecastScope {
  readonly retrain: boolean;
  /** Dealers to forecast anew (warehouses always are); all without it. The others keep the plan's forecast. */
  readonly locations?: ReadonlySet<number>;
  /** Who computes; as many threads as pay, without it. */
  readonly crew?: () => ComputeCrew;
}

/** Rows that one piece of work goes through; a multiple of what a sampled run and a step have. */
const rowsAPiece = 8_192;
/** Demand up to this many bytes is read once and kept until the forecast is made, more is read again. */
const mostKeptBytes = 512 * 2 ** 20;

/**
 * Forecasts positions from the replica's histories into columns of its own: the plan state is not touched. Histories are
 * read here and worked through by the crew's threads. Learns a model first where there is none or a new one is wanted.
 * What only some locations are forecast for is, for those, what a forecast of all would be; and one thread or many give
 * the same bits. Given up before its end, it leaves no thread behind.
 */
export function* forecastPositions(
  session: PlanSession,
  scope: ForecastScope,
): Generator<{ readonly step: string; readonly share: number }, PositionForecast> {
  const { database, state } = session;
  // A month may close meanwhile; this forecast is of the months that are over now.
  const { periods, locations } = state.network;
  const madeOf = historyDecisions(session);
  const { groupOfItem, groupCount, tree, regionOf } = groupsOf(state);
  const stored = readMeta(database, 'forecastModel');
  const kept =
    stored === null || scope.retrain ? null : parseForecastModel(stored, groupCount, tree.regionCount);
  const isWanted = (location: number): boolean =>
    locations[location].kind !== 'dealer' || scope.locations?.has(location) !== false;
  const every = Array.from(locations.keys()).filter((location) => rowsAt(state, location) > 0);
  const wanted = every.filter(isWanted);
  const demand = createDemandSource(session, periods, regionOf, kept === null);
  const columns = createPositionColumns(state.count, (bytes) => new SharedArrayBuffer(bytes));
  if (scope.locations !== undefined) for (const name of positionColumnNames) columns[name].set(state[name]);
  const groups = new Uint16Array(new SharedArrayBuffer(2 * state.count));
  for (let p = 0; p < state.count; p++) groups[p] = groupOfItem[state.item[p]];
  const ends = kept === null ? gatheredEnds(periods, state.count) : [];
  const job: PositionJob = { periods, ends, series: state.count, groupCount, tree, groups, columns };
  const rowsToDo = (kept === null ? every : wanted).reduce(
    (sum, location) => sum + rowsAt(state, location),
    0,
  );
  const crew = scope.crew?.() ?? createComputeCrew(workersFor(rowsToDo, kept === null));
  try {
    for (const _ of crew.everyone('open', job)) yield { step: 'Starting', share: 0 };
    let model = kept;
    if (model === null) {
      const options = { ends, isTrees: scope.retrain };
      const learning = learnForecast(crew, options, demand.blocks(every), piecesOf(state, every));
      model = yield* mappedSteps(learning, (share) => ({
        step: 'Learning the forecast',
        share: share * 0.7,
      }));
    }
    for (const _ of crew.everyone('use', model)) yield { step: 'Forecasting', share: 0.7 };
    const pieces = piecesOf(state, wanted);
    for (const done of crew.each('forecast', demand.blocks(wanted))) {
      yield { step: 'Forecasting', share: 0.7 + (0.3 * done) / pieces };
    }
    followCalendars(session, madeOf.calendars, columns.mean, isWanted);
    addWarehouseDemand({ ...state, ...columns });
    yield { step: 'Forecasting', share: 1 };
    return { columns, learnt: kept === null ? writeForecastModel(model) : null, madeOf };
  } finally {
    void crew.close();
  }
}

/** Demand of locations as shared blocks; with `isKept` read once and remembered as far as that is little. */
function createDemandSource(session: PlanSession, periods: number, regionOf: Int32Array, isKept: boolean) {
  const { state } = session;
  const read = createDemandReader(session, periods, null);
  const remembered = new Map<number, Pick<WorkBlock, 'cells' | 'gone'>>();
  const isLittle = 2 * periods * state.count <= mostKeptBytes;
  const demandAt = (location: number): Pick<WorkBlock, 'cells' | 'gone'> => {
    const known = remembered.get(location);
    if (known !== undefined) return known;
    const { values, gone, rows } = read(location);
    const cells = new Uint16Array(new SharedArrayBuffer(2 * rows * periods));
    cells.set(values.subarray(0, rows * periods));
    const sharedGone = new Uint8Array(new SharedArrayBuffer(rows));
    sharedGone.set(gone.subarray(0, rows));
    const fresh = { cells, gone: sharedGone };
    if (isKept && isLittle) remembered.set(location, fresh);
    return fresh;
  };
  return {
    *blocks(locations: readonly number[]): Generator<WorkBlock, void> {
      for (const location of locations) {
        const rows = rowsAt(state, location);
        const own = demandAt(location);
        const firstPosition = state.locationStart[location];
        const isDealer = state.network.locations[location].kind === 'dealer';
        for (let from = 0; from < rows; from += rowsAPiece) {
          const to = Math.min(rows, from + rowsAPiece);
          yield { ...own, rows, firstPosition, from, to, isDealer, region: regionOf[location] };
        }
      }
    },
  };
}

function rowsAt({ locationStart }: PlanState, location: number): number {
  return locationStart[location + 1] - locationStart[location];
}

function piecesOf(state: PlanState, locations: readonly number[]): number {
  return locations.reduce((sum, location) => sum + Math.ceil(rowsAt(state, location) / rowsAPiece), 0);
}

/**
 * Series of one item share a prior; beyond what 16 bits can number, those of one family do. Items belong to families,
 * locations lie in regions.
 */
export function groupsOf({ network: { items, locations } }: PlanState) {
  const families = dictionaryOf(items.map((item) => item.family));
  const regions = dictionaryOf(locations.map((location) => location.region));
  const byItem = items.length <= 0xffff;
  const familyCount = Math.max(1, families.dictionary.length);
  const groupCount = byItem ? Math.max(1, items.length) : familyCount;
  const groupOfItem = byItem ? Int32Array.from(items, (_, item) => item) : families.codes;
  const familyOf = byItem
    ? Int32Array.from({ length: groupCount }, (_, item) => families.codes[item] ?? 0)
    : Int32Array.from({ length: groupCount }, (_, family) => family);
  const tree: GroupTree = { familyOf, familyCount, regionCount: Math.max(1, regions.dictionary.length) };
  return { groupOfItem, groupCount, tree, regionOf: regions.codes };
}
