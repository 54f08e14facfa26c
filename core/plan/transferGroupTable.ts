/**
 * Open proposals gathered by lane (a route is everything on one lane) or by item, as a table: units, weight, freight
 * with its fixed part apart, value, net and verdicts. O(transfers) once for each generation of transfers. Money in
 * minor units, weight in kg.
 */
import type { RebalanceGrouping } from '../contract/rebalance.ts';
import {
  itemGroupColumns,
  routeColumns,
  type ItemGroupColumn,
  type RouteColumn,
} from '../contract/transferGroupColumns.ts';
import type { Transfer } from '../store/transferStore.ts';
import { dictionaryOf } from './inventoryTable.ts';
import type { PlanState } from './planState.ts';
import type { ColumnReader, Table } from './table.ts';
import { laneKey } from './laneKey.ts';

export interface TransferGroup {
  /** Of the first transfer; all of a route's have its ends, all of an item's the item. */
  readonly item: number;
  readonly from: number;
  readonly to: number;
  readonly days: number;
  readonly donors: ReadonlySet<number>;
  readonly receivers: ReadonlySet<number>;
  transfers: number;
  units: number;
  kg: number;
  valueMinor: number;
  benefitMinor: number;
  donorMinor: number;
  freightMinor: number;
  handlingMinor: number;
  netMinor: number;
  auto: number;
  approve: number;
  block: number;
}

export function groupTransfers(
  state: PlanState,
  transfers: Iterable<Transfer>,
  by: RebalanceGrouping,
): TransferGroup[] {
  const { items } = state.network;
  const groups = new Map<number, TransferGroup & { donors: Set<number>; receivers: Set<number> }>();
  for (const transfer of transfers) {
    if (transfer.state !== 'proposed') continue;
    const key = by === 'item' ? transfer.item : laneKey(transfer.from, transfer.to);
    let group = groups.get(key);
    if (group === undefined) {
      const { item, from, to, days } = transfer;
      group = { item, from, to, days, donors: new Set(), receivers: new Set(), ...noSums };
      groups.set(key, group);
    }
    const entry = items[transfer.item];
    group.donors.add(transfer.from);
    group.receivers.add(transfer.to);
    group.transfers++;
    group.units += transfer.quantity;
    group.kg += transfer.quantity * entry.weightKg;
    group.valueMinor += transfer.quantity * entry.unitCostMinor;
    group.benefitMinor += transfer.benefitMinor;
    group.donorMinor += transfer.donorMinor;
    group.freightMinor += transfer.freightMinor;
    group.handlingMinor += transfer.handlingMinor;
    group.netMinor += transfer.netMinor;
    group[transfer.verdict]++;
  }
  return [...groups.values()];
}

const noSums = {
  transfers: 0,
  units: 0,
  kg: 0,
  valueMinor: 0,
  benefitMinor: 0,
  donorMinor: 0,
  freightMinor: 0,
  handlingMinor: 0,
  netMinor: 0,
  auto: 0,
  approve: 0,
  block: 0,
};

/** Stockout cost avoided for each unit of freight money; infinite where the freight is nothing. */
export function benefitPerFreight({
  benefitMinor,
  freightMinor,
}: Pick<TransferGroup, 'benefitMinor' | 'freightMinor'>): number {
  // What brings nothing and costs nothing is no number else, and no order could place it.
  return freightMinor === 0 ? Number.POSITIVE_INFINITY : benefitMinor / freightMinor;
}

export function createTransferGroupTable(
  state: PlanState,
  transfers: Iterable<Transfer>,
  by: RebalanceGrouping,
  version: () => number,
  generation: () => number,
): Table {
  const groups = groupTransfers(state, transfers, by);
  const { items, locations, lanes } = state.network;
  const laneCost = new Map(lanes.map((lane) => [laneKey(lane.from, lane.to), lane.costPerKgMinor]));
  const byWeight = (group: TransferGroup): number =>
    Math.min(group.freightMinor, Math.round(group.kg * (laneCost.get(laneKey(group.from, group.to)) ?? 0)));
  const number = (value: (group: TransferGroup) => number): ColumnReader => ({
    kind: 'number',
    value: (row) => value(groups[row]),
  });
  const text = (value: (group: TransferGroup) => string): ColumnReader => {
    const { codes, dictionary } = dictionaryOf(groups.map(value));
    return { kind: 'text', code: (row) => codes[row], dictionary: () => dictionary };
  };
  const sums = {
    transfers: number((group) => group.transfers),
    units: number((group) => group.units),
    kg: number((group) => group.kg),
    valueMoved: number((group) => group.valueMinor),
    benefit: number((group) => group.benefitMinor),
    donor: number((group) => group.donorMinor),
    freight: number((group) => group.freightMinor),
    handling: number((group) => group.handlingMinor),
    net: number((group) => group.netMinor),
    auto: number((group) => group.auto),
    approve: number((group) => group.approve),
    block: number((group) => group.block),
  };
  const routes: Readonly<Record<RouteColumn, ColumnReader>> = {
    route: text((group) => `${locations[group.from].id} → ${locations[group.to].id}`),
    fromId: text((group) => locations[group.from].id),
    fromName: text((group) => locations[group.from].name),
    toId: text((group) => locations[group.to].id),
    toName: text((group) => locations[group.to].name),
    days: number((group) => group.days),
    byWeight: number(byWeight),
    fixed: number((group) => group.freightMinor - byWeight(group)),
    perFreight: number(benefitPerFreight),
    ...sums,
  };
  const byItem: Readonly<Record<ItemGroupColumn, ColumnReader>> = {
    itemId: text((group) => items[group.item].id),
    description: text((group) => items[group.item].description),
    criticality: text((group) => items[group.item].criticality),
    donors: number((group) => group.donors.size),
    receivers: number((group) => group.receivers.size),
    ...sums,
  };
  const listed = by === 'route' ? routeColumns : itemGroupColumns;
  return {
    rows: groups.length,
    key: (row) => (by === 'route' ? laneRow(groups[row], locations.length) : groups[row].item),
    columns: by === 'route' ? routes : byItem,
    summed: listed.filter((entry) => 'summed' in entry && entry.summed).map((entry) => entry.id),
    version,
    generation,
  };
}

/** Row keys are 32-bit: lanes of up to 46,000 locations fit. */
function laneRow({ from, to }: TransferGroup, locations: number): number {
  return from * locations + to;
}
