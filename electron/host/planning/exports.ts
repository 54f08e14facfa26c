import type { TableFile } from '../../../core/contract/views.ts';
import { inSlices } from './inSlices.ts';

/** Tables that are being written, each under the ticket that whoever asked can give it up by. */
export interface Exports {
  write(ticket: string | undefined, work: Generator<unknown, TableFile>): Promise<TableFile>;
  /** False where it is written already, or was never asked for. */
  cancel(ticket: string): boolean;
}

export function createExports(now: () => number): Exports {
  const underWay = new Map<string, { isCancelled: boolean }>();
  return {
    async write(ticket, work) {
      if (ticket === undefined) return inSlices(now, work);
      const own = { isCancelled: false };
      underWay.set(ticket, own);
      try {
        return await inSlices(now, work, () => own.isCancelled);
      } finally {
        if (underWay.get(ticket) === own) underWay.delete(ticket);
      }
    },
    cancel(ticket) {
      const known = underWay.get(ticket);
      if (known === undefined) return false;
      known.isCancelled = true;
      return true;
    },
  };
}
