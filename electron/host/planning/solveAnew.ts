import type { PlanParameters } from '../../../core/plan/parameters.ts';
import { createRebalanceProblem, type RebalanceProblem } from '../../../core/plan/rebalanceProblem.ts';
import type { SolveOptions } from '../../../core/rebalance/solveNetwork.ts';
import { solveProblem, type ProblemPlan } from '../../../core/rebalance/solveProblem.ts';
import { restrictionsOf } from './restrictions.ts';
import type { PlanSession } from './session.ts';

/** The whole network's problem under other parameters, and its plan: in the slices of both, with nobody told. */
export function* solveAnew(
  session: PlanSession,
  parameters: PlanParameters,
  options: SolveOptions,
): Generator<void, { readonly source: RebalanceProblem; readonly plan: ProblemPlan }> {
  const building = createRebalanceProblem(
    session.state,
    parameters,
    session.clockMinutes,
    restrictionsOf(session),
  );
  let built = building.next();
  for (; built.done !== true; built = building.next()) yield;
  const source = built.value;
  yield;
  const solving = solveProblem(source.problem, options);
  let solved = solving.next();
  for (; solved.done !== true; solved = solving.next()) yield;
  return { source, plan: solved.value };
}
