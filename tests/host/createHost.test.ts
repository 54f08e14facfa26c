import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { contract } from '../../core/contract/contract.ts';
import { createClient, type Client } from '../../core/contract/rpc.ts';
import type { RunState } from '../../core/contract/views.ts';
import { createHost } from '../../electron/host/createHost.ts';
import { ensureSampleReplica } from '../../electron/host/ensureSampleReplica.ts';
import type { Host } from '../../electron/host/host.ts';
import { createPlanner } from '../../electron/host/planning/createPlanner.ts';
import { createSession } from '../../electron/host/planning/session.ts';
import { createPortPair } from '../../electron/host/ports/createPortPair.ts';
import { openReplica } from '../../electron/host/replica/openReplica.ts';

const resourcesFolder = resolve(import.meta.dirname, '../../resources');
const log = (): void => undefined;

describe('the host over a sample replica', () => {
  let folder: string;
  let host: Host;
  const window = (): Client => {
    const [ours, theirs] = createPortPair();
    host.connect(theirs);
    return createClient(ours);
  };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'ballast-host-'));
    expect(await ensureSampleReplica({ dataFolder: folder, resourcesFolder, log })).toEqual({
      created: true,
    });
    expect(await ensureSampleReplica({ dataFolder: folder, resourcesFolder, log })).toEqual({
      created: false,
    });
    host = await createHost({ dataFolder: folder, resourcesFolder, log });
  });
  afterAll(async () => {
    await host.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('plans by itself when there is no plan, and answers meanwhile', async () => {
    const client = window();
    await client.ask('feed.set', { running: false });
    await expect.poll(async () => (await client.ask('app.state', {})).plannedAt).not.toBeNull();
    const runs = await client.ask('plan.runs', {});
    expect(runs.map(({ label, status }) => ({ label, status }))).toEqual([
      { label: 'First plan', status: 'completed' },
    ]);
  });

  it('[C8] tells every window what one of them did, in order', async () => {
    const [one, two] = [window(), window()];
    const heard: number[][] = [[], []];
    one.on('changed', ({ version }) => void heard[0].push(version));
    two.on('changed', ({ version }) => void heard[1].push(version));
    const versions: number[] = [];
    for (const serviceLevel of [0.9, 0.95, null]) {
      const command = { kind: 'set-service-level' as const, positions: [3], serviceLevel };
      versions.push((await one.ask('command.apply', { actor: 'planner', command })).version);
    }
    // The plan follows what changed and says so too: later versions, the same in both windows.
    const last = versions.at(-1) ?? 0;
    await expect.poll(() => heard.map((all) => all.includes(last))).toEqual([true, true]);
    for (const all of heard) {
      expect(all.filter((version) => versions.includes(version))).toEqual(versions);
      expect(all).toEqual(all.toSorted((a, b) => a - b));
    }
    const shorter = Math.min(heard[0].length, heard[1].length);
    expect(heard[0].slice(0, shorter)).toEqual(heard[1].slice(0, shorter));
    two.close();
    const silent = heard[1].length;
    const { version } = await one.ask('command.undo', { actor: 'planner' });
    await expect.poll(() => heard[0].includes(version)).toBe(true);
    expect(heard[1]).toHaveLength(silent);
  });

  it('runs a plan with progress, refuses a second beside it, and cancels it with the former plan in force', async () => {
    const client = window();
    const states: RunState[] = [];
    client.on('run', (state) => void states.push(state));
    // The plan may still follow what was undone last: the plan in force is the one that has come to rest.
    const planNow = () =>
      client.ask('rebalance.window', { query: { sort: [], filter: [] }, from: 0, to: 500 });
    let before = await planNow();
    await expect
      .poll(
        async () => {
          const earlier = before;
          before = await planNow();
          // Totals are there once the plan is held in memory and follows.
          const { totals } = await client.ask('rebalance.summary', {});
          return totals !== null && before.version === earlier.version;
        },
        { interval: 1000 },
      )
      .toBe(true);
    const { run } = await client.ask('plan.run', { retrain: true });
    await expect(client.ask('plan.run', { retrain: false })).rejects.toMatchObject({ code: 'conflict' });
    expect(await client.ask('plan.cancel', { run })).toEqual({ cancelled: true });
    await expect.poll(() => states.at(-1)?.status).toBe('cancelled');
    const after = await client.ask('rebalance.window', { query: { sort: [], filter: [] }, from: 0, to: 500 });
    expect(after.columns['net']).toEqual(before.columns['net']);
    expect(await client.ask('plan.cancel', { run })).toEqual({ cancelled: false });

    const again = await client.ask('plan.run', { retrain: false });
    await expect.poll(() => states.at(-1)?.status).toBe('completed');
    const progress = states.filter((state) => state.run === again.run).map((state) => state.progress);
    expect(progress).toEqual(progress.toSorted((a, b) => a - b));
  });

  it('is refused, with what to do, while another host has the replica', async () => {
    await expect(createHost({ dataFolder: folder, resourcesFolder, log })).rejects.toMatchObject({
      code: 'replica-busy',
    });
    expect((await window().ask('app.state', {})).positions).toBeGreaterThan(10_000);
  });
});

it('[C1] every question has a handler and every handler a question', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ballast-handlers-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  await ensureSampleReplica({ dataFolder: folder, resourcesFolder, log });
  const database = openReplica(folder);
  onTestFinished(() => database.close());
  const { handlers } = createPlanner(
    createSession(database, () => performance.now(), log),
    'test',
  );
  expect(Object.keys(handlers).toSorted()).toEqual(Object.keys(contract).toSorted());
});
