import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { _electron } from 'playwright-core';
import { hasDisplay } from '../../../electron/launch/chooseDoor.ts';
import { ensureBuilt } from '../../../electron/launch/ensureBuilt.ts';
import { findElectron } from '../../../electron/launch/findElectron.ts';
import { root } from './serverProcess.ts';
import { laptop, watchPage, type LaunchOptions, type Workstation } from './workstation.ts';

/** Why Electron cannot be tested here; null when it can. */
export const noElectron: string | null = reason();

function reason(): string | null {
  if ((findElectron(root)?.program ?? null) === null) return 'the runtime of Electron is not installed';
  if (!hasDisplay({ platform: process.platform, env: process.env })) return 'no display for Electron';
  return null;
}

/** The workstation as the product is: Electron with its own main, preload and utility process. */
export async function launchElectron(options: LaunchOptions = {}): Promise<Workstation> {
  const program = findElectron(root)?.program ?? null;
  if (program === null) throw new Error('the runtime of Electron is not installed');
  await ensureBuilt({ root, part: 'page', log: () => {} });
  await ensureBuilt({ root, part: 'shell', log: () => {} });
  const own = options.dataFolder === undefined;
  const dataFolder = options.dataFolder ?? (await mkdtemp(path.join(tmpdir(), 'ballast-e2e-')));
  const isRoot = process.getuid?.() === 0;
  const profile = await mkdtemp(path.join(tmpdir(), 'ballast-profile-'));
  const app = await _electron.launch({
    executablePath: program,
    args: [
      root,
      `--data=${dataFolder}`,
      `--user-data-dir=${profile}`,
      ...(isRoot && process.platform === 'linux' ? ['--no-sandbox'] : []),
    ],
    colorScheme: options.colorScheme ?? 'light',
  });
  let output = '';
  for (const stream of [app.process().stdout, app.process().stderr])
    stream?.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
  const problems: string[] = [];
  const page = await app.firstWindow();
  watchPage(page, problems);
  await page.setViewportSize(options.viewport ?? laptop);
  return {
    page,
    context: app.context(),
    dataFolder,
    problems,
    openWindow: async () => {
      const [opened] = await Promise.all([
        app.waitForEvent('window'),
        page.evaluate(() => {
          (globalThis as unknown as { ballast: { openWindow(): void } }).ballast.openWindow();
        }),
      ]);
      watchPage(opened, problems);
      return opened;
    },
    output: () => output,
    close: async () => {
      await app.close();
      await rm(profile, { recursive: true, force: true });
      if (own) await rm(dataFolder, { recursive: true, force: true });
    },
  };
}
