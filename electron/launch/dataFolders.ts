import path from 'node:path';

export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
}

/** Where Ballast keeps a user's data: the platform's own place, so that a backup finds it. */
export function userDataFolder({ platform, env, home }: Machine): string {
  if (platform === 'win32') {
    const local = env['LOCALAPPDATA'];
    return path.win32.join(usable(local, path.win32) ?? path.win32.join(home, 'AppData', 'Local'), 'Ballast');
  }
  if (platform === 'darwin') return path.posix.join(home, 'Library', 'Application Support', 'Ballast');
  const share = usable(env['XDG_DATA_HOME'], path.posix) ?? path.posix.join(home, '.local', 'share');
  return path.posix.join(share, 'ballast');
}

/** The replica that opens when none is named: the small sample network. */
export function defaultReplicaFolder(machine: Machine): string {
  const flavour = machine.platform === 'win32' ? path.win32 : path.posix;
  return flavour.join(userDataFolder(machine), 'small');
}

/** The XDG specification tells programs to ignore a relative path. */
function usable(folder: string | undefined, flavour: path.PlatformPath): string | null {
  return folder !== undefined && flavour.isAbsolute(folder) ? folder : null;
}
