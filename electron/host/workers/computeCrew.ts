import { availableParallelism } from 'node:os';
import { MessageChannel, receiveMessageOnPort, Worker, type MessagePort } from 'node:worker_threads';
import { BallastError } from '../../../core/base/errors.ts';
import { wireToError, type WireError } from '../../../core/contract/rpc.ts';
import {
  createPositionWork,
  type WorkInput,
  type WorkKind,
  type WorkOutput,
} from '../../../core/forecast/positionWork.ts';

/**
 * Performs pieces of forecast work, on threads of their own or in turn on the one that asks. Generators yield how many
 * pieces are done, as often as the asking thread should look at its other business; answers come in the order of the
 * inputs. A worker that ends by itself fails whatever is under way.
 */
export interface ComputeCrew {
  /** Threads; 0 where everything is done on the one that asks. */
  readonly workers: number;
  /** Each piece by whoever is free. Inputs are taken one by one, as late as they can be. */
  each<K extends WorkKind>(kind: K, inputs: Iterable<WorkInput<K>>): Generator<number, WorkOutput<K>[]>;
  /** The same piece by every performer. */
  everyone<K extends WorkKind>(kind: K, input: WorkInput<K>): Generator<number, WorkOutput<K>[]>;
  /** Ends the threads, whatever they are at; resolves when they are gone. */
  close(): Promise<void>;
}

/** What a worker is started with. */
export interface WorkerStart {
  readonly port: MessagePort;
  /** Grows with every answer of any worker. */
  readonly signal: Int32Array<SharedArrayBuffer>;
}

export type WorkerTask = {
  readonly [K in WorkKind]: { readonly id: number; readonly kind: K; readonly input: WorkInput<K> };
}[WorkKind];

/** Answer −1 says that the worker has started. */
export type WorkerAnswer =
  | { readonly id: number; readonly output: WorkOutput<WorkKind> }
  | { readonly id: number; readonly error: WireError };

const mostWorkers = 8;
/** Fewer rows are done before workers would have started. */
const rowsForWorkers = 100_000;
/** What learning from rows costs, against forecasting them. */
const learningCost = 20;
/** Pieces a worker has in hand: one that it performs and one to go on with. */
const piecesInHand = 2;
/** Longest time in ms that the asking thread sleeps without looking at its other business. */
const sleepMs = 2;
/** A worker that has not started by then is done without. */
const startMs = 15_000;

/** Threads that pay for forecasting so many rows of demand. */
export function workersFor(rows: number, isLearnt: boolean): number {
  const cost = isLearnt ? learningCost * rows : rows;
  return cost < rowsForWorkers ? 0 : Math.min(mostWorkers, availableParallelism());
}

export function createComputeCrew(
  workers: number,
  entry: URL = new URL('./computeWorker.ts', import.meta.url),
): ComputeCrew {
  return workers === 0 ? createLoneCrew() : createThreadCrew(workers, entry);
}

function createLoneCrew(): ComputeCrew {
  const work = createPositionWork();
  function* perform<K extends WorkKind>(
    kind: K,
    input: WorkInput<K>,
    done: number,
  ): Generator<number, WorkOutput<K>> {
    const steps = work.perform(kind, input);
    for (;;) {
      const step = steps.next();
      if (step.done === true) return step.value;
      yield done;
    }
  }
  return {
    workers: 0,
    *each(kind, inputs) {
      const outputs = [];
      for (const input of inputs) outputs.push(yield* perform(kind, input, outputs.length));
      return outputs;
    },
    *everyone(kind, input) {
      return [yield* perform(kind, input, 0)];
    },
    close: () => Promise.resolve(),
  };
}

interface Member {
  readonly worker: Worker;
  readonly port: MessagePort;
  readonly gone: Promise<void>;
  started: boolean;
  /** Where its answers go, oldest first. */
  readonly inHand: Set<number>;
}

