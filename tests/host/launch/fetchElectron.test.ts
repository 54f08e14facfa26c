import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fetchElectron, type FetchProgress } from '../../../electron/launch/fetchElectron.ts';
import {
  forgetFetchFailure,
  readFetchFailure,
  writeFetchFailure,
} from '../../../electron/launch/fetchFailure.ts';
import { findElectron } from '../../../electron/launch/findElectron.ts';

let folder: string;
beforeAll(() => void (folder = mkdtempSync(path.join(tmpdir(), 'ballast-fetch-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('passes progress on and ends well with the program', async () => {
  const seen: FetchProgress[] = [];
  const result = await fetchWith(
    `process.send({ transferred: 1, total: 2 }); process.send('noise'); process.send({ transferred: 2, total: 2 });
     process.disconnect();`,
    { stallMs: 10_000, totalMs: 10_000 },
    seen,
  );
  expect(result).toEqual({ fetched: true });
  expect(seen).toEqual([
    { transferred: 1, total: 2 },
    { transferred: 2, total: 2 },
  ]);
});

it('gives the reason of a program that fails', async () => {
  const result = await fetchWith(`console.error('one\\nfetch failed: ENOTFOUND'); process.exit(1);`);
  expect(result).toEqual({ fetched: false, reason: 'fetch failed: ENOTFOUND' });
});

it('ends a program from which nothing arrives', async () => {
  const result = await fetchWith(`setInterval(() => {}, 1000);`, { stallMs: 200, totalMs: 60_000 });
  expect(result).toEqual({ fetched: false, reason: expect.stringContaining('nothing arrived') });
});

it('ends a program that crawls', async () => {
  const crawl = `setInterval(() => process.send({ transferred: 1, total: 1e9 }), 20);`;
  const result = await fetchWith(crawl, { stallMs: 60_000, totalMs: 500 });
  expect(result).toEqual({ fetched: false, reason: expect.stringContaining('not done') });
});

it('remembers a failure for this version and for a week', () => {
  const file = path.join(folder, 'new', 'note.json');
  const at = Date.parse('2026-11-01T00:00:00Z');
  const day = 24 * 3600 * 1000;
  expect(readFetchFailure(file, '45.4.1', at)).toBeNull();
  const failure = { version: '45.4.1', at: new Date(at).toISOString(), reason: 'no' };
  writeFetchFailure(file, failure);
  expect(readFetchFailure(file, '45.4.1', at + 6 * day)).toEqual(failure);
  expect(readFetchFailure(file, '45.4.1', at + 8 * day)).toBeNull();
  expect(readFetchFailure(file, '45.4.1', at - day)).toBeNull();
  expect(readFetchFailure(file, '46.0.0', at)).toBeNull();
  writeFileSync(file, 'not json');
  expect(readFetchFailure(file, '45.4.1', at)).toBeNull();
  forgetFetchFailure(file);
  forgetFetchFailure(file);
});

it('tells the package from its runtime', () => {
  const root = path.resolve(import.meta.dirname, '../../..');
  expect(findElectron(folder, {})).toBeNull();
  expect(findElectron(root, {})?.version).toMatch(/^\d+\.\d+\.\d+$/);
});

function fetchWith(
  program: string,
  limits = { stallMs: 10_000, totalMs: 10_000 },
  seen: FetchProgress[] = [],
): ReturnType<typeof fetchElectron> {
  const file = path.join(folder, 'program.mjs');
  writeFileSync(file, program);
  return fetchElectron({
    root: folder,
    program: file,
    limits,
    onProgress: (progress) => seen.push(progress),
  });
}
