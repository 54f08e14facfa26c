import { readFileSync } from 'node:fs';

/** The processes above this one, nearest first: under an npm script a shell and npm itself. */
export interface Ancestors {
  readonly parent: number;
  /** 0 where the system does not say. */
  readonly grandparent: number;
}

const everyMs = 250;

/**
 * Calls `act` when the npm script that this program runs in has been ended. npm passes a signal on to the
 * script's shell only, and the shell dies of it without telling anyone, so a server would stay behind and keep
 * its replica. Outside of an npm script nothing is watched: a program may well outlive the shell it was
 * started from. Returns the function that stops watching.
 */
export function onScriptEnded(
  act: () => void,
  env: Readonly<Record<string, string | undefined>> = process.env,
  read: () => Ancestors = readAncestors,
): () => void {
  if (env['npm_lifecycle_event'] === undefined || process.platform === 'win32') return () => {};
  const before = read();
  const timer = setInterval(() => {
    const now = read();
    if (now.parent === before.parent && now.grandparent === before.grandparent) return;
    clearInterval(timer);
    act();
  }, everyMs);
  timer.unref();
  return () => clearInterval(timer);
}

function readAncestors(): Ancestors {
  const parent = process.ppid;
  return { parent, grandparent: parentOf(parent) };
}

/** The fourth field of `/proc/PID/stat`, after a name that may hold anything but ends with the last bracket. */
function parentOf(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(
      stat
        .slice(stat.lastIndexOf(')') + 1)
        .trim()
        .split(' ')[1] ?? 0,
    );
  } catch {
    return 0;
  }
}
