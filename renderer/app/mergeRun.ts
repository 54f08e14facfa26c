import type { RunState } from '../../core/contract/views.ts';

/** A run replaces its earlier self; of those that have ended only the latest stays. */
export function mergeRun(runs: readonly RunState[], run: RunState): readonly RunState[] {
  const others = runs.filter((one) => one.run !== run.run && one.status === 'running');
  return [...others, run].toSorted((a, b) => a.run - b.run);
}
