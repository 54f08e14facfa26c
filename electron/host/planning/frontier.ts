import type { FrontierPoint, RebalanceFrontier } from '../../../core/contract/rebalance.ts';
import { createRebalanceProblem } from '../../../core/plan/rebalanceProblem.ts';
import { solveNetwork } from '../../../core/rebalance/solveNetwork.ts';
import { restrictionsOf } from './restrictions.ts';
import { totalsOf } from './previews.ts';
import type { PlanSession } from './session.ts';

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
    const building = createRebalanceProblem(
      session.state,
      parameters,
      session.clockMinutes,
      restrictionsOf(session),
    );
    let built = building.next();
    for (; built.done !== true; built = building.next()) yield;
    const source = built.value;
    const solving = solveNetwork(source.problem, { workLimit: pointWork, targetGap: pointGap });
    let solved = solving.next();
    for (; solved.done !== true; solved = solving.next()) yield;
    const { transfers, gap } = solved.value;
    points.push({ serviceFactor, totals: totalsOf(session, parameters, source, transfers), gap });
    tell([...points]);
    yield;
  }
}

export const frontierSize = factors.length;

export type FrontierPoints = Pick<RebalanceFrontier, 'points'>['points'];
