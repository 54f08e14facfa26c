import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serveScalePage } from '../support/scalePage/serveScalePage.ts';
import { noBrowser, openBrowser } from './launchers/loopback.ts';
import { laptop, watchPage } from './launchers/workstation.ts';
import { gridPage, type GridPage } from './pages/gridPage.ts';

/**
 * Two million rows of 28 pixels are taller than an element can be, so the table is drawn stretched. What may not
 * stretch: which row stands where, that rows touch each other, and how far the wheel goes.
 */
describe.skipIf(noBrowser !== null)(`two million rows${noBrowser === null ? '' : `: ${noBrowser}`}`, () => {
  const last = 1_999_999;
  const problems: string[] = [];
  let served: Awaited<ReturnType<typeof serveScalePage>>;
  let browser: Browser;
  let page: Page;
  let grid: GridPage;
  beforeAll(async () => {
    served = await serveScalePage();
    browser = await openBrowser();
    page = await browser.newPage({ viewport: laptop });
    watchPage(page, problems);
    await page.goto(served.url);
    grid = gridPage(page, 'scale');
    await grid.cell(0, 'item').filter({ hasText: 'item 0' }).waitFor();
  });
  afterAll(async () => {
    await browser.close();
    await served.close();
  });

  const settledAt = async (row: number): Promise<void> => {
    await grid
      .cell(row, 'item')
      .filter({ hasText: new RegExp(`^item ${row}$`) })
      .waitFor();
  };

  it('ends on the last row and stands on the right row on the way there', async () => {
    for (const share of [0.25, 0.5, 0.75, 1]) {
      await grid.scrollTo(share);
      const page = 22;
      const expected = Math.round(share * (last - page));
      await expect.poll(async () => Math.abs((await grid.visibleRows()).first - expected)).toBeLessThan(page);
      expect((await grid.visibleRows()).gapless).toBe(true);
    }
    expect((await grid.visibleRows()).last).toBe(last);
    await settledAt(last);
  });

  it('draws the halves of a far row on one line', async () => {
    await settledAt(last - 3);
    const tops = await grid.root
      .locator(`.ag-row[row-index="${last - 3}"]`)
      .evaluateAll((rows) => rows.map((row) => row.getBoundingClientRect().top));
    expect(new Set(tops).size).toBe(1);
    expect(tops.every((top) => Number.isInteger(top))).toBe(true);
  });

  it('finds a row by its key, gives it the focus, and moves from it by one', async () => {
    for (const key of [1_234_567, 0, last, 3]) {
      await page.evaluate((wanted) => window.grid?.reveal(wanted, 'value', true), key);
      await expect
        .poll(() =>
          page.evaluate(() => document.activeElement?.closest('.ag-row')?.getAttribute('row-index')),
        )
        .toBe(String(key));
    }
    await page.keyboard.press('ArrowDown');
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.closest('.ag-row')?.getAttribute('row-index')))
      .toBe('4');
  });

  it('the wheel moves by its own step, not by the stretched one', async () => {
    await page.evaluate(() => window.grid?.reveal(1_000_000, 'value', false));
    await settledAt(1_000_000);
    const before = (await grid.visibleRows()).first;
    await page.mouse.move(400, 400);
    for (let turn = 0; turn < 7; turn++) await page.mouse.wheel(0, 120);
    // 840 pixels are 30 rows of 28; a pixel of scrolling is three and a half of the table.
    await expect
      .poll(async () => Math.abs((await grid.visibleRows()).first - before - 30))
      .toBeLessThanOrEqual(1);
  });

  it('a whole column is added up without reading it', async () => {
    await page.evaluate(() => window.grid?.reveal(5, 'value', true));
    await settledAt(5);
    await grid.select(5, 'value');
    await page.keyboard.press('Control+Space');
    await expect
      .poll(() => page.evaluate(() => window.statistics))
      .toMatchObject({ rows: 2_000_000, sum: 1_999_999_000_000, average: 999_999.5 });
  });

  it('sorting goes to the top and keeps the active row by its key', async () => {
    await page.keyboard.press('Escape');
    await grid.sortBy('value');
    await grid
      .cell(0, 'item')
      .filter({ hasText: `item ${last}` })
      .waitFor();
    expect((await grid.visibleRows()).first).toBe(0);
    await grid.scrollTo(1);
    await grid.root
      .locator(`.ag-row.is-active[row-index="${last - 5}"]`)
      .first()
      .waitFor();
  });

  it('nothing went wrong under a strict policy', () => {
    expect(problems).toEqual([]);
  });
});
