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
await page.goto(url);
await page.waitForSelector('[data-testid=work-entry]', { timeout: 20000 });
await page.waitForTimeout(2500);
await page.screenshot({ path: '/tmp/shots/real1.png' });
const next = page.locator('[data-testid=first-minute-next]');
for (let i = 0; i < 4; i++) {
  console.log(await page.locator('[data-testid=first-minute-text]').innerText());
  await next.click();
  await page.waitForTimeout(900);
  await page.screenshot({ path: `/tmp/shots/real-fm${i}.png` });
}
console.log(await page.locator('[data-testid=first-minute]').getAttribute('data-step'));
await next.click();
const big = await browser.newPage({ viewport: { width: 2560, height: 1440 }, colorScheme: 'dark' });
await big.goto(url);
await big.waitForTimeout(3000);
await big.screenshot({ path: '/tmp/shots/real2.png' });
await browser.close();
