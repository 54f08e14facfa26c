import type { GridColumn } from '../../../core/contract/columns.ts';
import type { Condition, GridQuery, Sort } from '../../../core/contract/grid.ts';
import type { Client } from '../../../core/contract/rpc.ts';
import type { LayoutWishes } from '../../components/grid/columnLayout.ts';
import type { QuickFilter } from '../../components/grid/FilterBar.tsx';
import type { ColumnPresentation, GridEditing } from '../../components/grid/gridOptions.ts';
import type { GridSource, RowReader } from '../../components/grid/gridSource.ts';
import { parseQuantity } from './parseQuantity.ts';
import { capitalised, reasonText, verdictDefinitions, verdictLabels } from './transferTexts.ts';

export interface RebalanceSource extends GridSource {
  /** Row of a transfer in the sorted, filtered rows; null when the filter hides it. */
  rowOfTransfer(query: GridQuery, transfer: string): Promise<number | null>;
  /** Items of the rows that were read last, which are those on screen: what a slider solves first. */
  shownItems(): readonly string[];
}

const mostShownItems = 30;

/** Rows come by key, questions about a transfer go by its id: the source remembers which is which. */
export function createRebalanceSource(client: Client): RebalanceSource {
  const ids = new Map<number, string>();
  let shown: readonly string[] = [];
  const rowOfTransfer: RebalanceSource['rowOfTransfer'] = async (query, transfer) =>
    (await client.ask('rebalance.rowOf', { query, transfer })).row;
  return {
    window: async (input) => {
      const window = await client.ask('rebalance.window', {
        query: { sort: [...input.query.sort], filter: [...input.query.filter] },
        from: input.from,
        to: input.to,
        ...(input.refresh === true ? { refresh: true } : {}),
      });
      const column = window.columns['transferId'];
      if (column?.kind === 'text') {
        window.keys.forEach((key, at) => ids.set(key, column.dictionary[column.codes[at]] ?? ''));
      }
      const items = window.columns['itemId'];
      if (items?.kind === 'text') {
        const read = new Set([...items.codes].map((code) => items.dictionary[code] ?? ''));
        shown = [...read].slice(0, mostShownItems);
      }
      return window;
    },
    shownItems: () => shown,
    distinct: (column) => client.ask('rebalance.distinct', { column }),
    rowOf: async (query, key) => {
      const id = ids.get(key);
      return id === undefined ? null : rowOfTransfer(query, id);
    },
    rowOfTransfer,
  };
}

export const rebalanceSort: Sort = { column: 'net', direction: 'descending' };

export const rebalanceWishes: LayoutWishes = {
  pinned: ['transferId'],
  widths: { verdict: 104, itemId: 104, fromId: 68, toId: 68 },
  first: [
    'verdict',
    'net',
    'quantity',
    'itemId',
    'fromId',
    'toId',
    'pBefore',
    'pAfter',
    'benefit',
    'freight',
    'handling',
    'donor',
    'days',
    'state',
    'role',
    'rule',
    'proposedBy',
    'description',
    'fromName',
    'toName',
    'reason',
  ],
};

const is =
  (column: string, value: string) =>
  (row: RowReader): boolean =>
    row.text(column) === value;

export const rebalanceLook: Readonly<Record<string, ColumnPresentation>> = {
  verdict: {
    text: (row) => verdictText(row.text('verdict'), row.text('rule')),
    classes: {
      'verdict-cell': () => true,
      'verdict-auto': is('verdict', 'auto'),
      'verdict-approve': is('verdict', 'approve'),
      'verdict-block': is('verdict', 'block'),
    },
    tooltip: (row) =>
      `${verdictDefinitions[row.text('verdict')] ?? ''} (rule ${row.text('rule')}). Explain says the rule in words.`,
  },
  state: {
    text: (row) => capitalised(row.text('state')),
    classes: {
      'state-open': is('state', 'proposed'),
      'state-over': (row) => ['rejected', 'expired', 'cancelled'].includes(row.text('state')),
    },
  },
  role: { text: (row) => capitalised(row.text('role')) },
  proposedBy: { text: (row) => capitalised(row.text('proposedBy')) },
  reason: {
    text: (row) => reasonText(row.text('reason')),
    tooltip: (row) => reasonText(row.text('reason')) || null,
  },
  fromId: { tooltip: (row) => row.text('fromName') },
  toId: { tooltip: (row) => row.text('toName') },
  itemId: { tooltip: (row) => row.text('description') },
  kg: { digits: 1 },
  perFreight: { digits: 1 },
};

/** A block says by which rule. */
function verdictText(verdict: string, rule: string): string {
  const label = verdictLabels[verdict] ?? verdict;
  return verdict === 'block' ? `${label} ${rule}` : label;
}

export function rebalanceValueLabel(column: string, value: string): string {
  switch (column) {
    case 'verdict':
      return verdictLabels[value] ?? value;
    case 'state':
    case 'role':
    case 'proposedBy':
      return capitalised(value);
    case 'reason':
      return reasonText(value);
    default:
      return value;
  }
}

const values = (column: string, list: string[]): Condition => ({ kind: 'values', column, values: list });

export const proposedOnly = values('state', ['proposed']);

export const rebalanceQuickFilters: readonly QuickFilter[] = [
  { label: 'Proposed', condition: proposedOnly, title: 'Transfers that wait for a decision' },
  {
    label: 'Under way',
    condition: values('state', ['approved', 'offered', 'committed', 'shipped']),
    title: 'Approved and not yet received',
  },
  { label: 'Rejected', condition: values('state', ['rejected']), title: 'Transfers that were turned down' },
];

/** The quantity of a proposal is edited in place; whoever edits it becomes its proposer. */
export function rebalanceEditing(role: string): GridEditing {
  return {
    columns: new Set(['quantity']),
    reads: ['transferId', 'state'],
    locked: (row) => {
      if (role === 'finance') return 'Finance reviews transfers and does not edit them.';
      const state = row.text('state');
      return state === 'proposed' ? null : `Only proposals can be edited; this one is ${state}.`;
    },
    textOf: (row) => String(row.number('quantity')),
    refusal: (text, row) => {
      const entry = parseQuantity(text, row.number('quantity'));
      return entry.kind === 'refused' ? entry.reason : null;
    },
  };
}

export function rebalanceLockedColumn(column: GridColumn): string {
  return `${column.label} follows from the plan. Edit the quantity, or press A to approve and R to reject.`;
}

/** The filter with the lanes' ends set: what a click on an arc asks for. */
export function withLane(
  filter: readonly Condition[],
  from: readonly string[],
  to: readonly string[],
): Condition[] {
  const rest = filter.filter((condition) => condition.column !== 'fromId' && condition.column !== 'toId');
  return [
    ...rest,
    ...(from.length === 0 ? [] : [values('fromId', [...from])]),
    ...(to.length === 0 ? [] : [values('toId', [...to])]),
  ];
}
