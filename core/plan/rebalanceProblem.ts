/**
 * The network's rebalancing problem from the plan state (minor units of money).
 *
 * Receivers: positions short or at risk, without excess. Unit k that arrives avoids a stockout with probability P(D > x + k − 1),
 * D the demand until the next arrival and x what is there: value = stockout cost × that, falling with k, and the
 * cost of handling off it. Customers already waiting come first, at probability 1.
 *
 * Donors: excess only, so that no donor falls below its hold-back. Unit j given saves holding for the months it
 * would have stayed ((x − j + 1) ÷ mean, at most the horizon) and costs stockout cost × P(D > x − j); where it is under
 * return protection it loses that too (returnLoss.ts).
 *
 * The service factor weighs stockout cost; units whose worth as it is does not cover handling are wanted at no factor.
 *
 * Lanes: between locations of one kind, within the reach in days and faster than the receiver's own next arrival; each
 * shipment carries so much, and must be worth its fixed cost and the least net.
 * O(positions of items with a need × units); a generator that yields the share done every 100 items. Source: hold-back
 * and marginal value of transshipment, Paterson, Kiesmüller, Teunter and Glazebrook, "Inventory models with lateral
 * transshipments", EJOR 210 (2011).
 */
import { negativeBinomialQuantile } from '../forecast/negativeBinomial.ts';
import { stockoutRisk } from '../inventory/stockoutRisk.ts';
import { createNetworkProblem, type LaneColumns, type NetworkProblem } from '../rebalance/networkProblem.ts';
import { stockoutCostMinor, type PlanParameters } from './parameters.ts';
import type { PlanState } from './planState.ts';
import { demandUntilArrival, sizeUntilArrival } from './demandUntilArrival.ts';
import { netStock } from './netStock.ts';
import { problemLanes } from './problemLanes.ts';
import { returnLoss } from './returnLoss.ts';

export interface RebalanceProblem {
  readonly problem: NetworkProblem;
  /** Index into the network's items of each item of the problem, and into its lanes of each lane. */
  readonly items: Int32Array;
  readonly lanes: Int32Array;
}

/** Positions that may not give or not take an item now (cool-down, dead feed): a position index is in the set. */
export interface Restrictions {
  readonly mayNotGive: ReadonlySet<number>;
  readonly mayNotTake: ReadonlySet<number>;
}

/** At most so many units of one need, and steps of one curve, are told apart. */
const longestCurve = 24;

/** Surplus and need of items, one after another: what a problem is made of. */
export interface StepBuilder {
  /** Indexes into the network's lanes: those within reach that join two locations of one kind. */
  readonly lanes: Int32Array;
  /** Adds the next item; one that nobody can give or nobody needs has no steps. */
  add(item: number): void;
  /** The problem of the items added so far. */
  finish(): RebalanceProblem;
}

export function* createRebalanceProblem(
  state: PlanState,
  parameters: PlanParameters,
  clockMinutes: number,
  restrictions: Restrictions,
): Generator<number, RebalanceProblem> {
  const builder = createStepBuilder(state, parameters, clockMinutes, restrictions);
  const { length } = state.network.items;
  for (let item = 0; item < length; item++) {
    if (item % 100 === 0) yield item / length;
    builder.add(item);
  }
  yield 1;
  return builder.finish();
}

