import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { errorToWire, serve, type Server } from '../../../core/contract/rpc.ts';
import { createPlanner } from '../planning/createPlanner.ts';
import { createSession } from '../planning/session.ts';
import { messagePortToPort } from '../ports/messagePortToPort.ts';
import { openReplica } from '../replica/openReplica.ts';

/**
 * The planning worker: the only thread that touches SQLite and the plan arrays. Says `ready` or `refused` once the
 * replica is open, serves the contract on the port it was given, and ends on `close` once the replica is closed.
 */
const tickMs = 1_000;

if (parentPort === null) throw new Error('the planning worker has no parent');
const parent = parentPort;
const { dataFolder, version, port } = workerData as {
  readonly dataFolder: string;
  readonly version: string;
  readonly port: MessagePort;
};

try {
  const database = openReplica(dataFolder);
  let server: Server | null = null;
  const session = createSession(
    database,
    () => performance.now(),
    (event, payload) => server?.emit(event, payload),
  );
  const planner = createPlanner(session, version);
  const line = messagePortToPort(port);
  server = serve(line, planner.handlers, 'trusted');
  let ticking: Promise<unknown> = Promise.resolve();
  const timer = setInterval(() => {
    ticking = Promise.all([ticking, planner.tick()]);
  }, tickMs);
  parent.on('message', (message) => {
    if (message !== 'close') return;
    clearInterval(timer);
    void Promise.all([planner.close(), ticking]).then(() => {
      database.close();
      line.close();
      parent.postMessage({ kind: 'closed' });
      parent.close();
    });
  });
  planner.open();
  parent.postMessage({ kind: 'ready' });
} catch (error) {
  parent.postMessage({ kind: 'refused', error: errorToWire(error) });
  parent.close();
}
