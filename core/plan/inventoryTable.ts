/** The Inventory grid's columns over the plan state: one row a position. See core/contract/columns.ts for meanings. */
import { inventoryColumns, type InventoryColumn } from '../contract/columns.ts';
import { riskLevels } from '../contract/views.ts';
import { demandClasses } from '../forecast/demandClass.ts';
import { criticalities } from '../model/network.ts';
import { protectedPartOf, returnProtectionOf } from './agreements.ts';
import type { PlanState } from './planState.ts';
import type { ColumnReader, Table } from './table.ts';

export function createInventoryTable(
  state: PlanState,
  version: () => number,
  urgent: () => number,
  clockMinutes: () => number,
): Table {
  const { items, locations } = state.network;
  const { item, location } = state;
  const unitCost = Float64Array.from(items, (entry) => entry.unitCostMinor);
  const itemText = (texts: readonly string[]): ColumnReader => {
    const { codes, dictionary } = dictionaryOf(texts);
    return { kind: 'text', code: (row) => codes[item[row]], dictionary: () => dictionary };
  };
  const locationText = (texts: readonly string[]): ColumnReader => {
    const { codes, dictionary } = dictionaryOf(texts);
    return { kind: 'text', code: (row) => codes[location[row]], dictionary: () => dictionary };
  };
  const column = (values: Int32Array | Float32Array | Uint16Array): ColumnReader => ({
    kind: 'number',
    value: (row) => values[row],
    data: values,
  });
  const setBy = ['segment', 'planner'];
  const protections = ['', 'returnable', 'never given'];
  const columns: Readonly<Record<InventoryColumn, ColumnReader>> = {
    itemId: itemText(items.map((entry) => entry.id)),
    description: itemText(items.map((entry) => entry.description)),
    locationId: locationText(locations.map((entry) => entry.id)),
    locationName: locationText(locations.map((entry) => entry.name)),
    risk: { kind: 'text', code: (row) => state.risk[row], dictionary: () => riskLevels, ordered: true },
    pStockout: column(state.pStockout),
    expectedShort: column(state.expectedShort),
    moneyAtRisk: column(state.moneyAtRisk),
    available: column(state.available),
    forecastMean: column(state.consensus),
    daysOfSupply: column(state.daysOfSupply),
    nextArrivalDays: column(state.nextArrivalDays),
    serviceLevel: column(state.serviceLevel),
    serviceLevelSource: {
      kind: 'text',
      code: (row) => (state.serviceLevelSet[row] > 0 ? 1 : 0),
      dictionary: () => setBy,
    },
    safetyStock: column(state.safetyStock),
    reorderPoint: column(state.reorderPoint),
    orderUpTo: column(state.orderUpTo),
    shortage: column(state.shortage),
    excess: column(state.excess),
    onHand: column(state.onHand),
    reserved: column(state.reserved),
    workInProgress: column(state.workInProgress),
    qualityHold: column(state.qualityHold),
    inTransitIn: column(state.inTransitIn),
    onOrder: column(state.onOrder),
    backorder: column(state.backorder),
    stockValue: { kind: 'number', value: (row) => Math.max(0, state.onHand[row]) * unitCost[item[row]] },
    demandClass: { kind: 'text', code: (row) => state.demandClass[row], dictionary: () => demandClasses },
    criticality: itemCodes(state, criticalities, (entry) => criticalities.indexOf(entry.criticality)),
    family: itemText(items.map((entry) => entry.family)),
    region: locationText(locations.map((entry) => entry.region)),
    ownerGroup: locationText(locations.map((entry) => entry.ownerGroup)),
    unitCost: { kind: 'number', value: (row) => unitCost[item[row]] },
    protection: {
      kind: 'text',
      code: (row) => {
        if (protectedPartOf(state.agreements, location[row], item[row]) !== null) return 2;
        return returnProtectionOf(state.agreements, row) === null ? 0 : 1;
      },
      dictionary: () => protections,
      ordered: true,
    },
    feedAge: { kind: 'number', value: (row) => Math.max(0, (clockMinutes() - state.asOf[row]) / 60) },
  };
  return {
    rows: state.count,
    columns,
    summed: inventoryColumns.filter((entry) => 'summed' in entry && entry.summed).map((entry) => entry.id),
    version,
    urgent,
    generation: () => 0,
  };
}

function itemCodes(
  state: PlanState,
  dictionary: readonly string[],
  codeOf: (item: PlanState['network']['items'][number]) => number,
): ColumnReader {
  const codes = Uint8Array.from(state.network.items, codeOf);
  return { kind: 'text', code: (row) => codes[state.item[row]], dictionary: () => dictionary, ordered: true };
}

/** Codes into the distinct texts, in order of first appearance. */
export function dictionaryOf(texts: readonly string[]): {
  readonly codes: Int32Array;
  readonly dictionary: readonly string[];
} {
  const known = new Map<string, number>();
  const dictionary: string[] = [];
  const codes = Int32Array.from(texts, (text) => {
    let code = known.get(text);
    if (code === undefined) {
      code = dictionary.length;
      known.set(text, code);
      dictionary.push(text);
    }
    return code;
  });
  return { codes, dictionary };
}