/** Every item keeps its place, so that an item of the whole problem is the network's item of that number. */
export function createStepBuilder(
  state: PlanState,
  parameters: PlanParameters,
  clockMinutes: number,
  restrictions: Restrictions,
): StepBuilder {
  const { network } = state;
  const usable = problemLanes(network, parameters.maxTransitDays);
  const { lanes } = usable;
  const items: number[] = [];
  const need = createSteps();
  const surplus = createSteps();
  const deadBefore = clockMinutes - parameters.deadFeedHours * 60;
  const curve = new Float64Array(longestCurve);
  const { serviceFactor } = parameters;

  const addSteps = (item: number): void => {
    const entry = network.items[item];
    if (entry.status === 'stop-sale') return;
    const dealerCost = serviceFactor * stockoutCostMinor(parameters, entry, 'dealer');
    const warehouseCost = serviceFactor * stockoutCostMinor(parameters, entry, 'rdc');
    const costAt = (p: number): number =>
      network.locations[state.location[p]].kind === 'dealer' ? dealerCost : warehouseCost;
    const first = state.itemStart[item];
    const last = state.itemStart[item + 1];
    const needsBefore = need.location.length;
    let gives = false;
    for (let at = first; at < last; at++) {
      const p = state.byItem[at];
      if (state.excess[p] > 0 && usable.begins[state.location[p]] === 1) gives = true;
      if (usable.ends[state.location[p]] === 0 || !isReceiver(state, parameters, p)) continue;
      if (state.asOf[p] < deadBefore || restrictions.mayNotTake.has(p)) continue;
      const { units, stride } = receiverCurve(
        state,
        parameters,
        p,
        costAt(p),
        curve,
        costAt(p) / serviceFactor,
      );
      addCurve(need, state.location[p], curve, units, stride);
    }
    if (!gives || need.location.length === needsBefore) {
      need.location.length = needsBefore;
      need.quantity.length = needsBefore;
      need.value.length = needsBefore;
      return;
    }
    for (let at = first; at < last; at++) {
      const p = state.byItem[at];
      if (state.excess[p] <= 0 || usable.begins[state.location[p]] === 0) continue;
      if (state.asOf[p] < deadBefore || restrictions.mayNotGive.has(p)) continue;
      addDonor(surplus, state, parameters, p, entry.unitCostMinor, costAt(p), curve);
    }
  };

  return {
    lanes,
    add(item) {
      addSteps(item);
      items.push(item);
      need.start.push(need.location.length);
      surplus.start.push(surplus.location.length);
    },
    finish() {
      const problem = createNetworkProblem({
        locationCount: network.locations.length,
        lanes: {
          from: usable.from,
          to: usable.to,
          fixedCost: usable.fixedCost,
          costPerKg: usable.costPerKg,
          permits: usable.permits,
          ...shipmentLimits(usable.fixedCost, parameters),
        },
        itemWeightKg: Float64Array.from(items, (item) => network.items[item].weightKg),
        ...(parameters.wholePacks
          ? { itemPackQuantity: Int32Array.from(items, (item) => network.items[item].packQuantity) }
          : {}),
        itemLaneClass: Uint8Array.from(items, (item) => (network.items[item].hazardous ? 1 : 0)),
        surplus: stepColumns(surplus),
        need: stepColumns(need),
      });
      return { problem, items: Int32Array.from(items), lanes };
    },
  };
}

/** What lanes may send, as far as the parameters limit it. */
export function shipmentLimits(
  fixedCost: Float64Array,
  { kgPerShipment, shipmentsPerLane, minTransferNetMinor }: PlanParameters,
): Pick<LaneColumns, 'kgPerShipment' | 'maxShipments' | 'minimumShipmentValue'> {
  const everywhere = (value: number): Float64Array => new Float64Array(fixedCost.length).fill(value);
  return {
    ...(kgPerShipment > 0 ? { kgPerShipment: everywhere(kgPerShipment) } : {}),
    ...(shipmentsPerLane > 0 ? { maxShipments: everywhere(shipmentsPerLane) } : {}),
    ...(minTransferNetMinor > 0
      ? { minimumShipmentValue: fixedCost.map((cost) => cost + minTransferNetMinor) }
      : {}),
  };
}

/**
 * Values of the units that a receiver would take, best first, in minor units after handling: `units` entries of the
 * curve, each the mean of `stride` units, so that a curve covers everything worth taking whatever its length.
 * Exported for the explanation, which shows the same curve.
 */
export function receiverCurve(
  state: PlanState,
  parameters: PlanParameters,
  p: number,
  stockoutCost: number,
  curve: Float64Array,
  /** What a stockout costs as it is, where `stockoutCost` is weighted: more weight wants no units beyond. */
  actualCost = stockoutCost,
): { readonly units: number; readonly stride: number } {
  const mean = demandUntilArrival(state, p);
  const size = sizeUntilArrival(state, parameters, p);
  const net = netStock(state, p);
  // Unit k is worth taking while stockout cost × P(D > net + k − 1) > handling.
  const worthless = parameters.handlingUnitMinor / Math.min(stockoutCost, actualCost);
  const covered = worthless < 1 ? negativeBinomialQuantile(1 - worthless, mean, size) : 0;
  const wanted = Math.max(0, covered - net);
  const stride = Math.max(1, Math.ceil(wanted / curve.length));
  const units = Math.floor(wanted / stride);
  for (let k = 0; k < units; k++) {
    const from = net + k * stride;
    const to = from + stride;
    const short = expectedShort(from, mean, size) - expectedShort(to, mean, size);
    curve[k] = (stockoutCost * short) / stride - parameters.handlingUnitMinor;
  }
  return { units, stride };
}

const risk = new Float64Array(2);

/** E[(D − x)⁺] for any whole x; below zero every unit of it is wanted now. */
function expectedShort(x: number, mean: number, size: number): number {
  if (x < 0) return mean - x;
  stockoutRisk(x, mean, size, risk);
  return risk[1];
}

