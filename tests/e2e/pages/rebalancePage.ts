import type { Locator, Page } from 'playwright-core';
import { gridPage, type GridPage } from './gridPage.ts';

/** The Rebalance workspace: proposals, their verdicts, the map of their arcs. */
export interface RebalancePage {
  readonly grid: GridPage;
  readonly summary: Locator;
  readonly map: Locator;
  readonly approve: Locator;
  readonly reject: Locator;
  /** The dialog that says which of several transfers need somebody else. */
  readonly approveConfirm: Locator;
  verdict(name: 'auto' | 'approve' | 'block'): Locator;
  /** Number of the transfer in a row. */
  transfer(row: number): Promise<string>;
  /** Shows rows as transfers, by item or by route; the grid of the last two. */
  rows(by: 'transfer' | 'item' | 'route'): Promise<void>;
  groups(by: 'item' | 'route'): GridPage;
  readonly steer: SteerPanelPage;
  readonly routes: RouteCurvePage;
  /** Transfers of the active route or item, below its grid. */
  readonly detail: GridPage;
  /** Drags an area open on the map, by shares of its width and height. */
  brush(from: readonly [number, number], to: readonly [number, number]): Promise<void>;
  /** The largest arc on the map, where nothing lies over it: its tooltip's texts, then a click on it. */
  hoverArc(): Promise<string>;
  readonly protection: ProtectionPage;
  /** Chooses a reason by its code and confirms. */
  rejectWith(code: string, note?: string): Promise<void>;
}

/** The present plan's routes on the frontier. */
export interface RouteCurvePage {
  readonly text: Locator;
  /** The slider at the end of the stretch. */
  readonly end: Locator;
  /** Clicks at a share of the chart's freight, or drags from one to another. */
  click(share: number): Promise<void>;
  drag(from: number, to: number): Promise<void>;
}

/** The dialog of protected parts. */
export interface ProtectionPage {
  readonly root: Locator;
  readonly rows: Locator;
  /** Fills in the form and confirms. */
  protect(agreement: string, note: string): Promise<void>;
  row(itemId: string, locationId: string): Locator;
  close(): Promise<void>;
}

/** Sliders, what they would do, and the frontier. */
export interface SteerPanelPage {
  readonly panel: Locator;
  readonly adopt: Locator;
  readonly reset: Locator;
  readonly state: Locator;
  /** A point of the frontier, by its service factor. */
  point(factor: number): Locator;
  open(): Promise<void>;
  /** Moves a slider by so many steps with the keyboard. */
  move(setting: string, steps: number): Promise<void>;
  /** Plan, steered and change of a total; empty strings where nothing stands. */
  total(id: string): Promise<readonly string[]>;
  /** Waits until the whole network has followed. */
  followed(): Promise<void>;
}

export function rebalancePage(page: Page): RebalancePage {
  const grid = gridPage(page, 'rebalance');
  return {
    grid,
    summary: page.getByTestId('rebalance-summary'),
    map: page.locator('.rebalance-map').getByTestId('risk-map'),
    approve: page.getByTestId('approve'),
    reject: page.getByTestId('reject'),
    approveConfirm: page.getByTestId('approve-confirm'),
    verdict: (name) => page.getByTestId(`verdict-${name}`),
    rows: async (by) => page.getByTestId(`rows-${by}`).click(),
    groups: (by) => gridPage(page, `rebalance-${by}`),
    steer: steerPanel(page),
    routes: routeCurve(page),
    detail: gridPage(page, 'rebalance-detail'),
    protection: protection(page),
    async brush(from, to) {
      const box = await page.locator('.rebalance-map .map-canvas > svg').boundingBox();
      if (box === null) throw new Error('the map is not drawn');
      const at = ([x, y]: readonly [number, number]): [number, number] => [
        box.x + x * box.width,
        box.y + y * box.height,
      ];
      await page.getByTestId('map-brush').click();
      await page.mouse.move(...at(from));
      await page.mouse.down();
      await page.mouse.move(...at(to), { steps: 4 });
      await page.mouse.up();
    },
    async hoverArc() {
      const tip = page.locator('.rebalance-map').getByTestId('map-tip');
      const lines = page.locator('.rebalance-map .map-arc-hit');
      // The largest are drawn last; marks may lie over one of them.
      for (let nth = (await lines.count()) - 1; nth >= 0; nth--) {
        const point = await lines.nth(nth).evaluate((line: SVGPathElement) => {
          const { x, y } = line.getPointAtLength(line.getTotalLength() * 0.6);
          const matrix = line.getScreenCTM();
          return matrix === null ? null : { x: x * matrix.a + matrix.e, y: y * matrix.d + matrix.f };
        });
        if (point === null) continue;
        await page.mouse.move(point.x, point.y);
        const text = (await tip.isVisible()) ? await tip.innerText() : '';
        if (text.includes('Weight')) return text;
      }
      throw new Error('no arc is free to be pointed at');
    },
    transfer: (row) => grid.text(row, 'transferId'),
    async rejectWith(code, note = '') {
      await page.locator(`#reject-form input[value="${code}"]`).check();
      if (note !== '') await page.getByTestId('reject-note').fill(note);
      await page.getByTestId('reject-confirm').click();
      await page.locator('#reject-form').waitFor({ state: 'detached' });
    },
  };
}

function steerPanel(page: Page): SteerPanelPage {
  const panel = page.getByTestId('steer');
  const state = page.getByTestId('steer-state');
  return {
    panel,
    adopt: page.getByTestId('steer-adopt'),
    reset: page.getByTestId('steer-reset'),
    state,
    point: (factor) => page.getByTestId(`frontier-${factor}`),
    async open() {
      if (!(await panel.isVisible())) await page.getByTestId('steer-toggle').click();
      await panel.waitFor();
    },
    async move(setting, steps) {
      await page.getByTestId(`steer-${setting}`).focus();
      const key = steps < 0 ? 'ArrowLeft' : 'ArrowRight';
      for (let step = 0; step < Math.abs(steps); step++) await page.keyboard.press(key);
    },
    total: (id) => panel.locator(`tr[data-total="${id}"] td`).allInnerTexts(),
    followed: () => state.filter({ hasText: 'Whole network' }).waitFor(),
  };
}

function routeCurve(page: Page): RouteCurvePage {
  const curve = page.getByTestId('route-curve');
  const at = async (share: number): Promise<[number, number]> => {
    await curve.scrollIntoViewIfNeeded();
    const box = await curve.boundingBox();
    if (box === null) throw new Error('the routes are not drawn');
    return [box.x + share * box.width, box.y + 0.8 * box.height];
  };
  return {
    text: page.getByTestId('route-text'),
    end: page.getByTestId('route-end'),
    click: async (share) => page.mouse.click(...(await at(share))),
    async drag(from, to) {
      await page.mouse.move(...(await at(from)));
      await page.mouse.down();
      await page.mouse.move(...(await at(to)), { steps: 4 });
      await page.mouse.up();
    },
  };
}

function protection(page: Page): ProtectionPage {
  const root = page.getByTestId('protection');
  return {
    root,
    rows: root.locator('tbody tr'),
    row: (itemId, locationId) =>
      root.locator(`tr[data-kind="never-given"][data-part="${itemId} ${locationId}"]`),
    async protect(agreement, note) {
      await page.getByTestId('protect-agreement').fill(agreement);
      await page.getByTestId('protect-note').fill(note);
      await page.getByTestId('protect-confirm').click();
    },
    async close() {
      await page.keyboard.press('Escape');
      await root.waitFor({ state: 'detached' });
    },
  };
}
