import { transferFacts } from '../../../core/plan/proposals.ts';
import { decide, type Decision } from '../../../core/policy/decisionTable.ts';
import type { Transfer } from '../../../core/store/transferStore.ts';
import type { PlanSession } from './session.ts';

/** What the decision table says of a transfer on the stock and agreements as they are now; null without a lane. */
export function judgeAnew(session: PlanSession, transfer: Transfer): Decision | null {
  const { state, limits, clockMinutes } = session;
  const lane = state.network.lanes.find(({ from, to }) => from === transfer.from && to === transfer.to);
  if (lane === undefined) return null;
  const { item, quantity, netMinor, freightMinor } = transfer;
  return decide(transferFacts(state, lane, item, quantity, netMinor, freightMinor, clockMinutes), limits);
}
