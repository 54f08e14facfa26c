/**
 * The network that is planned: locations, items, lanes and what supersedes what. Positions refer to
 * locations and items by index, so that they fit into typed arrays. Money is whole minor units (cents),
 * weights are kilograms, times are days unless the name says otherwise.
 */
export const locationKinds = ['cdc', 'rdc', 'dealer', 'supplier'] as const;
export type LocationKind = (typeof locationKinds)[number];

export interface Location {
  readonly id: string;
  readonly name: string;
  readonly kind: LocationKind;
  /** Dealers of one group settle transfers without a mark-up; empty for warehouses. */
  readonly ownerGroup: string;
  readonly region: string;
  readonly latitude: number;
  readonly longitude: number;
  /** IANA time zone, for cut-off times and feed ages. */
  readonly timeZone: string;
  /** Inhabitants of the town; 0 where unknown. */
  readonly population: number;
}

/** How badly a repair needs the item: vital stops the vehicle, essential limits it, desirable can wait. */
export const criticalities = ['vital', 'essential', 'desirable'] as const;
export type Criticality = (typeof criticalities)[number];

/** `stop-sale` leaves available-to-promise at once; `superseded` stock is used up; `phase-out` is not reordered. */
export const itemStatuses = ['active', 'phase-out', 'superseded', 'stop-sale'] as const;
export type ItemStatus = (typeof itemStatuses)[number];

export interface Item {
  readonly id: string;
  readonly description: string;
  readonly family: string;
  readonly unitCostMinor: number;
  readonly currency: string;
  readonly weightKg: number;
  readonly packQuantity: number;
  readonly criticality: Criticality;
  readonly hazardous: boolean;
  readonly status: ItemStatus;
  /** `real` demand comes from a published data set, `synthetic` was drawn. */
  readonly origin: 'real' | 'synthetic';
}

export interface Lane {
  readonly from: number;
  readonly to: number;
  readonly days: number;
  readonly fixedCostMinor: number;
  readonly costPerKgMinor: number;
  readonly hazardousAllowed: boolean;
}

export interface Supersession {
  readonly item: number;
  readonly replacedBy: number;
  readonly kind: 'one-way' | 'two-way';
  /** First day on which the successor is delivered, ISO date. */
  readonly effectiveFrom: string;
  readonly quantityPer: number;
}

export interface Inbound {
  readonly id: string;
  readonly to: number;
  readonly item: number;
  readonly quantity: number;
  /** Day numbers of the network calendar (days since 1970-01-01). */
  readonly promisedDay: number;
  readonly expectedDay: number;
  readonly kind: 'replenishment' | 'purchase' | 'transfer' | 'emergency';
}

export const vehicleStatuses = [
  'in-production',
  'in-transit',
  'compound',
  'dealer-yard',
  'demonstrator',
  'allocated',
  'sold-not-delivered',
  'trade-pending',
] as const;
export type VehicleStatus = (typeof vehicleStatuses)[number];

export interface Vehicle {
  readonly vin: string;
  readonly model: string;
  readonly trim: string;
  /** Option and colour codes, separated by spaces. */
  readonly options: string;
  readonly location: number;
  readonly status: VehicleStatus;
  readonly arrivedDay: number;
  readonly priceMinor: number;
  readonly currency: string;
}

export interface Network {
  readonly name: string;
  readonly currency: string;
  readonly locations: readonly Location[];
  readonly items: readonly Item[];
  readonly lanes: readonly Lane[];
  readonly supersessions: readonly Supersession[];
  /** First month of the demand history, `YYYY-MM`. */
  readonly firstPeriod: string;
  /** How many months of it are over; grows when one is closed. */
  periods: number;
}
