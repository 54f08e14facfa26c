import { chromium } from 'playwright-core';
const url = process.env['URL'] ?? '';
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  ignoreDefaultArgs: ['--hide-scrollbars'],
  args: ['--no-sandbox', '--disable-gpu'],
});
for (const [scheme, w, h] of [
  ['light', 1280, 800],
  ['dark', 2560, 1440],
] as const) {
  const page = await browser.newPage({ viewport: { width: w, height: h }, colorScheme: scheme });
  page.on('console', (m) => {
    if (m.type() !== 'info' && m.type() !== 'debug') console.log(m.type(), m.text());
  });
  page.on('pageerror', (e) => console.log(e.stack));
  await page.goto(url);
  await page.waitForSelector('[data-testid=work-entry]', { timeout: 20000 });
  await page.waitForTimeout(2500);
  await page.screenshot({ path: `/tmp/shots/real-${scheme}-tower.png` });
  const next = page.locator('[data-testid=first-minute-next]');
  for (let i = 0; i < 4; i++) {
    await next.click();
    await page.waitForTimeout(1200);
    await page.screenshot({ path: `/tmp/shots/real-${scheme}-fm${i}.png` });
  }
  console.log(await page.locator('[data-testid=first-minute]').getAttribute('data-step'));
  await next.click();
  await page.keyboard.press('Control+2');
  await page.waitForTimeout(1200);
  await page.screenshot({ path: `/tmp/shots/real-${scheme}-inv.png` });
  await page.keyboard.press('Control+1');
  await page.waitForTimeout(600);
  await page.click('[data-testid=kpi-risk-2-weeks], .tile >> nth=1');
  await page.waitForTimeout(1200);
  await page.screenshot({ path: `/tmp/shots/real-${scheme}-drill.png` });
  await page.close();
}
await browser.close();