function createThreadCrew(workers: number, entry: URL): ComputeCrew {
  const signal = new Int32Array(new SharedArrayBuffer(4));
  const members: Member[] = [];
  const begun = performance.now();
  let lone: ComputeCrew | null = null;
  let closed = false;
  let failure: Error | null = null;
  let nextId = 0;

  const drop = (member: Member): void => {
    const at = members.indexOf(member);
    if (at >= 0) members.splice(at, 1);
    member.port.close();
    void member.worker.terminate();
  };
  /** One that never started is done without; one that ends later takes its pieces with it. */
  const ended = (member: Member, reason: string): void => {
    if (closed || !members.includes(member)) return;
    if (member.started)
      failure ??= new BallastError('failed', `A forecast worker ended: ${reason}. The former plan stands.`);
    drop(member);
  };
  for (let w = 0; w < workers; w++) {
    const { port1, port2 } = new MessageChannel();
    const worker = new Worker(entry, {
      name: 'ballast-compute',
      workerData: { port: port2, signal } satisfies WorkerStart,
      transferList: [port2],
    });
    const gone = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
    const member: Member = { worker, port: port1, gone, started: false, inHand: new Set() };
    port1.unref();
    worker.unref();
    worker.on('error', (error: unknown) =>
      ended(member, error instanceof Error ? error.message : String(error)),
    );
    worker.on('exit', (code) => ended(member, `exit code ${code}`));
    members.push(member);
  }

  /** Hands every answer that has come to `take`; false where there was none. */
  const receive = (take: (id: number, output: unknown) => void): boolean => {
    if (failure !== null) throw failure;
    let any = false;
    for (const member of members) {
      for (;;) {
        const received = receiveMessageOnPort(member.port);
        if (received === undefined) break;
        any = true;
        const message: WorkerAnswer = received.message;
        if ('error' in message) throw wireToError(message.error);
        member.inHand.delete(message.id);
        if (message.id < 0) member.started = true;
        else take(message.id, message.output);
      }
    }
    return any;
  };
  const sleep = (heard: number): void => void Atomics.wait(signal, 0, heard, sleepMs);

  /** Waits for all to start; where none does, the asking thread does the work. */
  function* start(): Generator<number, ComputeCrew | null> {
    while (members.some((member) => !member.started)) {
      const heard = Atomics.load(signal, 0);
      if (!receive(() => undefined)) sleep(heard);
      if (performance.now() - begun > startMs)
        for (const member of members.filter((one) => !one.started)) drop(member);
      yield 0;
    }
    if (failure !== null) throw failure;
    if (members.length === 0) lone ??= createLoneCrew();
    return lone;
  }

  const send = <K extends WorkKind>(member: Member, kind: K, input: WorkInput<K>): number => {
    const id = nextId++;
    member.inHand.add(id);
    member.port.postMessage({ id, kind, input });
    return id;
  };
  const leastBusy = (): Member | null => {
    let found: Member | null = null;
    for (const member of members) {
      if (member.inHand.size < (found?.inHand.size ?? piecesInHand)) found = member;
    }
    return found;
  };

  return {
    get workers() {
      return lone === null ? members.length : 0;
    },
    *each<K extends WorkKind>(kind: K, inputs: Iterable<WorkInput<K>>) {
      const alone = yield* start();
      if (alone !== null) return yield* alone.each(kind, inputs);
      const waiting = inputs[Symbol.iterator]();
      const outputs: WorkOutput<K>[] = [];
      const placeOf = new Map<number, number>();
      let done = 0;
      let more = true;
      const take = (id: number, output: unknown): void => {
        const place = placeOf.get(id);
        if (place === undefined) return;
        outputs[place] = output as WorkOutput<K>;
        done++;
      };
      while (more || done < placeOf.size) {
        const heard = Atomics.load(signal, 0);
        const any = receive(take);
        const free = more ? leastBusy() : null;
        if (free !== null) {
          const next = waiting.next();
          if (next.done === true) more = false;
          else placeOf.set(send(free, kind, next.value), placeOf.size);
        } else if (!any) sleep(heard);
        yield done;
      }
      return outputs;
    },
    *everyone<K extends WorkKind>(kind: K, input: WorkInput<K>) {
      const alone = yield* start();
      if (alone !== null) return yield* alone.everyone(kind, input);
      const places = members.map((member) => send(member, kind, input));
      const outputs: WorkOutput<K>[] = [];
      let done = 0;
      while (done < places.length) {
        const heard = Atomics.load(signal, 0);
        const any = receive((id, output) => {
          outputs[places.indexOf(id)] = output as WorkOutput<K>;
          done++;
        });
        if (!any) sleep(heard);
        yield done;
      }
      return outputs;
    },
    async close() {
      closed = true;
      const all = members.slice();
      for (const member of all) drop(member);
      await Promise.all(all.map((member) => member.gone));
    },
  };
}
