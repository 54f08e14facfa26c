import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { MessageChannel } from 'node:worker_threads';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { createClient, serve, type Handlers, type Port } from '../../core/contract/rpc.ts';
import { createPortPair } from '../../electron/host/ports/createPortPair.ts';
import { electronPortToPort, type ElectronPort } from '../../electron/host/ports/electronPortToPort.ts';
import { messagePortToPort } from '../../electron/host/ports/messagePortToPort.ts';
import { socketToPort } from '../../electron/host/ports/socketToPort.ts';

type Pair = readonly [Port, Port];

const kinds: Record<string, () => Promise<Pair>> = {
  'in-process pair': async () => createPortPair(),
  MessageChannel: async () => {
    const { port1, port2 } = new MessageChannel();
    return [messagePortToPort(port1), messagePortToPort(port2)];
  },
  'Electron port': async () => {
    const { port1, port2 } = new MessageChannel();
    return [electronPortToPort(asElectron(port1)), electronPortToPort(asElectron(port2))];
  },
  WebSocket: webSocketPair,
};

describe.each(Object.entries(kinds))('port: %s', (_name, open) => {
  let pair: Pair | null = null;
  async function opened(): Promise<Pair> {
    pair = await open();
    return pair;
  }
  afterEach(() => {
    pair?.[0].close();
    pair?.[1].close();
    pair = null;
  });

  it('delivers in order, both ways', async () => {
    const [a, b] = await opened();
    const atA = collect(a, 500);
    const atB = collect(b, 500);
    for (let index = 0; index < 500; index++) {
      a.post({ from: 'a', index });
      b.post({ from: 'b', index });
    }
    expect(await atB).toEqual(Array.from({ length: 500 }, (_, index) => ({ from: 'a', index })));
    expect(await atA).toEqual(Array.from({ length: 500 }, (_, index) => ({ from: 'b', index })));
  });

  it('[C10] keeps messages that arrive before the listener, and then goes on in order', async () => {
    const [a, b] = await opened();
    const settled = collect(a, 1);
    a.post('first');
    a.post('second');
    b.post('mark');
    await settled;
    await turn();
    const got = collect(b, 3);
    a.post('third');
    expect(await got).toEqual(['first', 'second', 'third']);
  });

  it('carries typed arrays of every type, views into larger buffers, NaN and empty ones', async () => {
    const [a, b] = await opened();
    const large = Float64Array.from({ length: 1000 }, (_, index) => index / 7);
    const message = {
      i8: Int8Array.of(-128, 127),
      u8: Uint8Array.of(0, 255),
      i16: Int16Array.of(-32768, 32767),
      u16: Uint16Array.of(65535),
      i32: Int32Array.of(-2147483648),
      u32: Uint32Array.of(4294967295),
      f32: Float32Array.of(0.5, NaN, -Infinity),
      f64: large.subarray(3, 7),
      empty: new Float64Array(0),
      nested: [{ text: 'Ωß日本', nothing: null, yes: true, unknown: NaN }],
    };
    const got = collect(b, 1);
    a.post(message);
    expect(await got).toEqual([message]);
  });

  it('gives the receiver its own copy', async () => {
    const [a, b] = await opened();
    const column = Float64Array.of(1, 2, 3);
    const got = collect(b, 1);
    a.post({ column });
    column[0] = 99;
    expect(await got).toEqual([{ column: Float64Array.of(1, 2, 3) }]);
    expect(column.length).toBe(3);
  });

  it('tells the end once on both sides, and after it drops what is posted', async () => {
    const [a, b] = await opened();
    let endsOfA = 0;
    let endsOfB = 0;
    const heard: unknown[] = [];
    a.onMessage((message) => heard.push(message));
    a.onClose(() => endsOfA++);
    const end = new Promise<void>((resolve) => {
      b.onClose(() => {
        endsOfB++;
        resolve();
      });
    });
    a.close();
    a.close();
    await end;
    b.close();
    b.post('after the end');
    a.post('after the end');
    await turn();
    expect([endsOfA, endsOfB, heard]).toEqual([1, 1, []]);
  });

  it('delivers what was posted before the end', async () => {
    const [a, b] = await opened();
    const got = collect(b, 2);
    a.post(1);
    a.post(2);
    await turn();
    a.close();
    expect(await got).toEqual([1, 2]);
  });

  it('tells the end to a listener that comes after it', async () => {
    const [a, b] = await opened();
    const end = new Promise<void>((resolve) => b.onClose(resolve));
    a.close();
    await end;
    await new Promise<void>((resolve) => a.onClose(resolve));
  });

  it('carries questions, errors and events of the contract, and fails open questions at the end', async () => {
    const [a, b] = await opened();
    const handlers = {
      'feed.set': (input: { running: boolean }) => ({
        running: input.running,
        clockMinutes: 1,
        events: 2,
        networkMinutesPerSecond: 3,
        latest: [],
      }),
      'plan.cancel': () => new Promise(() => {}),
      'plan.runs': () => {
        throw new Error('no runs today');
      },
    };
    const server = serve(b, handlers as unknown as Handlers);
    const client = createClient(a);
    expect((await client.ask('feed.set', { running: true })).running).toBe(true);
    await expect(client.ask('plan.runs', {})).rejects.toMatchObject({
      code: 'failed',
      message: 'no runs today',
    });
    await expect(client.ask('feed.set', { running: 'yes' } as never)).rejects.toMatchObject({
      code: 'bad-input',
    });
    const changed = new Promise((resolve) => client.on('changed', resolve));
    server.emit('changed', {
      version: 7,
      clockMinutes: 0,
      positions: 1,
      tookMs: 1,
      transfers: false,
      queuedDecisions: 0,
    });
    expect(await changed).toMatchObject({ version: 7 });
    const open = client.ask('plan.cancel', { run: 1 });
    b.close();
    await expect(open).rejects.toMatchObject({ code: 'unavailable' });
    await expect(client.ask('plan.cancel', { run: 1 })).rejects.toMatchObject({ code: 'unavailable' });
  });
});

function collect(port: Port, count: number): Promise<unknown[]> {
  const messages: unknown[] = [];
  return new Promise((resolve) => {
    port.onMessage((message) => {
      messages.push(message);
      if (messages.length === count) resolve(messages);
    });
  });
}

/** Long enough for a message on a line inside this process to have arrived. */
function turn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 30));
}

async function webSocketPair(): Promise<Pair> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  const accepted = new Promise<WebSocket>((resolve) => server.once('connection', resolve));
  const client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const [socket] = await Promise.all([accepted, once(client, 'open')]);
  const pair: Pair = [socketToPort(client), socketToPort(socket)];
  server.close();
  return pair;
}

/** A node MessagePort in the clothes of Electron's MessagePortMain: data in an event, started by hand. */
function asElectron(port: MessageChannel['port1']): ElectronPort {
  return {
    on: (event: 'message' | 'close', listener: (event: { data: unknown }) => void) => {
      if (event === 'close') port.on('close', listener as unknown as () => void);
      else port.addListener('message', (data: unknown) => listener({ data }));
    },
    // oxlint-disable-next-line unicorn/require-post-message-target-origin
    postMessage: (message: unknown) => port.postMessage(message),
    start: () => port.start(),
    close: () => port.close(),
  };
}
