import type { CreateHost } from '../host.ts';
import { openLoopbackDoor, type LoopbackDoor } from './openLoopbackDoor.ts';
import { onScriptEnded } from './onScriptEnded.ts';

export interface ServeReplicaOptions {
  readonly createHost: CreateHost;
  readonly dataFolder: string;
  readonly resourcesFolder: string;
  readonly rendererFolder: string;
  readonly port?: number;
  readonly log: (line: string) => void;
  /** Called once, when the door is open. */
  readonly announce: (door: LoopbackDoor) => void;
  /** Ends the service, beside SIGINT, SIGTERM and the end of the npm script it runs in. */
  readonly signal?: AbortSignal;
}

/** Serves a replica behind the browser's door until it is told to stop; resolves when all is closed. */
export async function serveReplica(options: ServeReplicaOptions): Promise<void> {
  const { dataFolder, resourcesFolder, rendererFolder, log } = options;
  const stop = stopSignal(options.signal);
  const host = await options.createHost({ dataFolder, resourcesFolder, log });
  try {
    const door = await openLoopbackDoor({
      host,
      rendererFolder,
      log,
      ...(options.port === undefined ? {} : { port: options.port }),
    });
    options.announce(door);
    await stop;
    await door.close();
  } finally {
    await host.close();
  }
}

/**
 * Ctrl+C reaches a program twice when its launcher passes it on as well: the second is not a new wish. One
 * that keeps asking gets out at once.
 */
function stopSignal(signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    let asked = 0;
    const ask = (): void => {
      asked++;
      if (asked > 2) process.exit(130);
      resolve();
    };
    if (signal?.aborted === true) resolve();
    onScriptEnded(() => resolve());
    signal?.addEventListener('abort', () => resolve(), { once: true });
    for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, ask);
  });
}
