/**
 * What could be done about a need, with the money of each and why it was not chosen: every donor within a lane's
 * reach, an order from the warehouse, doing nothing. Each donor is valued as if it alone served the need, on the
 * stock as it is (minor units): stockout cost avoided + donor effect − freight − handling. A lane that other proposals
 * take costs only by weight. O(positions of the item × units), and one look through the lanes.
 */
import { dayToIso, daysPerMonth, minutesToDay } from '../base/calendar.ts';
import { roundMinor } from '../base/roundMinor.ts';
import type { ExplainTerm } from '../contract/explain.ts';
import { leadTimeSize } from '../forecast/leadTimeDemand.ts';
import { stockoutRisk } from '../inventory/stockoutRisk.ts';
import type { Item, Lane } from '../model/network.ts';
import { shipmentCount } from '../rebalance/laneLimits.ts';
import type { Transfer } from '../store/transferStore.ts';
import { protectedPartOf, protectedUnits, returnProtectionOf } from './agreements.ts';
import { dayCount, unitCount } from './countText.ts';
import { netStock } from './netStock.ts';
import { stockoutCostMinor, type PlanParameters } from './parameters.ts';
import type { PlanState } from './planState.ts';
import { donorEffect, receiverBenefit, receiverCurve } from './rebalanceProblem.ts';

/** What decisions and agreements forbid for an item, in words; null where nothing stands in the way. */
export interface RestrictionReasons {
  /** Why a location does not give it now, or does not take it. */
  readonly give: (location: number) => string | null;
  readonly take: (location: number) => string | null;
  /** Why nothing is proposed between two places. */
  readonly between: (from: number, to: number) => string | null;
}

export interface NeedContext {
  readonly reasons: RestrictionReasons;
  /** Weight of other items' open proposals between two places; null where there are none. */
  readonly laneLoadKg: (from: number, to: number) => number | null;
  /** Open proposals of the item. */
  readonly proposals: readonly Transfer[];
  readonly clockMinutes: number;
}

/** How the figures compare, as the section says it. */
export const alternativesNote =
  'Transfers count what they bring against doing nothing, each donor as if it alone served the need; ordering and doing ' +
  'nothing count the stockout cost that remains. The plan weighs all items together, with the fixed cost of each ' +
  'shipment paid once.';

const mostDonors = 6;

export function needAlternatives(
  state: PlanState,
  parameters: PlanParameters,
  p: number,
  context: NeedContext,
  /** Units to serve; by default what the need is worth. */
  units?: number,
): ExplainTerm[] {
  const { network } = state;
  const here = state.location[p];
  const item = network.items[state.item[p]];
  const cost = stockoutCostMinor(parameters, item, network.locations[here].kind);
  const wanted = units ?? wantedUnits(state, parameters, p, cost);
  const chosen = context.proposals.filter((transfer) => transfer.to === here);
  const best = Math.max(0, ...chosen.map((transfer) => transfer.netMinor));
  const chosenFrom = new Set(chosen.map((transfer) => transfer.from));
  const terms: ExplainTerm[] = chosen.map((transfer) => ({
    label: `${unitCount(transfer.quantity)} from ${network.locations[transfer.from].name}`,
    value: transfer.netMinor,
    unit: 'money',
    source: `${transfer.id}, proposed, ${dayCount(transfer.days)}`,
  }));
  if (wanted > 0) {
    const others = donorsInto(state, p).filter(({ donor }) => !chosenFrom.has(state.location[donor]));
    const valued = others.map(({ donor, lane }) =>
      donorTerm(state, parameters, context, { p, donor, lane, item, cost, wanted, best }),
    );
    const rank = ({ value }: ExplainTerm): number =>
      typeof value === 'number' ? value : Number.NEGATIVE_INFINITY;
    const ranked = valued.toSorted((a, b) => rank(b) - rank(a));
    terms.push(...ranked.slice(0, mostDonors));
    if (ranked.length > mostDonors) terms.push(furtherDonors(ranked.slice(mostDonors)));
  }
  terms.push(orderTerm(state, parameters, context, p, item, cost, Math.max(1, wanted)));
  terms.push({
    label: 'Do nothing',
    value: -roundMinor(state.moneyAtRisk[p]),
    unit: 'money',
    source: `expected stockout cost over ${dayCount(state.nextArrivalDays[p])}`,
  });
  return terms;
}

function donorsInto(state: PlanState, p: number): { readonly donor: number; readonly lane: Lane }[] {
  const { locations, lanes } = state.network;
  const here = state.location[p];
  const item = state.item[p];
  const into = new Map(lanes.filter((lane) => lane.to === here).map((lane) => [lane.from, lane]));
  const found: { readonly donor: number; readonly lane: Lane }[] = [];
  for (let at = state.itemStart[item]; at < state.itemStart[item + 1]; at++) {
    const donor = state.byItem[at];
    const lane = into.get(state.location[donor]);
    if (donor === p || lane === undefined || state.available[donor] === 0) continue;
    if (locations[state.location[donor]].kind !== locations[here].kind) continue;
    found.push({ donor, lane });
  }
  return found;
}

