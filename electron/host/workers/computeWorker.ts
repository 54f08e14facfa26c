import { workerData } from 'node:worker_threads';
import { errorToWire } from '../../../core/contract/rpc.ts';
import { createPositionWork } from '../../../core/forecast/positionWork.ts';
import type { WorkerAnswer, WorkerStart, WorkerTask } from './computeCrew.ts';

/**
 * A compute worker: performs pieces of forecast work in the order they come and knows nothing of the replica. Each answer
 * is followed by a tick of the shared signal, on which the planning worker may be asleep.
 */
const { port, signal } = workerData as WorkerStart;
const work = createPositionWork();

function answer(message: WorkerAnswer): void {
  port.postMessage(message);
  Atomics.add(signal, 0, 1);
  Atomics.notify(signal, 0);
}

function perform({ id, kind, input }: WorkerTask): void {
  try {
    const steps = work.perform(kind, input);
    let step = steps.next();
    while (step.done !== true) step = steps.next();
    answer({ id, output: step.value });
  } catch (error) {
    answer({ id, error: errorToWire(error) });
  }
}

port.on('message', perform);
answer({ id: -1, output: null });