/** A position with excess gives; it never takes at the same time, whatever its risk. */
function isReceiver(state: PlanState, parameters: PlanParameters, p: number): boolean {
  if (state.excess[p] > 0) return false;
  if (state.nextArrivalDays[p] <= parameters.maxTransitDays) return false;
  if (state.moneyAtRisk[p] < parameters.riskFloorMinor) return false;
  return state.risk[p] > 0 || state.shortage[p] > 0;
}

/** What a donor gains (or loses) by each unit of its excess, best first. */
function addDonor(
  steps: Steps,
  state: PlanState,
  parameters: PlanParameters,
  p: number,
  unitCostMinor: number,
  stockoutCost: number,
  curve: Float64Array,
): void {
  const excess = state.excess[p];
  const stride = Math.ceil(excess / curve.length);
  const valueOf = unitGiven(state, parameters, p, unitCostMinor, stockoutCost);
  let count = 0;
  for (let given = stride; given <= excess; given += stride) curve[count++] = valueOf(given);
  addCurve(steps, state.location[p], curve, count, stride);
}

/** What the donor gains (or loses) by the unit with which it has given so many. */
function unitGiven(
  state: PlanState,
  parameters: PlanParameters,
  p: number,
  unitCostMinor: number,
  stockoutCost: number,
): (given: number) => number {
  const net = netStock(state, p);
  const untilArrival = demandUntilArrival(state, p);
  const size = sizeUntilArrival(state, parameters, p);
  const saved = unitSaved(state, parameters, p, unitCostMinor);
  return (given) => {
    const left = net - given;
    stockoutRisk(Math.max(0, left), untilArrival, size, risk);
    return saved(given) - stockoutCost * (left < 0 ? 1 : risk[0]);
  };
}

/** Holding that the unit would have cost, less what returning it would have brought. */
function unitSaved(
  state: PlanState,
  parameters: PlanParameters,
  p: number,
  unitCostMinor: number,
): (given: number) => number {
  const net = netStock(state, p);
  const mean = state.consensus[p];
  const monthly = (unitCostMinor * parameters.holdingShareYear) / 12;
  const loss = returnLoss(state, parameters, p);
  return (given) => {
    const left = net - given;
    const stay = mean > 0 ? Math.min(parameters.horizonMonths, (left + 1) / mean) : parameters.horizonMonths;
    const returns = loss !== null && left < loss.protection.quantity ? loss.unitMinor : 0;
    return monthly * stay - returns;
  };
}

/** Expected stockout cost that so many units avoid at a receiver, handling not counted. */
export function receiverBenefit(
  state: PlanState,
  parameters: PlanParameters,
  p: number,
  stockoutCost: number,
  units: number,
): number {
  const mean = demandUntilArrival(state, p);
  const size = sizeUntilArrival(state, parameters, p);
  const net = netStock(state, p);
  return stockoutCost * (expectedShort(net, mean, size) - expectedShort(net + units, mean, size));
}

/**
 * Holding that a donor saves by giving so many units, less the expected stockout cost put on it and the return
 * protection that it loses (minor units). P(D > x) summed over the units given is the difference of two expected
 * shortages.
 */
export function donorEffect(
  state: PlanState,
  parameters: PlanParameters,
  p: number,
  unitCostMinor: number,
  stockoutCost: number,
  units: number,
): number {
  const mean = demandUntilArrival(state, p);
  const size = sizeUntilArrival(state, parameters, p);
  const net = netStock(state, p);
  const saved = unitSaved(state, parameters, p, unitCostMinor);
  const short = expectedShort(net - units, mean, size) - expectedShort(net, mean, size);
  let sum = -stockoutCost * short;
  for (let given = 1; given <= units; given++) sum += saved(given);
  return sum;
}

interface Steps {
  readonly start: number[];
  readonly location: number[];
  readonly quantity: number[];
  readonly value: number[];
}

function createSteps(): Steps {
  return { start: [0], location: [], quantity: [], value: [] };
}

function addCurve(
  steps: Steps,
  location: number,
  curve: Float64Array,
  count: number,
  quantity: number,
): void {
  for (let k = 0; k < count; k++) {
    const last = steps.location.length - 1;
    const same = k > 0 && steps.location[last] === location && Math.abs(steps.value[last] - curve[k]) < 0.5;
    if (same) {
      steps.quantity[last] += quantity;
      continue;
    }
    steps.location.push(location);
    steps.quantity.push(quantity);
    steps.value.push(curve[k]);
  }
}

function stepColumns(steps: Steps): NetworkProblem['need'] {
  return {
    // `from` would ask an iterator for each of a million steps.
    start: new Int32Array(steps.start),
    location: new Int32Array(steps.location),
    quantity: new Int32Array(steps.quantity),
    valuePerUnit: new Float64Array(steps.value),
  };
}
