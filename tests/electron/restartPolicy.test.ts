import { expect, it } from 'vitest';
import { refusalExitCode } from '../../electron/host/host.ts';
import { decideRestart, isWorthRestarting } from '../../electron/main/restartPolicy.ts';

it('restarts at once, then after longer pauses, then gives up', () => {
  const ends = [0, 1000, 2000, 3000, 4000];
  const decisions = ends.map((now, index) => decideRestart(ends.slice(0, index + 1), now));
  expect(decisions).toEqual([
    { action: 'restart', afterMs: 0, attempt: 1 },
    { action: 'restart', afterMs: 500, attempt: 2 },
    { action: 'restart', afterMs: 1000, attempt: 3 },
    { action: 'restart', afterMs: 2000, attempt: 4 },
    { action: 'give-up' },
  ]);
});

it('forgets what is more than a minute past', () => {
  expect(decideRestart([0, 1, 2, 3, 4, 60_005], 60_005)).toEqual({
    action: 'restart',
    afterMs: 0,
    attempt: 1,
  });
});

it('does not restart a host that was refused its data, or that ended well', () => {
  expect([refusalExitCode, 0, 1, 134, -11].map(isWorthRestarting)).toEqual([false, false, true, true, true]);
});
