import { mkdtemp, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { networkInterfaces, tmpdir } from 'node:os';
import path from 'node:path';
import { connect } from 'node:net';
import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { encodeMessage } from '../../../core/contract/wire.ts';
import type { Port } from '../../../core/contract/rpc.ts';
import { openLoopbackDoor, type LoopbackDoor } from '../../../electron/host/loopback/openLoopbackDoor.ts';
import { noncePlaceholder } from '../../../electron/host/page/pageHeaders.ts';
import { socketToPort } from '../../../electron/host/ports/socketToPort.ts';
import { createEchoHost, type EchoHost } from './echoHost.ts';
import { rawExchange, rawRequest } from './rawRequest.ts';

let folder: string;
let host: EchoHost;
let door: LoopbackDoor;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'ballast-door-'));
  const page = path.join(folder, 'page');
  await mkdir(path.join(page, 'assets'), { recursive: true });
  await writeFile(
    path.join(page, 'index.html'),
    `<!doctype html><meta name="style-nonce" content="${noncePlaceholder}">`,
  );
  await writeFile(path.join(page, 'assets', 'main-abc123.js'), 'export {};');
  await writeFile(path.join(page, '.stamp.json'), '{}');
  await writeFile(path.join(folder, 'secret.json'), '{"secret":true}');
  await symlink(path.join(folder, 'secret.json'), path.join(page, 'assets', 'link.json'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

beforeEach(async () => {
  host = createEchoHost();
  door = await openLoopbackDoor({
    host,
    rendererFolder: path.join(folder, 'page'),
    maxMessageBytes: 64 * 1024,
  });
});
afterEach(async () => {
  await door.close();
});

describe('the page', () => {
  it('is served at / with a strict policy and the nonce that it names', async () => {
    const { status, headers, body } = await rawRequest(door.port, '/');
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    const policy = String(headers['content-security-policy']);
    const nonce = /content="([^"]+)"/.exec(body)?.[1] ?? '';
    expect(nonce).toMatch(/^[A-Za-z0-9+/]{24}$/);
    expect(policy).toContain(`style-src 'self' 'nonce-${nonce}'`);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self' 'wasm-unsafe-eval'");
    expect(policy).toContain(`connect-src 'self' ws://127.0.0.1:${door.port}`);
    expect(policy).not.toMatch(/unsafe-inline|'unsafe-eval'|\*/);
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-embedder-policy': 'require-corp',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'no-store',
      'x-frame-options': 'DENY',
    });
    const again = await rawRequest(door.port, '/');
    expect(again.body).not.toBe(body);
  });

  it('comes with its files, which may be kept', async () => {
    const { status, headers, body } = await rawRequest(door.port, '/assets/main-abc123.js?v=1');
    expect([status, body]).toEqual([200, 'export {};']);
    expect(headers['content-type']).toBe('text/javascript; charset=utf-8');
    expect(headers['cache-control']).toContain('immutable');
  });

  it('answers HEAD with headers only and other methods with 405', async () => {
    const head = await rawRequest(door.port, '/', { method: 'HEAD' });
    expect([head.status, head.body]).toEqual([200, '']);
    expect((await rawRequest(door.port, '/', { method: 'POST' })).status).toBe(405);
    expect((await rawRequest(door.port, '/', { method: 'OPTIONS' })).status).toBe(405);
  });

  it.each([
    '/../secret.json',
    '/assets/../../secret.json',
    '/%2e%2e/secret.json',
    '/..%2fsecret.json',
    '/assets/..%5c..%5csecret.json',
    '/assets/%00/../index.html',
    '//etc/passwd',
    '/%ff',
    '/assets/link.json',
    '/.stamp.json',
    '/assets',
    '/assets/',
    '/nothing.js',
    'http://127.0.0.1/secret.json',
  ])('does not leave its folder for %s', async (target) => {
    const { status, body } = await rawRequest(door.port, target);
    expect(status).toBe(404);
    expect(body).not.toContain('secret');
  });
});

