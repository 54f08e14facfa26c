import type { GridColumn } from '../../../core/contract/columns.ts';
import { forecastColumns } from '../../../core/contract/forecastColumns.ts';
import type { Condition, Sort } from '../../../core/contract/grid.ts';
import type { Client } from '../../../core/contract/rpc.ts';
import type { LayoutWishes } from '../../components/grid/columnLayout.ts';
import type { QuickFilter } from '../../components/grid/FilterBar.tsx';
import type { ColumnPresentation, GridEditing } from '../../components/grid/gridOptions.ts';
import type { GridSource } from '../../components/grid/gridSource.ts';
import { clipboardText } from '../../components/grid/cellText.ts';
import { formatNumber } from '../../components/format/formatNumber.ts';
import { classLabel, exceptionLabels, isExceptionKind } from './forecastTexts.ts';
import { parseOverrideEntry } from './overrideEntry.ts';
import { overridePlanReads } from './overridePlan.ts';

/** How Forecast draws its grid: where rows come from, which columns come first, what cells look like. */
export function createForecastSource(client: Client): GridSource {
  return {
    window: (input) =>
      client.ask('forecast.window', {
        query: { sort: [...input.query.sort], filter: [...input.query.filter] },
        from: input.from,
        to: input.to,
        ...(input.refresh === true ? { refresh: true } : {}),
      }),
    distinct: (column) => client.ask('forecast.distinct', { column }),
    rowOf: async (query, position) => (await client.ask('forecast.rowOf', { query, position })).row,
  };
}

export const forecastWishes: LayoutWishes = {
  pinned: ['itemId', 'locationId'],
  widths: { itemId: 108, locationId: 84, baseline: 104, demandClass: 124 },
  first: [
    'baseline',
    'override',
    'consensus',
    'errorMoney',
    'exception',
    'demandClass',
    'bias',
    'lastDemand',
  ],
};

export const forecastSort: Sort = { column: 'errorMoney', direction: 'descending' };

export const forecastLook: Readonly<Record<string, ColumnPresentation>> = {
  demandClass: { text: (row) => classLabel(row.text('demandClass')) },
  exception: {
    text: (row) => exceptionText(row.text('exception')),
    classes: {
      'exception-cell': (row) => row.text('exception') !== '',
      'exception-died': (row) => row.text('exception') === 'died',
      'exception-break': (row) => row.text('exception') === 'break',
    },
  },
  override: {
    text: (row) => {
      const units = row.number('override');
      return Number.isNaN(units) ? '' : formatNumber(units, 2);
    },
    classes: { 'is-set': (row) => !Number.isNaN(row.number('override')) },
    tooltip: (row) =>
      Number.isNaN(row.number('override'))
        ? 'Type a figure and why: 12 spring campaign, +20% recall.'
        : 'Set by a planner. Delete returns the position to its baseline.',
  },
  errorMoney: { digits: 0 },
  moneyAtRisk: { digits: 0 },
};

export function exceptionText(kind: string): string {
  return isExceptionKind(kind) ? exceptionLabels[kind] : '';
}

export function forecastValueLabel(column: string, value: string): string {
  if (column === 'demandClass') return classLabel(value);
  if (column === 'exception') return value === '' ? 'None' : exceptionText(value);
  return value;
}

const values = (column: string, list: string[]): Condition => ({ kind: 'values', column, values: list });

export const forecastQuickFilters: readonly QuickFilter[] = [
  {
    label: 'Overridden',
    condition: { kind: 'number', column: 'override', from: 0 },
    title: 'Positions with an override in force',
  },
  {
    label: 'Exceptions',
    condition: values('exception', ['died', 'break', 'bias', 'outlier']),
    title: 'Positions with any exception',
  },
  { label: 'Lumpy', condition: values('demandClass', ['lumpy']), title: 'Rare demand of changing size' },
];

/** Overrides are edited in place by whoever plans; finance reads. */
export function forecastEditing(role: string): GridEditing {
  return {
    columns: new Set(['override']),
    reads: overridePlanReads,
    locked: () =>
      role === 'finance' ? 'Finance reads forecasts; a planner or approver overrides them.' : null,
    textOf: (row, column) => clipboardText(row.number(column), 'units/month', 'USD'),
    refusal: (text) => {
      const entry = parseOverrideEntry(text);
      return entry.kind === 'refused' ? entry.reason : null;
    },
  };
}

export function forecastLockedColumn(column: GridColumn): string {
  if (forecastColumns.some(({ id, unit }) => id === column.id && unit === 'text')) {
    return `${column.label} is not edited here.`;
  }
  return `${column.label} is computed. Type an override instead.`;
}
