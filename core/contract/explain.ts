/**
 * Why a number is what it is, as a document the Explain panel renders: sections with formulas whose every
 * term carries its value, its unit and where it came from, and alternatives with the reason each was not chosen.
 */
export interface Explanation {
  readonly title: string;
  readonly subtitle: string;
  /** The recommendation in one sentence, where there is one. */
  readonly summary: string;
  /** Minutes since 1970-01-01 UTC: the age of the data behind it. */
  readonly asOfMinutes: number;
  readonly sections: readonly ExplainSection[];
  /** A curve or bars shown with the text; null when there is none. */
  readonly chart: ExplainChart | null;
  /** Transfers or positions that a click may open. */
  readonly links: readonly ExplainLink[];
}

export interface ExplainSection {
  readonly title: string;
  /** In words and symbols, `available = on hand − reserved − …`; null for a plain list. */
  readonly formula: string | null;
  readonly terms: readonly ExplainTerm[];
  readonly note: string | null;
}

export interface ExplainTerm {
  readonly label: string;
  readonly value: number | string;
  readonly unit: 'units' | 'days' | 'months' | 'money' | 'share' | 'kg' | 'text' | 'units/month' | 'number';
  /** Where the value came from: `dealer system`, `segment vital × lumpy`, `lane D012 → D031`. */
  readonly source: string;
  /** The result line of its section. */
  readonly result?: boolean;
}

export interface ExplainChart {
  readonly kind: 'demand-history' | 'unit-value';
  readonly xLabel: string;
  readonly yLabel: string;
  readonly labels: readonly string[];
  readonly values: readonly number[];
  /** Quantiles of what is to come, for a fan after the history: one row a future period. */
  readonly fan: readonly { readonly label: string; readonly quantiles: readonly number[] }[];
  readonly fanLevels: readonly number[];
}

export interface ExplainLink {
  readonly kind: 'position' | 'transfer';
  readonly label: string;
  readonly position: number | null;
  readonly transfer: string | null;
}
