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
  /** Chooses a reason by its code and confirms. */
  rejectWith(code: string, note?: string): Promise<void>;
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
  /** Present plan, these settings and change of a total; empty strings where nothing stands. */
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
