import { expect, test } from 'vitest';
import type { RunState } from '../../../core/contract/views.ts';
import { mergeRun } from '../../../renderer/app/mergeRun.ts';

const run = (number: number, status: RunState['status'], progress = 0): RunState => ({
  run: number,
  label: `Plan ${number}`,
  status,
  step: '',
  progress,
  message: null,
});

test('a run replaces its earlier self, and only the latest that ended stays', () => {
  let runs = mergeRun([], run(1, 'running', 0.1));
  runs = mergeRun(runs, run(1, 'running', 0.6));
  expect(runs.map((one) => one.progress)).toEqual([0.6]);
  runs = mergeRun(runs, run(2, 'running'));
  runs = mergeRun(runs, run(1, 'completed', 1));
  expect(runs.map((one) => `${one.run} ${one.status}`)).toEqual(['1 completed', '2 running']);
  runs = mergeRun(runs, run(2, 'cancelled'));
  expect(runs.map((one) => `${one.run} ${one.status}`)).toEqual(['2 cancelled']);
});
