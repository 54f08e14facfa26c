import type { FetchFailure } from './fetchFailure.ts';

export interface DoorFacts {
  readonly asked: 'electron' | 'browser' | null;
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly isRoot: boolean;
  readonly electronInstalled: boolean;
  readonly electronVersion: string;
  /** The last attempt to fetch Electron, if it failed and is recent. */
  readonly failure: FetchFailure | null;
}

export type DoorChoice =
  | { readonly door: 'electron' }
  /** Electron has to be fetched; the browser is the way out. */
  | { readonly door: 'fetch' }
  | { readonly door: 'browser'; readonly because: string | null };

/** Which door `npm start` opens: Electron wherever it can run, the browser otherwise, with the reason. */
export function chooseDoor(facts: DoorFacts): DoorChoice {
  if (facts.asked === 'browser') return { door: 'browser', because: null };
  if (facts.asked === null && !hasDisplay(facts))
    return {
      door: 'browser',
      because: 'No display here: the workstation is served for a browser.',
    };
  if (facts.asked === null && facts.isRoot && facts.platform === 'linux')
    return {
      door: 'browser',
      because: 'Electron does not run its sandbox as root: the workstation opens in the browser.',
    };
  if (facts.electronInstalled) return { door: 'electron' };
  if (facts.asked === null && facts.failure !== null)
    return {
      door: 'browser',
      because:
        `Electron ${facts.electronVersion} could not be fetched on ${facts.failure.at.slice(0, 10)} ` +
        `(${facts.failure.reason}): the workstation opens in the browser. npm start -- --electron tries again.`,
    };
  return { door: 'fetch' };
}

export function hasDisplay({ platform, env }: Pick<DoorFacts, 'platform' | 'env'>): boolean {
  if (platform !== 'linux' && platform !== 'freebsd' && platform !== 'openbsd') return true;
  return isSet(env['DISPLAY']) || isSet(env['WAYLAND_DISPLAY']);
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '';
}
