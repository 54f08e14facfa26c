import path from 'node:path';
import { defaultReplicaFolder, type Machine } from '../launch/dataFolders.ts';

export interface ShellFolders {
  readonly replica: string;
  readonly renderer: string;
  readonly resources: string;
  readonly preload: string;
  readonly utility: string;
}

export interface ShellPlace {
  readonly packaged: boolean;
  /** `app.getAppPath()`: the checkout, or the archive of a package. */
  readonly appPath: string;
  /** `process.resourcesPath`: where a package keeps what is not in its archive. */
  readonly resourcesPath: string;
  readonly args: readonly string[];
  readonly machine: Machine;
}

/** Where the shell finds its parts, in a checkout and in a package. */
export function shellFolders(place: ShellPlace): ShellFolders {
  const out = path.join(place.appPath, 'out');
  return {
    replica: replicaArgument(place.args) ?? defaultReplicaFolder(place.machine),
    renderer: path.join(out, 'renderer'),
    resources: path.join(place.packaged ? place.resourcesPath : place.appPath, 'resources'),
    preload: path.join(out, 'preload', 'preload.cjs'),
    utility: path.join(unpacked(out), 'main', 'utility.mjs'),
  };
}

/** The host starts worker threads and loads a native module: its files lie beside the archive, not in it. */
function unpacked(folder: string): string {
  return folder.replace(/app\.asar(?=[\\/]|$)/, 'app.asar.unpacked');
}

/** `--data=DIR` with an absolute folder: where a desktop starts a program from says nothing. */
export function replicaArgument(args: readonly string[]): string | null {
  const prefix = '--data=';
  const folder = args.findLast((arg) => arg.startsWith(prefix))?.slice(prefix.length);
  return folder !== undefined && path.isAbsolute(folder) ? folder : null;
}
