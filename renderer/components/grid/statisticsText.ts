import { cellText, totalText } from './cellText.ts';
import { unknownText } from '../format/formatNumber.ts';
import type { RangeStatistics } from './rangeStatistics.ts';

/** The figures of a selection in words with their unit; null for a single cell or none. */
export interface RangeSummaryText {
  readonly cells: number;
  readonly sum: number;
  readonly average: number;
  readonly sumText: string | null;
  readonly averageText: string | null;
}

export function statisticsToSummary(
  statistics: RangeStatistics | null,
  currency: string,
): RangeSummaryText | null {
  if (statistics === null) return null;
  const { cells, sum, average, unit } = statistics;
  if (unit === null || Number.isNaN(sum)) {
    return { cells, sum: Number.NaN, average: Number.NaN, sumText: null, averageText: null };
  }
  const suffix = unit === 'money' || unit === 'share' ? '' : ` ${unit}`;
  return {
    cells,
    sum,
    average,
    // A sum of shares means nothing; their average does.
    sumText:
      unit === 'share'
        ? unknownText
        : `${unit === 'money' ? cellText(sum, unit, 2, currency) : totalText(sum, unit, currency)}${suffix}`,
    averageText: `${cellText(average, unit, unit === 'share' ? 1 : 2, currency)}${suffix}`,
  };
}
