import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureBuilt } from '../../electron/launch/ensureBuilt.ts';
import { noBrowser, openBrowser, startLoopback } from './launchers/loopback.ts';
import { root, type ServerProcess } from './launchers/serverProcess.ts';
import { firstMinutePage } from './pages/firstMinutePage.ts';
import { framePage } from './pages/framePage.ts';
import { towerPage } from './pages/towerPage.ts';

describe.skipIf(noBrowser !== null)('a window whose host goes away', () => {
  let folder: string;
  let server: ServerProcess;
  let browser: Browser;
  beforeAll(async () => {
    await ensureBuilt({ root, part: 'page', log: () => {} });
    folder = await mkdtemp(path.join(tmpdir(), 'ballast-away-'));
    server = await startLoopback(folder);
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('keeps its figures, says what is safe, and refuses decisions in words', async () => {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await page.goto(server.url);
    const frame = framePage(page);
    const tower = towerPage(page);
    await frame.ready();
    await firstMinutePage(page).dismiss();
    await tower.entries.first().waitFor();
    const entries = await tower.entries.count();

    await server.stop();
    await page.getByTestId('connection-notice').getByText('Confirmed decisions are kept').waitFor();
    await frame.replica.getByText('Host away').waitFor();
    expect(await tower.entries.count()).toBe(entries);

    await tower.pick(0);
    await tower.press('s');
    await tower.confirm();
    await frame.toast.getByText('The decision was not taken').waitFor();
    await page.close();
  });
});
