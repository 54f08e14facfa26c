import { workerData } from 'node:worker_threads';
import type { WorkerStart } from '../../../electron/host/workers/computeCrew.ts';

/** Starts as a compute worker does, and ends by itself at the first piece of work. */
const { port, signal } = workerData as WorkerStart;
port.on('message', () => process.exit(7));
port.postMessage({ id: -1, output: null });
Atomics.add(signal, 0, 1);
Atomics.notify(signal, 0);
