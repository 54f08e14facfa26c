import type { RawData, WebSocket } from 'ws';
import type { Port } from '../../../core/contract/rpc.ts';
import { decodeMessage, encodeMessage } from '../../../core/contract/wire.ts';
import { createPort } from './createPort.ts';

/** Close codes of RFC 6455, section 7.4.1. */
const unsupportedData = 1003;
const invalidPayload = 1007;

export interface SocketPortOptions {
  /** Bytes that may wait for a reader that has stopped reading before the line is cut. */
  readonly maxBufferedBytes?: number;
}

/** A port over a WebSocket, one binary frame a message in the format of `core/contract/wire.ts`. */
export function socketToPort(socket: WebSocket, options: SocketPortOptions = {}): Port {
  const maxBufferedBytes = options.maxBufferedBytes ?? 256 * 1024 * 1024;
  return createPort((events) => {
    socket.binaryType = 'nodebuffer';
    socket.on('message', (data, isBinary) => {
      if (!isBinary) {
        socket.close(unsupportedData, 'binary frames only');
        return;
      }
      let message: unknown;
      try {
        message = decodeMessage(toBytes(data));
      } catch {
        socket.close(invalidPayload, 'not a message');
        return;
      }
      events.received(message);
    });
    socket.on('close', () => events.ended());
    // An error is always followed by a close, which ends the line.
    socket.on('error', () => {});
    return {
      send: (message) => {
        if (socket.readyState !== socket.OPEN) return;
        socket.send(encodeMessage(message), { binary: true });
        if (socket.bufferedAmount > maxBufferedBytes) socket.terminate();
      },
      end: () => socket.close(),
    };
  });
}

/** A plain Uint8Array: Node's Buffer has a `slice` of its own, which shares memory where the others copy. */
function toBytes(data: RawData): Uint8Array {
  if (data instanceof ArrayBuffer) return new Uint8Array(data);
  const buffer = Array.isArray(data) ? Buffer.concat(data) : data;
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);
}
