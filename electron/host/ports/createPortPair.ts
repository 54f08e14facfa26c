import type { Port } from '../../../core/contract/rpc.ts';
import { createPort, type LineEvents } from './createPort.ts';

/**
 * Two ends of a line inside one thread. Messages are cloned as a real line would clone them and arrive in a
 * later turn, so a test in one process cannot lean on shared objects or on answers that come at once.
 */
export function createPortPair(): [Port, Port] {
  const ends: (LineEvents | null)[] = [null, null];
  const open = (own: 0 | 1) =>
    createPort((events) => {
      ends[own] = events;
      const other = own === 0 ? 1 : 0;
      return {
        send: (message) => {
          const copy: unknown = structuredClone(message);
          setImmediate(() => ends[other]?.received(copy));
        },
        end: () => void setImmediate(() => ends[other]?.ended()),
      };
    });
  return [open(0), open(1)];
}
