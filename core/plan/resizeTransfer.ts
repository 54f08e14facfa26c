/**
 * A proposal with another quantity, valued anew on the stock as it is now: what it avoids at the receiver, what it
 * does to the donor, freight by its new weight (its share of the lane's fixed cost stays), handling; then the decision
 * table is asked again, with the plan's limits that the quantity breaks among its facts. Whoever edits becomes the proposer, and nothing that a person edited runs by itself.
 * O(quantity) and one look through the lanes. Money in minor units.
 */
import { BallastError } from '../base/errors.ts';
import { roundMinor } from '../base/roundMinor.ts';
import { brokenByEdit } from './brokenByEdit.ts';
import { decide, verdictOfEdited, type PolicyLimits } from '../policy/decisionTable.ts';
import type { Transfer } from '../store/transferStore.ts';
import { stockoutCostMinor, type PlanParameters } from './parameters.ts';
import { positionOf, type PlanState } from './planState.ts';
import { transferFacts } from './proposals.ts';
import { donorEffect, receiverBenefit } from './rebalanceProblem.ts';

export function resizeTransfer(
  state: PlanState,
  parameters: PlanParameters,
  limits: PolicyLimits,
  transfer: Transfer,
  quantity: number,
  /** Units of the item that other open proposals would take from the same donor. */
  proposedElsewhere: number,
  /** What other proposals put on the lane. */
  otherKg: number,
  proposedBy: string,
  clockMinutes: number,
): Transfer {
  const about = { transfer: transfer.id };
  if (transfer.state !== 'proposed') {
    throw new BallastError(
      'conflict',
      `${transfer.id} is ${transfer.state}: only proposals can be edited.`,
      about,
    );
  }
  const donor = positionOf(state, transfer.from, transfer.item);
  const receiver = positionOf(state, transfer.to, transfer.item);
  const lane = state.network.lanes.find((entry) => entry.from === transfer.from && entry.to === transfer.to);
  if (lane === undefined || donor < 0 || receiver < 0) {
    throw new BallastError('not-found', `${transfer.id} has no lane between two positions any more.`, about);
  }
  const most = Math.max(state.excess[donor] - proposedElsewhere, transfer.quantity);
  if (quantity > most) {
    throw new BallastError(
      'bad-input',
      `The donor can give at most ${most} without falling below its hold-back.`,
      { ...about, most },
    );
  }
  const { items, locations } = state.network;
  const item = items[transfer.item];
  const costAt = (location: number): number => stockoutCostMinor(parameters, item, locations[location].kind);
  const byWeight = (units: number): number => roundMinor(units * item.weightKg * lane.costPerKgMinor);
  const benefitMinor = roundMinor(
    receiverBenefit(state, parameters, receiver, costAt(transfer.to), quantity),
  );
  const donorMinor = roundMinor(
    donorEffect(state, parameters, donor, item.unitCostMinor, costAt(transfer.from), quantity),
  );
  const freightMinor = transfer.freightMinor + byWeight(quantity) - byWeight(transfer.quantity);
  const handlingMinor = quantity * parameters.handlingUnitMinor;
  const netMinor = benefitMinor + donorMinor - freightMinor - handlingMinor;
  const brokenLimit = brokenByEdit(parameters, { item, quantity, otherKg });
  const facts = {
    ...transferFacts(state, lane, transfer.item, quantity, netMinor, freightMinor, clockMinutes),
    ...(brokenLimit === null ? {} : { brokenLimit }),
  };
  return {
    ...transfer,
    quantity,
    benefitMinor,
    donorMinor,
    freightMinor,
    handlingMinor,
    netMinor,
    facts,
    ...verdictOfEdited(decide(facts, limits)),
    proposedBy,
  };
}
