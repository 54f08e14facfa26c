import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBuilt } from '../electron/launch/ensureBuilt.ts';
import { addCounts, countResults, lastLine, noCounts, type Counts } from './runner/countResults.ts';
import { findChromium } from './runner/findChromium.ts';

/** `npm test`: everything, one thing after the other, with the counts as the last line. */
const root = path.resolve(fileURLToPath(import.meta.url), '../..');
const temporary = mkdtempSync(path.join(tmpdir(), 'ballast-test-'));
const say = (line: string): void => console.log(line);
/** Longer than a fetch goes without a word when it works. */
const fetchPatienceMs = 20_000;

let counts: Counts = noCounts;
const failures: string[] = [];
let running: ChildProcess | null = null;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    running?.kill(signal);
    rmSync(temporary, { recursive: true, force: true });
    process.exit(130);
  });
}

await check('types', program('typescript', 'bin/tsc'), ['--noEmit']);
await check('types of core', program('typescript', 'bin/tsc'), ['--noEmit', '-p', 'core']);
await check('lint', program('oxlint', 'bin/oxlint'), ['--type-aware']);
await check('format', program('oxfmt', 'bin/oxfmt'), ['--check']);
await check('layering', path.join(root, 'tests', 'layering', 'check.ts'), []);
for (const part of ['page', 'shell'] as const) {
  await step(`build of the ${part}`, async () => {
    await ensureBuilt({ root, part, log: say });
    return { passed: 1, failed: 0, skipped: 0 };
  });
}
await suite('unit, contract, golden and host tests', ['--exclude', 'tests/e2e/**']);
if (findChromium() === null) await fetchChromium();
if (findChromium() === null)
  say('\nTHE BROWSER PART IS SKIPPED: there is no Chromium on this machine and none could be fetched.');
await suite('end-to-end tests', ['--project', 'whole', '--no-file-parallelism', 'tests/e2e']);

rmSync(temporary, { recursive: true, force: true });
if (failures.length > 0) say(`\nFailed:\n${failures.map((failure) => `  ${failure}`).join('\n')}`);
if (counts.skipped > 0) say(`\n${counts.skipped} skipped: see above for the reason.`);
process.exitCode = counts.failed === 0 ? 0 : 1;
say('');
say(lastLine(counts));

async function step(title: string, act: () => Promise<Counts>): Promise<void> {
  say(`\n== ${title}`);
  const start = performance.now();
  let result: Counts;
  try {
    result = await act();
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    failures.push(title);
    result = { passed: 0, failed: 1, skipped: 0 };
  }
  counts = addCounts(counts, result);
  say(`-- ${title}: ${lastLine(result)} (${((performance.now() - start) / 1000).toFixed(1)} s)`);
}

/** A tool that either finds something or does not: one test. */
function check(title: string, file: string, args: readonly string[]): Promise<void> {
  return step(title, async () => {
    const code = await run(file, args);
    if (code !== 0) failures.push(title);
    return code === 0 ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 };
  });
}

function suite(title: string, args: readonly string[]): Promise<void> {
  return step(title, async () => {
    const report = path.join(temporary, `${title.replaceAll(/\W+/g, '-')}.json`);
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    const code = await run(program('vitest', 'vitest.mjs'), ['run', ...args, ...reporters]);
    const outcome = countResults(readReport(report), code);
    failures.push(...outcome.failures.map((failure) => path.relative(root, failure)));
    return outcome;
  });
}

function readReport(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

/** Playwright's own build, from its servers; given up when they do not answer. */
async function fetchChromium(): Promise<void> {
  say('\n== fetching Chromium, once');
  const child = spawn(
    process.execPath,
    [program('playwright-core', 'cli.js'), 'install', 'chromium-headless-shell'],
    { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  running = child;
  let patience = setTimeout(() => child.kill('SIGKILL'), fetchPatienceMs);
  const heard = (chunk: Buffer): void => {
    process.stdout.write(chunk);
    clearTimeout(patience);
    patience = setTimeout(() => child.kill('SIGKILL'), fetchPatienceMs);
  };
  child.stdout.on('data', heard);
  child.stderr.on('data', heard);
  await new Promise<void>((resolve) => {
    child.once('error', () => resolve());
    child.once('close', () => resolve());
  });
  clearTimeout(patience);
}

function program(name: string, file: string): string {
  return path.join(root, 'node_modules', name, ...file.split('/'));
}

function run(file: string, args: readonly string[]): Promise<number | null> {
  const child = spawn(process.execPath, [...process.execArgv, file, ...args], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: toolEnvironment(),
  });
  running = child;
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
}

/** oxlint looks for its type-aware half on the path, where npm puts it. */
function toolEnvironment(): NodeJS.ProcessEnv {
  const bin = path.join(root, 'node_modules', '.bin');
  const colour = process.stdout.isTTY ? { FORCE_COLOR: '1' } : { NO_COLOR: '1' };
  return { ...process.env, PATH: `${bin}${path.delimiter}${process.env['PATH'] ?? ''}`, ...colour };
}
