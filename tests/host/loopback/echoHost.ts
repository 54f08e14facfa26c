import type { Port } from '../../../core/contract/rpc.ts';
import type { Host } from '../../../electron/host/host.ts';

/** A host that answers every message with itself and keeps its ports, for what only the door does. */
export interface EchoHost extends Host {
  readonly ports: readonly Port[];
  readonly received: readonly unknown[];
}

export function createEchoHost(): EchoHost {
  const ports: Port[] = [];
  const received: unknown[] = [];
  return {
    ports,
    received,
    connect: (port) => {
      ports.push(port);
      port.onMessage((message) => {
        received.push(message);
        port.post(message);
      });
      port.onClose(() => void ports.splice(ports.indexOf(port), 1));
    },
    close: async () => {
      for (const port of ports.slice()) port.close();
    },
  };
}
