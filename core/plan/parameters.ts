import type { DemandClass } from '../forecast/demandClass.ts';
import { defaultCleaning, type DemandCleaning } from './realDemand.ts';
import type { Criticality, LocationKind } from '../model/network.ts';

/**
 * What the plan is steered by, each value shown where it is used. Money in minor units, shares 0 to 1, times in
 * days unless named otherwise. Defaults follow the usual ranges of parts networks: holding 15 to 25 % of value a
 * year, availability targets 85 to 99 % by segment, repair orders lost at hundreds of dollars.
 */
export interface PlanParameters {
  /** Target probability of no stockout over lead time and review, by segment. */
  readonly serviceLevel: Readonly<Record<Criticality, Readonly<Record<DemandClass, number>>>>;
  /** Cost of one unit asked for and not there: a fixed part by criticality plus a share of unit cost. */
  readonly stockoutFixedMinor: Readonly<Record<Criticality, number>>;
  readonly stockoutCostShare: number;
  /**
   * What a unit short costs at a warehouse, as a share of the cost at a dealer: most of those who wait for it still
   * have stock of their own, and what they miss is counted at the dealer.
   */
  readonly warehouseStockoutShare: number;
  /** Capital, space, insurance and obsolescence of stock a year, as a share of unit cost. */
  readonly holdingShareYear: number;
  /** Cost of placing and receiving one replenishment order line. */
  readonly orderCostMinor: number;
  /** Picking, packing and receiving one transferred unit. */
  readonly handlingUnitMinor: number;
  /** Days between replenishment decisions, by kind of location. */
  readonly reviewDays: Readonly<Record<'cdc' | 'rdc' | 'dealer' | 'supplier', number>>;
  /** Coefficient of variation of lead times. */
  readonly leadTimeVariation: number;
  /** Shortage window as a multiple of lead time + review. */
  readonly shortageWindow: number;
  /** Excess window as a multiple of lead time + review, and its least length in days. */
  readonly excessWindow: number;
  readonly excessWindowDays: number;
  /** Probability with which a donor is to stay above its reorder point until its next delivery. */
  readonly holdBackLevel: number;
  /** Months after which stock that is not sold is counted as obsolete when it is valued for giving away. */
  readonly horizonMonths: number;
  /** Probabilities from which a position is watch, act, critical. */
  readonly riskThresholds: readonly [watch: number, act: number, critical: number];
  /** Transfers take lanes of at most this many days. */
  readonly maxTransitDays: number;
  /** What a shipment on a lane carries must together be worth at least this after all costs. */
  readonly minTransferNetMinor: number;
  /** Only whole packs of an item travel. Off by default: dealers hold opened packs and pass on single units. */
  readonly wholePacks: boolean;
  /**
   * Weight of one shipment on a lane (each pays the lane's fixed cost); 0: one carries everything. A van's payload by
   * default.
   */
  readonly kgPerShipment: number;
  /** Shipments that a lane may send in one plan; 0: any number. */
  readonly shipmentsPerLane: number;
  /** How much a stockout weighs against cost in rebalancing: 1 as it costs, above 1 service before cost. */
  readonly serviceFactor: number;
  /** Positions with less money at risk than this get no transfer. */
  readonly riskFloorMinor: number;
  /** What the car maker pays back for a returned unit that is under return protection, as a share of unit cost. */
  readonly returnCreditShare: number;
  /** Days during which an item that came by transfer does not leave again, and the reverse. */
  readonly coolDownDays: number;
  /** Feed ages in hours: older than `stale` nothing runs by itself, older than `dead` nothing moves. */
  readonly staleFeedHours: number;
  readonly deadFeedHours: number;
  /** How reported demand becomes the series that forecasts are made from. */
  readonly demandCleaning: DemandCleaning;
}

export const defaultParameters: PlanParameters = {
  serviceLevel: {
    vital: { smooth: 0.98, erratic: 0.97, intermittent: 0.95, lumpy: 0.95, none: 0.9 },
    essential: { smooth: 0.96, erratic: 0.95, intermittent: 0.92, lumpy: 0.9, none: 0.8 },
    desirable: { smooth: 0.93, erratic: 0.9, intermittent: 0.85, lumpy: 0.8, none: 0.7 },
  },
  stockoutFixedMinor: { vital: 32_000, essential: 14_000, desirable: 4_500 },
  stockoutCostShare: 0.35,
  warehouseStockoutShare: 0.1,
  holdingShareYear: 0.22,
  orderCostMinor: 900,
  handlingUnitMinor: 250,
  reviewDays: { supplier: 0, cdc: 7, rdc: 3, dealer: 1 },
  leadTimeVariation: 0.25,
  shortageWindow: 1,
  excessWindow: 2,
  excessWindowDays: 60,
  holdBackLevel: 0.8,
  horizonMonths: 24,
  riskThresholds: [0.1, 0.3, 0.6],
  maxTransitDays: 3,
  minTransferNetMinor: 1_000,
  wholePacks: false,
  kgPerShipment: 1_500,
  shipmentsPerLane: 0,
  serviceFactor: 1,
  riskFloorMinor: 0,
  returnCreditShare: 0.85,
  coolDownDays: 30,
  staleFeedHours: 24,
  deadFeedHours: 168,
  demandCleaning: defaultCleaning,
};

/** Cost of one unit short of an item at a location of a kind, minor units. */
export function stockoutCostMinor(
  parameters: PlanParameters,
  item: { readonly criticality: Criticality; readonly unitCostMinor: number },
  kind: LocationKind,
): number {
  const cost =
    parameters.stockoutFixedMinor[item.criticality] + parameters.stockoutCostShare * item.unitCostMinor;
  return kind === 'dealer' ? cost : cost * parameters.warehouseStockoutShare;
}
