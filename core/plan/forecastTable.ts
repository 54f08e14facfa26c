/** The Forecast grid's columns over the plan state and the evidence: one row a position. See core/contract/forecastColumns.ts. */
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
  const { item, location } = state;
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
      return evidence === null ? Number.NaN : read(evidence, row);
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
      code: (row) => state.demandClass[row],
      dictionary: () => demandClassNames,
      ordered: true,
    },
    baseline: { kind: 'number', value: (row) => state.mean[row], data: state.mean },
    override: { kind: 'number', value: sources.override },
    consensus: { kind: 'number', value: sources.consensus },
    exception: {
      kind: 'text',
      code: (row) => codeOfBits[sources.evidence()?.exceptionBits[row] ?? 0],
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
      value: (row) => (state.lastDemandAge[row] === neverSold ? Number.NaN : state.lastDemandAge[row]),
    },
    moneyAtRisk: { kind: 'number', value: (row) => state.moneyAtRisk[row], data: state.moneyAtRisk },
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
    rows: state.count,
    columns,
    summed: forecastColumns.filter((entry) => 'summed' in entry && entry.summed).map((entry) => entry.id),
    version: sources.version,
    urgent: sources.urgent,
    generation: sources.generation,
  };
}
