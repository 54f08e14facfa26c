/**
 * Which limits of the plan a quantity breaks that a person sets: whole packs, the shipments of a lane. The plan
 * keeps to them by itself; a person may decide otherwise, is told, and a second person looks. The answer follows from
 * the quantity alone, however it was come to. Weights in kg. O(1).
 */
import type { Item } from '../model/network.ts';
import { shipmentCount } from '../rebalance/laneLimits.ts';
import { unitCount } from './countText.ts';
import type { PlanParameters } from './parameters.ts';

export interface EditedLoad {
  readonly item: Pick<Item, 'packQuantity' | 'weightKg'>;
  readonly quantity: number;
  /** What other proposals put on the lane. */
  readonly otherKg: number;
}

type Limits = Pick<PlanParameters, 'wholePacks' | 'kgPerShipment' | 'shipmentsPerLane'>;

/** A sentence for each limit that is broken, joined; null where all are kept. */
export function brokenByEdit(limits: Limits, load: EditedLoad): string | null {
  const broken = [brokenPacks(limits, load), brokenShipments(limits, load)].filter((text) => text !== null);
  return broken.length === 0 ? null : broken.join(' ');
}

function brokenPacks({ wholePacks }: Limits, { item, quantity }: EditedLoad): string | null {
  const { packQuantity } = item;
  if (!wholePacks || quantity % packQuantity === 0) return null;
  return `The plan ships whole packs of ${packQuantity}, and ${unitCount(quantity)} open one.`;
}

function brokenShipments(limits: Limits, { item, quantity, otherKg }: EditedLoad): string | null {
  const { kgPerShipment, shipmentsPerLane } = limits;
  if (kgPerShipment === 0 || shipmentsPerLane === 0) return null;
  const kg = otherKg + quantity * item.weightKg;
  const shipments = shipmentCount(kg, kgPerShipment);
  if (shipments <= Math.max(shipmentsPerLane, shipmentCount(otherKg, kgPerShipment))) return null;
  return `${loadText(kg, shipments, kgPerShipment)}, where the plan allows ${shipmentsPerLane}.`;
}

/**
 * Says that a quantity takes more shipments than the one before it: nothing is broken by that, but each pays the lane's
 * fixed cost, and a transfer keeps its share of what the lane cost before. Null where it takes no more.
 */
export function furtherShipment(
  { kgPerShipment }: Limits,
  { item, quantity, otherKg }: EditedLoad,
  before: number,
): string | null {
  if (kgPerShipment === 0) return null;
  const kg = otherKg + quantity * item.weightKg;
  const shipments = shipmentCount(kg, kgPerShipment);
  const present = shipmentCount(otherKg + before * item.weightKg, kgPerShipment);
  if (shipments <= present) return null;
  return `${loadText(kg, shipments, kgPerShipment)} instead of ${present}. The freight shown leaves out the lane’s fixed cost of what comes on top.`;
}

function loadText(kg: number, shipments: number, kgPerShipment: number): string {
  return `With it the lane carries ${kgText(kg)}: ${shipments} shipments of at most ${kgText(kgPerShipment)}`;
}

function kgText(kg: number): string {
  return `${kg.toLocaleString('en-US', { maximumFractionDigits: kg < 100 ? 1 : 0 })} kg`;
}
