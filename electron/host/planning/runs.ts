import { BallastError } from '../../../core/base/errors.ts';
import type { RunState } from '../../../core/contract/views.ts';
import type { PlanProgress } from './runPlan.ts';
import type { PlanSession } from './session.ts';

/** Longest time in ms that a background run keeps the worker from answering. */
const sliceMs = 6;
const keptRuns = 20;

export interface Runs {
  /** Starts a background run; refused while one is running. */
  start(label: string, work: Generator<PlanProgress, unknown>): number;
  cancel(run: number): boolean;
  list(): readonly RunState[];
  /** Resolves when nothing runs any more. */
  idle(): Promise<void>;
}

/**
 * Background work on the planning thread: generators advanced in slices between which questions are answered.
 * Run status (completed, cancelled, failed) is apart from what the plan says.
 */
export function createRuns(session: PlanSession): Runs {
  const states: RunState[] = [];
  let next = 1;
  let current: { readonly run: number; cancelled: boolean } | null = null;
  let finished: Promise<void> = Promise.resolve();

  const report = (state: RunState): void => {
    const at = states.findIndex((entry) => entry.run === state.run);
    if (at < 0) states.unshift(state);
    else states[at] = state;
    states.length = Math.min(states.length, keptRuns);
    session.emit('run', state);
  };

  const drive = async (run: number, label: string, work: Generator<PlanProgress, unknown>): Promise<void> => {
    const own = { run, cancelled: false };
    current = own;
    let progress: PlanProgress = { step: 'Starting', progress: 0 };
    let told = 0;
    const say = (status: RunState['status'], message: string | null): void =>
      report({ run, label, status, step: progress.step, progress: progress.progress, message });
    say('running', null);
    try {
      for (;;) {
        const begun = session.now();
        while (session.now() - begun < sliceMs) {
          const step = work.next();
          if (step.done === true) {
            progress = { step: 'Done', progress: 1 };
            say('completed', null);
            return;
          }
          progress = step.value;
        }
        if (session.now() - told > 100) {
          told = session.now();
          say('running', null);
        }
        await new Promise((resolve) => setImmediate(resolve));
        if (own.cancelled && progress.isSaved !== true) {
          work.return(undefined);
          say('cancelled', null);
          return;
        }
      }
    } catch (error) {
      say('failed', error instanceof Error ? error.message : String(error));
    } finally {
      current = null;
    }
  };

  return {
    start(label, work) {
      if (current !== null) {
        throw new BallastError('conflict', 'A run is under way already. Wait for it or cancel it first.', {
          run: current.run,
        });
      }
      const run = next++;
      finished = drive(run, label, work);
      return run;
    },
    cancel(run) {
      if (current?.run !== run) return false;
      current.cancelled = true;
      return true;
    },
    list: () => states,
    idle: () => finished,
  };
}
