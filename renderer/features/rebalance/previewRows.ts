import type { RebalanceTotals } from '../../../core/contract/rebalance.ts';
import { formatCount, formatMoney } from '../../components/format/formatNumber.ts';

export interface PreviewRow {
  readonly id: keyof RebalanceTotals;
  readonly label: string;
  readonly before: string;
  readonly after: string;
  readonly change: string;
  /** Whether the change is one to like; null where neither. */
  readonly better: boolean | null;
}

const shown = [
  ['netMinor', 'Net', 'higher'],
  ['avoidedMinor', 'Money at risk avoided', 'higher'],
  ['donorMinor', 'Donor effect', 'higher'],
  ['freightMinor', 'Freight', 'lower'],
  ['handlingMinor', 'Handling', 'lower'],
  ['transfers', 'Transfers', null],
  ['units', 'Units', null],
  ['lanes', 'Lanes', null],
] as const;

/** Figures side by side: the present plan, the one under other settings, and what changes. */
export function previewRows(
  before: RebalanceTotals,
  after: RebalanceTotals | null,
  currency: string,
): PreviewRow[] {
  return shown.map(([id, label, wanted]) => {
    const text = (value: number): string =>
      id.endsWith('Minor') ? formatMoney(value, currency, 'compact') : formatCount(value);
    const change = after === null ? 0 : after[id] - before[id];
    // What rounds to nothing on the screen is nothing.
    const silent = after === null || text(before[id]) === text(after[id]);
    return {
      id,
      label,
      before: text(before[id]),
      after: after === null ? '' : text(after[id]),
      change: silent ? '' : `${change > 0 ? '+' : '−'}${text(Math.abs(change))}`,
      better: silent || wanted === null ? null : wanted === 'higher' ? change > 0 : change < 0,
    };
  });
}
