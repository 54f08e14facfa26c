import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWorkstation } from './launchers/describeWorkstation.ts';
import type { Workstation } from './launchers/workstation.ts';
import { explainPage, type ExplainPage } from './pages/explainPage.ts';
import { firstMinutePage } from './pages/firstMinutePage.ts';
import { framePage, type FramePage } from './pages/framePage.ts';
import { inventoryPage, type InventoryPage } from './pages/inventoryPage.ts';

describeWorkstation('Inventory', (launch) => {
  let station: Workstation;
  let frame: FramePage;
  let inventory: InventoryPage;
  let explain: ExplainPage;
  beforeAll(async () => {
    station = await launch();
    frame = framePage(station.page);
    inventory = inventoryPage(station.page);
    explain = explainPage(station.page);
    await frame.ready();
    await frame.setFeed(false);
    await firstMinutePage(station.page).dismiss();
    await frame.goTo('inventory');
    await inventory.grid.cell(0, 'risk').waitFor();
  });
  afterAll(() => station.close());

  it('opens on all positions, most money at risk first, with totals at the foot', async () => {
    expect(await inventory.grid.total()).toBeGreaterThan(10_000);
    const money = await inventory.grid.numbers('moneyAtRisk');
    expect(money.length).toBeGreaterThan(10);
    expect(money).toEqual(money.toSorted((a, b) => b - a));
    expect(money[0]).toBeGreaterThan(0);
    await inventory.grid.root
      .locator('.ag-row-pinned [col-id=moneyAtRisk]')
      .filter({ hasText: /\d/ })
      .waitFor();
  });

  it('reaches the last row and comes back', async () => {
    const total = await inventory.grid.total();
    // The row of totals may come after the first scroll and make the end lie further down.
    const scrolledLast = async (): Promise<number> => {
      await inventory.grid.scrollTo(1);
      return (await inventory.grid.visibleRows()).last;
    };
    await expect.poll(scrolledLast).toBe(total - 1);
    expect((await inventory.grid.visibleRows()).gapless).toBe(true);
    await expect.poll(() => inventory.grid.text(total - 1, 'itemId')).toMatch(/\S/);
    await inventory.grid.scrollTo(0);
    await expect.poll(async () => (await inventory.grid.visibleRows()).first).toBe(0);
  });

  it('sorts by two columns', async () => {
    await inventory.grid.sortBy('risk');
    await inventory.grid.sortBy('available', true);
    await expect.poll(() => inventory.grid.text(0, 'risk')).toBe('No risk');
    const available = await inventory.grid.numbers('available');
    expect(available).toEqual(available.toSorted((a, b) => b - a));
    await inventory.grid.sortBy('moneyAtRisk');
    await expect.poll(() => inventory.grid.text(0, 'risk')).toBe('Critical');
  });

  it('narrows to positions with excess and explains the one that is selected', async () => {
    await inventory.grid.quickFilter('Excess');
    await expect.poll(() => inventory.grid.total()).toBeLessThan(10_000);
    await inventory.grid.select(2, 'excess');
    const item = await inventory.grid.text(2, 'itemId');
    const excess = await inventory.grid.text(2, 'excess');
    await station.page.keyboard.press('F1');
    await explain.explains(item);
    expect(await explain.term('Shortage and excess', 'Excess').last().innerText()).toContain(' ');
    expect(Number(excess)).toBeGreaterThan(0);
    await explain.chart.waitFor();
  });

  it('sets a service level and recalculates what depends on it, undo takes it back', async () => {
    const { grid } = inventory;
    const before = await grid.text(2, 'serviceLevel');
    const orderPoint = Number(await grid.text(2, 'reorderPoint'));
    await grid.select(2, 'serviceLevel');
    await grid.enter('99.9');
    await expect.poll(() => grid.text(2, 'serviceLevel')).toBe('99.9%');
    await expect.poll(async () => Number(await grid.text(2, 'reorderPoint'))).toBeGreaterThan(orderPoint);
    expect(await grid.text(2, 'serviceLevelSource')).toBe('planner');
    await station.page.keyboard.press('Control+z');
    await expect.poll(() => grid.text(2, 'serviceLevel')).toBe(before);
    await expect.poll(async () => Number(await grid.text(2, 'reorderPoint'))).toBe(orderPoint);
  });

  it('refuses what cannot be, at the cell, and says why a computed cell is locked', async () => {
    const { grid } = inventory;
    await grid.select(3, 'serviceLevel');
    const before = await grid.text(3, 'serviceLevel');
    await grid.enter('100%');
    expect(await inventory.refusal.innerText()).toContain('unlimited stock');
    await station.page.keyboard.press('Escape');
    expect(await grid.text(3, 'serviceLevel')).toBe(before);
    await grid.select(3, 'reorderPoint');
    await station.page.keyboard.press('5');
    expect(await grid.note.innerText()).toContain('Edit the service level');
  });

  it('pastes a column with a preview of what is refused, as one step of undo', async () => {
    const { grid } = inventory;
    const before = [await grid.text(4, 'serviceLevel'), await grid.text(6, 'serviceLevel')];
    await grid.select(4, 'serviceLevel');
    await grid.paste('98.5\r\nmany\r\n99.5%\r\n');
    expect(await inventory.preview.innerText()).toContain('1 cell refused');
    await inventory.applyPreview();
    await expect.poll(() => grid.text(4, 'serviceLevel')).toBe('98.5%');
    await expect.poll(() => grid.text(6, 'serviceLevel')).toBe('99.5%');
    await station.page.keyboard.press('Control+z');
    await expect.poll(() => grid.text(4, 'serviceLevel')).toBe(before[0]);
    await expect.poll(() => grid.text(6, 'serviceLevel')).toBe(before[1]);
  });

  it('adds up a range and copies it as a spreadsheet reads it', async () => {
    const { grid } = inventory;
    await grid.selectRange([0, 'available'], [3, 'available']);
    const shown = (await grid.numbers('available')).slice(0, 4);
    await inventory.range.filter({ hasText: 'Cells 4' }).waitFor();
    const sum = shown.reduce((total, value) => total + value, 0);
    const said = /Sum ([\d,.]+)/.exec(await inventory.range.innerText());
    expect(Number(said?.[1]?.replaceAll(',', ''))).toBe(sum);
    expect(await grid.copy()).toBe(shown.join('\r\n'));
  });

  it('comes back as it was left', async () => {
    const total = await inventory.grid.total();
    await inventory.grid.select(1, 'risk');
    const item = await inventory.grid.text(1, 'itemId');
    await explain.explains(item);
    await station.page.reload();
    await explain.explains(item);
    await expect.poll(() => inventory.grid.total()).toBe(total);
    await expect.poll(() => inventory.grid.root.locator('.ag-row.is-active').count()).toBeGreaterThan(0);
  });

  it('nothing went wrong in the page', () => {
    expect(station.problems).toEqual([]);
  });
});
