import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { BallastError } from '../../../core/base/errors.ts';
import type { Host } from '../host.ts';
import { plainResponse, respondWithPage, type PageResponse } from '../page/respondWithPage.ts';
import { socketToPort } from '../ports/socketToPort.ts';
import { judgeHost, judgeSocket, splitTarget, type DoorIdentity, type RequestFacts } from './judgeRequest.ts';

export interface LoopbackDoorOptions {
  readonly host: Host;
  /** The built page, `out/renderer`. */
  readonly rendererFolder: string;
  /** 0 takes a free one. */
  readonly port?: number;
  readonly token?: string;
  /** The longest message that a page may send. */
  readonly maxMessageBytes?: number;
  readonly log?: (line: string) => void;
}

export interface LoopbackDoor {
  /** What a person opens: the token is in the fragment, which a browser keeps to itself. */
  readonly url: string;
  readonly origin: string;
  readonly port: number;
  readonly token: string;
  /** Windows that are connected now. */
  windows(): number;
  close(): Promise<void>;
}

const goingAway = 1001;
const defaultMaxMessageBytes = 16 * 1024 * 1024;

/** Opens the browser's door: page and socket on 127.0.0.1, for as many windows as come with the token. */
export async function openLoopbackDoor(options: LoopbackDoorOptions): Promise<LoopbackDoor> {
  const { host, rendererFolder } = options;
  const log = options.log ?? (() => {});
  const token = options.token ?? randomBytes(32).toString('base64url');
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: options.maxMessageBytes ?? defaultMaxMessageBytes,
    perMessageDeflate: false,
    clientTracking: true,
  });
  const server = createServer({ requireHostHeader: false });
  const port = await listen(server, options.port ?? 0);
  const door: DoorIdentity = { port, token };
  const origin = `http://127.0.0.1:${port}`;
  const page = { folder: rendererFolder, socketOrigin: `ws://127.0.0.1:${port}` };

  server.on('request', (request, response) => {
    answer(request).then(
      (answered) => send(request, response, answered),
      (error: unknown) => {
        log(`page request failed: ${String(error)}`);
        send(request, response, plainResponse(500, 'The page could not be read.'));
      },
    );
  });

  async function answer(request: IncomingMessage): Promise<PageResponse> {
    const facts = factsOf(request);
    const verdict = judgeHost(door, facts);
    if (!verdict.allowed) return plainResponse(403, `Refused: ${verdict.reason}.`);
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return plainResponse(405, 'Only GET is served.');
    return respondWithPage(page, splitTarget(facts.target)[0]);
  }

  server.on('upgrade', (request, stream, head) => {
    stream.on('error', () => stream.destroy());
    const verdict = judgeSocket(door, factsOf(request));
    if (!verdict.allowed) {
      log(`socket refused: ${verdict.reason}`);
      refuse(stream, verdict.reason);
      return;
    }
    sockets.handleUpgrade(request, stream, head, (socket: WebSocket) => host.connect(socketToPort(socket)));
  });

  return {
    url: `${origin}/#token=${token}`,
    origin,
    port,
    token,
    windows: () => sockets.clients.size,
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of sockets.clients) {
        socket.close(goingAway, 'the host is closing');
        // A page that has gone to sleep does not answer the closing handshake.
        setTimeout(() => socket.terminate(), 500).unref();
      }
      server.closeIdleConnections();
      setTimeout(() => server.closeAllConnections(), 1000).unref();
      await closed;
    },
  };
}

function factsOf(request: IncomingMessage): RequestFacts {
  return { host: request.headers.host, origin: request.headers.origin, target: request.url ?? '/' };
}

function send(request: IncomingMessage, response: ServerResponse, answered: PageResponse): void {
  response.writeHead(answered.status, { ...answered.headers, 'Content-Length': answered.body.byteLength });
  response.end(request.method === 'HEAD' ? undefined : answered.body);
}

/** An HTTP answer in place of the handshake, so that a client learns why before the connection closes. */
function refuse(stream: Duplex, reason: string): void {
  const { headers, body } = plainResponse(403, `Refused: ${reason}.`);
  const lines = Object.entries({
    ...headers,
    'Content-Length': String(body.byteLength),
    Connection: 'close',
  }).map(([name, value]) => `${name}: ${value}`);
  stream.write(`HTTP/1.1 403 Forbidden\r\n${lines.join('\r\n')}\r\n\r\n`);
  stream.end(body);
}

async function listen(server: ReturnType<typeof createServer>, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const sentence =
        error.code === 'EADDRINUSE'
          ? `Port ${port} is in use: choose another with --port, or leave it out.`
          : `The browser door cannot listen on port ${port}: ${error.message}.`;
      reject(new BallastError('unavailable', sentence, { port, reason: error.code ?? null }));
    });
    server.listen({ host: '127.0.0.1', port, exclusive: true }, resolve);
  });
  return (server.address() as AddressInfo).port;
}
