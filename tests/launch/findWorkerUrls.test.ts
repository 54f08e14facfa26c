import { expect, it } from 'vitest';
import { findWorkerUrls } from '../../electron/launch/workerChunks.ts';

it('finds the modules that are started by their address', () => {
  const code = `
    new Worker(new URL('./plan/planningWorker.ts', import.meta.url), { workerData });
    const url = new URL(
      "../compute.ts",
      import.meta.url,
    );
    new URL('./data.json', import.meta.url); new URL(name, import.meta.url); new URL('./x.ts', base);
  `;
  expect(findWorkerUrls(code).map((found) => found.specifier)).toEqual([
    './plan/planningWorker.ts',
    '../compute.ts',
  ]);
  for (const { text } of findWorkerUrls(code)) expect(code).toContain(text);
});
