import { mkdirSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { serveFakePage } from './build.ts';

/**
 * Takes pictures of the window over the fake host:
 *   node tests/support/fakePage/shots.ts <folder> <name> [hash] [query]
 * writes <name>-{light,dark}-{1280,2560}.png; ONLY=light-1280 limits it.
 */
const [folder = 'artifacts/shots', name = 'tower', hash = '#/tower', query = ''] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const { url, server } = await serveFakePage();
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  ignoreDefaultArgs: ['--hide-scrollbars'],
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'],
});
const only = process.env['ONLY'] ?? '';
for (const colorScheme of ['light', 'dark'] as const) {
  for (const [width, height] of [
    [1280, 800],
    [2560, 1440],
  ]) {
    const shot = `${colorScheme}-${width}`;
    if (only !== '' && !only.split(',').includes(shot)) continue;
    const page = await browser.newPage({ viewport: { width, height }, colorScheme });
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning')
        console.log(`${shot}: ${message.text()}`);
    });
    page.on('pageerror', (error) => console.log(`${shot}: ${error.stack ?? error.message}`));
    await page.goto(`${url}${query}${hash}`);
    await page.waitForTimeout(Number(process.env['WAIT'] ?? 900));
    await page.screenshot({ path: `${folder}/${name}-${shot}.png` });
    await page.close();
  }
}
await browser.close();
server.close();
