import { create } from 'zustand';

/**
 * What the status bar shows that no host knows: the figures of the range selected in a grid. The workspace that
 * has a selection sets them and clears them when it leaves.
 */
export interface RangeSummary {
  readonly cells: number;
  /** Of the numeric cells; NaN where there are none. */
  readonly sum: number;
  readonly average: number;
  /** How the sum reads: `1,204 units`, `$12,040`; null shows plain numbers. */
  readonly sumText: string | null;
  readonly averageText: string | null;
}

export const useStatus = create<{ readonly range: RangeSummary | null }>(() => ({ range: null }));

export function setRangeSummary(range: RangeSummary | null): void {
  useStatus.setState({ range });
}
