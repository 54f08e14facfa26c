import { parseArgs } from 'node:util';
import { BallastError } from '../../core/base/errors.ts';

export interface StartOptions {
  /** Null: the sample replica in the user's data folder. */
  readonly data: string | null;
  readonly port: number;
  /** False: print the address and open nothing. */
  readonly open: boolean;
  /** The door that was asked for; null leaves the choice to what the machine has. */
  readonly door: 'electron' | 'browser' | null;
}

/** The arguments of `npm start -- …`. Asking for a port or for no window asks for the browser's door. */
export function parseStartOptions(args: readonly string[]): StartOptions {
  const { values } = parse(args);
  const port = parsePort(values.port);
  if (values.electron === true && (values.browser === true || values.port !== undefined || values['no-open']))
    throw new BallastError('bad-input', '--electron does not go with --browser, --port or --no-open.');
  const browser = values.browser === true || values['no-open'] === true || values.port !== undefined;
  return {
    data: values.data ?? null,
    port,
    open: values['no-open'] !== true,
    door: values.electron === true ? 'electron' : browser ? 'browser' : null,
  };
}

export function parsePort(text: string | undefined): number {
  const port = Number(text ?? '0');
  if (!/^\d{1,5}$/.test(text ?? '0') || port > 65_535)
    throw new BallastError('bad-input', `--port is a number from 0 to 65535, not ${JSON.stringify(text)}.`);
  return port;
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      strict: true,
      allowPositionals: false,
      options: {
        data: { type: 'string' },
        port: { type: 'string' },
        'no-open': { type: 'boolean' },
        browser: { type: 'boolean' },
        electron: { type: 'boolean' },
      },
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new BallastError(
      'bad-input',
      `${reason} Known: --data DIR, --port N, --no-open, --browser, --electron.`,
    );
  }
}
