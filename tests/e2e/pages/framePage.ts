import type { Locator, Page } from 'playwright-core';

/** The frame around every workspace, as a person uses it. */
export interface FramePage {
  readonly explain: Locator;
  readonly network: Locator;
  readonly clock: Locator;
  readonly replica: Locator;
  readonly recalculation: Locator;
  readonly feed: Locator;
  readonly toast: Locator;
  readonly undo: Locator;
  readonly redo: Locator;
  goTo(workspace: 'tower' | 'inventory' | 'rebalance' | 'forecast'): Promise<void>;
  /** Opens the find, types, and takes the first result that contains `pick`. */
  find(text: string, pick: string | RegExp): Promise<void>;
  workAs(profile: 'planner' | 'approver' | 'finance'): Promise<void>;
  setTheme(theme: 'system' | 'light' | 'dark'): Promise<void>;
  theme(): Promise<string | null>;
  setFeed(running: boolean): Promise<void>;
  /** Until the first plan has given the window something to show. */
  ready(): Promise<void>;
}

export function framePage(page: Page): FramePage {
  const at = (id: string): Locator => page.getByTestId(id);
  return {
    explain: at('explain-panel'),
    network: at('network-name'),
    clock: at('clock'),
    replica: at('status-replica'),
    recalculation: at('status-recalculation'),
    feed: at('status-feed'),
    toast: at('toast'),
    undo: at('undo'),
    redo: at('redo'),
    async goTo(workspace) {
      await at(`workspace-${workspace}`).click();
      await at(`in-${workspace}`).waitFor();
    },
    async find(text, pick) {
      await page.keyboard.press('Control+k');
      await at('find-input').fill(text);
      await at('find-result').filter({ hasText: pick }).first().click();
    },
    async workAs(profile) {
      await at('profile-menu').click();
      await at(`profile-${profile}`).click();
    },
    async setTheme(theme) {
      await at('theme-menu').click();
      await at(`theme-${theme}`).click();
    },
    theme: () => page.locator('html').getAttribute('data-theme'),
    async setFeed(running) {
      if ((await at('status-feed').getAttribute('data-running')) !== String(running))
        await at('toggle-feed').click();
      await page.locator(`[data-testid=status-feed][data-running=${running}]`).waitFor();
    },
    async ready() {
      await at('network-name').filter({ hasText: /\S/ }).waitFor();
      await at('status-feed').waitFor();
      await page.locator('[data-testid=status-run][data-status=running]').waitFor({ state: 'detached' });
    },
  };
}
