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
  /** What the plan uses for the coming month. */
  readonly consensus: (position: number) => number;
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
  const judged = (read: (evidence: ForecastEvidence, row: number) => number): ColumnReader => ({
    kind: 'number',
    value: (row) => {
      const evidence = sources.evidence();
      return evidence === null ? Number.NaN : read(evidence, dealers[row]);
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
    baseline: { kind: 'number', value: (row) => state.mean[dealers[row]] },
    override: { kind: 'number', value: (row) => sources.override(dealers[row]) },
    consensus: { kind: 'number', value: (row) => sources.consensus(dealers[row]) },
    exception: {
      kind: 'text',
      code: (row) => codeOfBits[sources.evidence()?.exceptionBits[dealers[row]] ?? 0],
      dictionary: () => exceptionNames,
      ordered: true,
    },
    errorMoney: judged((evidence, row) => evidence.errorMinor[row]),
    bias: judged((evidence, row) => evidence.heldForecast[row] - evidence.heldDemand[row]),
    heldBackForecast: judged((evidence, row) => evidence.heldForecast[row]),
    heldBackDemand: judged((evidence, row) => evidence.heldDemand[row]),
    adi: judged((evidence, row) => evidence.adi[row]),
    cv2: judged((evidence, row) => evidence.cv2[row]),
    lastDemand: {
      kind: 'number',
      value: (row) => {
        const age = state.lastDemandAge[dealers[row]];
        return age === neverSold ? Number.NaN : age;
      },
    },
    moneyAtRisk: { kind: 'number', value: (row) => state.moneyAtRisk[dealers[row]] },
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
export function positionsOfDealers(state: PlanState): Int32Array {
  const found = new Int32Array(state.count);
  let count = 0;
  state.network.locations.forEach(({ kind }, location) => {
    if (kind !== 'dealer') return;
    for (let p = state.locationStart[location]; p < state.locationStart[location + 1]; p++)
      found[count++] = p;
  });
  return found.slice(0, count);
}
