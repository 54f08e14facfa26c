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
  /** Chooses a reason by its code and confirms. */
  rejectWith(code: string, note?: string): Promise<void>;
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
    transfer: (row) => grid.text(row, 'transferId'),
    async rejectWith(code, note = '') {
      await page.locator(`#reject-form input[value="${code}"]`).check();
      if (note !== '') await page.getByTestId('reject-note').fill(note);
      await page.getByTestId('reject-confirm').click();
      await page.locator('#reject-form').waitFor({ state: 'detached' });
    },
  };
}
