import { chromium } from 'playwright-core';
const url = process.env['URL'] ?? '';
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  ignoreDefaultArgs: ['--hide-scrollbars'],
  args: ['--no-sandbox', '--disable-gpu'],
});
const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
page.on('console', (m) => {
  if (m.type() !== 'info' && m.type() !== 'debug') console.log(m.type(), m.text());
});
page.on('pageerror', (e) => console.log(e.stack));
const t0 = Date.now();
await page.goto(url);
await page.waitForTimeout(2500);
await page.screenshot({ path: '/tmp/shots/med0.png' });
await page.waitForSelector('[data-testid=work-entry]', { timeout: 120000 });
console.log('first entry after', Date.now() - t0, 'ms');
await page.waitForTimeout(3000);
await page.screenshot({ path: '/tmp/shots/med1.png' });
await page.hover('[data-testid=work-entry] >> nth=1');
await page.waitForTimeout(200);
await page.locator('.map-canvas svg').first().focus();
await page.keyboard.press('n');
await page.keyboard.press('n');
await page.waitForTimeout(300);
await page.hover('[data-testid=work-entry] >> nth=1');
await page.waitForTimeout(200);
await page.screenshot({ path: '/tmp/shots/med2.png' });
await page.keyboard.press('Enter');
await page.waitForTimeout(2500);
await page.screenshot({ path: '/tmp/shots/med3.png' });
const lat = await page.evaluate(() => performance.getEntriesByType('longtask').length);
console.log('long tasks', lat);
await browser.close();
