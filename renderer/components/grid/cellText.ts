import type { ColumnUnit } from '../../../core/contract/columns.ts';
import { formatFixed, formatMoney, formatNumber, formatShare, unknownText } from '../format/formatNumber.ts';

/**
 * A figure as its cell shows it: the unit stands in the header, so only money and shares carry a sign of
 * their own, and figures of a column stand under each other with the same number of decimals.
 */
export function cellText(value: number, unit: ColumnUnit, digits: number, currency: string): string {
  if (Number.isNaN(value)) return unknownText;
  switch (unit) {
    case 'money':
      return formatMoney(value, currency, digits === 0 ? 'whole' : 'full');
    case 'share':
      return formatShare(value, digits);
    case 'units':
    case 'units/month':
    case 'days':
    case 'hours':
    case 'kg':
    case 'months':
    case 'number':
    case 'count':
      if (value === Number.POSITIVE_INFINITY) return '∞';
      return formatFixed(value, digits);
    case 'level':
    case 'text':
      return String(value);
  }
}

/** A total, which has to fit the width of a cell: whole numbers, shortened from ten million (money from ten thousand) on. */
export function totalText(value: number, unit: ColumnUnit, currency: string): string {
  if (unit === 'money') return formatMoney(value, currency, 'compact');
  if (unit === 'share') return formatShare(value, 1);
  if (Math.abs(value) >= 1e7) return `${formatNumber(value / 1e6, 1)} M`;
  return formatNumber(value, Math.abs(value) < 100 ? 1 : 0);
}

/** Decimals a column of this unit shows when it has no wish of its own. */
export function unitDigits(unit: ColumnUnit): number {
  switch (unit) {
    case 'units/month':
    case 'number':
      return 2;
    case 'money':
    case 'kg':
      return 2;
    case 'share':
      return 1;
    case 'days':
    case 'hours':
    case 'months':
    case 'units':
    case 'count':
    case 'level':
    case 'text':
      return 0;
  }
}

/** The unit as the header shows it under the label; empty where the figures show it themselves. */
export function unitLabel(unit: ColumnUnit, currency: string): string {
  switch (unit) {
    case 'money':
      return currency;
    case 'share':
      return '%';
    case 'text':
    case 'number':
    case 'count':
    case 'level':
      return '';
    case 'units':
    case 'days':
    case 'hours':
    case 'units/month':
    case 'months':
    case 'kg':
      return unit;
  }
}

/** Minor units in one unit of the currency: 100 for USD, 1 for JPY. */
export function minorPerMajor(currency: string): number {
  const digits = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions()
    .maximumFractionDigits;
  return 10 ** (digits ?? 2);
}

/**
 * A figure as it goes to a spreadsheet: no separators, a point for decimals, money in major units, shares as
 * per cent; unknown is an empty cell.
 */
export function clipboardText(value: number, unit: ColumnUnit, currency: string): string {
  if (!Number.isFinite(value)) return '';
  if (unit === 'money') return String(roundTo(value / minorPerMajor(currency), 6));
  if (unit === 'share') return `${roundTo(value * 100, 8)}%`;
  return String(roundTo(value, 10));
}

/** Drops the last bits, which scaling by a power of ten makes up: 0.97 × 100 is 97. */
function roundTo(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