interface DonorCase {
  readonly p: number;
  readonly donor: number;
  readonly lane: Lane;
  readonly item: Item;
  readonly cost: number;
  readonly wanted: number;
  /** Net of the best chosen transfer; 0 without one. */
  readonly best: number;
}

function donorTerm(
  state: PlanState,
  parameters: PlanParameters,
  context: NeedContext,
  { p, donor, lane, item, cost, wanted, best }: DonorCase,
): ExplainTerm {
  const { locations } = state.network;
  const { name, kind } = locations[lane.from];
  const no = (source: string): ExplainTerm => ({
    label: `From ${name}`,
    value: 'not possible',
    unit: 'text',
    source,
  });
  const forbidden = forbiddenBy(state, parameters, context, donor, lane, item);
  if (forbidden !== null) return no(forbidden);
  const { pack, units } = unitsToGive(parameters, item, wanted, state.excess[donor]);
  if (units === 0) {
    return no(`has ${unitCount(state.excess[donor])} above hold-back, less than a pack of ${pack}`);
  }
  const loadKg = context.laneLoadKg(lane.from, lane.to);
  const inUse = loadKg !== null;
  const ownKg = units * item.weightKg;
  const added =
    shipmentsFor(parameters, (loadKg ?? 0) + ownKg) - (inUse ? shipmentsFor(parameters, loadKg) : 0);
  const freight = ownKg * lane.costPerKgMinor + added * lane.fixedCostMinor;
  const donorCost = stockoutCostMinor(parameters, item, kind);
  const net = roundMinor(
    receiverBenefit(state, parameters, p, cost, units) +
      donorEffect(state, parameters, donor, item.unitCostMinor, donorCost, units) -
      freight -
      units * parameters.handlingUnitMinor,
  );
  const given = context.proposals.filter((transfer) => transfer.from === lane.from);
  const reason = (): string => {
    const waits =
      context.reasons.give(lane.from) ??
      (lane.days > parameters.maxTransitDays
        ? `${dayCount(lane.days)} is beyond the reach of ${dayCount(parameters.maxTransitDays)}`
        : null) ??
      takesNothing(state, parameters, context, p, lane.days) ??
      context.reasons.between(lane.from, lane.to) ??
      beyondLane(parameters, loadKg ?? 0, ownKg);
    if (waits !== null) return waits;
    if (given.length > 0) {
      const [most] = given.toSorted((a, b) => b.netMinor - a.netMinor);
      return `gives ${unitCount(most.quantity)} to ${locations[most.to].name} instead (${most.id})`;
    }
    if (net <= 0) {
      if (!inUse) return 'the lane’s fixed cost, which nothing else shares, outweighs what it brings';
      return added > 0
        ? `needs one more shipment of ${parameters.kgPerShipment} kg at most, which costs more than it brings`
        : 'costs more than it brings';
    }
    if (best > net) return 'brings less than what is proposed';
    if (best > 0) return 'alone it brings more, but for all items together the lanes in use are cheaper';
    if (net < parameters.minTransferNetMinor) return 'below the least net of a shipment';
    return 'in reach since the last plan; the next one weighs it';
  };
  return {
    label: `${unitCount(units)} from ${name}`,
    value: net,
    unit: 'money',
    source: `${reason()}${lostReturns(state, donor, units)}`,
  };
}

/** Whole packs only, where packs are not opened: needs round up, supplies down. */
function unitsToGive(
  { wholePacks }: PlanParameters,
  { packQuantity }: Item,
  wanted: number,
  excess: number,
): { readonly pack: number; readonly units: number } {
  const pack = wholePacks ? packQuantity : 1;
  return { pack, units: Math.min(Math.ceil(wanted / pack), Math.floor(excess / pack)) * pack };
}

/** Shipments that so many kg take on a lane, each paying its fixed cost. */
function shipmentsFor({ kgPerShipment }: PlanParameters, kg: number): number {
  return kgPerShipment > 0 ? shipmentCount(kg, kgPerShipment) : 1;
}

/** Why a lane takes no more than it carries already; null where there is room. */
function beyondLane(parameters: PlanParameters, loadKg: number, ownKg: number): string | null {
  const { kgPerShipment, shipmentsPerLane } = parameters;
  if (kgPerShipment === 0 || shipmentsPerLane === 0) return null;
  if (shipmentCount(loadKg + ownKg, kgPerShipment) <= shipmentsPerLane) return null;
  const most = kgPerShipment * shipmentsPerLane;
  const carries = loadKg > 0 ? `carries ${Math.round(loadKg)} kg already and ` : '';
  return `the lane ${carries}takes at most ${most} kg in ${shipmentsPerLane === 1 ? 'one shipment' : `${shipmentsPerLane} shipments`}`;
}

