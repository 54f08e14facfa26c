/**
 * What lanes may send: shipments of so many kg, so many of them, each worth at least so much.
 *
 * A lane's shipments are ⌈kg ÷ kgPerShipment⌉ and at least one where anything travels; how units fit into them is not
 * looked at. Each pays the lane's fixed cost. What travels beside the problem (`carried`) counts on the lane, and its
 * shipments are paid for already. Weights within a billionth of a full shipment fill it: sums of decimals stray.
 */
import type { LaneColumns, NetworkProblem } from './networkProblem.ts';

const stray = 1e-9;

export function hasLaneLimits({ lanes }: NetworkProblem): boolean {
  return (
    lanes.kgPerShipment !== undefined ||
    lanes.maxShipments !== undefined ||
    lanes.minimumShipmentValue !== undefined
  );
}

export function kgPerShipmentOf(lanes: LaneColumns, lane: number): number {
  return lanes.kgPerShipment === undefined ? Number.POSITIVE_INFINITY : lanes.kgPerShipment[lane];
}

export function maxShipmentsOf(lanes: LaneColumns, lane: number): number {
  return lanes.maxShipments === undefined ? Number.POSITIVE_INFINITY : lanes.maxShipments[lane];
}

export function minimumShipmentValueOf(lanes: LaneColumns, lane: number): number {
  return lanes.minimumShipmentValue === undefined ? 0 : lanes.minimumShipmentValue[lane];
}

/** Shipments that so many kg take. */
export function shipmentCount(kg: number, kgPerShipment: number): number {
  return Math.max(1, Math.ceil(kg / kgPerShipment - stray));
}

/** Shipments that the lane sends in all when the problem puts something of this weight on it. */
export function shipmentsWith(lanes: LaneColumns, lane: number, kg: number): number {
  const carried = lanes.carried;
  const all = (carried === undefined ? 0 : carried.kg[lane]) + kg;
  const own = shipmentCount(all, kgPerShipmentOf(lanes, lane));
  return carried === undefined ? own : Math.max(own, carried.shipments[lane]);
}

/** Shipments of the lane that are paid for beside the problem. */
export function shipmentsCarried(lanes: LaneColumns, lane: number): number {
  return lanes.carried === undefined ? 0 : lanes.carried.shipments[lane];
}

/** The most that the problem may put on the lane when it sends so many shipments in all, in kg. */
export function roomKg(lanes: LaneColumns, lane: number, shipments: number): number {
  if (shipments === 0) return 0;
  const carried = lanes.carried === undefined ? 0 : lanes.carried.kg[lane];
  // Half of what may stray, so that a plan that fills a shipment here still does when its weights are summed anew.
  return Math.max(0, kgPerShipmentOf(lanes, lane) * shipments * (1 + 0.5 * stray) - carried);
}

/** Shipments of the lane at most; what is under way beside the problem stays. */
export function mostShipments(lanes: LaneColumns, lane: number): number {
  return Math.max(maxShipmentsOf(lanes, lane), shipmentsCarried(lanes, lane));
}

/** The most that the problem may put on the lane, in kg. */
export function mostKg(lanes: LaneColumns, lane: number): number {
  return roomKg(lanes, lane, mostShipments(lanes, lane));
}

/** What the problem pays for the lane when it puts something of this weight on it. */
export function shipmentsCost(lanes: LaneColumns, lane: number, kg: number): number {
  return lanes.fixedCost[lane] * (shipmentsWith(lanes, lane, kg) - shipmentsCarried(lanes, lane));
}
