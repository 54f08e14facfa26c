/** The best plan seen so far, evaluated from the problem itself; it starts as doing nothing. */
import type { NetworkProblem } from './networkProblem.ts';
import { evaluateTransfers, type PlanEvaluation, type TransferColumns } from './transferColumns.ts';

export interface Incumbent {
  transfers: TransferColumns;
  evaluation: PlanEvaluation;
  /** Takes the plan if it is feasible and worth more; returns whether it did. */
  offer(transfers: TransferColumns): boolean;
}

export function createIncumbent(problem: NetworkProblem): Incumbent {
  const nothing = { count: 0, item: new Int32Array(0), lane: new Int32Array(0), quantity: new Int32Array(0) };
  const incumbent: Incumbent = {
    transfers: nothing,
    evaluation: evaluateTransfers(problem, nothing),
    offer(transfers) {
      const evaluation = evaluateTransfers(problem, transfers);
      if (evaluation.fault !== null || !(evaluation.objective > incumbent.evaluation.objective)) return false;
      incumbent.transfers = transfers;
      incumbent.evaluation = evaluation;
      return true;
    },
  };
  return incumbent;
}
