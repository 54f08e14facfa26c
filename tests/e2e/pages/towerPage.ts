import type { Locator, Page } from 'playwright-core';

/** The control tower: figures, map, live changes and the work list. */
export interface TowerPage {
  readonly kpis: Locator;
  readonly map: Locator;
  readonly marks: Locator;
  readonly arcs: Locator;
  readonly tip: Locator;
  readonly entries: Locator;
  readonly current: Locator;
  readonly total: Locator;
  readonly filter: Locator;
  readonly changes: Locator;
  entry(id: string): Locator;
  /** Identities of the entries that are drawn, in order. */
  entryIds(): Promise<string[]>;
  /** Money at risk of the entries that are drawn, in order, as numbers. */
  entryMoney(): Promise<number[]>;
  tab(status: 'open' | 'snoozed' | 'resolved'): Promise<void>;
  /** Takes an entry by mouse; the work list has the keyboard afterwards. */
  pick(row: number): Promise<string>;
  /** A key of the work list (A, S, R, O, T, Enter), and for a form its confirmation. */
  press(key: string): Promise<void>;
  confirm(): Promise<void>;
  showAll(): Promise<void>;
}

export function towerPage(page: Page): TowerPage {
  const at = (id: string): Locator => page.getByTestId(id);
  const entries = at('work-entry');
  return {
    kpis: page.locator('[data-testid^=kpi-]'),
    map: at('risk-map'),
    marks: at('map-mark'),
    arcs: at('map-arc'),
    tip: at('map-tip'),
    entries,
    current: page.locator('[data-testid=work-entry][aria-selected=true]'),
    total: at('work-total'),
    filter: at('work-filter'),
    changes: at('ticker').locator('li'),
    entry: (id) => page.locator(`[data-entry="${id}"]`),
    entryIds: () => entries.evaluateAll((rows) => rows.map((row) => row.getAttribute('data-entry') ?? '')),
    entryMoney: async () => {
      const texts = await entries.locator('.work-money').allInnerTexts();
      return texts.map((text) => Number(text.replace(/[^\d.-]/g, '')));
    },
    async tab(status) {
      await at(`work-tab-${status}`).click();
      await page.locator(`[data-testid=work-tab-${status}][aria-selected=true]`).waitFor();
      await at('work-total').waitFor();
    },
    async pick(row) {
      const entry = entries.nth(row);
      const id = (await entry.getAttribute('data-entry')) ?? '';
      await entry.locator('.work-title').click();
      return id;
    },
    press: (key) => page.keyboard.press(key),
    async confirm() {
      await at('work-form-apply').click();
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    },
    async showAll() {
      await at('work-filter').getByRole('button').click();
      await at('work-filter').waitFor({ state: 'detached' });
    },
  };
}
