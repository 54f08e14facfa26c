/**
 * How a forecaster comes to be: a generator, because learning takes seconds and a planner has to see it go on and be able
 * to stop it.
 */
import { mappedSteps } from '../base/mappedSteps.ts';
import type { DistributionForecaster } from './distributionForecaster.ts';
import type { MethodSettings } from './methods.ts';

export interface ForecastProgress {
  readonly step: string;
  /** 0 to 1. */
  readonly done: number;
}

export interface ForecasterOptions {
  readonly horizon: number;
  readonly settings: MethodSettings;
  /** False keeps a shared season out, for callers that hold one mean for all coming periods. */
  readonly allowSeason?: boolean;
  /** Text of a model file, read instead of learning. */
  readonly model: string | null;
  /** Its name, for messages. */
  readonly modelFile: string;
}

export interface CreatedForecaster {
  readonly forecaster: DistributionForecaster;
  /** Text of a newly learnt model, else null. */
  readonly model: string | null;
}

/** Runs steps that report nothing of their own as a part of something that does. */
export function withProgress<T>(
  steps: Generator<number, T>,
  step: string,
  done: number,
): Generator<ForecastProgress, T> {
  return mappedSteps(steps, () => ({ step, done }));
}
