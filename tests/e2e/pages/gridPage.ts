import type { Locator, Page } from 'playwright-core';

/** A grid as a spreadsheet user meets it; rows count from 0 in the present order. */
export interface GridPage {
  readonly root: Locator;
  readonly count: Locator;
  readonly note: Locator;
  readonly sortAgain: Locator;
  cell(row: number, column: string): Locator;
  /** Scrolls sideways until the column is drawn. */
  showColumn(column: string): Promise<void>;
  text(row: number, column: string): Promise<string>;
  /** Texts of a column in the rows that are drawn, top down. */
  texts(column: string): Promise<string[]>;
  numbers(column: string): Promise<number[]>;
  select(row: number, column: string): Promise<void>;
  selectRange(from: readonly [number, string], to: readonly [number, string]): Promise<void>;
  /** Types into the selected cell and presses Enter. */
  enter(text: string): Promise<void>;
  copy(): Promise<string>;
  paste(text: string): Promise<void>;
  sortBy(column: string, further?: boolean): Promise<void>;
  quickFilter(label: string): Promise<void>;
  /** Rows after the filter, as the bar says them. */
  total(): Promise<number>;
  /** Scrolls to a share of the whole height, 0 to 1. */
  scrollTo(share: number): Promise<void>;
  /** Row numbers that are wholly visible, and whether they follow each other without a gap. */
  visibleRows(): Promise<{ first: number; last: number; gapless: boolean }>;
}

export function gridPage(page: Page, name: string): GridPage {
  const root = page.getByTestId(`grid-${name}`);
  const viewport = root.locator('.ag-grid-viewport');
  const cell = (row: number, column: string): Locator =>
    root.locator(`.ag-row[row-index="${row}"] .ag-cell[col-id="${column}"]`);
  const count = page.getByTestId(`${name}-count`);

  const showColumn = async (column: string): Promise<void> => {
    const header = root.locator(`.ag-header-cell[col-id="${column}"]`);
    await root.locator('.ag-header-cell').first().waitFor();
    for (let step = 0; step < 40 && (await header.count()) === 0; step++) {
      await viewport.evaluate((element, first) => {
        element.scrollLeft = first ? 0 : element.scrollLeft + 300;
      }, step === 0);
      await page.waitForTimeout(60);
    }
    await header.waitFor();
  };
  const texts = async (column: string): Promise<string[]> => {
    await showColumn(column);
    return root.locator('.ag-row[row-index]').evaluateAll(
      (rows, id) =>
        rows
          .map((row) => ({
            index: Number(row.getAttribute('row-index')),
            text: row.querySelector(`[col-id="${id}"]`)?.textContent ?? null,
          }))
          .filter(({ index, text }) => Number.isInteger(index) && text !== null)
          .toSorted((a, b) => a.index - b.index)
          .map(({ text }) => text ?? ''),
      column,
    );
  };
  const select = async (row: number, column: string): Promise<void> => {
    await showColumn(column);
    await cell(row, column).click();
  };

  return {
    root,
    count,
    note: root.locator('.grid-note:not([hidden])'),
    sortAgain: page.getByTestId(`${name}-sort-again`),
    cell,
    showColumn,
    texts,
    select,
    async text(row, column) {
      await showColumn(column);
      return (await cell(row, column).innerText()).trim();
    },
    numbers: async (column) => (await texts(column)).map((text) => Number(text.replace(/[^\d.-]/g, ''))),
    async selectRange(from, to) {
      await select(...from);
      await showColumn(to[1]);
      await cell(...to).click({ modifiers: ['Shift'] });
    },
    async enter(text) {
      await page.keyboard.type(text);
      await page.keyboard.press('Enter');
    },
    copy: () =>
      page.evaluate(() => {
        const data = new DataTransfer();
        const event = new ClipboardEvent('copy', { clipboardData: data, bubbles: true, cancelable: true });
        document.activeElement?.dispatchEvent(event);
        return data.getData('text/plain');
      }),
    async paste(text) {
      await page.evaluate((value) => {
        const data = new DataTransfer();
        data.setData('text/plain', value);
        const event = new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true });
        document.activeElement?.dispatchEvent(event);
      }, text);
    },
    async sortBy(column, further = false) {
      await showColumn(column);
      await root
        .locator(`.ag-header-cell[col-id="${column}"] .grid-header-label`)
        .click(further ? { modifiers: ['Shift'] } : {});
    },
    async quickFilter(label) {
      await root.locator('.filter-bar').getByRole('button', { name: label, exact: true }).click();
    },
    async total() {
      await count.filter({ hasText: /\d/ }).waitFor();
      return Number(((await count.innerText()).split(' of ')[0] ?? '').replace(/\D/g, ''));
    },
    async scrollTo(share) {
      await viewport.evaluate((element, part) => {
        element.scrollTop = part * (element.scrollHeight - element.clientHeight);
      }, share);
    },
    visibleRows: () =>
      viewport.evaluate((element) => {
        const box = element.getBoundingClientRect();
        const head = element.querySelector('.ag-header')?.getBoundingClientRect().bottom ?? box.top;
        const foot = element.querySelector('.ag-row-pinned')?.getBoundingClientRect().top ?? box.bottom;
        const rows = new Map<number, number>();
        for (const row of element.querySelectorAll('.ag-row[row-index]')) {
          const index = Number(row.getAttribute('row-index'));
          const { top, bottom } = row.getBoundingClientRect();
          if (Number.isInteger(index) && top >= head - 1 && bottom <= foot + 1) rows.set(index, top);
        }
        const order = [...rows].toSorted((a, b) => a[1] - b[1]).map(([index]) => index);
        return {
          first: order[0] ?? -1,
          last: order.at(-1) ?? -1,
          gapless: order.every((index, at) => at === 0 || index === (order[at - 1] ?? 0) + 1),
        };
      }),
  };
}
