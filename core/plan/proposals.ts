/**
 * Transfers from a solved rebalancing problem: each with its benefit, its effect on the donor, freight (its cost by
 * weight and its share by weight of the lane's fixed cost), handling and net, and the decision table's verdict.
 * Lanes whose whole shipment is not worth the least net are left out.
 */
import { argsort } from '../base/argsort.ts';
import { drained } from '../base/drained.ts';
import type { Lane } from '../model/network.ts';
import { breakCircuit, decide, type PolicyLimits, type TransferFacts } from '../policy/decisionTable.ts';
import type { TransferColumns } from '../rebalance/transferColumns.ts';
import type { Transfer } from '../store/transferStore.ts';
import { netStock } from './netStock.ts';
import type { PlanParameters } from './parameters.ts';
import { protectedPartOf, protectedUnits, returnProtectionOf } from './agreements.ts';
import { positionOf, type PlanState } from './planState.ts';
import type { RebalanceProblem } from './rebalanceProblem.ts';
import { transferFiguresInSlices, type OtherLoad } from './transferFigures.ts';

export type Proposal = Omit<Transfer, 'id' | 'run' | 'stateMinutes'>;

export function createProposals(
  state: PlanState,
  parameters: PlanParameters,
  limits: PolicyLimits,
  source: RebalanceProblem,
  transfers: TransferColumns,
  clockMinutes: number,
  /** What else travels on the lanes, where only some of the network's items are given. */
  others?: OtherLoad,
): Proposal[] {
  return drained(createProposalsInSlices(state, parameters, limits, source, transfers, clockMinutes, others));
}

/** The same in slices of a few milliseconds. */
export function* createProposalsInSlices(
  state: PlanState,
  parameters: PlanParameters,
  limits: PolicyLimits,
  source: RebalanceProblem,
  transfers: TransferColumns,
  clockMinutes: number,
  others?: OtherLoad,
): Generator<void, Proposal[]> {
  const figures = yield* transferFiguresInSlices(state, parameters, source, transfers, others);
  const proposals: Proposal[] = [];
  for (let row = 0; row < transfers.count; row++) {
    if (row % slicedRows === slicedRows - 1) yield;
    if (figures.kept[row] === 0) continue;
    const lane = state.network.lanes[source.lanes[transfers.lane[row]]];
    const item = source.items[transfers.item[row]];
    const quantity = transfers.quantity[row];
    const freightMinor = figures.freightMinor[row];
    const netMinor = figures.netMinor[row];
    const facts = transferFacts(state, lane, item, quantity, netMinor, freightMinor, clockMinutes);
    const decision = decide(facts, limits);
    proposals.push({
      item,
      from: lane.from,
      to: lane.to,
      quantity,
      state: 'proposed',
      days: lane.days,
      benefitMinor: figures.benefitMinor[row],
      donorMinor: figures.donorMinor[row],
      freightMinor,
      handlingMinor: figures.handlingMinor[row],
      netMinor,
      verdict: decision.verdict,
      role: decision.role,
      rule: decision.rule,
      facts,
      proposedBy: 'plan',
      decidedBy: null,
      reason: null,
    });
  }
  yield;
  return yield* underTheBreaker(proposals, limits);
}

const slicedRows = 500;

/** The facts that the decision table judges a transfer by. */
export function transferFacts(
  state: PlanState,
  lane: Lane,
  item: number,
  quantity: number,
  netMinor: number,
  freightMinor: number,
  clockMinutes: number,
): TransferFacts {
  const { items, locations } = state.network;
  const { from, to } = lane;
  const entry = items[item];
  const donor = positionOf(state, from, item);
  const receiver = positionOf(state, to, item);
  const oldest = Math.min(
    donor < 0 ? 0 : state.asOf[donor],
    receiver < 0 ? clockMinutes : state.asOf[receiver],
  );
  const group = locations[from].ownerGroup;
  const net = donor < 0 ? 0 : netStock(state, donor);
  const protectedPart = protectedPartOf(state.agreements, from, item);
  const returns = donor < 0 ? null : returnProtectionOf(state.agreements, donor);
  const returnUnits = returns === null ? 0 : protectedUnits(returns, net, quantity);
  return {
    valueMinor: quantity * entry.unitCostMinor,
    netMinor,
    freightMinor,
    itemStatus: entry.status,
    criticality: entry.criticality,
    hazardous: entry.hazardous,
    laneTakesHazardous: lane.hazardousAllowed,
    sameOwnerGroup: group !== '' && group === locations[to].ownerGroup,
    feedAgeHours: Math.max(0, Math.round((clockMinutes - oldest) / 6) / 10),
    donorCountDoubtful: donor < 0 || state.onHand[donor] < 0,
    donorLeft: net - quantity,
    donorHoldBack: donor < 0 ? 0 : net - state.excess[donor],
    ...(protectedPart === null ? {} : { protectedBy: protectedPart.agreement }),
    ...(returns === null || returnUnits === 0 ? {} : { returnProgramme: returns.programme, returnUnits }),
  };
}

/** Best first, so that the circuit breaker lets the best run by themselves. */
function* underTheBreaker(proposals: readonly Proposal[], limits: PolicyLimits): Generator<void, Proposal[]> {
  const net = Float64Array.from(proposals, ({ netMinor }) => netMinor);
  const order = argsort(
    Int32Array.from(net, (_, row) => row),
    (row) => net[row],
    true,
  );
  yield;
  const best = Array.from(order, (row) => proposals[row]);
  for (let from = 0; from < best.length;) {
    let to = from + 1;
    while (to < best.length && best[to].netMinor === best[from].netMinor) to++;
    if (to > from + 1) {
      const equal = best
        .slice(from, to)
        .toSorted((a, b) => a.item - b.item || a.from - b.from || a.to - b.to);
      for (const [k, proposal] of equal.entries()) best[from + k] = proposal;
    }
    from = to;
  }
  yield;
  return breakCircuit(best, limits);
}
