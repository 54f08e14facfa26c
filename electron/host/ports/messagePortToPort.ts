import type { MessagePort } from 'node:worker_threads';
import type { Port } from '../../../core/contract/rpc.ts';
import { createPort } from './createPort.ts';

/** A port over node's MessagePort: between threads, or between two ends in one. */
export function messagePortToPort(port: MessagePort): Port {
  return createPort((events) => {
    port.on('message', (message: unknown) => events.received(message));
    port.on('close', () => events.ended());
    return {
      // The rule wants a target origin, which is the window's postMessage: this one has none.
      // oxlint-disable-next-line unicorn/require-post-message-target-origin
      send: (message) => port.postMessage(message),
      end: () => port.close(),
    };
  });
}
