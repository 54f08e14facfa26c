import { utilityProcess, type MessagePortMain, type UtilityProcess } from 'electron';
import type { HostState } from '../../core/contract/shell.ts';
import { decideRestart, isWorthRestarting } from './restartPolicy.ts';

export interface HostProcessOptions {
  readonly program: string;
  readonly replica: string;
  readonly resources: string;
  readonly log: (line: string) => void;
  readonly onState: (state: HostState) => void;
}

export interface HostProcess {
  readonly state: HostState;
  /** Hands a line to the host. While it is starting the line waits, messages and all. */
  connect(port: MessagePortMain): void;
  /** Starts again after it was given up. */
  restart(): void;
  /** Asks the host to end, with everything on disk; ends it if it does not. */
  close(): Promise<void>;
}

const closePatienceMs = 5000;

/** The planning host in a process of its own, watched: the window survives its end and gets a fresh one. */
export function startHostProcess(options: HostProcessOptions): HostProcess {
  let child: UtilityProcess | null = null;
  let state: HostState = { kind: 'starting' };
  let closing = false;
  let sentence: string | null = null;
  let timer: ReturnType<typeof setTimeout> | null = null;
  const endedAt: number[] = [];
  const waiting: MessagePortMain[] = [];

  function become(next: HostState): void {
    state = next;
    options.onState(next);
  }

  function start(): void {
    timer = null;
    sentence = null;
    const started = utilityProcess.fork(
      options.program,
      [`--data=${options.replica}`, `--resources=${options.resources}`],
      { serviceName: 'Ballast planning host', stdio: 'inherit' },
    );
    child = started;
    started.on('message', (message: unknown) => {
      if (message === 'ready') {
        become({ kind: 'ready' });
        for (const port of waiting.splice(0)) started.postMessage('connect', [port]);
      } else if (typeof message === 'object' && message !== null && 'failed' in message) {
        sentence = String(message.failed);
      }
    });
    started.once('exit', (code) => ended(code));
  }

  function ended(code: number): void {
    child = null;
    if (closing) return;
    options.log(`planning host ended with code ${code}`);
    const now = Date.now();
    endedAt.push(now);
    const decision = isWorthRestarting(code) ? decideRestart(endedAt, now) : { action: 'give-up' as const };
    if (decision.action === 'give-up') {
      for (const port of waiting.splice(0)) port.close();
      become({ kind: 'failed', message: sentence ?? `The planning host ended unexpectedly (code ${code}).` });
      return;
    }
    become({ kind: 'restarting', attempt: decision.attempt });
    timer = setTimeout(start, decision.afterMs);
  }

  start();
  return {
    get state() {
      return state;
    },
    connect: (port) => {
      if (state.kind === 'ready' && child !== null) child.postMessage('connect', [port]);
      else if (state.kind === 'failed') port.close();
      else waiting.push(port);
    },
    restart: () => {
      if (state.kind !== 'failed') return;
      endedAt.length = 0;
      become({ kind: 'starting' });
      start();
    },
    close: async () => {
      closing = true;
      if (timer !== null) clearTimeout(timer);
      const running = child;
      if (running === null) return;
      const gone = new Promise<void>((resolve) => running.once('exit', () => resolve()));
      running.postMessage('close', []);
      const patience = setTimeout(() => running.kill(), closePatienceMs);
      await gone;
      clearTimeout(patience);
    },
  };
}
