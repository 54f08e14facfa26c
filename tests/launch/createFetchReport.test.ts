import { expect, it } from 'vitest';
import { createFetchReport } from '../../electron/launch/createFetchReport.ts';

it('says each tenth once, and nothing while the size is unknown', () => {
  const report = createFetchReport('45.4.1');
  const lines = [0, 5, 9, 10, 19, 35, 99, 100, 100].map((mb) =>
    report({ transferred: mb * 1e6, total: 100e6 }),
  );
  expect(lines.map((line) => /(\d+) %/.exec(line ?? '')?.[1] ?? null)).toEqual([
    '0',
    null,
    null,
    '10',
    null,
    '30',
    '90',
    '100',
    null,
  ]);
  expect(lines[0]).toBe('Fetching Electron 45.4.1: 0 % of 100 MB');
  expect(createFetchReport('1')({ transferred: 10, total: 0 })).toBeNull();
});
