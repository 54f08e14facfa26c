import type { Locator, Page } from 'playwright-core';

/** The Explain panel: why the selected thing is as it is. */
export interface ExplainPage {
  readonly panel: Locator;
  readonly title: Locator;
  readonly summary: Locator;
  readonly chart: Locator;
  readonly links: Locator;
  readonly empty: Locator;
  section(title: string): Locator;
  /** Value of a term as it reads. */
  term(section: string, label: string): Locator;
  /** Waits until the panel explains something whose title contains the text. */
  explains(text: string): Promise<void>;
}

export function explainPage(page: Page): ExplainPage {
  const panel = page.getByTestId('explain-panel');
  const title = panel.getByTestId('explanation-title');
  const section = (name: string): Locator =>
    panel.locator('.explain-section').filter({ has: page.getByRole('heading', { name, exact: true }) });
  return {
    panel,
    title,
    summary: panel.getByTestId('explanation-summary'),
    chart: panel.locator('.explain-chart svg'),
    links: panel.locator('.explanation-links button'),
    empty: panel.getByTestId('empty-state'),
    section,
    term: (name, label) =>
      section(name)
        .locator('.explain-term')
        .filter({ has: page.locator('dt', { hasText: label }) })
        .locator('dd')
        .first(),
    explains: (text) => title.filter({ hasText: text }).waitFor(),
  };
}
