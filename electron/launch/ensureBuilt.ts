import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { BallastError } from '../../core/base/errors.ts';
import { digestFiles, fingerprintFiles } from './fingerprintFiles.ts';

/** `page` is what both doors serve; `shell` is Electron's main, preload and host. */
export type BuildPart = 'page' | 'shell';

export interface BuildLayout {
  /** Folders below `out/` that the part consists of. */
  readonly folders: readonly string[];
  /** Sources whose change makes the part stale. */
  readonly sources: readonly string[];
}

const shared = ['core', 'electron.vite.config.ts', 'electron/launch/workerChunks.ts', 'package-lock.json'];

export const buildLayouts: Readonly<Record<BuildPart, BuildLayout>> = {
  page: { folders: ['renderer'], sources: ['renderer', ...shared] },
  shell: {
    folders: ['main', 'preload'],
    sources: ['electron/main', 'electron/preload', 'electron/host', 'electron/entries', ...shared],
  },
};

export interface EnsureBuiltOptions {
  /** The checkout. */
  readonly root: string;
  readonly part: BuildPart;
  readonly log: (line: string) => void;
  /** Builds the part into `out`; the default runs electron-vite. */
  readonly build?: (out: string) => Promise<void>;
}

export interface Built {
  readonly built: boolean;
  readonly rendererFolder: string;
}

const stampSchema = z.object({ stat: z.string(), content: z.string() });

/**
 * Builds a part when its sources are newer than what is in `out/`. Files are compared by size and time, and
 * by content only when those differ, so an unchanged checkout costs some milliseconds. The part is built
 * beside its place and moved there whole: two starts at once both end with a complete one.
 */
export async function ensureBuilt(options: EnsureBuiltOptions): Promise<Built> {
  const { root, part, log } = options;
  const layout = buildLayouts[part];
  const out = path.join(root, 'out');
  const stampFile = path.join(out, `.${part}.json`);
  const rendererFolder = path.join(out, 'renderer');

  const { stat, files } = fingerprintFiles(root, layout.sources);
  const present = layout.folders.every((folder) => existsSync(path.join(out, folder)));
  const stamp = present ? readStamp(stampFile) : null;
  if (stamp?.stat === stat) return { built: false, rendererFolder };
  const content = digestFiles(root, files);
  if (stamp?.content === content) {
    writeStamp(stampFile, { stat, content });
    return { built: false, rendererFolder };
  }

  log(part === 'page' ? 'Building the window…' : 'Building the desktop shell…');
  const temporary = path.join(out, `.build-${process.pid}-${randomBytes(4).toString('hex')}`);
  try {
    await (options.build ?? ((folder) => runElectronVite(root, part, folder)))(temporary);
    for (const folder of layout.folders) replaceFolder(path.join(temporary, folder), path.join(out, folder));
    writeStamp(stampFile, { stat, content });
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
  return { built: true, rendererFolder };
}

function readStamp(file: string): z.infer<typeof stampSchema> | null {
  try {
    return stampSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null;
  }
}

function writeStamp(file: string, stamp: z.infer<typeof stampSchema>): void {
  const temporary = `${file}.${process.pid}.tmp`;
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(temporary, JSON.stringify(stamp));
  renameSync(temporary, file);
}

/** Moves a folder into its place; what stood there goes first. Another start may do the same at this moment. */
function replaceFolder(from: string, to: string): void {
  for (let attempt = 1; ; attempt++) {
    const old = `${from}-old-${attempt}`;
    try {
      if (existsSync(to)) renameSync(to, old);
      renameSync(from, to);
      return;
    } catch (error) {
      if (attempt < 5) continue;
      // Windows keeps a folder in place while a file in it is open: copy over it.
      if (process.platform !== 'win32') throw error;
      cpSync(from, to, { recursive: true, force: true });
      return;
    }
  }
}

async function runElectronVite(root: string, part: BuildPart, out: string): Promise<void> {
  const program = path.join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js');
  const child = spawn(process.execPath, [program, 'build', '--outDir', out, '--logLevel', 'warn'], {
    cwd: root,
    env: { ...process.env, BALLAST_BUILD: part, NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => output.push(chunk));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code === 0) return;
  const text = Buffer.concat(output).toString('utf8').trim();
  throw new BallastError('failed', `The ${part} could not be built (exit ${code}).\n${text}`, { part });
}
