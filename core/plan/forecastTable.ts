/**
 * The Forecast grid's columns over the plan state and the evidence: one row a dealer's position. What warehouses face is
 * the demand of the dealers below them once more, so that with them no total would be the network's demand. Meanings
 * in core/contract/forecastColumns.ts.
 */
import { forecastExceptionKinds } from '../contract/forecast.ts';
import { demandClassNames, forecastColumns, type ForecastColumn } from '../contract/forecastColumns.ts';
import { criticalities } from '../model/network.ts';
import type { ForecastEvidence } from './forecastEvidence.ts';
import { gravestException } from './forecastExceptions.ts';
import { dictionaryOf } from './inventoryTable.ts';
import type { PlanState } from './planState.ts';
import type { ColumnReader, Table } from './table.ts';

export interface ForecastTableSources {
  /** Null until it is computed: its columns are then unknown. */
  readonly evidence: () => ForecastEvidence | null;
  /** What a planner has set for the coming month; NaN where there is none. */
  readonly override: (position: number) => number;
  readonly version: () => number;
  readonly urgent: () => number;
  readonly generation: () => number;
}

const neverSold = 255;
/** By gravity, for sorting: none first. */
const exceptionNames = ['', ...forecastExceptionKinds] as const;

export function createForecastTable(state: PlanState, sources: ForecastTableSources): Table {
  const { items, locations } = state.network;
  const dealers = positionsOfDealers(state);
  const item = dealers.map((p) => state.item[p]);
  const location = dealers.map((p) => state.location[p]);
  const unitCost = Float64Array.from(items, (entry) => entry.unitCostMinor);
  const criticality = Uint8Array.from(items, (entry) => criticalities.indexOf(entry.criticality));
  const ofItem = (texts: readonly string[]): ColumnReader => {
    const { codes, dictionary } = dictionaryOf(texts);
    return { kind: 'text', code: (row) => codes[item[row]], dictionary: () => dictionary };
  };
  const ofLocation = (texts: readonly string[]): ColumnReader => {
    const { codes, dictionary } = dictionaryOf(texts);
    return { kind: 'text', code: (row) => codes[location[row]], dictionary: () => dictionary };
  };
  const [first = 0] = dealers;
  const isOneRun = dealers.length > 0 && dealers[dealers.length - 1] - first === dealers.length - 1;
  /** A column of positions as one of rows: where dealers follow each other in the state it is a part of it. */
  const part = (column: Float32Array): Float32Array | undefined =>
    isOneRun ? column.subarray(first, first + dealers.length) : undefined;
  const planned = (column: Float32Array): ColumnReader => ({
    kind: 'number',
    value: (row) => column[dealers[row]],
    data: part(column),
  });
  const judged = (columnOf: (evidence: ForecastEvidence) => Float32Array): ColumnReader => ({
    kind: 'number',
    value: (row) => {
      const evidence = sources.evidence();
      return evidence === null ? Number.NaN : columnOf(evidence)[dealers[row]];
    },
    get data() {
      const evidence = sources.evidence();
      return evidence === null ? undefined : part(columnOf(evidence));
    },
  });
  /** Exception bits to a code of `exceptionNames`. */
  const codeOfBits = Uint8Array.from({ length: 16 }, (_, bits) => {
    const kind = gravestException(bits);
    return kind === null ? 0 : 1 + forecastExceptionKinds.indexOf(kind);
  });
  const columns: Readonly<Record<ForecastColumn, ColumnReader>> = {
    itemId: ofItem(items.map((entry) => entry.id)),
    description: ofItem(items.map((entry) => entry.description)),
    locationId: ofLocation(locations.map((entry) => entry.id)),
    locationName: ofLocation(locations.map((entry) => entry.name)),
    demandClass: {
      kind: 'text',
      code: (row) => state.demandClass[dealers[row]],
      dictionary: () => demandClassNames,
      ordered: true,
    },
    baseline: planned(state.mean),
    override: { kind: 'number', value: (row) => sources.override(dealers[row]) },
    consensus: planned(state.consensus),
    exception: {
      kind: 'text',
      code: (row) => codeOfBits[sources.evidence()?.exceptionBits[dealers[row]] ?? 0],
      dictionary: () => exceptionNames,
      ordered: true,
    },
    errorMoney: judged((evidence) => evidence.errorMinor),
    bias: {
      kind: 'number',
      value: (row) => {
        const evidence = sources.evidence();
        if (evidence === null) return Number.NaN;
        return evidence.heldForecast[dealers[row]] - evidence.heldDemand[dealers[row]];
      },
    },
    heldBackForecast: judged((evidence) => evidence.heldForecast),
    heldBackDemand: judged((evidence) => evidence.heldDemand),
    adi: judged((evidence) => evidence.adi),
    cv2: judged((evidence) => evidence.cv2),
    lastDemand: {
      kind: 'number',
      value: (row) => {
        const age = state.lastDemandAge[dealers[row]];
        return age === neverSold ? Number.NaN : age;
      },
    },
    moneyAtRisk: planned(state.moneyAtRisk),
    family: ofItem(items.map((entry) => entry.family)),
    region: ofLocation(locations.map((entry) => entry.region)),
    criticality: {
      kind: 'text',
      code: (row) => criticality[item[row]],
      dictionary: () => criticalities,
      ordered: true,
    },
    unitCost: { kind: 'number', value: (row) => unitCost[item[row]] },
  };
  return {
    rows: dealers.length,
    key: (row) => dealers[row],
    columns,
    summed: forecastColumns.filter((entry) => 'summed' in entry && entry.summed).map((entry) => entry.id),
    version: sources.version,
    urgent: sources.urgent,
    generation: sources.generation,
  };
}

/** Ascending. */
function positionsOfDealers(state: PlanState): Int32Array {
  const found = new Int32Array(state.count);
  let count = 0;
  state.network.locations.forEach(({ kind }, location) => {
    if (kind !== 'dealer') return;
    for (let p = state.locationStart[location]; p < state.locationStart[location + 1]; p++)
      found[count++] = p;
  });
  return found.slice(0, count);
}
