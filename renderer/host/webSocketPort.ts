import { decodeMessage, encodeMessage } from '../../core/contract/wire.ts';
import type { Port } from '../../core/contract/rpc.ts';
import { bufferedPort } from './bufferedPort.ts';

/** Opens the loopback door: binary frames in the wire format of the contract. Rejects when it does not open. */
export function openWebSocketPort(url: string): Promise<Port> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url);
    socket.binaryType = 'arraybuffer';
    let opened = false;
    socket.addEventListener('error', () => {
      if (!opened) reject(new Error('The planning host did not open its door.'));
    });
    socket.addEventListener('open', () => {
      opened = true;
      resolve(
        bufferedPort({
          post: (message) => {
            if (socket.readyState === WebSocket.OPEN) socket.send(encodeMessage(message));
          },
          close: () => socket.close(),
          start(receive, closed) {
            socket.addEventListener('message', (event: MessageEvent) => {
              try {
                receive(decodeMessage(new Uint8Array(event.data as ArrayBuffer)));
              } catch {
                socket.close();
              }
            });
            socket.addEventListener('close', closed);
          },
        }),
      );
    });
  });
}
