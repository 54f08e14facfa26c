import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

export interface ElectronInstall {
  readonly version: string;
  /** The program, or null when the package is there without its runtime. */
  readonly program: string | null;
}

/**
 * The Electron of a checkout, or null when the package itself is not installed. npm brings the package; the
 * runtime (some 100 MB) is fetched apart, because no dependency's install script runs here.
 */
export function findElectron(root: string, env: NodeJS.ProcessEnv = process.env): ElectronInstall | null {
  const folder = path.join(root, 'node_modules', 'electron');
  const version = readVersion(path.join(folder, 'package.json'));
  if (version === null) return null;
  const dist = env['ELECTRON_OVERRIDE_DIST_PATH'];
  const place = readText(path.join(folder, 'path.txt'));
  const fetched = readText(path.join(folder, 'dist', 'version'))?.replace(/^v/, '');
  if (place === null || (dist === undefined && fetched !== version)) return { version, program: null };
  const program = path.join(dist ?? path.join(folder, 'dist'), place);
  return { version, program: existsSync(program) ? program : null };
}

function readVersion(file: string): string | null {
  const text = readText(file);
  if (text === null) return null;
  const parsed: unknown = JSON.parse(text);
  if (typeof parsed !== 'object' || parsed === null || !('version' in parsed)) return null;
  return typeof parsed.version === 'string' ? parsed.version : null;
}

function readText(file: string): string | null {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return null;
  }
}
