import { readFileSync } from 'node:fs';
import { badInput } from '../../../core/base/errors.ts';

/** Reads a UTF-8 text file; one that is missing or no UTF-8 is bad input. */
export function readInput(file: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    throw badInput(
      { file },
      code === 'ENOENT' ? 'there is no such file' : `the file cannot be read (${code})`,
    );
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    const at = firstInvalid(bytes);
    throw badInput({ file, row: rowOf(bytes, at) }, `byte ${at + 1} is not UTF-8 text`);
  }
}

function firstInvalid(bytes: Buffer): number {
  let low = 0;
  let high = bytes.length;
  // The longest valid prefix, found by halving; a cut inside a character is put right by streaming mode.
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, middle), { stream: true });
      low = middle;
    } catch {
      high = middle - 1;
    }
  }
  return low;
}

function rowOf(bytes: Buffer, at: number): number {
  let row = 1;
  for (let i = 0; i < at; i++) if (bytes[i] === 10) row++;
  return row;
}
