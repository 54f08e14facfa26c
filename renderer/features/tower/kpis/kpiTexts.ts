import type { Condition } from '../../../../core/contract/grid.ts';
import type { Kpi } from '../../../../core/contract/views.ts';
import {
  formatCount,
  formatMoney,
  formatNumber,
  formatShare,
  unknownText,
} from '../../../components/format/formatNumber.ts';

export function kpiValue(kpi: Pick<Kpi, 'unit' | 'value'>, currency: string, locale?: string): string {
  if (!Number.isFinite(kpi.value)) return unknownText;
  switch (kpi.unit) {
    case 'money':
      return formatMoney(kpi.value, currency, 'compact', locale);
    case 'share':
      return formatShare(kpi.value, 1, locale);
    case 'count':
      return formatCount(kpi.value, locale);
    case 'days':
      return `${formatNumber(kpi.value, 1, locale)} days`;
    case 'ratio':
      return formatNumber(kpi.value, 2, locale);
  }
}

export interface KpiChange {
  readonly direction: 'up' | 'down' | 'level';
  readonly judgement: 'good' | 'bad' | 'neither';
  readonly text: string;
}

/**
 * How far the figure moved over its trend: shares in percentage points, everything else in per cent of where
 * it began. Null with fewer than two known values or a beginning of zero.
 */
export function kpiChange(kpi: Pick<Kpi, 'unit' | 'trend' | 'better'>, locale?: string): KpiChange | null {
  const known = kpi.trend.filter((value) => Number.isFinite(value));
  const first = known[0];
  const last = known.at(-1);
  if (known.length < 2 || first === undefined || last === undefined) return null;
  if (kpi.unit !== 'share' && first === 0) return null;
  const points = kpi.unit === 'share';
  const amount = points ? 100 * (last - first) : (100 * (last - first)) / Math.abs(first);
  const rounded = Math.round(amount * 10) / 10;
  if (rounded === 0) return { direction: 'level', judgement: 'neither', text: points ? '0 pts' : '0 %' };
  const up = rounded > 0;
  const good = kpi.better === 'neither' ? 'neither' : up === (kpi.better === 'higher') ? 'good' : 'bad';
  const digits = Math.abs(rounded) >= 10 ? 0 : 1;
  const size = formatNumber(Math.abs(rounded), digits, locale);
  return {
    direction: up ? 'up' : 'down',
    judgement: good,
    text: `${up ? '+' : '−'}${size}${points ? ' pts' : ' %'}`,
  };
}

/** The condition behind a figure's drill, as the inventory grid filters by it. */
export function drillCondition(drill: NonNullable<Kpi['drill']>): Condition {
  if (drill.values !== undefined) return { kind: 'values', column: drill.column, values: [...drill.values] };
  return {
    kind: 'number',
    column: drill.column,
    ...(drill.from === undefined ? {} : { from: drill.from }),
  };
}
