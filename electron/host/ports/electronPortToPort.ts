import type { Port } from '../../../core/contract/rpc.ts';
import { createPort } from './createPort.ts';

/** The part of Electron's MessagePortMain that a port needs, so that the host never names `electron`. */
export interface ElectronPort {
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  postMessage(message: unknown): void;
  start(): void;
  close(): void;
}

/**
 * A port over Electron's MessagePortMain. Messages are cloned across a process line: there is no transfer
 * list (an ArrayBuffer in one destroys the message), and shared memory cannot be cloned.
 */
export function electronPortToPort(port: ElectronPort): Port {
  return createPort((events) => {
    port.on('message', (event) => events.received(event.data));
    port.on('close', () => events.ended());
    port.start();
    return {
      send: (message) => port.postMessage(message),
      end: () => port.close(),
    };
  });
}
