import { expect, test } from 'vitest';
import { connectionTexts, failedTexts } from '../../../renderer/app/connection/connectionTexts.ts';
import {
  feedText,
  recalculationText,
  replicaText,
  runText,
} from '../../../renderer/app/statusBar/statusTexts.ts';

const at = Date.UTC(2001, 3, 1, 10, 42) / 60_000;

test('the replica says as of when it is and what waits in it', () => {
  expect(replicaText('open', at, 3, 'en-US')).toBe('Local replica as of 10:42 · 3 decisions queued');
  expect(replicaText('open', at, 0, 'en-US')).toBe('Local replica as of 10:42 · no decisions queued');
  expect(replicaText('open', Number.NaN, 0)).toBe('Opening the replica');
  expect(replicaText('lost', at, 3)).toBe('Host away · confirmed decisions are kept');
});

test('recalculation, feed and runs read as short statements', () => {
  expect(recalculationText({ positions: 12_041, tookMs: 3 }, 'en-US')).toBe(
    'Recalculated 12,041 positions · 3 ms',
  );
  expect(feedText(true, 1500, 'en-US')).toBe('Feed live · 1,500 events');
  expect(feedText(false, 9)).toBe('Feed stopped');
  const run = { run: 1, label: 'Plan', step: 'Forecasts', progress: 0.42, message: null } as const;
  expect(runText({ ...run, status: 'running' }, 'en-US')).toBe('Plan: Forecasts · 42%');
  expect(runText({ ...run, status: 'failed', message: 'disk full' })).toBe('Plan: failed, disk full');
});

test('a lost line says when the next try is', () => {
  expect(connectionTexts(true, 4).retry).toBe('Next try in 4 s');
  expect(connectionTexts(true, null).retry).toBe('Reconnecting');
  expect(connectionTexts(false, 0).title).not.toBe(connectionTexts(true, 0).title);
  expect(failedTexts('The replica is in use').detail).toMatch(/^The replica is in use\. Confirmed/);
});
