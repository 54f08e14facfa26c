import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';

/**
 * Writes a file chunk by chunk under a temporary name beside it and renames it: a reader sees the old file or the
 * whole new one, and a failure leaves nothing behind. Returns the bytes written.
 */
export function writeWhole(file: string, chunks: Iterable<string>): number {
  const temporary = `${file}.${process.pid}.tmp`;
  let bytes = 0;
  try {
    const descriptor = openSync(temporary, 'w');
    try {
      let pending: string[] = [];
      let length = 0;
      const flush = (): void => {
        bytes += writeSync(descriptor, pending.join(''));
        pending = [];
        length = 0;
      };
      for (const chunk of chunks) {
        pending.push(chunk);
        length += chunk.length;
        if (length > 1 << 20) flush();
      }
      flush();
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(temporary, file);
  } finally {
    rmSync(temporary, { force: true });
  }
  return bytes;
}
