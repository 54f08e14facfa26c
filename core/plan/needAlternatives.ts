/**
 * What could be done about a need, with the money of each and why it was not chosen: every donor within a lane's
 * reach, an order from the warehouse, doing nothing. Each donor is valued as if it alone served the need, on the
 * stock as it is (minor units): stockout cost avoided + donor effect − freight − handling. A lane that other proposals
 * take costs only by weight. O(positions of the item × units), and one look through the lanes.
 */
import { dayToIso, daysPerMonth } from '../base/calendar.ts';
import { roundMinor } from '../base/roundMinor.ts';
import type { ExplainTerm } from '../contract/explain.ts';
import { leadTimeSize } from '../forecast/leadTimeDemand.ts';
import { stockoutRisk } from '../inventory/stockoutRisk.ts';
import type { Item, Lane } from '../model/network.ts';
import type { Transfer } from '../store/transferStore.ts';
import { stockoutCostMinor, type PlanParameters } from './parameters.ts';
import type { PlanState } from './planState.ts';
import { donorEffect, receiverBenefit, receiverCurve, type Restrictions } from './rebalanceProblem.ts';
import { laneKey } from './transferLoad.ts';

export interface NeedContext {
  readonly restrictions: Restrictions;
  /** The agreement by which a location never gives an item; null where there is none. */
  readonly protectedBy: (location: number, item: number) => string | null;
  /** Lanes that open proposals of other items take, by `laneKey`. */
  readonly lanesInUse: ReadonlySet<number>;
  /** Open proposals of the item. */
  readonly proposals: readonly Transfer[];
  readonly today: number;
}

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
    terms.push(...valued.toSorted((a, b) => rank(b) - rank(a)).slice(0, mostDonors));
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
  if (item.status === 'stop-sale') return no('the item is under a stop-sale');
  const agreement = context.protectedBy(lane.from, state.item[p]);
  if (agreement !== null) return no(`protected part: the dealer never gives it (${agreement})`);
  if (item.hazardous && !lane.hazardousAllowed) return no('hazardous goods may not take this lane');
  if (state.excess[donor] === 0) {
    return no(`keeps its ${unitCount(state.available[donor])}: none above hold-back`);
  }
  const units = Math.min(wanted, state.excess[donor]);
  const inUse = context.lanesInUse.has(laneKey(lane.from, lane.to));
  const freight = units * item.weightKg * lane.costPerKgMinor + (inUse ? 0 : lane.fixedCostMinor);
  const donorCost = stockoutCostMinor(parameters, item, kind);
  const net = roundMinor(
    receiverBenefit(state, parameters, p, cost, units) +
      donorEffect(state, parameters, donor, item.unitCostMinor, donorCost, units) -
      freight -
      units * parameters.handlingUnitMinor,
  );
  const given = context.proposals.filter((transfer) => transfer.from === lane.from);
  const reason = (): string => {
    if (lane.days > parameters.maxTransitDays) {
      return `${dayCount(lane.days)} is beyond the reach of ${dayCount(parameters.maxTransitDays)}`;
    }
    if (lane.days >= state.nextArrivalDays[p]) return 'would not arrive before the next delivery';
    if (context.restrictions.mayNotGive.has(donor)) {
      return 'does not give now: the item came or left by transfer lately, or an edited proposal waits';
    }
    if (context.restrictions.mayNotTake.has(p)) {
      return 'nothing is added here now: the item left by transfer lately, or an edited proposal waits';
    }
    if (given.length > 0) {
      const [most] = given.toSorted((a, b) => b.netMinor - a.netMinor);
      return `gives ${unitCount(most.quantity)} to ${locations[most.to].name} instead (${most.id})`;
    }
    if (net <= 0) {
      return inUse
        ? 'costs more than it brings'
        : 'the lane’s fixed cost, which nothing else shares, outweighs what it brings';
    }
    if (best > net) return 'brings less than what is proposed';
    if (best > 0) return 'alone it brings more, but for all items together the lanes in use are cheaper';
    if (net < parameters.minTransferNetMinor) return 'below the least net of a shipment';
    return 'in reach since the last plan; the next one weighs it';
  };
  return { label: `${unitCount(units)} from ${name}`, value: net, unit: 'money', source: reason() };
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
  const net = state.available[p] + state.plannedIn[p] - state.plannedOut[p] - state.backorder[p];
  const mean = state.consensus[p] * months;
  stockoutRisk(Math.max(0, net), mean, size, risk);
  const short = days < state.nextArrivalDays[p] ? (net < 0 ? mean - net : risk[1]) : state.expectedShort[p];
  const name = supplier < 0 ? 'the supplier' : state.network.locations[supplier].name;
  const until = dayToIso(context.today + days);
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

function unitCount(units: number): string {
  return `${units} ${units === 1 ? 'unit' : 'units'}`;
}

function dayCount(days: number): string {
  return `${days} ${days === 1 ? 'day' : 'days'}`;
}
