import { z } from 'zod';
import type { DemandClassName } from './forecastColumns.ts';

/**
 * What the Forecast workspace asks and is told: series of a position or of a level above it, demand patterns,
 * accuracy, exceptions, and overrides. Units a month unless it says else; NaN in a series is a month not observed.
 */
const monthSchema = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'a month such as 2026-03');
const daySchema = z
  .string()
  .regex(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, 'a day such as 2026-03-31');
const nameSchema = z.string().min(1).max(200);

/** A place in the hierarchy that forecasts add up along. */
export const forecastNodeSchema = z.discriminatedUnion('level', [
  z.strictObject({ level: z.literal('network') }),
  z.strictObject({ level: z.literal('family'), family: nameSchema }),
  z.strictObject({ level: z.literal('region'), region: nameSchema }),
  z.strictObject({ level: z.literal('family-region'), family: nameSchema, region: nameSchema }),
  z.strictObject({ level: z.literal('item'), item: nameSchema }),
  z.strictObject({ level: z.literal('position'), position: z.int().min(0) }),
]);
export type ForecastNode = z.infer<typeof forecastNodeSchema>;

/** Positions one by one, or a node whose total is spread by share. */
const overrideTargetSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('positions'),
    positions: z.array(z.int().min(0)).min(1).max(100_000),
  }),
  z.strictObject({ kind: z.literal('node'), node: forecastNodeSchema }),
]);
export type OverrideTarget = z.infer<typeof overrideTargetSchema>;

const overrideValueSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('absolute'), unitsAMonth: z.number().min(0).max(1_000_000) }),
  /** Change against the baseline: 0.2 is a fifth more, −1 none at all. */
  z.strictObject({ kind: z.literal('relative'), change: z.number().min(-1).max(100) }),
  /**
   * The same for an event (a campaign, a recall) that ends: once its months are over it is taken out of the history that
   * forecasts are made from. May begin in months that are over.
   */
  z.strictObject({ kind: z.literal('uplift'), change: z.number().min(-1).max(100) }),
]);
export type OverrideValue = z.infer<typeof overrideValueSchema>;

export const setOverrideSchema = z.strictObject({
  kind: z.literal('set-override'),
  target: overrideTargetSchema,
  value: overrideValueSchema,
  /** First and last month, both included. */
  from: monthSchema,
  to: monthSchema,
  reason: z.string().trim().min(1).max(500),
  /** Last day on which it counts; null: until its last month is over. */
  expires: daySchema.nullable(),
});
export const clearOverrideSchema = z.strictObject({
  kind: z.literal('clear-override'),
  target: overrideTargetSchema,
});
/** An entry a position, as a pasted column has them: one step of undo. Null takes the position's override away. */
export const setOverridesSchema = z.strictObject({
  kind: z.literal('set-overrides'),
  positions: z.array(z.int().min(0)).min(1).max(100_000),
  values: z.array(overrideValueSchema.nullable()).min(1).max(100_000),
  /** Of each; empty where nothing is set. */
  reasons: z.array(z.string().trim().max(500)).min(1).max(100_000),
  from: monthSchema,
  to: monthSchema,
  expires: daySchema.nullable(),
});

export interface ForecastOverride {
  readonly id: string;
  /** `D012 · P-0034`, `Brakes · North`. */
  readonly target: string;
  readonly level: ForecastNode['level'];
  readonly positions: number;
  readonly value: OverrideValue;
  readonly from: string;
  readonly to: string;
  readonly reason: string;
  /** Profile id. */
  readonly author: string;
  readonly createdMinutes: number;
  readonly expires: string | null;
  /** Units by which it came closer to demand than the baseline, over the months that are known; null before one is. */
  readonly valueAdded: number | null;
}

export interface SeriesNote {
  readonly period: number;
  readonly kind: 'outlier' | 'censored' | 'moved' | 'uplift';
  readonly text: string;
}

/** A method run on one series, judged on months that were held back. */
export interface MethodOnSeries {
  readonly method: string;
  readonly label: string;
  readonly source: string;
  /** One number a coming month. */
  readonly mean: Float64Array;
  /** Weighted quantile loss of one-month forecasts; null where the held-back months had no demand. */
  readonly loss: number | null;
  /** Forecast ÷ demand − 1 over the held-back months; null without demand. */
  readonly bias: number | null;
  /** The one the plan uses. */
  readonly inUse: boolean;
}

