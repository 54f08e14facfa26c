import type { GridColumn } from '../../../core/contract/columns.ts';
import type { Condition, Sort } from '../../../core/contract/grid.ts';
import type { Client } from '../../../core/contract/rpc.ts';
import type { RiskLevel } from '../../../core/contract/views.ts';
import type { LayoutWishes } from '../../components/grid/columnLayout.ts';
import type { QuickFilter } from '../../components/grid/FilterBar.tsx';
import type { ColumnPresentation, GridEditing } from '../../components/grid/gridOptions.ts';
import type { GridSource, RowReader } from '../../components/grid/gridSource.ts';
import { clipboardText } from '../../components/grid/cellText.ts';
import { formatShare } from '../../components/format/formatNumber.ts';
import { riskLabels } from '../../components/risk/riskPath.ts';
import { parseServiceLevel } from './parseServiceLevel.ts';

/** How Inventory draws its grid: where rows come from, which columns come first, what cells look like. */
export function createInventorySource(client: Client): GridSource {
  return {
    window: (input) =>
      client.ask('inventory.window', {
        query: { sort: [...input.query.sort], filter: [...input.query.filter] },
        from: input.from,
        to: input.to,
        ...(input.refresh === true ? { refresh: true } : {}),
      }),
    distinct: (column) => client.ask('inventory.distinct', { column }),
    rowOf: async (query, position) => (await client.ask('inventory.rowOf', { query, position })).row,
  };
}

export const inventoryWishes: LayoutWishes = {
  pinned: ['itemId', 'locationId'],
  widths: { itemId: 108, locationId: 84 },
  first: [
    'risk',
    'moneyAtRisk',
    'pStockout',
    'expectedShort',
    'available',
    'daysOfSupply',
    'nextArrivalDays',
    'serviceLevel',
    'serviceLevelSource',
    'reorderPoint',
    'orderUpTo',
    'forecastMean',
    'shortage',
    'excess',
    'description',
    'locationName',
  ],
};

export const inventorySort: Sort = { column: 'moneyAtRisk', direction: 'descending' };

const isLevel =
  (level: RiskLevel) =>
  (row: RowReader): boolean =>
    row.text('risk') === level;

export const inventoryLook: Readonly<Record<string, ColumnPresentation>> = {
  risk: {
    text: (row) => riskLabel(row.text('risk')),
    classes: {
      'risk-cell': () => true,
      'risk-none': isLevel('none'),
      'risk-watch': isLevel('watch'),
      'risk-act': isLevel('act'),
      'risk-critical': isLevel('critical'),
    },
  },
  moneyAtRisk: { digits: 0 },
  stockValue: { digits: 0 },
  expectedShort: { digits: 1 },
  safetyStock: { digits: 1 },
  serviceLevel: {
    text: (row) => serviceLevelText(row.number('serviceLevel')),
    classes: { 'is-set': (row) => row.text('serviceLevelSource') === 'planner' },
    tooltip: (row) =>
      row.text('serviceLevelSource') === 'planner'
        ? 'Set by a planner. Delete returns it to the segment.'
        : 'From the segment. Type to set it for this position.',
  },
  onHand: {
    tooltip: (row) =>
      row.number('onHand') < 0 ? 'Negative as the location’s system sent it; planned as zero.' : null,
  },
  feedAge: {
    classes: { 'is-old': (row) => row.number('feedAge') > 24 },
    tooltip: (row) =>
      row.number('feedAge') > 24 ? 'The location’s system has not spoken for over a day.' : null,
  },
};

/** One decimal, or two where the level has them: 99.95 % is not 100 %. */
function serviceLevelText(level: number): string {
  return formatShare(level, Math.abs(level * 1000 - Math.round(level * 1000)) < 1e-3 ? 1 : 2);
}

export function riskLabel(level: string): string {
  return level in riskLabels ? riskLabels[level as RiskLevel] : level;
}

export function inventoryValueLabel(column: string, value: string): string {
  return column === 'risk' ? riskLabel(value) : value;
}

const values = (column: string, list: string[]): Condition => ({ kind: 'values', column, values: list });

export const inventoryQuickFilters: readonly QuickFilter[] = [
  { label: 'Critical', condition: values('risk', ['critical']), title: 'Positions at critical risk' },
  {
    label: 'Critical or act',
    condition: values('risk', ['critical', 'act']),
    title: 'Positions that need a decision',
  },
  {
    label: 'Excess',
    condition: { kind: 'number', column: 'excess', from: 1 },
    title: 'Positions with stock to give',
  },
  {
    label: 'Negative on hand',
    condition: { kind: 'number', column: 'onHand', to: -1 },
    title: 'Positions whose count is wrong',
  },
  {
    label: 'Set by planner',
    condition: values('serviceLevelSource', ['planner']),
    title: 'Positions whose service level does not come from the segment',
  },
  {
    label: 'Protected',
    condition: values('protection', ['never given', 'returnable']),
    title: 'Parts that their dealer never gives, or may return to the car maker',
  },
];

/** Service levels are edited in place by whoever plans; finance reads. */
export function inventoryEditing(role: string): GridEditing {
  return {
    columns: new Set(['serviceLevel']),
    reads: ['serviceLevelSource'],
    locked: () =>
      role === 'finance' ? 'Finance reads service levels; a planner or approver sets them.' : null,
    textOf: (row, column) => clipboardText(row.number(column), 'share', 'USD'),
    refusal: (text, row, column) => {
      const entry = parseServiceLevel(text, row.number(column));
      return entry.kind === 'refused' ? entry.reason : null;
    },
  };
}

export function inventoryLockedColumn(column: GridColumn): string {
  const reported = [
    'onHand',
    'reserved',
    'workInProgress',
    'qualityHold',
    'inTransitIn',
    'onOrder',
    'backorder',
  ];
  if (reported.includes(column.id))
    return `${column.label} is what the location’s system reports. Correct it there.`;
  if (column.unit === 'text' && column.id !== 'serviceLevelSource' && column.id !== 'demandClass') {
    return `${column.label} is master data and is not edited here.`;
  }
  return `${column.label} follows from stock, demand and the service level. Edit the service level.`;
}
