import { expect, test } from 'vitest';
import { forecastWorkloads } from '../../core/forecast/forecastWorkload.ts';

test('every workload does its work and does the same again', () => {
  const workloads = forecastWorkloads(300);
  expect(workloads.map(({ figure }) => figure)).toContain('crostonOptimized');
  for (const { count, run } of workloads) {
    const result = run();
    expect(count).toBe(300);
    expect(Number.isFinite(result) && result > 0).toBe(true);
    expect(run()).toBe(result);
  }
});
