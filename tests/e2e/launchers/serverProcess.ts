import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '../../..');

export interface ServerProcess {
  readonly child: ChildProcess;
  /** The address with its token, as printed. */
  readonly url: string;
  output(): string;
  /** Resolves with the exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

export const addressPattern = /http:\/\/127\.0\.0\.1:\d+\/#token=[\w-]+/;

/** Starts a program of the repository that serves a workstation, and waits for the address that it prints. */
export function startServer(
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<ServerProcess> {
  const child = spawn(process.execPath, [...args], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], env });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  let output = '';
  return new Promise((resolve, reject) => {
    const stop = (signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> => {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal);
      return ended;
    };
    const hear = (chunk: Buffer): void => {
      output += chunk.toString('utf8');
      const url = addressPattern.exec(output)?.[0];
      if (url !== undefined) resolve({ child, url, output: () => output, stop });
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('error', reject);
    void ended.then((code) => reject(new Error(`the server ended with code ${code}:\n${output}`)));
  });
}
