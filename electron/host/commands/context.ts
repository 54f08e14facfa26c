import { BallastError } from '../../../core/base/errors.ts';

/** What a command of the command line is given, and how it answers. Results go to stdout, everything else to stderr. */
export interface CommandContext {
  readonly root: string;
  readonly resourcesFolder: string;
  /** Prints one line of result. */
  readonly print: (line: string) => void;
  /** Progress and messages for people. */
  readonly log: (line: string) => void;
  /** True once SIGINT or SIGTERM has asked to stop. */
  readonly cancelled: () => boolean;
  /** Wall clock in seconds. */
  readonly clockS: () => number;
}

/** Runs a generator to its end, showing progress on stderr a few times a second; stops with exit code 3 when asked to. */
export async function drain<P, T>(
  work: Generator<P, T>,
  context: CommandContext,
  describe: (progress: P) => string,
): Promise<T> {
  let shown = context.clockS();
  let breathed = shown;
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
    const now = context.clockS();
    if (now - shown >= 1) {
      shown = now;
      context.log(describe(step.value));
    }
    if (now - breathed >= 0.05) {
      breathed = now;
      // Signals arrive only between turns of the event loop.
      await new Promise((resolve) => setImmediate(resolve));
      if (context.cancelled()) {
        throw new BallastError('cancelled', 'Cancelled. Nothing was written.');
      }
    }
  }
}

export function required(values: Readonly<Record<string, unknown>>, name: string): string {
  const value = values[name];
  if (typeof value !== 'string' || value === '')
    throw new BallastError('bad-input', `--${name} is missing.`, { option: name });
  return value;
}

export function wholeNumber(text: string, name: string, from: number): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < from || text.trim() === '') {
    throw new BallastError(
      'bad-input',
      `--${name} must be a whole number from ${from}, not ${JSON.stringify(text)}.`,
      {
        option: name,
      },
    );
  }
  return value;
}

export function oneOf<T extends string>(text: string, name: string, choices: readonly T[]): T {
  const choice = choices.find((candidate) => candidate === text);
  if (choice === undefined) {
    throw new BallastError(
      'bad-input',
      `--${name} must be one of ${choices.join(', ')}, not ${JSON.stringify(text)}.`,
      {
        option: name,
      },
    );
  }
  return choice;
}
