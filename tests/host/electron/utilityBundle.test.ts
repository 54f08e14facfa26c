import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ensureBuilt } from '../../../electron/launch/ensureBuilt.ts';

/**
 * The bundled host as Electron starts it, workers and native module included, in plain Node: only the port to
 * the main process is ours, and says what it hears on stdout.
 */
const root = path.resolve(import.meta.dirname, '../../..');
const stage = `
import { EventEmitter } from 'node:events';
import { MessageChannel } from 'node:worker_threads';
const parentPort = new EventEmitter();
const tell = (message) => process.stdout.write(JSON.stringify(message) + '\\n');
parentPort.postMessage = (message) => {
  tell({ toMain: message });
  if (message !== 'ready') return;
  const { port1, port2 } = new MessageChannel();
  const electronPort = {
    on: (event, listener) => port1.on(event, (data) => listener({ data })),
    postMessage: (data) => port1.postMessage(data), start: () => port1.start(), close: () => port1.close(),
  };
  parentPort.emit('message', { data: 'connect', ports: [electronPort] });
  port2.on('message', (reply) => {
    if (reply.kind !== 'answer') return;
    tell({ toPage: { network: reply.value.network, positions: reply.value.positions } });
    parentPort.emit('message', { data: 'close', ports: [] });
  });
  port2.postMessage({ kind: 'call', id: 1, method: 'app.state', input: {} });
};
process.parentPort = parentPort;
await import(process.env.UTILITY);
`;

let folder: string;
let utility: string;

beforeAll(async () => {
  await ensureBuilt({ root, part: 'shell', log: () => {} });
  utility = pathToFileURL(path.join(root, 'out', 'main', 'utility.mjs')).href;
  folder = mkdtempSync(path.join(tmpdir(), 'ballast-utility-'));
  writeFileSync(path.join(folder, 'stage.mjs'), stage);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('creates the sample, answers a window and ends well', async () => {
  const { code, told } = await run(path.join(folder, 'replica'));
  expect(told[0]).toEqual({ toMain: 'ready' });
  expect(told[1]).toMatchObject({ toPage: { network: expect.stringContaining('ample') } });
  expect((told[1] as { toPage: { positions: number } }).toPage.positions).toBeGreaterThan(10_000);
  expect(code).toBe(0);
});

it('says what is wrong with a replica and that another start would not help', async () => {
  const broken = path.join(folder, 'broken');
  rmSync(broken, { recursive: true, force: true });
  writeFileSync(broken, 'a file where a folder is wanted');
  const { code, told } = await run(broken);
  expect(told).toEqual([{ toMain: { failed: expect.stringMatching(/\w/) } }]);
  expect(code).not.toBe(0);
});

async function run(dataFolder: string): Promise<{ code: number | null; told: unknown[] }> {
  const child: ChildProcess = spawn(
    process.execPath,
    [path.join(folder, 'stage.mjs'), `--data=${dataFolder}`, `--resources=${path.join(root, 'resources')}`],
    { env: { ...process.env, UTILITY: utility }, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let output = '';
  child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  const told = output
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as unknown);
  return { code, told };
}
