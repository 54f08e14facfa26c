import type { Port } from '../../../core/contract/rpc.ts';

/** What a transport has to be able to do; `createPort` adds the rules that all ports keep. */
export interface Line {
  send(message: unknown): void;
  /** Ends the line. The transport reports the end, this side's own included, through `ended`. */
  end(): void;
}

export interface LineEvents {
  received(message: unknown): void;
  ended(): void;
}

/**
 * The rules of a port over any line: messages wait for their listener in order, nothing arrives or leaves
 * after the end, and the end is told exactly once, also to a listener that comes after it.
 */
export function createPort(open: (events: LineEvents) => Line): Port {
  let onMessage: ((message: unknown) => void) | null = null;
  let onClose: (() => void) | null = null;
  let closed = false;
  const kept: unknown[] = [];

  function ended(): void {
    if (closed) return;
    closed = true;
    onClose?.();
  }

  const line = open({
    received: (message) => {
      if (closed) return;
      if (onMessage === null) kept.push(message);
      else onMessage(message);
    },
    ended,
  });

  return {
    post: (message) => {
      if (!closed) line.send(message);
    },
    onMessage: (listener) => {
      onMessage = listener;
      for (const message of kept.splice(0)) listener(message);
    },
    onClose: (listener) => {
      onClose = listener;
      if (closed) queueMicrotask(listener);
    },
    close: () => {
      if (closed) return;
      line.end();
      ended();
    },
  };
}