export interface ForecastSeries {
  /**
   * 0 to 1: how much is computed of what rests on all histories: methods, exceptions, and the history of a level above
   * positions. They are empty, and its months not observed, until there is any.
   */
  readonly ready: number;
  readonly title: string;
  readonly subtitle: string;
  readonly node: ForecastNode;
  readonly positions: number;
  readonly history: {
    /** `2025-03`, oldest first. */
    readonly periods: readonly string[];
    readonly demand: Float64Array;
    /** Asked for and not delivered, beside `demand`. */
    readonly lostSales: Float64Array;
    readonly notes: readonly SeriesNote[];
  };
  readonly future: {
    /** Coming months, the running one first. */
    readonly periods: readonly string[];
    readonly levels: readonly number[];
    /** Mean of the statistical forecast, before any override. */
    readonly baseline: Float64Array;
    /** With overrides: what the plan uses; equal to the baseline where there is none. */
    readonly consensus: Float64Array;
    /** Months × levels of the consensus, a month's levels together. */
    readonly quantiles: Float64Array;
  };
  readonly overrides: readonly ForecastOverride[];
  readonly demandClass: DemandClassName;
  readonly adi: number | null;
  readonly cv2: number | null;
  readonly methods: readonly MethodOnSeries[];
  readonly heldBackMonths: number;
  readonly exceptions: readonly { readonly kind: ForecastExceptionKind; readonly sentence: string }[];
}

/** ADI × CV² of the rows of a query, on logarithmic axes; edges ascend, one more than bins. */
export interface ForecastQuadrant {
  readonly ready: number;
  readonly positions: number;
  readonly adiEdges: readonly number[];
  readonly cv2Edges: readonly number[];
  /** CV² bins × ADI bins: a row of ADI bins together. */
  readonly counts: Int32Array;
  readonly borders: { readonly adi: number; readonly cv2: number };
  /** Positions by class in the order of `demandClasses`. */
  readonly byClass: readonly number[];
}

export const accuracyGroupings = ['class', 'family', 'region', 'criticality', 'method'] as const;
export type AccuracyGrouping = (typeof accuracyGroupings)[number];

export interface AccuracyRow {
  readonly label: string;
  readonly positions: number;
  /** Units in the held-back months. */
  readonly demand: number;
  readonly loss: number | null;
  readonly bias: number | null;
  /** Share of outcomes within the middle 80 %, randomised; null where nothing was judged. */
  readonly coverage: number | null;
  readonly inUse: boolean;
}

export interface ReliabilityBin {
  /** Mean predicted probability, observed frequency, and predictions in the bin. */
  readonly predicted: number;
  readonly observed: number;
  readonly count: number;
}

/** Predictions that nothing would be left before the next arrival, kept when they were made and judged when due. */
export interface StoredPredictions {
  /** Those that have come due. */
  readonly predictions: number;
  /** Day on which the first of them was made; null without any. */
  readonly since: string | null;
  /** Those that are not due yet, and the day on which the first of them is. */
  readonly open: number;
  readonly nextDue: string | null;
  readonly reliability: readonly ReliabilityBin[];
  readonly brier: number | null;
  readonly brierOfBaseRate: number | null;
}

export interface ForecastAccuracy {
  /** 0 to 1: how much of it is computed; figures are final at 1. */
  readonly ready: number;
  readonly heldBackMonths: number;
  readonly positions: number;
  readonly all: AccuracyRow;
  readonly rows: readonly AccuracyRow[];
  readonly reliability: readonly ReliabilityBin[];
  readonly brier: number | null;
  /** Brier score of always saying the observed frequency. */
  readonly brierOfBaseRate: number | null;
  readonly stored: StoredPredictions;
}

export const forecastExceptionKinds = ['bias', 'break', 'outlier', 'died'] as const;
export type ForecastExceptionKind = (typeof forecastExceptionKinds)[number];

export interface ForecastExceptionEntry {
  readonly position: number;
  readonly kind: ForecastExceptionKind;
  readonly item: string;
  readonly description: string;
  readonly location: string;
  readonly sentence: string;
  readonly moneyMinor: number;
}
export interface ForecastExceptionPage {
  readonly ready: number;
  readonly total: number;
  /** By kind in the order of `forecastExceptionKinds`. */
  readonly byKind: readonly number[];
  readonly entries: readonly ForecastExceptionEntry[];
}

export interface WorstItem {
  readonly item: string;
  readonly description: string;
  readonly family: string;
  readonly positions: number;
  readonly demand: number;
  readonly forecast: number;
  /** Sum over positions and held-back months of |forecast − demand| × unit cost. */
  readonly errorMinor: number;
}
export interface WorstItems {
  readonly ready: number;
  readonly heldBackMonths: number;
  readonly items: readonly WorstItem[];
}
