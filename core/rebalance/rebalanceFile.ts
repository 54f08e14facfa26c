/**
 * `ballast rebalance` without its files: problem text in, plan text out. The clock is an argument and only ever
 * ends the search: the plan itself follows from the problem and the work done.
 *
 * The time limit becomes a work limit by a fixed rate that an ordinary machine exceeds, so the same file and limit
 * give the same plan wherever that holds; on a slower or busier machine the clock ends the search earlier, with
 * the best plan until then.
 */
import { writePlanFile } from './planFile.ts';
import { parseProblemFile } from './problemFile.ts';
import { runSolver, workPerSecond, type SolveProgress } from './solveNetwork.ts';
import { solveProblem } from './solveProblem.ts';

export interface RebalanceFileOptions {
  readonly timeLimitS: number;
  /** Seconds since any fixed moment. */
  readonly clockS: () => number;
  readonly shouldCancel?: () => boolean;
  readonly onProgress?: (progress: SolveProgress) => void;
}

export interface RebalanceFileResult {
  readonly planText: string;
  readonly summary: {
    readonly status: string;
    readonly objective: number;
    readonly upperBound: number;
    readonly gap: number;
    readonly seconds: number;
    readonly transfers: number;
    readonly lanesUsed: number;
  };
}

export function rebalanceProblemText(
  text: string,
  fileName: string,
  options: RebalanceFileOptions,
): RebalanceFileResult {
  const begun = options.clockS();
  const file = parseProblemFile(text, fileName);
  const workLimit = options.timeLimitS * workPerSecond(file.problem);
  const plan = runSolver(solveProblem(file.problem, { workLimit }), (progress) => {
    options.onProgress?.(progress);
    return options.clockS() - begun >= options.timeLimitS || options.shouldCancel?.() === true;
  });
  const seconds = Math.round((options.clockS() - begun) * 1000) / 1000;
  return {
    planText: writePlanFile(file, plan, seconds),
    summary: {
      status: plan.status,
      objective: plan.objective,
      upperBound: plan.upperBound,
      gap: plan.gap,
      seconds,
      transfers: plan.transfers.count,
      lanesUsed: plan.evaluation.lanesUsed,
    },
  };
}
