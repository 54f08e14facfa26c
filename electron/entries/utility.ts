import type { MessageEvent } from 'electron';
import { BallastError } from '../../core/base/errors.ts';
import { createHost } from '../host/createHost.ts';
import { ensureSampleReplica } from '../host/ensureSampleReplica.ts';
import { refusalExitCode, type Host } from '../host/host.ts';
import { electronPortToPort } from '../host/ports/electronPortToPort.ts';

/**
 * The host in Electron's utility process. Main sends `connect` with a port for each window and `close` at the
 * end; it hears `ready`, or `failed` with a sentence and the exit code that says whether another try helps.
 */
const log = (line: string): void => void process.stderr.write(`${line}\n`);

void run();

async function run(): Promise<void> {
  let host: Host | null = null;
  process.parentPort.on('message', (event: MessageEvent) => {
    if (event.data === 'connect' && host !== null) {
      const port = event.ports[0];
      if (port !== undefined) host.connect(electronPortToPort(port));
    }
    if (event.data === 'close') void close(host);
  });
  try {
    const dataFolder = argument('data');
    const resourcesFolder = argument('resources');
    await ensureSampleReplica({ dataFolder, resourcesFolder, log });
    host = await createHost({ dataFolder, resourcesFolder, log });
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port, not a window
    process.parentPort.postMessage('ready');
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    log(message);
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port, not a window
    process.parentPort.postMessage({ failed: message });
    // The message has to leave before the process does.
    setTimeout(() => process.exit(error instanceof BallastError ? refusalExitCode : 1), 100);
  }
}

async function close(host: Host | null): Promise<void> {
  await host?.close();
  process.exit(0);
}

function argument(name: string): string {
  const prefix = `--${name}=`;
  const found = process.argv.find((arg) => arg.startsWith(prefix));
  if (found === undefined) throw new BallastError('bad-input', `--${name} is missing.`);
  return found.slice(prefix.length);
}
