import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ensureBuilt } from '../../../electron/launch/ensureBuilt.ts';

let root: string;
let builds: number;
let lines: string[];

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'ballast-built-'));
  builds = 0;
  lines = [];
  mkdirSync(path.join(root, 'renderer'));
  mkdirSync(path.join(root, 'core'));
  write('renderer/main.tsx', 'one');
  write('core/money.ts', 'money');
  write('package-lock.json', '{}');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

it('builds once, and again when a source is changed, added or removed', async () => {
  expect(await ensure()).toEqual({ built: true, rendererFolder: path.join(root, 'out', 'renderer') });
  expect(readFileSync(path.join(root, 'out/renderer/index.html'), 'utf8')).toBe('build 1');
  expect((await ensure()).built).toBe(false);
  write('renderer/main.tsx', 'two');
  expect((await ensure()).built).toBe(true);
  write('renderer/other.tsx', 'new');
  expect((await ensure()).built).toBe(true);
  rmSync(path.join(root, 'renderer/other.tsx'));
  expect((await ensure()).built).toBe(true);
  write('package-lock.json', '{ }');
  expect((await ensure()).built).toBe(true);
  expect(readFileSync(path.join(root, 'out/renderer/index.html'), 'utf8')).toBe('build 5');
  expect(lines.length).toBe(5);
});

it('does not build for sources that were only touched, or that the page does not consist of', async () => {
  await ensure();
  utimesSync(path.join(root, 'renderer/main.tsx'), 1, 1);
  mkdirSync(path.join(root, 'electron', 'main'), { recursive: true });
  write('electron/main/main.ts', 'shell');
  expect((await ensure()).built).toBe(false);
  expect((await ensure()).built).toBe(false);
  expect(builds).toBe(1);
});

it('builds when what it built is gone or its stamp is unreadable', async () => {
  await ensure();
  rmSync(path.join(root, 'out', 'renderer'), { recursive: true });
  expect((await ensure()).built).toBe(true);
  write('out/.page.json', '{"stat":');
  expect((await ensure()).built).toBe(true);
});

it('keeps the old build when a new one fails, and leaves nothing behind', async () => {
  await ensure();
  write('renderer/main.tsx', 'broken');
  await expect(
    ensureBuilt({
      root,
      part: 'page',
      log: () => {},
      build: async (out) => {
        mkdirSync(path.join(out, 'renderer'), { recursive: true });
        throw new Error('line 3');
      },
    }),
  ).rejects.toThrow('line 3');
  expect(readFileSync(path.join(root, 'out/renderer/index.html'), 'utf8')).toBe('build 1');
  expect(readdirSync(path.join(root, 'out')).toSorted()).toEqual(['.page.json', 'renderer']);
  expect((await ensure()).built).toBe(true);
});

it('ends with a whole build when two starts build at once', async () => {
  await Promise.all([ensure(), ensure(), ensure()]);
  expect(readdirSync(path.join(root, 'out')).toSorted()).toEqual(['.page.json', 'renderer']);
  expect(readdirSync(path.join(root, 'out/renderer')).toSorted()).toEqual(['assets', 'index.html']);
  expect((await ensure()).built).toBe(false);
});

function ensure() {
  return ensureBuilt({
    root,
    part: 'page',
    log: (line) => lines.push(line),
    build: async (out) => {
      const number = ++builds;
      mkdirSync(path.join(out, 'renderer', 'assets'), { recursive: true });
      await new Promise((resolve) => setTimeout(resolve, 10));
      writeFileSync(path.join(out, 'renderer', 'index.html'), `build ${number}`);
    },
  });
}

function write(name: string, text: string): void {
  writeFileSync(path.join(root, name), text);
}
