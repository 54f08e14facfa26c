/**
 * PlanState: every position of the network as columns (structure of arrays), sorted by location and item, with a
 * permutation by item. It is a cache of the replica that can be rebuilt at any time; SQLite is the truth. The
 * columns lie in one buffer that the host allocates (shared, so that compute workers read the same bytes), about
 * 150 bytes a position. Quantities are whole units, times days on the network's calendar, money minor units.
 */
import type { Network } from '../model/network.ts';
import { positionQuantities, type PositionQuantity } from '../model/position.ts';
import { noAgreements, type Agreements } from './agreements.ts';

const columnTypes = {
  // What the locations report.
  item: Int32Array,
  location: Uint16Array,
  onHand: Int32Array,
  reserved: Int32Array,
  workInProgress: Int32Array,
  qualityHold: Int32Array,
  inTransitIn: Int32Array,
  inTransitOut: Int32Array,
  onOrder: Int32Array,
  backorder: Int32Array,
  returnPending: Int32Array,
  /** Minutes since 1970-01-01 UTC. */
  asOf: Int32Array,
  /** Day of the next inbound and its quantity; `noArrival` and 0 without one. */
  arrivalDay: Int32Array,
  arrivalQuantity: Int32Array,
  /** Units of transfers decided and not yet shipped, out of and into the position. */
  plannedOut: Int32Array,
  plannedIn: Int32Array,
  // What the forecast says (core/forecast/leadTimeDemand.ts).
  mean: Float32Array,
  /** The mean with overrides laid over it (overrides.ts): what levels, risk and rebalancing use. */
  consensus: Float32Array,
  dispersionWithin: Float32Array,
  dispersionRate: Float32Array,
  demandClass: Uint8Array,
  lastDemandAge: Uint8Array,
  /** Code of what made the forecast (core/forecast/positionMethods.ts). */
  forecastMethod: Uint8Array,
  // Structure: position of the same item at the supplying location (−1: none there), and days to be supplied.
  source: Int32Array,
  leadTimeDays: Uint16Array,
  /** What a planner set; NaN leaves it to the segment. */
  serviceLevelSet: Float32Array,
  // Levels: move with forecast, lead time and service level (recalculateLevels).
  serviceLevel: Float32Array,
  reorderPoint: Int32Array,
  orderUpTo: Int32Array,
  safetyStock: Float32Array,
  /** Units a donor keeps, and the days to its next delivery for which that was found; 0: not yet. */
  holdBack: Float32Array,
  holdBackDays: Uint16Array,
  // Stock side: moves with every sale and receipt (recalculateStock).
  available: Int32Array,
  nextArrivalDays: Uint16Array,
  daysOfSupply: Float32Array,
  shortage: Int32Array,
  excess: Int32Array,
  // Risk (recalculateRisk).
  pStockout: Float32Array,
  expectedShort: Float32Array,
  moneyAtRisk: Float32Array,
  risk: Uint8Array,
} as const;

type ColumnTypes = typeof columnTypes;
export type PlanColumn = keyof ColumnTypes;
export type PlanColumns = { readonly [C in PlanColumn]: InstanceType<ColumnTypes[C]> };

export const noArrival = 0x7fffffff;

export interface PlanState extends PlanColumns {
  readonly network: Network;
  readonly count: number;
  /** Positions of location l are [locationStart[l], locationStart[l + 1]). */
  readonly locationStart: Int32Array;
  /** Positions of item i are byItem[itemStart[i]] to byItem[itemStart[i + 1] − 1], by location. */
  readonly itemStart: Int32Array;
  readonly byItem: Int32Array;
  /** The lane that supplies each location: its origin (−1: none, unlimited) and days. */
  readonly supplier: Int32Array;
  readonly supplyDays: Float64Array;
  /** Locations so that every supplier comes before those it supplies. */
  readonly supplyOrder: Int32Array;
  readonly agreements: Agreements;
}

/** Bytes of the columns of `count` positions. */
export function planStateBytes(count: number): number {
  let bytes = 0;
  for (const type of Object.values(columnTypes)) bytes += aligned(count * type.BYTES_PER_ELEMENT);
  return bytes;
}

