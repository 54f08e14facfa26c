import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { createClient, type Client } from '../../../core/contract/rpc.ts';
import { ensureBuilt } from '../../../electron/launch/ensureBuilt.ts';
import { socketToPort } from '../../../electron/host/ports/socketToPort.ts';
import { root, startServer, type ServerProcess } from '../../e2e/launchers/serverProcess.ts';

/**
 * A process that is killed, in the middle of a plan run and with decisions on their way, reopens with every
 * decision that was acknowledged: its number and what it said stand in the journal.
 */
interface Decision {
  readonly sequence: number;
  readonly label: string;
}

let folder: string;
let server: ServerProcess | null = null;

beforeAll(async () => {
  await ensureBuilt({ root, part: 'page', log: () => {} });
  folder = mkdtempSync(path.join(tmpdir(), 'ballast-killed-'));
});
afterAll(async () => {
  await server?.stop('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

it('keeps every acknowledged decision through three kills', async () => {
  const acknowledged: Decision[] = [];
  for (let round = 0; round < 3; round++) {
    const client = await open();
    expect(await journalOf(client)).toEqual(expect.arrayContaining(acknowledged));
    await startRun(client);
    const killed = new Promise<void>((resolve) => client.onClose(resolve));
    const wanted = acknowledged.length + 5 + 7 * round;
    // Many at once: some are acknowledged, some are under way, some have not arrived when the process dies.
    for (let position = 0; position < 40; position++) {
      void decide(client, 100 * round + position).then(
        (decision) => {
          acknowledged.push(decision);
          if (acknowledged.length === wanted) server?.child.kill('SIGKILL');
        },
        () => {},
      );
    }
    await killed;
    await server?.stop('SIGKILL');
    expect(acknowledged.length).toBeGreaterThanOrEqual(wanted);
  }
  const client = await open();
  const kept = await journalOf(client);
  expect(kept).toEqual(expect.arrayContaining(acknowledged));
  expect(new Set(kept.map(({ sequence }) => sequence)).size).toBe(kept.length);
  client.close();
});

/** A plan run is under way when this resolves: this one, or the first that a fresh replica starts by itself. */
async function startRun(client: Client): Promise<void> {
  try {
    await client.ask('plan.run', { retrain: false });
  } catch (error) {
    expect(error).toMatchObject({ code: 'conflict' });
  }
}

async function decide(client: Client, position: number): Promise<Decision> {
  const { sequence, label } = await client.ask('command.apply', {
    actor: 'planner',
    command: { kind: 'set-service-level', positions: [position], serviceLevel: 0.9 + position / 10_000 },
  });
  return { sequence, label };
}

async function journalOf(client: Client): Promise<Decision[]> {
  const journal = await client.ask('command.journal', { limit: 500 });
  return journal.map(({ sequence, label }) => ({ sequence, label }));
}

async function open(): Promise<Client> {
  const entry = path.join(root, 'electron', 'entries', 'loopback.ts');
  server = await startServer([entry, '--data', path.join(folder, 'replica')]);
  const { host, hash } = new URL(server.url);
  const socket = new WebSocket(`ws://${host}/host?${hash.slice(1)}`);
  const port = socketToPort(socket);
  await new Promise<void>((resolve, reject) => {
    socket.once('open', () => resolve());
    socket.once('error', reject);
  });
  return createClient(port);
}
