import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { readJournal } from '../../../core/store/journalStore.ts';
import { readPlanRun } from '../../../core/store/planStore.ts';
import { readTransfers } from '../../../core/store/transferStore.ts';
import { openReplica } from '../../../electron/host/replica/openReplica.ts';
import { ballast, result, startBallast, temporaryFolder } from './ballast.ts';

test('a plan killed in its middle leaves the former plan, and the next one runs', async () => {
  const data = join(temporaryFolder(), 'data');
  await ballast('sample', '--size', 'small', '--data', data);
  const first = result(await ballast('plan', '--data', data));
  for (const wait of [150, 350, 550, 750]) {
    const child = startBallast(['plan', '--data', data, '--retrain']);
    const ended = once(child, 'close');
    await new Promise((done) => setTimeout(done, wait));
    child.kill('SIGKILL');
    await ended;
    const database = openReplica(data);
    try {
      // Either the former plan or, if the kill came late, a whole new one.
      const run = readPlanRun(database);
      const transfers = readTransfers(database);
      expect(transfers.length).toBeGreaterThanOrEqual(30);
      for (const transfer of transfers) if (transfer.state === 'proposed') expect(transfer.run).toBe(run);
    } finally {
      database.close();
    }
  }
  const last = await ballast('plan', '--data', data);
  expect(last.code, last.stderr).toBe(0);
  expect(Number(result(last)['run'])).toBeGreaterThan(Number(first['run']));
});

test('every decision acknowledged before a kill -9 is there afterwards, and a second instance is refused before it', async () => {
  const data = join(temporaryFolder(), 'data');
  await ballast('sample', '--size', 'small', '--data', data);
  await ballast('plan', '--data', data);
  const child = spawn(process.execPath, [resolve(import.meta.dirname, 'approveUntilKilled.ts'), data], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const acknowledged: string[] = [];
  let rest = '';
  child.stdout.on('data', (text: Buffer) => {
    const lines = (rest + text.toString()).split('\n');
    rest = lines.pop() ?? '';
    acknowledged.push(...lines);
  });
  while (acknowledged.length < 5) await new Promise((done) => setTimeout(done, 10));
  const refused = await ballast('plan', '--data', data);
  expect(refused).toMatchObject({ code: 1, stdout: '' });
  expect(refused.stderr).toContain('in use by another Ballast');
  const ended = once(child, 'close');
  child.kill('SIGKILL');
  await ended;

  const database = openReplica(data);
  try {
    const approved = new Set(
      readTransfers(database)
        .filter((transfer) => transfer.decidedBy === 'approver')
        .map((transfer) => transfer.id),
    );
    for (const id of acknowledged) expect(approved, id).toContain(id);
    expect(readJournal(database, 500).length).toBe(approved.size);
  } finally {
    database.close();
  }
});
