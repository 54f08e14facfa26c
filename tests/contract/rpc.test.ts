import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BallastError } from '../../core/base/errors.ts';
import { contract, methods, type Method } from '../../core/contract/contract.ts';
import { createClient, serve, type Handlers, type Port } from '../../core/contract/rpc.ts';
import { createPortPair } from '../../electron/host/ports/createPortPair.ts';

interface Held {
  readonly input: unknown;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** Handlers that hold every question until the test answers it. */
function holdingHandlers(): { readonly held: Held[]; readonly handlers: Handlers } {
  const held: Held[] = [];
  const handlers = Object.fromEntries(
    methods.map((method) => [
      method,
      (input: unknown) => new Promise((resolve, reject) => held.push({ input, resolve, reject })),
    ]),
  );
  return { held, handlers: handlers as unknown as Handlers };
}

async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
}

describe('questions over a line', () => {
  it('[C3] get their own answers, whatever the order in which those come', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 12 }),
        fc.infiniteStream(fc.nat()),
        async (positions, order) => {
          const [a, b] = createPortPair();
          const { held, handlers } = holdingHandlers();
          serve(b, handlers);
          const client = createClient(a);
          const answers = positions.map((position) => client.ask('explain.position', { position }));
          await settled();
          expect(held.map(({ input }) => input)).toEqual(positions.map((position) => ({ position })));
          while (held.length > 0) {
            const [next] = held.splice((order.next().value ?? 0) % held.length, 1);
            next.resolve({ title: (next.input as { position: number }).position });
          }
          expect(await Promise.all(answers)).toEqual(positions.map((title) => ({ title })));
          client.close();
        },
      ),
      { numRuns: 25 },
    );
  });

  it('[C4] fail with the code, sentence and detail that the host gave', async () => {
    const [a, b] = createPortPair();
    const { held, handlers } = holdingHandlers();
    serve(b, handlers);
    const client = createClient(a);
    const open = client.ask('plan.cancel', { run: 3 });
    await settled();
    held[0].reject(new BallastError('conflict', 'A run is under way.', { run: 3, final: false, by: null }));
    await expect(open).rejects.toMatchObject({
      code: 'conflict',
      message: 'A run is under way.',
      detail: { run: 3, final: false, by: null },
    });
  });

  it('[C2] are answered as bad input, with the path, before any handler sees them', async () => {
    const [a, b] = createPortPair();
    const { held, handlers } = holdingHandlers();
    serve(b, handlers);
    const client = createClient(a);
    const ask = (method: Method, input: unknown): Promise<unknown> => client.ask(method, input as never);
    const wrong: readonly (readonly [Method, unknown, string])[] = [
      ['inventory.window', { query: { sort: [], filter: [] }, from: -1, to: 5 }, 'from'],
      [
        'inventory.window',
        { query: { sort: [{ column: 'a', direction: 'up' }], filter: [] }, from: 0, to: 5 },
        'query.sort.0.direction',
      ],
      [
        'command.apply',
        { actor: 'planner', command: { kind: 'set-service-level', positions: [1], serviceLevel: 1 } },
        'command.serviceLevel',
      ],
      [
        'command.apply',
        { actor: 'planner', command: { kind: 'set-service-level', positions: [], serviceLevel: 0.5 } },
        'command.positions',
      ],
      [
        'command.apply',
        { actor: 'nobody', command: { kind: 'reopen-exceptions', exceptions: ['a'] } },
        'actor',
      ],
      ['command.apply', { actor: 'planner', command: { kind: 'drop-tables' } }, 'command.kind'],
      [
        'command.apply',
        { actor: 'planner', command: { kind: 'set-transfer-quantity', transfer: 'T1', quantity: 1.5 } },
        'command.quantity',
      ],
      ['app.find', { text: 'a', limit: 1000 }, 'limit'],
      ['app.state', { extra: 1 }, ''],
      ['plan.runs', null, ''],
      ['explain.position', { position: '1' }, 'position'],
    ];
    for (const [method, input, path] of wrong) {
      await expect(ask(method, input), `${method} ${path}`).rejects.toMatchObject({
        code: 'bad-input',
        detail: { method, path },
      });
    }
    for (const method of methods) {
      await expect(ask(method, { unheard: true }), method).rejects.toMatchObject({ code: 'bad-input' });
    }
    expect(held).toEqual([]);
  });

  it('that the contract does not have are answered too', async () => {
    const [a, b] = createPortPair();
    serve(b, holdingHandlers().handlers, 'trusted');
    const client = createClient(a);
    const ask = (method: string): Promise<unknown> => client.ask(method as Method, {});
    for (const method of ['app.gone', 'constructor', '__proto__']) {
      await expect(ask(method)).rejects.toMatchObject({ code: 'bad-input', detail: { method } });
    }
  });

  it('are answered with an error where the answer cannot travel', async () => {
    const [a, b] = createPortPair();
    let refused = 0;
    const fussy: Port = {
      ...b,
      post(message) {
        if ((message as { kind: string }).kind === 'answer') {
          refused++;
          throw new RangeError('array of a type that does not travel');
        }
        b.post(message);
      },
    };
    serve(fussy, { ...holdingHandlers().handlers, 'plan.runs': () => [] });
    await expect(createClient(a).ask('plan.runs', {})).rejects.toMatchObject({ code: 'failed' });
    expect(refused).toBe(1);
  });

  it('[C5] fail when the line ends, also those asked after', async () => {
    const [a, b] = createPortPair();
    serve(b, holdingHandlers().handlers);
    const client = createClient(a);
    let told = 0;
    client.onClose(() => told++);
    const open = [client.ask('app.state', {}), client.ask('plan.runs', {})];
    b.close();
    for (const question of open) await expect(question).rejects.toMatchObject({ code: 'unavailable' });
    await expect(client.ask('app.state', {})).rejects.toMatchObject({ code: 'unavailable' });
    expect(told).toBe(1);
  });

  it('[C6] survive noise on both ends', async () => {
    const [a, b] = createPortPair();
    serve(b, { ...holdingHandlers().handlers, 'plan.runs': () => [] });
    const client = createClient(a);
    for (const noise of [
      null,
      7,
      'call',
      {},
      { kind: 'call' },
      { kind: 'call', id: -1, method: 'plan.runs' },
    ]) {
      a.post(noise);
      b.post(noise);
    }
    b.post({ kind: 'answer', id: 999, value: 1 });
    expect(await client.ask('plan.runs', {})).toEqual([]);
  });
});

describe('events over a line', () => {
  it('reach every listener until it stops listening', async () => {
    const [a, b] = createPortPair();
    const server = serve(b, holdingHandlers().handlers);
    const client = createClient(a);
    const heard: string[] = [];
    const stop = client.on('feed', ({ events }) => heard.push(`first ${events}`));
    client.on('feed', ({ events }) => heard.push(`second ${events}`));
    const feed = { running: true, clockMinutes: 0, networkMinutesPerSecond: 10, latest: [] };
    server.emit('feed', { ...feed, events: 1 });
    await settled();
    stop();
    server.emit('feed', { ...feed, events: 2 });
    await settled();
    expect(heard).toEqual(['first 1', 'second 1', 'second 2']);
  });
});

describe('the contract', () => {
  it('names every question by namespace and verb', () => {
    for (const method of methods) expect(method).toMatch(/^[a-z]+\.[a-zA-Z]+$/);
    expect(new Set(methods).size).toBe(Object.keys(contract).length);
  });
});
