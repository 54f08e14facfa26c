import type { Locator, Page } from 'playwright-core';
import { gridPage, type GridPage } from './gridPage.ts';

/** The Inventory workspace: every position, the service level edited in place. */
export interface InventoryPage {
  readonly grid: GridPage;
  /** Why an entry was refused, at its cell, while it is still being typed. */
  readonly refusal: Locator;
  readonly preview: Locator;
  /** What the status bar says of the selected cells. */
  readonly range: Locator;
  applyPreview(): Promise<void>;
}

export function inventoryPage(page: Page): InventoryPage {
  return {
    grid: gridPage(page, 'inventory'),
    refusal: page.locator('.grid-entry-note:not([hidden])'),
    preview: page.getByTestId('paste-preview'),
    range: page.getByTestId('status-range'),
    async applyPreview() {
      await page.getByTestId('paste-apply').click();
      await page.getByTestId('paste-preview').waitFor({ state: 'detached' });
    },
  };
}