describe('who may ask', () => {
  it.each([
    'evil.example',
    'evil.example:80',
    'localhost',
    '127.0.0.1',
    '127.0.0.1:1',
    '127.0.0.1.evil.example',
  ])('refuses the host %j with 403 for page, file, anything', async (foreign) => {
    for (const target of ['/', '/assets/main-abc123.js', '/nothing', `/host?token=${door.token}`]) {
      const { status } = await rawRequest(door.port, target, { headers: { Host: foreign } });
      expect([target, status]).toEqual([target, 403]);
    }
    expect((await rawRequest(door.port, '/', { method: 'POST', headers: { Host: foreign } })).status).toBe(
      403,
    );
  });

  it('refuses a request without a host', async () => {
    expect(await rawExchange(door.port, 'GET / HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1\.1 403 /);
  });

  it('listens on 127.0.0.1 and on no other address of the machine', async () => {
    const others = Object.values(networkInterfaces())
      .flatMap((list) => list ?? [])
      .filter((address) => address.family === 'IPv4' && !address.internal)
      .map((address) => address.address);
    for (const address of ['127.0.0.2', ...others]) {
      const attempt = connect(door.port, address);
      const [error] = (await once(attempt, 'error')) as [NodeJS.ErrnoException];
      expect(error.code).toMatch(/ECONNREFUSED|EADDRNOTAVAIL|ENETUNREACH|EHOSTUNREACH/);
    }
  });

  it('opens a socket for the token, with its own origin or from outside a browser', async () => {
    for (const origin of [door.origin, undefined]) {
      const socket = await openSocket(door, { origin });
      socket.close();
    }
  });

  it('refuses a socket with a missing, wrong, repeated, cut or lengthened token with 403', async () => {
    const { token } = door;
    for (const query of [
      '',
      '?token=',
      '?token=wrong',
      `?token=${token}x`,
      `?token=${token.slice(0, -1)}`,
      `?token=${token.toUpperCase()}`,
      `?token=${token}&token=${token}`,
      `?token=%ff`,
    ]) {
      expect([query, await refusal(door, `/host${query}`, door.origin)]).toEqual([query, 403]);
    }
    expect(host.ports).toEqual([]);
  });

  it('refuses a socket from a foreign origin with 403 even with the right token', async () => {
    for (const origin of [
      'http://evil.example',
      'https://127.0.0.1:' + door.port,
      'http://localhost:' + door.port,
      'http://127.0.0.1',
      `http://127.0.0.1:${door.port}.evil.example`,
      `http://127.0.0.1:${door.port}/`,
      'null',
      'file://',
      '',
    ]) {
      expect([origin, await refusal(door, `/host?token=${door.token}`, origin)]).toEqual([origin, 403]);
    }
    expect(host.ports).toEqual([]);
  });

  it('refuses a socket for a foreign host with 403 even with the right token and no origin', async () => {
    const answer = await handshake(door, { Host: 'evil.example' });
    expect(answer).toMatch(/^HTTP\/1\.1 403 Forbidden\r\n/);
    expect(answer).toContain('Refused: foreign host.');
  });

  it('sends the whole 403 before it ends the connection', async () => {
    const answer = await handshake(door, { Origin: 'http://evil.example' });
    const [head = '', body = ''] = answer.split('\r\n\r\n');
    const length = Number(/content-length: (\d+)/i.exec(head)?.[1]);
    expect(body.length).toBe(length);
    expect(body).toContain('foreign origin');
    expect(head).toMatch(/connection: close/i);
    expect(head).not.toMatch(/upgrade:/i);
  });

  it('has no socket at another path', async () => {
    expect(await refusal(door, `/?token=${door.token}`, door.origin)).toBe(403);
    expect(await refusal(door, `/host/?token=${door.token}`, door.origin)).toBe(403);
  });

  it('draws a token that cannot be guessed, and keeps it out of everything but the fragment', async () => {
    expect(door.token).toMatch(/^[\w-]{43}$/);
    expect(door.url).toBe(`http://127.0.0.1:${door.port}/#token=${door.token}`);
    expect(JSON.stringify(await rawRequest(door.port, '/'))).not.toContain(door.token);
  });
});

describe('the socket', () => {
  it('serves several windows at once, each with its own port', async () => {
    const windows = await Promise.all([0, 1, 2].map(() => openPort(door)));
    expect(door.windows()).toBe(3);
    const answers = windows.map((port) => new Promise((resolve) => port.onMessage(resolve)));
    for (const [index, port] of windows.entries()) port.post({ index, column: Float64Array.of(index) });
    expect(await Promise.all(answers)).toEqual(
      [0, 1, 2].map((index) => ({ index, column: Float64Array.of(index) })),
    );
    windows[1]?.close();
    await until(() => host.ports.length === 2 && door.windows() === 2);
  });

  it('takes a message up to the limit and ends the line for a longer one', async () => {
    const socket = await openSocket(door, { origin: door.origin });
    const port = socketToPort(socket);
    const answer = new Promise((resolve) => port.onMessage(resolve));
    port.post({ text: 'x'.repeat(60_000) });
    expect(await answer).toEqual({ text: 'x'.repeat(60_000) });
    const ended = once(socket, 'close');
    socket.send(new Uint8Array(65 * 1024));
    expect((await ended)[0]).toBe(1009);
    await until(() => host.ports.length === 0);
    expect(host.received.length).toBe(1);
  });

  it('ends the line for text and for bytes that are no message, and goes on serving others', async () => {
    const other = await openPort(door);
    for (const [data, code] of [
      ['{"kind":"call"}', 1003],
      [new Uint8Array(3), 1007],
      [Uint8Array.of(255, 255, 255, 127, 0, 0), 1007],
      [Uint8Array.of(2, 0, 0, 0, 123, 123), 1007],
      [encodeMessage({ $a: ['f64', 0, 1e9] }), 1007],
    ] as const) {
      const socket = await openSocket(door, { origin: door.origin });
      const ended = once(socket, 'close');
      socket.send(data);
      expect((await ended)[0]).toBe(code);
    }
    expect(host.received).toEqual([]);
    const answer = new Promise((resolve) => other.onMessage(resolve));
    other.post('still here');
    expect(await answer).toBe('still here');
  });

  it('tells its windows when it closes, and frees its port', async () => {
    const port = await openPort(door);
    const ended = new Promise<void>((resolve) => port.onClose(resolve));
    await door.close();
    await ended;
    await expect(rawRequest(door.port, '/')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});

describe('the port number', () => {
  it('is the one asked for, or one clear sentence when that is taken', async () => {
    await expect(
      openLoopbackDoor({ host: createEchoHost(), rendererFolder: folder, port: door.port }),
    ).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining(`${door.port} is in use`),
    });
    await door.close();
    const same = await openLoopbackDoor({ host, rendererFolder: folder, port: door.port });
    expect(same.port).toBe(door.port);
    await same.close();
  });
});

async function openSocket(to: LoopbackDoor, options: { origin?: string | undefined }): Promise<WebSocket> {
  const { origin } = options;
  const socket = new WebSocket(
    `ws://127.0.0.1:${to.port}/host?token=${to.token}`,
    origin === undefined ? {} : { origin },
  );
  await once(socket, 'open');
  return socket;
}

async function openPort(to: LoopbackDoor): Promise<Port> {
  return socketToPort(await openSocket(to, { origin: to.origin }));
}

/** The HTTP status that a socket is refused with. */
function refusal(to: LoopbackDoor, target: string, origin: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://127.0.0.1:${to.port}${target}`, { headers: { Origin: origin } });
    socket.on('unexpected-response', (_request, response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    socket.on('open', () => reject(new Error('the socket was opened')));
    socket.on('error', () => {});
  });
}

function handshake(to: LoopbackDoor, headers: Record<string, string>): Promise<string> {
  const all = {
    Host: `127.0.0.1:${to.port}`,
    Connection: 'Upgrade',
    Upgrade: 'websocket',
    'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
    ...headers,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return rawExchange(to.port, `GET /host?token=${to.token} HTTP/1.1\r\n${lines.join('')}\r\n`);
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}