/** Lays the columns over a buffer of at least planStateBytes(count); the caller fills them, then calls `linkPositions`. */
export function createPlanColumns(count: number, buffer: ArrayBufferLike): PlanColumns {
  let at = 0;
  const columns: Record<string, unknown> = {};
  for (const [name, type] of Object.entries(columnTypes)) {
    columns[name] = new type(buffer as ArrayBuffer, at, count);
    at += aligned(count * type.BYTES_PER_ELEMENT);
  }
  return columns as PlanColumns;
}

/** The quantity columns in the order of `positionQuantities`. */
export function quantityColumns(columns: PlanColumns): readonly Int32Array[] {
  return positionQuantities.map((name: PositionQuantity) => columns[name]);
}

/**
 * Builds what follows from the rows: location and item indexes, who supplies whom, lead times. O(positions).
 * `item` and `location` must be filled, sorted by location, then item.
 */
export function linkPositions(
  network: Network,
  columns: PlanColumns,
  count: number,
  allocate: (length: number) => Int32Array,
): PlanState {
  const locationCount = network.locations.length;
  const itemCount = network.items.length;
  const locationStart = new Int32Array(locationCount + 1);
  const itemStart = new Int32Array(itemCount + 1);
  for (let p = 0; p < count; p++) {
    locationStart[columns.location[p] + 1]++;
    itemStart[columns.item[p] + 1]++;
  }
  for (let l = 0; l < locationCount; l++) locationStart[l + 1] += locationStart[l];
  for (let i = 0; i < itemCount; i++) itemStart[i + 1] += itemStart[i];
  const byItem = allocate(count);
  const next = itemStart.slice();
  for (let p = 0; p < count; p++) byItem[next[columns.item[p]]++] = p;

  const { supplier, supplyDays } = supplyLanes(network);
  const supplyOrder = orderOfSupply(supplier);
  const state: PlanState = {
    ...columns,
    network,
    count,
    locationStart,
    itemStart,
    byItem,
    supplier,
    supplyDays,
    supplyOrder,
    agreements: noAgreements(),
  };
  linkSources(state);
  return state;
}

/** Position of an item at a location, −1 when there is none. O(log items at the location). */
export function positionOf(state: PlanState, location: number, item: number): number {
  let low = state.locationStart[location];
  let high = state.locationStart[location + 1] - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const found = state.item[middle];
    if (found === item) return middle;
    if (found < item) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

/** The lane that supplies a location: from a supplier, CDC or RDC one step up, the shortest of them. */
function supplyLanes(network: Network): { supplier: Int32Array; supplyDays: Float64Array } {
  const rank = { supplier: 0, cdc: 1, rdc: 2, dealer: 3 } as const;
  const supplier = new Int32Array(network.locations.length).fill(-1);
  const supplyDays = new Float64Array(network.locations.length);
  for (const lane of network.lanes) {
    const from = network.locations[lane.from];
    const to = network.locations[lane.to];
    if (rank[from.kind] >= rank[to.kind]) continue;
    const known = supplier[lane.to];
    const knownRank = known < 0 ? -1 : rank[network.locations[known].kind];
    const closer =
      rank[from.kind] > knownRank || (rank[from.kind] === knownRank && lane.days < supplyDays[lane.to]);
    if (!closer) continue;
    supplier[lane.to] = lane.from;
    supplyDays[lane.to] = lane.days;
  }
  return { supplier, supplyDays };
}

function orderOfSupply(supplier: Int32Array): Int32Array {
  const depth = (location: number): number => {
    let steps = 0;
    for (let at = supplier[location]; at >= 0; at = supplier[at]) steps++;
    return steps;
  };
  const depths = Array.from(supplier, (_, location) => depth(location));
  return Int32Array.from(Array.from(supplier.keys()).toSorted((a, b) => depths[a] - depths[b] || a - b));
}

/** Position of the same item at the supplier, and lead time in days through every step that does not stock it. */
function linkSources(state: PlanState): void {
  for (const location of state.supplyOrder) {
    const to = state.locationStart[location + 1];
    for (let p = state.locationStart[location]; p < to; p++) {
      let days = state.supplyDays[location];
      let at = state.supplier[location];
      let source = -1;
      while (at >= 0) {
        source = positionOf(state, at, state.item[p]);
        if (source >= 0) break;
        days += state.supplyDays[at];
        at = state.supplier[at];
      }
      state.source[p] = source;
      state.leadTimeDays[p] = Math.min(65_535, Math.max(1, Math.round(days)));
    }
  }
}

function aligned(bytes: number): number {
  return (bytes + 63) & ~63;
}
