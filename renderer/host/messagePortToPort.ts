import type { RawLine } from './bufferedPort.ts';

/** A DOM MessagePort as a line. Chromium fires `close` on the port when the other side goes away. */
export function messagePortToPort(port: MessagePort): RawLine {
  return {
    post: (message) => port.postMessage(message),
    close: () => port.close(),
    start(receive, closed) {
      port.addEventListener('message', (event: MessageEvent) => receive(event.data));
      port.addEventListener('close', closed);
      port.start();
    },
  };
}
