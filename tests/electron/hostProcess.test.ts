import { EventEmitter } from 'node:events';
import type { MessagePortMain } from 'electron';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { HostState } from '../../core/contract/shell.ts';
import { startHostProcess, type HostProcess } from '../../electron/main/hostProcess.ts';

/** A utility process that does what the test says. */
class FakeChild extends EventEmitter {
  readonly posted: unknown[][] = [];
  killed = false;
  postMessage(...call: unknown[]): void {
    this.posted.push(call);
  }
  kill(): boolean {
    this.killed = true;
    this.emit('exit', -1);
    return true;
  }
}

const children: FakeChild[] = [];
vi.mock('electron', () => ({
  utilityProcess: {
    fork: () => {
      const child = new FakeChild();
      children.push(child);
      return child;
    },
  },
}));

let states: HostState[];
let host: HostProcess;
const latest = (): FakeChild => children.at(-1) ?? expect.fail('no process was started');

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
  children.length = 0;
  states = [];
  host = startHostProcess({
    program: '/app/utility.mjs',
    replica: '/replica',
    resources: '/resources',
    log: () => {},
    onState: (state) => states.push(state),
  });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('the host process', () => {
  it('gets the ports that came while it was starting, in order, and those after at once', () => {
    const ports = [fakePort(), fakePort(), fakePort()] as const;
    host.connect(ports[0]);
    host.connect(ports[1]);
    expect(latest().posted).toEqual([]);
    latest().emit('message', 'ready');
    host.connect(ports[2]);
    expect(latest().posted).toEqual(ports.map((port) => ['connect', [port]]));
    expect(states).toEqual([{ kind: 'ready' }]);
  });

  it('is started again when it ends, and gets the ports that came meanwhile', () => {
    latest().emit('message', 'ready');
    latest().emit('exit', 134);
    const port = fakePort();
    host.connect(port);
    vi.advanceTimersByTime(1);
    expect(children.length).toBe(2);
    latest().emit('message', 'ready');
    expect(latest().posted).toEqual([['connect', [port]]]);
    expect(states.map((state) => state.kind)).toEqual(['ready', 'restarting', 'ready']);
  });

  it('is given up when it keeps ending, and started by hand', () => {
    for (let end = 0; end < 5; end++) {
      latest().emit('exit', 1);
      vi.advanceTimersByTime(5000);
    }
    expect(children.length).toBe(5);
    expect(host.state).toEqual({ kind: 'failed', message: expect.stringContaining('code 1') });
    const port = fakePort();
    host.connect(port);
    expect(port.close).toHaveBeenCalledOnce();
    host.restart();
    expect(children.length).toBe(6);
    expect(host.state).toEqual({ kind: 'starting' });
  });

  it('is not started again when its replica was refused, and passes the sentence on', () => {
    const port = fakePort();
    host.connect(port);
    latest().emit('message', { failed: 'The replica is in use.' });
    latest().emit('exit', 3);
    vi.advanceTimersByTime(60_000);
    expect(children.length).toBe(1);
    expect(host.state).toEqual({ kind: 'failed', message: 'The replica is in use.' });
    expect(port.close).toHaveBeenCalledOnce();
  });

  it('is asked to end and not started again', async () => {
    latest().emit('message', 'ready');
    const closed = host.close();
    expect(latest().posted).toEqual([['close', []]]);
    latest().emit('exit', 0);
    await closed;
    vi.advanceTimersByTime(60_000);
    expect([children.length, latest().killed]).toEqual([1, false]);
  });

  it('is ended when it does not end itself', async () => {
    const closed = host.close();
    vi.advanceTimersByTime(5000);
    await closed;
    expect(latest().killed).toBe(true);
  });
});

function fakePort(): MessagePortMain & { close: ReturnType<typeof vi.fn> } {
  return { close: vi.fn() } as unknown as MessagePortMain & { close: ReturnType<typeof vi.fn> };
}
