import type { FrontierPoint, RebalanceFrontier } from '../../../core/contract/rebalance.ts';
import { totalsOf } from './previews.ts';
import type { PlanSession } from './session.ts';
import { solveAnew } from './solveAnew.ts';

/** Weights of a stockout between cost first and service first, for which a plan is made. */
const factors = [0.25, 0.5, 0.75, 1, 1.5, 2, 4] as const;
/** Enough for a point on a chart; deterministic. */
const pointWork = 3e8;
const pointGap = 0.005;

/** Freight against stockout cost avoided: the same network solved for a few service factors. */
export function* computeFrontier(
  session: PlanSession,
  tell: (points: readonly FrontierPoint[]) => void,
): Generator<void, void> {
  const points: FrontierPoint[] = [];
  for (const serviceFactor of factors) {
    const parameters = { ...session.parameters, serviceFactor };
    const { source, plan } = yield* solveAnew(session, parameters, {
      workLimit: pointWork,
      targetGap: pointGap,
    });
    const { transfers, gap } = plan;
    const totals = yield* totalsOf(session, parameters, source, transfers);
    points.push({ serviceFactor, totals, gap });
    tell([...points]);
    yield;
  }
}

export const frontierSize = factors.length;

export type FrontierPoints = Pick<RebalanceFrontier, 'points'>['points'];
