import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

const failureSchema = z.object({ version: z.string(), at: z.iso.datetime(), reason: z.string() });

/** A failed attempt to fetch Electron's runtime, kept so that the next start does not wait for it again. */
export type FetchFailure = z.infer<typeof failureSchema>;

const forgetAfterMs = 7 * 24 * 60 * 60 * 1000;

/** The failure of this version that still counts; another version, or a week later, is a new try. */
export function readFetchFailure(file: string, version: string, nowMs: number): FetchFailure | null {
  let failure: FetchFailure;
  try {
    failure = failureSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null;
  }
  const age = nowMs - Date.parse(failure.at);
  return failure.version === version && age >= 0 && age < forgetAfterMs ? failure : null;
}

export function writeFetchFailure(file: string, failure: FetchFailure): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(failure)}\n`);
}

export function forgetFetchFailure(file: string): void {
  rmSync(file, { force: true });
}
