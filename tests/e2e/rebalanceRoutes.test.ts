import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWorkstation, keepScreenshot } from './launchers/describeWorkstation.ts';
import type { Workstation } from './launchers/workstation.ts';
import { explainPage } from './pages/explainPage.ts';
import { firstMinutePage } from './pages/firstMinutePage.ts';
import { framePage, type FramePage } from './pages/framePage.ts';
import { inventoryPage } from './pages/inventoryPage.ts';
import { rebalancePage, type RebalancePage } from './pages/rebalancePage.ts';

describeWorkstation('Rebalance, by route and agreement', (launch) => {
  let station: Workstation;
  let frame: FramePage;
  let rebalance: RebalancePage;
  const proposals = (): Promise<number> => rebalance.grid.total();
  /** How many the button would approve. */
  const chosen = async (): Promise<number> =>
    Number((await rebalance.approve.innerText()).replace(/\D/gu, '') || '0');
  beforeAll(async () => {
    station = await launch();
    frame = framePage(station.page);
    rebalance = rebalancePage(station.page);
    await frame.ready();
    await frame.setFeed(false);
    await firstMinutePage(station.page).dismiss();
    await frame.goTo('rebalance');
    await rebalance.grid.cell(0, 'net').waitFor();
  });
  afterAll(() => station.close());

  it('an arc says what travels on it, and a click lists that', async () => {
    await rebalance.map.getByTestId('map-arc').first().waitFor({ state: 'attached' });
    await station.page.getByTestId('arc-measure-freight').click();
    const tip = await rebalance.hoverArc();
    for (const fact of ['Transfers', 'Units', 'Weight', 'Freight', 'Stock value', 'Net']) {
      expect(tip).toContain(fact);
    }
    const all = await proposals();
    await station.page.mouse.down();
    await station.page.mouse.up();
    await expect.poll(proposals).toBeLessThan(all);
    // What travels between the same marks on other lanes of theirs is listed too.
    expect(await proposals()).toBeGreaterThanOrEqual(Number(/Transfers\s+(\d+)/u.exec(tip)?.[1]));
    await station.page.getByRole('button', { name: 'Clear all' }).click();
    await rebalance.grid.quickFilter('Proposed');
    await expect.poll(proposals).toBe(all);
  });

  it('an area of the map selects the transfers that begin in it, ready to be decided', async () => {
    const all = await proposals();
    await station.page.getByTestId('map-reach-from').click();
    await rebalance.brush([0.55, 0.25], [0.98, 0.75]);
    await expect.poll(proposals).toBeLessThan(all);
    const inside = await proposals();
    expect(inside).toBeGreaterThan(0);
    await expect.poll(chosen).toBe(inside);
    await keepScreenshot(station.page, 'rebalance-brushed');
    await station.page.getByTestId('map-reach-within').click();
    await rebalance.brush([0.55, 0.25], [0.98, 0.75]);
    await expect.poll(proposals).toBeLessThanOrEqual(inside);
    await station.page.getByRole('button', { name: 'Clear all' }).click();
    await rebalance.grid.quickFilter('Proposed');
    await expect.poll(proposals).toBe(all);
  });

  it('a click on the routes selects everything up to there, a drag a stretch, keys the end', async () => {
    const all = await proposals();
    await rebalance.steer.open();
    await rebalance.routes.text.filter({ hasText: 'Click or drag' }).waitFor();
    await rebalance.routes.click(0.3);
    await rebalance.routes.text.filter({ hasText: 'Best' }).waitFor();
    await expect.poll(proposals).toBeLessThan(all);
    const best = await proposals();
    await expect.poll(chosen).toBe(best);
    expect(await rebalance.routes.text.innerText()).toContain(`${best} proposal`);
    await keepScreenshot(station.page, 'rebalance-routes-chosen');
    await rebalance.routes.drag(0.3, 0.6);
    await rebalance.routes.text.filter({ hasNotText: 'Best' }).waitFor();
    await expect.poll(chosen).toBeGreaterThan(0);
    expect(best + (await chosen())).toBeLessThanOrEqual(all + 1);

    await rebalance.routes.end.focus();
    await station.page.keyboard.press('Escape');
    await expect.poll(proposals).toBe(all);
    await rebalance.routes.end.focus();
    await station.page.keyboard.press('ArrowRight');
    await station.page.keyboard.press('ArrowRight');
    await rebalance.routes.text.filter({ hasText: 'Best 2 of' }).waitFor();
    expect(await rebalance.routes.end.getAttribute('aria-valuetext')).toContain('Best 2 of');
    await station.page.keyboard.press('Enter');
    await expect.poll(proposals).toBeLessThan(best);
    await expect.poll(chosen).toBe(await proposals());
    await station.page.getByRole('button', { name: 'Clear all' }).click();
    await rebalance.grid.quickFilter('Proposed');
  });

  it('what was selected on the routes is approved at once', async () => {
    await frame.workAs('approver');
    const all = await proposals();
    await rebalance.routes.click(0.01);
    await expect.poll(proposals).toBeLessThan(all);
    const best = await chosen();
    await rebalance.approve.click();
    await frame.toast.filter({ hasText: 'Approve' }).waitFor();
    await station.page.getByRole('button', { name: 'Clear all' }).click();
    await rebalance.grid.quickFilter('Proposed');
    await expect.poll(proposals).toBeLessThanOrEqual(all - best);
    await rebalance.grid.select(0, 'net');
    await station.page.keyboard.press('Control+z');
    await expect.poll(proposals).toBe(all);
    await frame.workAs('planner');
  });

  it('a route opens below as its items, which add up to it, and several are listed together', async () => {
    await rebalance.rows('route');
    const routes = rebalance.groups('route');
    await expect.poll(() => routes.text(0, 'route')).not.toBe('');
    const all = Number(await routes.text(0, 'transfers'));
    const units = Number(await routes.text(0, 'units'));
    await routes.select(0, 'net');
    await rebalance.detail.cell(0, 'itemId').waitFor();
    const quantities = await rebalance.detail.numbers('quantity');
    expect(quantities).toHaveLength(all);
    expect(quantities.reduce((sum, quantity) => sum + quantity, 0)).toBe(units);
    await keepScreenshot(station.page, 'rebalance-route-items');
    const second = Number(await routes.text(1, 'transfers'));
    await routes.selectRange([0, 'net'], [1, 'net']);
    await station.page.keyboard.press('Enter');
    await expect.poll(proposals).toBe(all + second);
    await expect.poll(chosen).toBe(all + second);
    await station.page.getByRole('button', { name: 'Clear all' }).click();
    await rebalance.grid.quickFilter('Proposed');
  });

  it('a protected part leaves the proposals, is listed, said in Explain, and lifted again', async () => {
    const { protection } = rebalance;
    await expect.poll(() => rebalance.grid.text(0, 'itemId')).not.toBe('');
    const all = await proposals();
    const item = await rebalance.grid.text(0, 'itemId');
    const donor = await rebalance.grid.text(0, 'fromId');
    const transfer = await rebalance.transfer(0);
    await rebalance.grid.select(0, 'net');
    await station.page.keyboard.press('p');
    await protection.protect('SVC-02', 'fleet of a customer');
    await frame.toast.filter({ hasText: `Protect ${item} at ${donor} (SVC-02)` }).waitFor();
    await protection.row(item, donor).waitFor();
    expect(await protection.row(item, donor).innerText()).toContain('fleet of a customer');
    await keepScreenshot(station.page, 'protected-parts');
    await protection.row(item, donor).getByRole('button', { name: item }).click();
    const explain = explainPage(station.page);
    await explain.explains(item);
    await station.page.getByText('never given away').first().waitFor();
    await expect.poll(() => rebalance.transfer(0)).not.toBe(transfer);

    await frame.goTo('inventory');
    const inventory = inventoryPage(station.page);
    await inventory.grid.quickFilter('Protected');
    const listed = await inventory.grid.total();
    expect(listed).toBeGreaterThan(1);
    await inventory.grid.select(0, 'available');
    await station.page.keyboard.press('p');
    await protection.root.waitFor();
    await protection.close();

    await frame.goTo('rebalance');
    await rebalance.grid.cell(0, 'net').waitFor();
    await rebalance.grid.select(0, 'net');
    await station.page.keyboard.press('Control+z');
    await expect.poll(proposals).toBe(all);
    // Proposed anew, so under another number.
    await expect.poll(() => rebalance.grid.text(0, 'itemId')).toBe(item);
    expect(await rebalance.grid.text(0, 'fromId')).toBe(donor);
  });

  it('nothing went wrong in the page', () => {
    expect(station.problems).toEqual([]);
  });
});