/** What no money can buy: rules, agreements and stock without which there is nothing to value; null where none stands in the way. */
function forbiddenBy(
  state: PlanState,
  parameters: PlanParameters,
  { reasons, clockMinutes }: NeedContext,
  donor: number,
  lane: Lane,
  item: Item,
): string | null {
  if (item.status === 'stop-sale') return 'the item is under a stop-sale';
  if (protectedPartOf(state.agreements, lane.from, state.item[donor]) !== null)
    return reasons.give(lane.from);
  if (item.hazardous && !lane.hazardousAllowed) return 'hazardous goods may not take this lane';
  const feedHours = (clockMinutes - state.asOf[donor]) / 60;
  if (feedHours > parameters.deadFeedHours) {
    return `its system last spoke ${dayCount(Math.round(feedHours / 24))} ago: too long to move stock on its word`;
  }
  if (state.excess[donor] === 0) {
    return `keeps its ${unitCount(state.available[donor])}: none above hold-back`;
  }
  return null;
}

/** Why the need itself gets nothing by a lane of so many days; null where it may. */
function takesNothing(
  state: PlanState,
  parameters: PlanParameters,
  { reasons, clockMinutes }: NeedContext,
  p: number,
  days: number,
): string | null {
  const blocked = reasons.take(state.location[p]);
  if (blocked !== null) return `nothing is added here: it ${blocked}`;
  const feedHours = (clockMinutes - state.asOf[p]) / 60;
  if (feedHours > parameters.deadFeedHours) {
    return `nothing is added here: its system last spoke ${dayCount(Math.round(feedHours / 24))} ago`;
  }
  if (state.excess[p] > 0) return 'nothing is added here: it has more than it needs over its excess window';
  const arrival = state.nextArrivalDays[p];
  if (days >= arrival) return 'would not arrive before the next delivery';
  if (arrival <= parameters.maxTransitDays) {
    return `the next delivery in ${dayCount(arrival)} is within the reach of transfers itself`;
  }
  if (state.moneyAtRisk[p] < parameters.riskFloorMinor) {
    return 'nothing is added here: its money at risk is below the floor that is set';
  }
  return null;
}

function lostReturns(state: PlanState, donor: number, units: number): string {
  const protection = returnProtectionOf(state.agreements, donor);
  if (protection === null) return '';
  const net = netStock(state, donor);
  const lost = protectedUnits(protection, net, units);
  if (lost === 0) return '';
  return `; ${unitCount(lost)} would lose return protection under ${protection.programme}, counted as a cost of the donor`;
}

/** The donors that are not listed one by one, so that the list is complete. */
function furtherDonors(terms: readonly ExplainTerm[]): ExplainTerm {
  const priced = terms.filter(({ unit }) => unit === 'money').length;
  const parts = [
    ...(priced === 0 ? [] : [`${priced} bring no more than those above`]),
    ...(priced === terms.length ? [] : [`${terms.length - priced} keep their stock or may not give`]),
  ];
  return {
    label: `${terms.length} further ${terms.length === 1 ? 'donor' : 'donors'}`,
    value: 'not chosen',
    unit: 'text',
    source: parts.join(', '),
  };
}

/** Ordering now: what it costs, when it arrives, and the stockout cost that remains until then. */
function orderTerm(
  state: PlanState,
  parameters: PlanParameters,
  context: NeedContext,
  p: number,
  item: Item,
  cost: number,
  units: number,
): ExplainTerm {
  const here = state.location[p];
  const source = state.source[p];
  const supplier = source >= 0 ? state.location[source] : state.supplier[here];
  const stocked = source < 0 || state.available[source] > 0;
  const days = stocked ? state.leadTimeDays[p] : state.leadTimeDays[p] + state.nextArrivalDays[source];
  const lane = state.network.lanes.find((one) => one.from === supplier && one.to === here);
  const freight = lane === undefined ? 0 : units * item.weightKg * lane.costPerKgMinor;
  const months = days / daysPerMonth;
  const size = leadTimeSize(months, state.dispersionWithin[p], state.dispersionRate[p], 0);
  const net = netStock(state, p);
  const mean = state.consensus[p] * months;
  stockoutRisk(Math.max(0, net), mean, size, risk);
  const short = days < state.nextArrivalDays[p] ? (net < 0 ? mean - net : risk[1]) : state.expectedShort[p];
  const name = supplier < 0 ? 'the supplier' : state.network.locations[supplier].name;
  const until = dayToIso(minutesToDay(context.clockMinutes) + days);
  return {
    label: `Order ${unitCount(units)} from ${name}`,
    value: -roundMinor(parameters.orderCostMinor + freight + cost * short),
    unit: 'money',
    source:
      `arrives ${until}, in ${dayCount(days)}${stocked ? '' : ', once it has stock itself'}: ordering and freight, ` +
      'and the stockout cost expected until then',
  };
}

const risk = new Float64Array(2);

function wantedUnits(state: PlanState, parameters: PlanParameters, p: number, cost: number): number {
  if (state.risk[p] === 0 && state.shortage[p] === 0) return 0;
  const { units, stride } = receiverCurve(state, parameters, p, cost, new Float64Array(24));
  return units * stride;
}
