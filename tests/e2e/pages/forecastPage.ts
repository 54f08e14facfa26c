import type { Locator, Page } from 'playwright-core';
import { gridPage, type GridPage } from './gridPage.ts';

export type ForecastPane = 'series' | 'quadrant' | 'accuracy' | 'worst' | 'exceptions' | 'calendar';

/** The Forecast workspace: the grid, and one pane of detail at a time. */
export interface ForecastPage {
  readonly grid: GridPage;
  readonly summary: Locator;
  readonly title: Locator;
  readonly reading: Locator;
  readonly fan: Locator;
  readonly methods: Locator;
  readonly overrides: Locator;
  readonly quadrant: Locator;
  readonly brush: Locator;
  readonly brier: Locator;
  readonly reliability: Locator;
  readonly exception: Locator;
  readonly worst: Locator;
  readonly override: Locator;
  readonly clear: Locator;
  /** Opens a pane and waits until it shows what it is for. */
  show(pane: ForecastPane): Promise<void>;
  level(name: string): Promise<void>;
  accuracyBy(name: string): Promise<void>;
  /** Draws over the quadrant between two points, as shares of its width and height. */
  draw(from: readonly [number, number], to: readonly [number, number]): Promise<void>;
  fillOverride(fields: Readonly<Record<string, string>>): Promise<void>;
  confirmOverride(): Promise<void>;
  /** What the form refuses, a text a field. */
  refusals(): Promise<string[]>;
}

export function forecastPage(page: Page): ForecastPage {
  const marks: Readonly<Record<ForecastPane, Locator>> = {
    series: page.getByTestId('fan-chart'),
    quadrant: page.getByTestId('quadrant-chart'),
    accuracy: page.getByTestId('reliability-chart'),
    worst: page.getByTestId('worst-item').first(),
    exceptions: page.getByTestId('exception-entry').first(),
    calendar: page.getByTestId('calendar-months'),
  };
  const quadrant = page.getByTestId('quadrant-chart');
  return {
    grid: gridPage(page, 'forecast'),
    summary: page.getByTestId('forecast-summary'),
    title: page.getByTestId('series-title'),
    reading: page.getByTestId('fan-reading'),
    fan: page.getByTestId('fan-chart'),
    methods: page.getByTestId('methods-table'),
    overrides: page.getByTestId('series-overrides'),
    quadrant,
    brush: page.getByTestId('quadrant-brush'),
    brier: page.getByTestId('brier'),
    reliability: page.getByTestId('reliability-chart'),
    exception: page.getByTestId('exception-entry'),
    worst: page.getByTestId('worst-item'),
    override: page.getByTestId('override'),
    clear: page.getByTestId('clear-override'),
    async show(pane) {
      await page.getByTestId(`pane-${pane}`).click();
      await marks[pane].waitFor();
    },
    async level(name) {
      await page.getByTestId('series-level').selectOption(name);
    },
    async accuracyBy(name) {
      await page.getByTestId('accuracy-by').selectOption(name);
    },
    async draw(from, to) {
      const box = await quadrant.boundingBox();
      if (box === null) throw new Error('the quadrant is not drawn');
      await page.mouse.move(box.x + box.width * from[0], box.y + box.height * from[1]);
      await page.mouse.down();
      await page.mouse.move(box.x + box.width * to[0], box.y + box.height * to[1], { steps: 4 });
      await page.mouse.up();
    },
    async fillOverride(fields) {
      for (const [name, text] of Object.entries(fields)) {
        await page.getByTestId(`override-${name}`).fill(text);
      }
    },
    confirmOverride: () => page.getByTestId('override-confirm').click(),
    refusals: () => page.locator('#override-form [role="alert"]').allInnerTexts(),
  };
}
