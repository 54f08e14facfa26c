import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWorkstation } from './launchers/describeWorkstation.ts';
import type { Workstation } from './launchers/workstation.ts';
import { explainPage } from './pages/explainPage.ts';
import { firstMinutePage } from './pages/firstMinutePage.ts';
import { forecastPage, type ForecastPage } from './pages/forecastPage.ts';
import { framePage, type FramePage } from './pages/framePage.ts';

describeWorkstation('Forecast', (launch) => {
  let station: Workstation;
  let frame: FramePage;
  let forecast: ForecastPage;
  beforeAll(async () => {
    station = await launch();
    frame = framePage(station.page);
    forecast = forecastPage(station.page);
    await frame.ready();
    await frame.setFeed(false);
    await firstMinutePage(station.page).dismiss();
    await station.page.keyboard.press('Control+4');
    await forecast.grid.cell(0, 'baseline').waitFor();
  });
  afterAll(async () => {
    expect(station.problems).toEqual([]);
    await station.close();
  });

  it('shows the selected position: history, fan, and every method with its loss', async () => {
    await expect.poll(() => forecast.summary.innerText()).toMatch(/Brier score\s+0\.\d/);
    await forecast.grid.sortBy('baseline');
    await forecast.grid.sortBy('baseline');
    await forecast.grid.select(0, 'baseline');
    const item = await forecast.grid.text(0, 'itemId');
    const location = await forecast.grid.text(0, 'locationId');
    await expect.poll(() => forecast.title.innerText()).toBe(`${item} at ${location}`);
    expect(await forecast.methods.locator('tbody tr').count()).toBeGreaterThan(15);
    await forecast.methods.getByText('in use').waitFor();
    await forecast.fan.focus();
    await station.page.keyboard.press('ArrowRight');
    await expect
      .poll(() => forecast.reading.innerText())
      .toMatch(/^\d{4}-\d{2}: mean [\d,.]+, [\d,.]+ to [\d,.]+/);
    await forecast.grid.select(0, 'baseline');
    await station.page.keyboard.press('F1');
    await explainPage(station.page).explains(item);
    await station.page.getByTestId('toggle-explain').click();
  });

  it('shows the same for levels above', async () => {
    await forecast.level('network');
    await expect.poll(() => forecast.title.innerText()).toMatch(/network/i);
    await forecast.level('family');
    await expect.poll(() => station.page.getByTestId('series-pane').innerText()).toMatch(/Family · \d+/);
    await forecast.level('position');
  });

  it('refuses an override at its cell below zero or without a reason, and takes one with both', async () => {
    await forecast.grid.select(0, 'override');
    await forecast.grid.enter('-4 mistake');
    const refusal = station.page.locator('.grid-entry-note');
    await expect.poll(() => refusal.innerText()).toMatch(/below zero/);
    await station.page.keyboard.press('Escape');
    await forecast.grid.select(0, 'override');
    await forecast.grid.enter('12');
    await expect.poll(() => refusal.innerText()).toMatch(/why/);
    await station.page.keyboard.press('Escape');
    const baseline = await forecast.grid.text(0, 'baseline');
    await forecast.grid.select(0, 'override');
    await forecast.grid.enter('12 spring campaign');
    await expect.poll(() => forecast.grid.text(0, 'override')).toBe('12');
    expect(await forecast.grid.text(0, 'consensus')).toBe('12.00');
    expect(await forecast.grid.text(0, 'baseline')).toBe(baseline);
    await forecast.grid.select(0, 'baseline');
    await expect.poll(() => forecast.overrides.innerText()).toMatch(/spring campaign/);
    await station.page.keyboard.press('Control+z');
    await expect.poll(() => forecast.grid.text(0, 'override')).toBe('');
  });

  it('overrides several rows in one step with months, reason and expiry, and clears them with a key', async () => {
    await forecast.grid.selectRange([0, 'baseline'], [2, 'baseline']);
    await station.page.keyboard.press('o');
    await forecast.fillOverride({ value: '-20', reason: '' });
    await forecast.confirmOverride();
    expect(await forecast.refusals()).toHaveLength(2);
    await forecast.fillOverride({ value: '+50%', reason: 'Recall' });
    await forecast.confirmOverride();
    await frame.toast.filter({ hasText: /^Override the forecast of 3/ }).waitFor();
    const baseline = await forecast.grid.numbers('baseline');
    await expect
      .poll(async () => (await forecast.grid.numbers('consensus')).slice(0, 3))
      .toEqual(baseline.slice(0, 3).map((units) => expect.closeTo(units * 1.5, 1) as number));
    await forecast.grid.selectRange([0, 'baseline'], [2, 'baseline']);
    await station.page.keyboard.press('c');
    await expect.poll(() => forecast.grid.text(1, 'override')).toBe('');
  });

  it('takes a dated uplift of months that are over, and shows what history is cleared of', async () => {
    await forecast.show('series');
    await forecast.level('position');
    // What sells most sold in those months.
    while (Number(await forecast.grid.text(0, 'baseline')) < 10) await forecast.grid.sortBy('baseline');
    await forecast.grid.select(0, 'baseline');
    await station.page.keyboard.press('o');
    await forecast.fillOverride({ value: '+50%', reason: 'Winter campaign', from: '2001-01', to: '2001-02' });
    await forecast.confirmOverride();
    expect(await forecast.refusals()).toEqual(['The last month is over already.']);
    await station.page.getByTestId('override-isUplift').check();
    await forecast.confirmOverride();
    await expect.poll(() => forecast.overrides.innerText()).toMatch(/\+50% uplift/);
    expect(await forecast.grid.text(0, 'consensus')).toBe(await forecast.grid.text(0, 'baseline'));
    await expect.poll(() => station.page.locator('.fan-note-uplift').count()).toBeGreaterThan(0);
    await station.page.keyboard.press('Control+z');
    await expect.poll(() => station.page.locator('.fan-note-uplift').count()).toBe(0);
  });

  it('takes a pasted column of different entries with one reason for those that say none', async () => {
    const { page } = station;
    await forecast.grid.select(0, 'override');
    await forecast.grid.paste('12 new fleet\n+10%\n*1.2\n-4 typo');
    const preview = page.getByTestId('paste-preview');
    await preview.getByText('1 cell refused').waitFor();
    expect(await preview.innerText()).toMatch(/-4 typo\s+An override is not below zero/);
    await page.getByTestId('paste-apply').click();
    await preview.getByText('Say why: an override without a reason is refused.').waitFor();
    await page.getByTestId('override-reason').fill('Budget round');
    await page.getByTestId('paste-apply').click();
    await expect.poll(() => forecast.grid.text(0, 'override')).toBe('12');
    const [, second = 0, third = 0] = await forecast.grid.numbers('baseline');
    const shown = await forecast.grid.numbers('consensus');
    expect(shown[1]).toBeCloseTo(second * 1.1, 1);
    expect(shown[2]).toBeCloseTo(third * 1.2, 1);
    expect(await forecast.grid.text(3, 'override')).toBe('');
    // The keyboard is back in the grid, and one undo takes all of it back.
    await page.keyboard.press('o');
    await page.locator('#override-form').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('#override-form').waitFor({ state: 'detached' });
    await page.keyboard.press('Control+z');
    await expect.poll(() => forecast.grid.text(0, 'override')).toBe('');
    expect(await forecast.grid.text(2, 'override')).toBe('');
  });

  it('exports the rows and columns that it shows', async () => {
    const { page } = station;
    const all = await forecast.grid.total();
    await forecast.grid.quickFilter('Lumpy');
    await expect.poll(() => forecast.grid.total()).toBeLessThan(all);
    const total = await forecast.grid.total();
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByTestId('export').click()]);
    const [header = '', ...rows] = (await readFile(await download.path(), 'utf8')).trim().split(/\r?\n/);
    expect(download.suggestedFilename()).toBe('forecast-view.csv');
    expect(header.split(',').slice(0, 4)).toEqual(['itemId', 'locationId', 'baseline', 'override']);
    expect(rows).toHaveLength(total);
    expect(rows.every((row) => row.includes('lumpy'))).toBe(true);
    await forecast.grid.quickFilter('Lumpy');
  });

  it('shows what a calendar would change before it is set, and forecasts follow it', async () => {
    const { page } = station;
    await forecast.show('calendar');
    const months = page.getByTestId('calendar-months');
    await months.getByText('alike').first().waitFor();
    const shown = (): Promise<string> => months.locator('tbody tr').first().locator('td').nth(1).innerText();
    const before = await shown();
    await page.getByTestId('calendar-five').click();
    await page.getByTestId('calendar-holidays').fill('07-04\n31-12');
    await page.getByText('31-12 is no day').waitFor();
    await page.getByTestId('calendar-holidays').fill('07-04');
    await months.getByText('Change').waitFor();
    const changed = await months.locator('tbody tr').first().locator('td').nth(2).innerText();
    await page.getByTestId('calendar-apply').click();
    await frame.toast.filter({ hasText: /^Set the working days of the network/ }).waitFor();
    const figure = (text: string): number => Number(text.replace(/,/g, ''));
    await expect.poll(async () => Math.abs(figure(await shown()) / figure(changed) - 1)).toBeLessThan(0.02);
    await page.keyboard.press('Control+z');
    await months.getByText('alike').first().waitFor();
    // The forecast goes back in a run of its own, and is judged anew.
    await expect.poll(shown).toBe(before);
    await page.locator('.strip-judging').waitFor({ state: 'detached' });
    await page.getByTestId('pane-series').click();
  });

  it('filters the grid by a rectangle drawn over the demand classes', async () => {
    await forecast.show('quadrant');
    const all = await forecast.grid.total();
    await station.page.getByTestId('class-lumpy').click();
    await expect.poll(() => forecast.grid.total()).toBeLessThan(all);
    await expect
      .poll(async () => new Set(await forecast.grid.texts('demandClass')))
      .toEqual(new Set(['Lumpy']));
    await station.page.getByTestId('class-lumpy').click();
    await expect.poll(() => forecast.grid.total()).toBe(all);
    await forecast.draw([0.3, 0.3], [0.7, 0.7]);
    await forecast.brush.waitFor();
    await expect.poll(() => forecast.grid.total()).toBeLessThan(all);
    await station.page.keyboard.press('Escape');
    await expect.poll(() => forecast.grid.total()).toBe(all);
  });

  it('says how good it is, by segment and method, and whether its probabilities come true', async () => {
    await forecast.show('accuracy');
    expect(Number(await forecast.brier.innerText())).toBeGreaterThan(0);
    // A network that has just opened has no prediction yet whose day has come.
    const stored = station.page.getByTestId('stored-predictions');
    expect(await stored.innerText()).toMatch(/No kept prediction has come due yet/);
    await forecast.accuracyBy('method');
    const table = station.page.getByTestId('accuracy-table');
    await table.getByText('Croston', { exact: true }).waitFor();
    expect(await table.locator('tbody tr').count()).toBeGreaterThan(15);
  });

  it('leads from the worst items and the exceptions to their rows', async () => {
    await forecast.show('worst');
    const item = (await forecast.worst.first().locator('b').innerText()).trim();
    await forecast.worst.first().click();
    await expect.poll(async () => new Set(await forecast.grid.texts('itemId'))).toEqual(new Set([item]));
    await station.page.evaluate(() => {
      location.hash = '#/forecast?q={"sort":[],"filter":[]}';
    });
    await forecast.show('exceptions');
    await station.page.getByTestId('exception-kind-died').click();
    await expect.poll(() => forecast.exception.first().innerText()).toMatch(/No demand for \d+ months/);
    await forecast.exception.first().click();
    await expect.poll(() => forecast.exception.first().getAttribute('aria-pressed')).toBe('true');
    await forecast.exception.first().focus();
    await station.page.keyboard.press('ArrowDown');
    await expect.poll(() => forecast.exception.nth(1).getAttribute('aria-pressed')).toBe('true');
    await station.page.getByTestId('exceptions-in-grid').click();
    await expect.poll(async () => new Set(await forecast.grid.texts('exception'))).toEqual(new Set(['Died']));
  });
});
