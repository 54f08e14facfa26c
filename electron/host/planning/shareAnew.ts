import { roundMinor } from '../../../core/base/roundMinor.ts';
import type { Proposal } from '../../../core/plan/proposals.ts';
import type { RebalanceProblem } from '../../../core/plan/rebalanceProblem.ts';
import type { LaneLoad } from '../../../core/plan/transferLoad.ts';
import { shipmentsCost } from '../../../core/rebalance/laneLimits.ts';
import type { Transfer } from '../../../core/store/transferStore.ts';
import type { PlanSession } from './session.ts';

/** A share that moves by less, in minor units or as a part of the transfer's net, is left as it is. */
const leastShift = { minor: 50, share: 0.01 } as const;

/**
 * Freight of proposals whose lane now carries more or less: the fixed cost of its shipments is shared by weight with the new ones. A
 * lane that is no longer worth its least net loses them. Returns what changes, and which proposals that replaces.
 */
export function shareAnew(
  session: PlanSession,
  source: RebalanceProblem,
  /** What the others put on the lanes. */
  load: LaneLoad,
  others: readonly { readonly transfer: Transfer; readonly lane: number }[],
  added: readonly Proposal[],
): { readonly proposals: readonly Proposal[]; readonly replaced: readonly Transfer[] } {
  const { items, lanes } = session.state.network;
  const { serviceFactor, minTransferNetMinor } = session.parameters;
  const kgOf = ({ item, quantity }: Proposal): number => quantity * items[item].weightKg;
  const kg = load.kg.slice();
  const net = new Float64Array(kg.length);
  for (const proposal of added) {
    const lane = load.laneOf(proposal.from, proposal.to);
    if (lane === undefined) continue;
    kg[lane] += kgOf(proposal);
    net[lane] += proposal.netMinor;
  }
  const shifted = others.map(({ transfer, lane }) => {
    const { costPerKgMinor } = lanes[source.lanes[lane]];
    const shipments = shipmentsCost(source.problem.lanes, lane, kg[lane]);
    const own = kgOf(transfer);
    const freightMinor =
      kg[lane] > 0 ? roundMinor(own * costPerKgMinor + (shipments * own) / kg[lane]) : transfer.freightMinor;
    const netMinor = transfer.netMinor + transfer.freightMinor - freightMinor;
    net[lane] += netMinor;
    return { transfer, lane, freightMinor, netMinor };
  });
  const proposals: Proposal[] = [];
  const replaced: Transfer[] = [];
  for (const { transfer, lane, freightMinor, netMinor } of shifted) {
    // Weighted otherwise, a lane may be worth less in money than the planner takes it to be.
    const worthless = serviceFactor === 1 && net[lane] < minTransferNetMinor;
    const shift = Math.abs(netMinor - transfer.netMinor);
    const least = Math.max(leastShift.minor, leastShift.share * Math.abs(transfer.netMinor));
    if (!worthless && shift <= least) continue;
    replaced.push(transfer);
    if (worthless) continue;
    const facts = { ...transfer.facts, freightMinor, netMinor };
    proposals.push({ ...transfer, freightMinor, netMinor, facts });
  }
  return { proposals, replaced };
}
