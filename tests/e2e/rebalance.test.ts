import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWorkstation } from './launchers/describeWorkstation.ts';
import type { Workstation } from './launchers/workstation.ts';
import { explainPage, type ExplainPage } from './pages/explainPage.ts';
import { firstMinutePage } from './pages/firstMinutePage.ts';
import { framePage, type FramePage } from './pages/framePage.ts';
import { rebalancePage, type RebalancePage } from './pages/rebalancePage.ts';

describeWorkstation('Rebalance', (launch) => {
  let station: Workstation;
  let frame: FramePage;
  let rebalance: RebalancePage;
  let explain: ExplainPage;
  const proposals = (): Promise<number> => rebalance.grid.total();
  beforeAll(async () => {
    station = await launch();
    frame = framePage(station.page);
    rebalance = rebalancePage(station.page);
    explain = explainPage(station.page);
    await frame.ready();
    await frame.setFeed(false);
    await firstMinutePage(station.page).dismiss();
    await frame.goTo('rebalance');
    await rebalance.grid.cell(0, 'net').waitFor();
  });
  afterAll(() => station.close());

  it('opens on the proposals, best first, with their sum and their arcs', async () => {
    expect(await proposals()).toBeGreaterThanOrEqual(30);
    const net = await rebalance.grid.numbers('net');
    expect(net).toEqual(net.toSorted((a, b) => b - a));
    await rebalance.map.getByTestId('map-arc').first().waitFor({ state: 'attached' });
    await rebalance.summary.getByText('Benefit').waitFor();
  });

  it('explains the selected transfer', async () => {
    await rebalance.grid.select(0, 'net');
    await station.page.keyboard.press('F1');
    await explain.explains(await rebalance.transfer(0));
    expect(await explain.term('Value', 'Net').last().innerText()).toBe(await rebalance.grid.text(0, 'net'));
  });

  it('an edited proposal is not approved by whoever edited it', async () => {
    const row = (await rebalance.grid.numbers('quantity')).findIndex((quantity) => quantity > 1);
    const quantity = Number(await rebalance.grid.text(row, 'quantity'));
    await rebalance.grid.select(row, 'quantity');
    await rebalance.grid.enter('-1');
    await expect.poll(() => rebalance.grid.text(row, 'quantity')).toBe(String(quantity - 1));
    await rebalance.grid.select(row, 'net');
    await station.page.keyboard.press('a');
    await frame.toast.filter({ hasText: 'does not approve it' }).waitFor();
    await station.page.keyboard.press('Control+z');
    await expect.poll(() => rebalance.grid.text(row, 'quantity')).toBe(String(quantity));
  });

  it('the approver approves with a key, and undo brings the proposal back', async () => {
    await frame.workAs('approver');
    const before = await proposals();
    const transfer = await rebalance.transfer(0);
    await rebalance.grid.select(0, 'net');
    await station.page.keyboard.press('a');
    // What else was proposed between the same two places follows, so more than one may be gone.
    await expect.poll(proposals).toBeLessThan(before);
    expect(await rebalance.transfer(0)).not.toBe(transfer);
    await station.page.keyboard.press('Control+z');
    await expect.poll(proposals).toBe(before);
  });

  it('several are approved at once', async () => {
    const before = await proposals();
    await rebalance.grid.selectRange([0, 'net'], [2, 'net']);
    expect(await rebalance.approve.innerText()).toContain('3');
    await rebalance.approve.click();
    await expect.poll(proposals).toBeLessThanOrEqual(before - 3);
    await rebalance.grid.quickFilter('Under way');
    const moving = await rebalance.grid.total();
    expect(moving).toBeGreaterThanOrEqual(3);
    await rebalance.grid.quickFilter('Proposed');
  });

  it('a rejection carries its reason', async () => {
    const before = await proposals();
    const transfer = await rebalance.transfer(1);
    await rebalance.grid.select(1, 'net');
    await station.page.keyboard.press('r');
    await rebalance.rejectWith('quality-concern', 'box was wet');
    await expect.poll(proposals).toBe(before - 1);
    await rebalance.grid.quickFilter('Rejected');
    await expect.poll(() => rebalance.transfer(0)).toBe(transfer);
    expect(await rebalance.grid.text(0, 'reason')).toBe('Quality concern: box was wet');
    await rebalance.grid.quickFilter('Proposed');
    await expect.poll(proposals).toBe(before - 1);
  });

  it('finance reads and does not decide', async () => {
    await frame.workAs('finance');
    const before = await proposals();
    await rebalance.grid.select(0, 'net');
    await station.page.keyboard.press('a');
    await frame.toast.filter({ hasText: 'Finance reviews' }).waitFor();
    expect(await proposals()).toBe(before);
    await frame.workAs('planner');
  });

  it('nothing went wrong in the page', () => {
    expect(station.problems).toEqual([]);
  });
});
