import type { Port } from '../../core/contract/rpc.ts';

/** A raw line: pushes what arrives, whether or not anybody listens yet. */
export interface RawLine {
  post(message: unknown): void;
  close(): void;
  start(receive: (message: unknown) => void, closed: () => void): void;
}

/** Keeps messages, and the news of the end, until there is a listener for them. */
export function bufferedPort(line: RawLine): Port {
  let waiting: unknown[] = [];
  let listener: ((message: unknown) => void) | null = null;
  let closeListener: (() => void) | null = null;
  let closed = false;
  line.start(
    (message) => {
      if (listener === null) waiting.push(message);
      else listener(message);
    },
    () => {
      if (closed) return;
      closed = true;
      closeListener?.();
    },
  );
  return {
    post: (message) => line.post(message),
    onMessage(next) {
      listener = next;
      const kept = waiting;
      waiting = [];
      for (const message of kept) next(message);
    },
    onClose(next) {
      closeListener = next;
      if (closed) next();
    },
    close: () => line.close(),
  };
}
