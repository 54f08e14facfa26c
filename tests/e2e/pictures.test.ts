import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWorkstation, keepScreenshot } from './launchers/describeWorkstation.ts';
import type { Workstation } from './launchers/workstation.ts';
import { firstMinutePage } from './pages/firstMinutePage.ts';
import { forecastPage } from './pages/forecastPage.ts';
import { framePage } from './pages/framePage.ts';
import { gridPage } from './pages/gridPage.ts';
import { towerPage } from './pages/towerPage.ts';

const sizes = [
  { width: 1280, height: 800 },
  { width: 2560, height: 1440 },
] as const;

/** Pictures of every workspace in both themes and both sizes, kept as artefacts; and nothing wider than its place. */
describeWorkstation('pictures of the workspaces', (launch) => {
  let station: Workstation;
  beforeAll(async () => {
    station = await launch();
    const frame = framePage(station.page);
    await frame.ready();
    await towerPage(station.page).changes.first().waitFor();
    await frame.setFeed(false);
    await firstMinutePage(station.page).dismiss();
  });
  afterAll(() => station.close());

  for (const theme of ['light', 'dark'] as const) {
    for (const size of sizes) {
      it(`${theme} at ${size.width} × ${size.height}`, async () => {
        const { page } = station;
        const frame = framePage(page);
        await page.setViewportSize(size);
        await frame.setTheme(theme);

        await frame.goTo('tower');
        const tower = towerPage(page);
        await tower.arcs.first().waitFor({ state: 'attached' });
        await tower.pick(0);
        await tower.press('Enter');
        await frame.explain.getByText('Money at risk').first().waitFor();
        await keepScreenshot(page, `tower-${theme}-${size.width}`);
        expect(await cutOff(page)).toEqual([]);
        await page.getByTestId('toggle-explain').click();
        await keepScreenshot(page, `tower-${theme}-${size.width}-map`);
        expect(await cutOff(page)).toEqual([]);

        for (const workspace of ['inventory', 'rebalance'] as const) {
          await frame.goTo(workspace);
          await gridPage(page, workspace).root.locator('.ag-row').first().waitFor();
          await page.waitForTimeout(300);
          await keepScreenshot(page, `${workspace}-${theme}-${size.width}`);
        }

        await frame.goTo('forecast');
        const forecast = forecastPage(page);
        // Figures of held-back months come a moment after the workspace.
        await forecast.summary.locator('dd').first().filter({ hasText: /\d/ }).waitFor();
        await forecast.grid.select(0, 'baseline');
        for (const pane of ['series', 'quadrant', 'accuracy', 'worst', 'exceptions', 'calendar'] as const) {
          await forecast.show(pane);
          await keepScreenshot(page, `forecast-${pane}-${theme}-${size.width}`);
          expect(await cutOff(page)).toEqual([]);
        }
      });
    }
  }
});

/** Figures, headings, buttons and rows of tabs that are wider than the element that shows them. */
function cutOff(page: Workstation['page']): Promise<string[]> {
  return page
    .locator(
      '.forecast-strip dd, .class-chip, .pane-tabs, .pane-tabs button, .series-facts dd, .tile-value, .tile-change, .work-money, .panel-header h2, .button, .status-item, .rail-item span',
    )
    .evaluateAll((elements) =>
      elements
        .filter((element) => element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0)
        .map((element) => `${element.className}: ${element.textContent}`),
    );
}
