/**
 * The Rebalance grid's columns over the transfers: one row a transfer. See core/contract/columns.ts for meanings. Made
 * anew after every decision, so each column's texts are gathered only once somebody asks for it.
 */
import { transferColumns, type TransferColumn } from '../contract/columns.ts';
import { stockoutRisk } from '../inventory/stockoutRisk.ts';
import type { Network } from '../model/network.ts';
import { ruleReason } from '../policy/decisionTable.ts';
import { isComing } from '../rebalance/transferStates.ts';
import type { Transfer } from '../store/transferStore.ts';
import { demandUntilArrival, sizeUntilArrival } from './demandUntilArrival.ts';
import { dictionaryOf } from './inventoryTable.ts';
import { netStock } from './netStock.ts';
import type { PlanParameters } from './parameters.ts';
import { positionOf, type PlanState } from './planState.ts';
import { laneKey } from './laneKey.ts';
import type { ColumnReader, Table } from './table.ts';
import { benefitPerFreight } from './transferGroupTable.ts';

export function createTransferTable(
  state: PlanState,
  parameters: PlanParameters,
  transfers: readonly Transfer[],
  version: () => number,
  generation: () => number,
): Table {
  const { items } = state.network;
  const number = (value: (transfer: Transfer) => number): ColumnReader => ({
    kind: 'number',
    value: (row) => value(transfers[row]),
  });
  const text = (value: (transfer: Transfer) => string): ColumnReader => {
    const texts = once(() => dictionaryOf(transfers.map(value)));
    return {
      kind: 'text',
      code: (row) => texts().codes[row],
      dictionary: () => texts().dictionary,
      text: (row) => value(transfers[row]),
    };
  };
  /** Texts of what a transfer is of or between: the network's, which stay. */
  const named = (texts: Texts, index: (transfer: Transfer) => number): ColumnReader => ({
    kind: 'text',
    code: (row) => texts.codes[index(transfers[row])],
    dictionary: () => texts.dictionary,
  });
  const { itemId, description, locationId, locationName } = networkTexts(state.network);
  const ids = once(() => transfers.map((transfer) => transfer.id));
  const receiver = (row: number): number => positionOf(state, transfers[row].to, transfers[row].item);
  const routes = once(() => sumRoutes(transfers));
  const columns: Readonly<Record<TransferColumn, ColumnReader>> = {
    transferId: { kind: 'text', code: (row) => row, dictionary: ids, text: (row) => transfers[row].id },
    itemId: named(itemId, ({ item }) => item),
    description: named(description, ({ item }) => item),
    fromId: named(locationId, ({ from }) => from),
    fromName: named(locationName, ({ from }) => from),
    toId: named(locationId, ({ to }) => to),
    toName: named(locationName, ({ to }) => to),
    quantity: number((transfer) => transfer.quantity),
    days: number((transfer) => transfer.days),
    pBefore: {
      kind: 'number',
      value: (row) => riskWith(state, parameters, receiver(row), transfers[row], false),
    },
    pAfter: {
      kind: 'number',
      value: (row) => riskWith(state, parameters, receiver(row), transfers[row], true),
    },
    benefit: number((transfer) => transfer.benefitMinor),
    donor: number((transfer) => transfer.donorMinor),
    freight: number((transfer) => transfer.freightMinor),
    handling: number((transfer) => transfer.handlingMinor),
    net: number((transfer) => transfer.netMinor),
    verdict: text((transfer) => transfer.verdict),
    role: text((transfer) => transfer.role),
    rule: text((transfer) => transfer.rule),
    ruleReason: text((transfer) => ruleReason(transfer.rule)),
    state: text((transfer) => transfer.state),
    proposedBy: text((transfer) => transfer.proposedBy),
    reason: text((transfer) => transfer.reason ?? ''),
    route: routeColumn(state, transfers),
    kg: number((transfer) => transfer.quantity * items[transfer.item].weightKg),
    valueMoved: number((transfer) => transfer.quantity * items[transfer.item].unitCostMinor),
    perFreight: number((transfer) => {
      const route = routes().get(laneKey(transfer.from, transfer.to));
      return transfer.state !== 'proposed' || route === undefined ? Number.NaN : benefitPerFreight(route);
    }),
  };
  return {
    rows: transfers.length,
    key: (row) => transferNumber(transfers[row].id),
    columns,
    summed: transferColumns.filter((entry) => 'summed' in entry && entry.summed).map((entry) => entry.id),
    version,
    generation,
  };
}

type Texts = ReturnType<typeof dictionaryOf>;

interface NetworkTexts {
  readonly itemId: Texts;
  readonly description: Texts;
  readonly locationId: Texts;
  readonly locationName: Texts;
}

const textsOf = new WeakMap<Network, NetworkTexts>();

function networkTexts(network: Network): NetworkTexts {
  const known = textsOf.get(network);
  if (known !== undefined) return known;
  const { items, locations } = network;
  const made = {
    itemId: dictionaryOf(items.map((item) => item.id)),
    description: dictionaryOf(items.map((item) => item.description)),
    locationId: dictionaryOf(locations.map((location) => location.id)),
    locationName: dictionaryOf(locations.map((location) => location.name)),
  };
  textsOf.set(network, made);
  return made;
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => (made ??= { value: make() }).value;
}

interface RouteSums {
  benefitMinor: number;
  freightMinor: number;
}

/** What the open proposals of each lane bring and cost, by `laneKey`. */
function sumRoutes(transfers: readonly Transfer[]): ReadonlyMap<number, RouteSums> {
  const routes = new Map<number, RouteSums>();
  for (const { from, to, state, benefitMinor, freightMinor } of transfers) {
    if (state !== 'proposed') continue;
    const key = laneKey(from, to);
    const known = routes.get(key);
    if (known === undefined) routes.set(key, { benefitMinor, freightMinor });
    else {
      known.benefitMinor += benefitMinor;
      known.freightMinor += freightMinor;
    }
  }
  return routes;
}

/** A network's transfers share few routes: each is named once. */
function routeColumn(state: PlanState, transfers: readonly Transfer[]): ColumnReader {
  const { locations } = state.network;
  const named = once(() => {
    const known = new Map<number, number>();
    const dictionary: string[] = [];
    const codes = Int32Array.from(transfers, ({ from, to }) => {
      const key = laneKey(from, to);
      const code = known.get(key) ?? dictionary.length;
      if (code === dictionary.length) {
        known.set(key, code);
        dictionary.push(`${locations[from].id} → ${locations[to].id}`);
      }
      return code;
    });
    return { codes, dictionary };
  });
  return {
    kind: 'text',
    code: (row) => named().codes[row],
    dictionary: () => named().dictionary,
    text: (row) => `${locations[transfers[row].from].id} → ${locations[transfers[row].to].id}`,
  };
}

/** `T000123` → 123. */
export function transferNumber(id: string): number {
  return Number(id.slice(1));
}

const risk = new Float64Array(2);

/** P(stockout) at the receiver before its next arrival, without or with the transfer, whatever its state. */
export function riskWith(
  state: PlanState,
  parameters: PlanParameters,
  p: number,
  transfer: Transfer,
  withTransfer: boolean,
): number {
  if (p < 0) return Number.NaN;
  const base = netStock(state, p) - (isComing(transfer.state) ? transfer.quantity : 0);
  const net = base + (withTransfer ? transfer.quantity : 0);
  if (net < 0) return 1;
  stockoutRisk(net, demandUntilArrival(state, p), sizeUntilArrival(state, parameters, p), risk);
  return risk[0];
}
