import { z } from 'zod';

/** What a planner steers rebalancing by; the sliders of the Rebalance workspace. Money in minor units. */
export const rebalanceSettingsSchema = z.strictObject({
  /** How much a stockout weighs against cost: 1 as it costs, 4 service first, 0.25 cost first. */
  serviceFactor: z.number().min(0.25).max(4),
  /** Transfers take lanes of at most this many days. */
  reachDays: z.int().min(1).max(14),
  /** Positions with less money at risk get no transfer. */
  riskFloorMinor: z.int().min(0).max(100_000_000),
  /** What a shipment on a lane carries must together be worth at least this after all costs. */
  leastNetMinor: z.int().min(0).max(100_000_000),
  /** Only whole packs of an item travel: needs round up, supplies down. */
  wholePacks: z.boolean().default(false),
  /** Weight of one shipment on a lane, each paying the lane's fixed cost; 0: one shipment carries everything. */
  kgPerShipment: z.int().min(0).max(100_000).default(1_500),
  /** Shipments that a lane may send in one plan; 0: any number. */
  shipmentsPerLane: z.int().min(0).max(1_000).default(0),
});
export type RebalanceSettings = z.infer<typeof rebalanceSettingsSchema>;

export const defaultRebalanceSettings: RebalanceSettings = {
  serviceFactor: 1,
  reachDays: 3,
  riskFloorMinor: 0,
  leastNetMinor: 1_000,
  wholePacks: false,
  kgPerShipment: 1_500,
  shipmentsPerLane: 0,
};

/** A route is everything on one lane. */
export const rebalanceGroupingSchema = z.enum(['route', 'item']);
export type RebalanceGrouping = z.infer<typeof rebalanceGroupingSchema>;

/** Sums over a plan, stockouts at what they cost (whatever they weighed when it was solved). */
export interface RebalanceTotals {
  readonly transfers: number;
  readonly units: number;
  readonly lanes: number;
  readonly items: number;
  /** Expected stockout cost avoided at receivers. */
  readonly avoidedMinor: number;
  /** Holding saved at donors less the stockout cost put on them and the return protection that they lose. */
  readonly donorMinor: number;
  readonly freightMinor: number;
  readonly handlingMinor: number;
  readonly netMinor: number;
}

/** The plan as it stands: proposals of the plan, with how far from the best they can be at most. */
export interface RebalanceSummary {
  readonly settings: RebalanceSettings;
  readonly defaults: RebalanceSettings;
  /** Null until the plan is held in memory after opening, or where nothing was planned yet. */
  readonly totals: RebalanceTotals | null;
  /** No plan of the same problem is worth more than this (stockouts weighted by the service factor). */
  readonly upperBoundMinor: number | null;
  readonly objectiveMinor: number | null;
  /** (upperBound − objective) ÷ upperBound; null before the first plan. */
  readonly gap: number | null;
  /** Items that were solved again since the plan because something about them changed. */
  readonly followedItems: number;
  readonly preview: RebalancePreview | null;
}

/** What other settings would do. Screen first: `screen` is exact at once, `network` follows. */
export interface RebalancePreview {
  readonly id: number;
  readonly settings: RebalanceSettings;
  /** Items on screen under the present plan and under these settings. */
  readonly screen: { readonly before: RebalanceTotals; readonly after: RebalanceTotals };
  /** The whole network: `after` holds the new figures of `solvedItems` items and the present ones of the rest. */
  readonly network: { readonly before: RebalanceTotals; readonly after: RebalanceTotals };
  readonly solvedItems: number;
  readonly items: number;
  /** True once lanes were consolidated over all items; only then can it be adopted. */
  readonly finished: boolean;
  readonly gap: number | null;
  readonly upperBoundMinor: number | null;
  readonly objectiveMinor: number | null;
  readonly tookMs: number;
}

/** A plan on the frontier of freight against money at risk avoided. */
export interface FrontierPoint {
  readonly serviceFactor: number;
  readonly totals: RebalanceTotals;
  readonly gap: number;
}

/**
 * The routes of the present plan, those that avoid most for their freight first: what the first so many of them avoid and
 * cost together. Columns of equal length; of more routes than a chart shows, some are left out, the last never.
 */
export interface RouteCurve {
  /** Benefit ÷ freight of the last route counted, falling; infinite where its freight is nothing. */
  readonly perFreight: Float64Array;
  readonly routes: Int32Array;
  readonly transfers: Int32Array;
  readonly freightMinor: Float64Array;
  readonly avoidedMinor: Float64Array;
  readonly netMinor: Float64Array;
}

export interface RebalanceFrontier {
  /** By service factor, ascending; grows while it is computed. */
  readonly points: readonly FrontierPoint[];
  readonly present: RebalanceTotals | null;
  readonly presentFactor: number;
  readonly complete: boolean;
  readonly moneyAtRiskMinor: number;
}
