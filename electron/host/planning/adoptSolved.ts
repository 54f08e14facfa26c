import type { Profile } from '../../../core/contract/people.ts';
import type { PlanParameters } from '../../../core/plan/parameters.ts';
import { createProposalsInSlices } from '../../../core/plan/proposals.ts';
import type { Proposal } from '../../../core/plan/proposals.ts';
import type { RebalanceProblem } from '../../../core/plan/rebalanceProblem.ts';
import { settingsOf } from '../../../core/plan/steeredParameters.ts';
import type { ProblemPlan } from '../../../core/rebalance/solveProblem.ts';
import { readPlanRun, writePlanSummary } from '../../../core/store/planStore.ts';
import { writePlanProof } from '../../../core/store/planProofStore.ts';
import { writeRebalanceBound, writeRebalanceSettings } from '../../../core/store/rebalanceSettingsStore.ts';
import { recordAdoption } from './recordAdoption.ts';
import { clearLeftovers, issueProposals } from './issueProposals.ts';
import { recordKpis } from './kpis.ts';
import { proofOf } from './planProof.ts';
import { allOf, notRefused } from './restrictions.ts';
import { boundOf } from './runPlan.ts';
import type { PlanSession } from './session.ts';

/** A plan of the whole network as it was solved, and what was decided since. */
export interface SolvedNetwork {
  readonly parameters: PlanParameters;
  readonly source: RebalanceProblem;
  readonly plan: ProblemPlan;
  /** Edition of the plan that it is to replace. */
  readonly former: number;
  /** The session's version when its problem began to be built. */
  readonly version: number;
  readonly decidedMeanwhile: () => (proposal: Proposal) => boolean;
}

/**
 * Puts a solved plan in the place of the plan's open proposals, in slices, and keeps its settings. Where a person adopts
 * it, that is an entry of the journal, and the former edition is kept for as long as it can be taken back.
 */
export function* adoptSolved(
  session: PlanSession,
  solved: SolvedNetwork,
  actor: Profile | null = null,
): Generator<void, void> {
  const { database } = session;
  const { parameters, source, plan, former, version, decidedMeanwhile } = solved;
  const proposals = yield* createProposalsInSlices(
    session.state,
    parameters,
    // Only a plan run lets transfers run by themselves.
    { ...session.limits, autoCount: 0 },
    source,
    plan.transfers,
    session.clockMinutes,
  );
  const issuing = issueProposals(session, {
    run: readPlanRun(database),
    former,
    proposals,
    autoRuns: false,
    mayPropose: allOf(notRefused(session), decidedMeanwhile),
    also(_, edition) {
      if (actor !== null)
        recordAdoption(session, actor, former, edition, settingsOf(parameters), boundOf(plan));
      writeRebalanceSettings(database, settingsOf(parameters));
      writeRebalanceBound(database, boundOf(plan));
      writePlanProof(database, edition, proofOf(source, plan));
      writePlanSummary(database, boundOf(plan));
    },
  });
  let issued = issuing.next();
  for (; issued.done !== true; issued = issuing.next()) yield;
  session.parameters = parameters;
  session.solved = { source, plan, version };
  session.urgent++;
  session.changed(issued.value.touched, true);
  recordKpis(session);
  for (const _ of clearLeftovers(session)) yield;
}
