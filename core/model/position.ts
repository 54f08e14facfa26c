/**
 * The quantities that a location's system reports of an item, in whole units, in the order in which they
 * are stored. `available` is derived from them (core/inventory/available.ts).
 */
export const positionQuantities = [
  'onHand',
  'reserved',
  'workInProgress',
  'qualityHold',
  'inTransitIn',
  'inTransitOut',
  'onOrder',
  'backorder',
  'returnPending',
] as const;
export type PositionQuantity = (typeof positionQuantities)[number];

/**
 * All positions of one location, in ascending item order. `quantities` has one array a quantity, each
 * `items.length` long. `asOf` is minutes since 1970-01-01T00:00Z: when the location's system last spoke.
 */
export interface LocationPositions {
  readonly location: number;
  readonly items: Int32Array;
  readonly quantities: Readonly<Record<PositionQuantity, Int32Array>>;
  readonly asOf: Int32Array;
}

/**
 * The monthly demand of the same positions, series-major: `demand[row * periods + period]` is the quantity
 * asked for and delivered, `lostSales` what was asked for and not delivered. `notObserved` marks a month
 * without observation (before launch, after the end, missing). `daysOut` are the days of a month at which the
 * position had nothing available.
 */
export interface LocationDemand {
  readonly location: number;
  readonly periods: number;
  readonly demand: Uint16Array;
  readonly lostSales: Uint16Array;
  readonly daysOut: Uint8Array;
}

export const notObserved = 0xffff;
