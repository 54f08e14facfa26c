import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { FetchProgress } from './fetchElectron.ts';

/**
 * The process behind `fetchElectron`: brings the release into Electron's cache, telling how far it is, and
 * then lets Electron's own installer check and unpack it from there.
 */
interface Downloader {
  downloadArtifact(request: {
    version: string;
    artifactName: string;
    platform: string;
    arch: string;
    checksums: unknown;
    cacheRoot?: string | undefined;
    downloadOptions: { quiet: boolean; getProgressCallback: (progress: FetchProgress) => Promise<void> };
  }): Promise<string>;
}

const root = process.argv[2] ?? process.cwd();
const electron = path.join(root, 'node_modules', 'electron');
const require = createRequire(path.join(electron, 'install.js'));

try {
  const { version } = require(path.join(electron, 'package.json')) as { version: string };
  const get = (await import(pathToFileURL(require.resolve('@electron/get')).href)) as Downloader;
  await get.downloadArtifact({
    version,
    artifactName: 'electron',
    platform: process.platform,
    arch: process.arch,
    checksums: require(path.join(electron, 'checksums.json')) as unknown,
    cacheRoot: process.env['electron_config_cache'],
    downloadOptions: {
      quiet: true,
      getProgressCallback: async ({ transferred, total }) => void process.send?.({ transferred, total }),
    },
  });
  const installer = spawnSync(process.execPath, [path.join(electron, 'install.js')], {
    cwd: electron,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  process.exitCode = installer.status ?? 1;
} catch (error) {
  process.stderr.write(`${error instanceof Error ? reasonOf(error) : String(error)}\n`);
  process.exitCode = 1;
}
process.disconnect?.();

/** `fetch failed` hides the cause one level down. */
function reasonOf(error: Error): string {
  const cause = error.cause instanceof Error ? error.cause.message : '';
  return cause === '' ? error.message : `${error.message}: ${cause}`;
}
