import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { expect, it } from 'vitest';
import { onScriptEnded, type Ancestors } from '../../../electron/host/loopback/onScriptEnded.ts';

const file = path.resolve(import.meta.dirname, '../../../electron/host/loopback/onScriptEnded.ts');

it.runIf(process.platform !== 'win32')('acts once when a process above is gone', async () => {
  for (const changed of [
    { parent: 1, grandparent: 5 },
    { parent: 9, grandparent: 1 },
  ]) {
    let now: Ancestors = { parent: 9, grandparent: 5 };
    let acted = 0;
    const ended = new Promise<void>((resolve) => {
      onScriptEnded(
        () => {
          acted++;
          resolve();
        },
        { npm_lifecycle_event: 'start' },
        () => now,
      );
    });
    now = changed;
    await ended;
    expect(acted).toBe(1);
  }
});

it('watches nothing outside of a script', () => {
  let read = 0;
  onScriptEnded(
    () => {},
    {},
    () => {
      read++;
      return { parent: 1, grandparent: 1 };
    },
  );
  expect(read).toBe(0);
});

it.runIf(process.platform === 'linux').each(['SIGTERM', 'SIGKILL'] as const)(
  'notices a shell that died of %s',
  async (signal) => {
    const program = `
      const { onScriptEnded } = await import(${JSON.stringify(file)});
      onScriptEnded(() => { console.log('ended'); process.exit(0); });
      setInterval(() => {}, 1000);
      console.log('watching');
    `;
    const shell = spawn('sh', ['-c', '"$NODE" --input-type=module -e "$PROGRAM" ; exit 0'], {
      env: { ...process.env, NODE: process.execPath, PROGRAM: program, npm_lifecycle_event: 'ballast' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    shell.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString('utf8');
      if (output === 'watching\n') shell.kill(signal);
    });
    await once(shell.stdout, 'end');
    expect(output).toBe('watching\nended\n');
  },
);
