import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

export interface FetchLimits {
  /** Silence on the line that counts as a dead one. */
  readonly stallMs: number;
  readonly totalMs: number;
}

export const fetchLimits: FetchLimits = { stallMs: 20_000, totalMs: 15 * 60_000 };

/** What the downloading process tells: bytes so far and in all. */
export const progressSchema = z.object({ transferred: z.number(), total: z.number() });
export type FetchProgress = z.infer<typeof progressSchema>;

export type FetchResult = { readonly fetched: true } | { readonly fetched: false; readonly reason: string };

export interface FetchElectronOptions {
  readonly root: string;
  readonly onProgress: (progress: FetchProgress) => void;
  readonly limits?: FetchLimits;
  /** The program that fetches; the default downloads and unpacks Electron's release. */
  readonly program?: string;
}

/**
 * Fetches Electron's runtime in a process of its own, which is ended when nothing arrives for a while: behind
 * some firewalls a connection neither opens nor fails.
 */
export function fetchElectron(options: FetchElectronOptions): Promise<FetchResult> {
  const limits = options.limits ?? fetchLimits;
  const program = options.program ?? fileURLToPath(new URL('downloadElectron.ts', import.meta.url));
  const child = spawn(process.execPath, [...process.execArgv, program, options.root], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  return watch(child, limits, options.onProgress);
}

function watch(
  child: ChildProcess,
  limits: FetchLimits,
  onProgress: (progress: FetchProgress) => void,
): Promise<FetchResult> {
  return new Promise((resolve) => {
    const errors: string[] = [];
    const end = (result: FetchResult): void => {
      clearTimeout(stall);
      clearTimeout(total);
      child.kill('SIGKILL');
      resolve(result);
    };
    const total = setTimeout(
      () => end({ fetched: false, reason: `not done after ${seconds(limits.totalMs)}` }),
      limits.totalMs,
    );
    const stalled = () => end({ fetched: false, reason: `nothing arrived for ${seconds(limits.stallMs)}` });
    let stall = setTimeout(stalled, limits.stallMs);
    child.on('message', (message) => {
      clearTimeout(stall);
      stall = setTimeout(stalled, limits.stallMs);
      const progress = progressSchema.safeParse(message);
      if (progress.success) onProgress(progress.data);
    });
    child.stderr?.on('data', (chunk: Buffer) => errors.push(chunk.toString('utf8')));
    child.once('error', (error) => end({ fetched: false, reason: error.message }));
    child.once('close', (code) => {
      if (code === 0) end({ fetched: true });
      else end({ fetched: false, reason: lastLine(errors.join('')) ?? `exit ${code}` });
    });
  });
}

function seconds(ms: number): string {
  return `${Math.round(ms / 1000)} s`;
}

/** The last line that says something, short enough for one line of the terminal. */
function lastLine(text: string): string | null {
  const line = text
    .split('\n')
    .map((part) => part.trim())
    .findLast((part) => part !== '');
  return line === undefined ? null : line.slice(0, 160);
}
