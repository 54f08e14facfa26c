import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MessageChannel, Worker } from 'node:worker_threads';
import { BallastError } from '../../core/base/errors.ts';
import { methods, type Method } from '../../core/contract/contract.ts';
import {
  createClient,
  serve,
  wireToError,
  type Handlers,
  type Server,
  type WireError,
} from '../../core/contract/rpc.ts';
import { hostEventNames } from '../../core/contract/views.ts';
import type { Host, HostOptions } from './host.ts';
import { messagePortToPort } from './ports/messagePortToPort.ts';

type WorkerMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'closed' }
  | { readonly kind: 'refused'; readonly error: WireError };

/**
 * The host: a planning worker over one replica, and any number of windows that ask it. Resolves once the replica is
 * open; rejects with the reason where it is refused.
 */
export async function createHost(options: HostOptions): Promise<Host> {
  const { port1, port2 } = new MessageChannel();
  const worker = new Worker(new URL('./workers/planningWorker.ts', import.meta.url), {
    name: 'ballast-planning',
    workerData: { dataFolder: options.dataFolder, version: versionOf(options.resourcesFolder), port: port2 },
    transferList: [port2],
  });
  const closed = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  await ready(worker);
  const line = messagePortToPort(port1);
  const client = createClient(line);
  const windows = new Set<Server>();
  for (const event of hostEventNames) {
    client.on(event, (payload) => {
      for (const window of windows) window.emit(event, payload);
    });
  }
  worker.on('error', (error) => options.log(`The planning worker failed: ${error.message}`));
  const handlers = Object.fromEntries(
    methods.map((method) => [method, (input: never) => client.ask<Method>(method, input)]),
  ) as unknown as Handlers;

  return {
    connect(port) {
      const window = serve(port, handlers);
      windows.add(window);
      port.onClose(() => windows.delete(window));
    },
    async close() {
      worker.postMessage('close');
      await closed;
      client.close();
    },
  };
}

function ready(worker: Worker): Promise<void> {
  return new Promise((resolve, reject) => {
    const ended = (): void =>
      reject(new BallastError('failed', 'The planning worker ended before it was ready.'));
    worker.once('error', reject);
    worker.once('exit', ended);
    worker.once('message', (message: WorkerMessage) => {
      worker.off('error', reject);
      worker.off('exit', ended);
      if (message.kind === 'refused') reject(wireToError(message.error));
      else resolve();
    });
  });
}

/** The version stands in package.json beside the resources, in a checkout and in the packaged application alike. */
function versionOf(resourcesFolder: string): string {
  try {
    const parsed: unknown = JSON.parse(readFileSync(join(resourcesFolder, '..', 'package.json'), 'utf8'));
    return typeof parsed === 'object' && parsed !== null && 'version' in parsed
      ? String(parsed.version)
      : 'unknown';
  } catch {
    return 'unknown';
  }
}
