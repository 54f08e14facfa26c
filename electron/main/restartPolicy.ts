import { refusalExitCode } from '../host/host.ts';

/**
 * What happens when the planning host ends by itself. Every acknowledged decision is on disk, so a fresh host
 * goes on from there: at once the first time, then after longer pauses. A host that keeps ending soon after
 * its start would only do so again, and a person has to look.
 */
export type RestartDecision =
  | { readonly action: 'restart'; readonly afterMs: number; readonly attempt: number }
  | { readonly action: 'give-up' };

const windowMs = 60_000;
const mostInWindow = 4;

/** `endedAt` are the ends so far, the last one included, ascending, in milliseconds on the clock of `nowMs`. */
export function decideRestart(endedAt: readonly number[], nowMs: number): RestartDecision {
  const recent = endedAt.filter((at) => nowMs - at < windowMs).length;
  if (recent > mostInWindow) return { action: 'give-up' };
  return {
    action: 'restart',
    afterMs: recent <= 1 ? 0 : 500 * 2 ** (recent - 2),
    attempt: Math.max(1, recent),
  };
}

export function isWorthRestarting(exitCode: number): boolean {
  return exitCode !== refusalExitCode && exitCode !== 0;
}
