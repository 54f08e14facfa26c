import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BallastError } from '../../core/base/errors.ts';
import { onScriptEnded } from '../host/loopback/onScriptEnded.ts';
import type { CommandContext } from '../host/commands/context.ts';

/**
 * The command line: `ballast COMMAND …`. stdout carries results only. Exit codes: 0 done, 1 failed, 2 bad input,
 * 3 cancelled. Each command is loaded when it is asked for, so that none waits for another's libraries.
 */
type Command = (args: readonly string[], context: CommandContext) => void | Promise<void>;

const commands: Readonly<Record<string, () => Promise<Command>>> = {
  sample: async () => (await import('../host/commands/sampleCommand.ts')).sampleCommand,
  plan: async () => (await import('../host/commands/planCommand.ts')).planCommand,
  serve: async () => (await import('../host/commands/serveCommand.ts')).serveCommand,
  forecast: async () => (await import('../host/commands/forecastCommand.ts')).forecastCommand,
  accuracy: async () => (await import('../host/commands/forecastCommand.ts')).accuracyCommand,
  rebalance: async () => (await import('../host/commands/rebalanceCommand.ts')).rebalanceCommand,
  export: async () => (await import('../host/commands/exportCommand.ts')).exportCommand,
  bench: async () => (await import('../host/commands/benchCommand.ts')).benchCommand,
};

const root = resolve(fileURLToPath(import.meta.url), '../../..');
const log = (line: string): void => void process.stderr.write(`${line}\n`);
let asked = false;

const [name = '', ...args] = process.argv.slice(2);
const load = commands[name];
if (load === undefined) {
  const known = Object.keys(commands).join(', ');
  log(
    name === ''
      ? `Usage: ballast COMMAND …, where COMMAND is one of ${known}.`
      : `There is no command ${JSON.stringify(name)}. Known: ${known}.`,
  );
  process.exitCode = name === '--help' || name === 'help' ? 0 : 2;
} else {
  const stopWatching = onScriptEnded(() => (asked = true));
  if (name !== 'serve')
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => (asked = true));
  try {
    const command = await load();
    await command(args, {
      root,
      resourcesFolder: resolve(root, 'resources'),
      print: (line) => void process.stdout.write(`${line}\n`),
      log,
      cancelled: () => asked,
      clockS: () => performance.now() / 1000,
    });
  } catch (error) {
    log(error instanceof Error ? error.message : String(error));
    process.exitCode = exitCodeOf(error);
  } finally {
    stopWatching();
  }
}

function exitCodeOf(error: unknown): number {
  if (error instanceof BallastError) {
    if (error.code === 'bad-input') return 2;
    return error.code === 'cancelled' ? 3 : 1;
  }
  // parseArgs: an option that does not exist or lacks its value.
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return code.startsWith('ERR_PARSE_ARGS') ? 2 : 1;
}
