import type { ColumnUnit, GridColumn } from '../../../core/contract/columns.ts';
import type { Condition } from '../../../core/contract/grid.ts';
import { formatNumber } from '../format/formatNumber.ts';
import { minorPerMajor } from './cellText.ts';

/**
 * Conditions as the filter bar shows and edits them. People type per cent and whole currency; a condition
 * carries the unit of the column (shares 0 to 1, money in minor units).
 */
export type FilterKind = Condition['kind'];

export function filterKind(column: GridColumn): FilterKind {
  if (column.distinct === true) return 'values';
  return column.unit === 'text' || column.unit === 'level' ? 'text' : 'number';
}

/** One condition a column: setting it replaces the old one in place, null removes it. */
export function withCondition(
  filter: readonly Condition[],
  column: string,
  condition: Condition | null,
): readonly Condition[] {
  const at = filter.findIndex((candidate) => candidate.column === column);
  if (condition === null) return filter.filter((candidate) => candidate.column !== column);
  if (at === -1) return [...filter, condition];
  return filter.map((candidate, index) => (index === at ? condition : candidate));
}

export function conditionOf(filter: readonly Condition[], column: string): Condition | null {
  return filter.find((candidate) => candidate.column === column) ?? null;
}

/** Whether two conditions leave the same rows by their words; the order of values does not matter. */
export function sameCondition(a: Condition, b: Condition): boolean {
  if (a.kind === 'values' && b.kind === 'values') {
    return a.column === b.column && a.values.toSorted().join('\u0000') === b.values.toSorted().join('\u0000');
  }
  return JSON.stringify(a) === JSON.stringify(b);
}

function scale(unit: ColumnUnit, currency: string): number {
  if (unit === 'share') return 0.01;
  if (unit === 'money') return minorPerMajor(currency);
  return 1;
}

/** Text of a bound as typed → number in the unit of the column; undefined when empty, NaN when it is no number. */
export function parseBound(text: string, unit: ColumnUnit, currency: string): number | undefined {
  const plain = text.trim().replaceAll(/[\s,_]|%$/g, '');
  if (plain === '') return undefined;
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain)) return Number.NaN;
  return Number((Number(plain) * scale(unit, currency)).toPrecision(15));
}

export function boundToText(bound: number | undefined, unit: ColumnUnit, currency: string): string {
  if (bound === undefined) return '';
  return String(Number((bound / scale(unit, currency)).toPrecision(12)));
}

/** The condition as its chip says it: `Risk: critical, act`, `Excess ≥ 1`, `Item contains 12-4`. */
export function describeCondition(
  condition: Condition,
  column: Pick<GridColumn, 'label' | 'unit'>,
  currency: string,
): string {
  switch (condition.kind) {
    case 'values': {
      const { values } = condition;
      if (values.length === 0) return `${column.label}: none`;
      const shown = values.slice(0, 3).map((value) => (value === '' ? 'empty' : value));
      const more = values.length > 3 ? ` and ${values.length - 3} more` : '';
      return `${column.label}: ${shown.join(', ')}${more}`;
    }
    case 'text': {
      const mode = { contains: 'contains', startsWith: 'starts with', equals: '=' }[condition.mode];
      return `${column.label} ${mode} ${condition.value}`;
    }
    case 'number': {
      const text = (bound: number): string => {
        const shown = formatNumber(bound / scale(column.unit, currency), column.unit === 'number' ? 3 : 6);
        return column.unit === 'share' ? `${shown} %` : shown;
      };
      const { from, to } = condition;
      if (from !== undefined && to !== undefined) {
        return from === to
          ? `${column.label} = ${text(from)}`
          : `${column.label} ${text(from)} to ${text(to)}`;
      }
      if (from !== undefined) return `${column.label} ≥ ${text(from)}`;
      if (to !== undefined) return `${column.label} ≤ ${text(to)}`;
      return column.label;
    }
  }
}
