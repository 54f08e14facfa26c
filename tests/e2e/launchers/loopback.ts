import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { ensureBuilt } from '../../../electron/launch/ensureBuilt.ts';
import { findChromium } from '../../runner/findChromium.ts';
import { root, startServer, type ServerProcess } from './serverProcess.ts';
import { laptop, watchPage, type LaunchOptions, type Workstation } from './workstation.ts';

/** Why there is no browser to test in; null when there is one. */
export const noBrowser: string | null = findChromium() === null ? 'no Chromium on this machine' : null;

const browserArgs = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export function startLoopback(dataFolder: string, ...more: string[]): Promise<ServerProcess> {
  const entry = path.join(root, 'electron', 'entries', 'loopback.ts');
  return startServer([entry, '--data', dataFolder, ...more]);
}

export function openBrowser(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === null) throw new Error('no Chromium on this machine');
  // Hidden scrollbars would make the grid lay its own over the last row.
  return chromium.launch({ executablePath, args: browserArgs, ignoreDefaultArgs: ['--hide-scrollbars'] });
}

/** The workstation in plain Node behind the browser's door, in a process of its own, with a real Chromium. */
export async function launchLoopback(options: LaunchOptions = {}): Promise<Workstation> {
  await ensureBuilt({ root, part: 'page', log: () => {} });
  const own = options.dataFolder === undefined;
  const dataFolder = options.dataFolder ?? (await mkdtemp(path.join(tmpdir(), 'ballast-e2e-')));
  const server = await startLoopback(dataFolder);
  const browser = await openBrowser();
  const context = await browser.newContext({
    viewport: options.viewport ?? laptop,
    colorScheme: options.colorScheme ?? 'light',
    reducedMotion: 'reduce',
  });
  const problems: string[] = [];
  const openWindow = async (): Promise<Page> => {
    const page = await context.newPage();
    watchPage(page, problems);
    await page.goto(server.url);
    return page;
  };
  return {
    page: await openWindow(),
    context,
    dataFolder,
    problems,
    openWindow,
    output: () => server.output(),
    close: async () => {
      await browser.close();
      await server.stop();
      if (own) await rm(dataFolder, { recursive: true, force: true });
    },
  };
}
