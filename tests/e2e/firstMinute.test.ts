import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWorkstation } from './launchers/describeWorkstation.ts';
import type { Workstation } from './launchers/workstation.ts';
import { firstMinutePage } from './pages/firstMinutePage.ts';
import { framePage } from './pages/framePage.ts';
import { towerPage } from './pages/towerPage.ts';

describeWorkstation('the first minute', (launch) => {
  let station: Workstation;
  beforeAll(async () => {
    station = await launch();
    const frame = framePage(station.page);
    await frame.ready();
    await frame.setFeed(false);
  });
  afterAll(() => station.close());

  it('leads from the position at highest risk over its reasons to the best transfer, approved', async () => {
    const { page } = station;
    const frame = framePage(page);
    const tower = towerPage(page);
    const lead = firstMinutePage(page);

    await lead.step('risk');
    await lead.next.click();
    await lead.step('why');
    await tower.current.waitFor();
    const item = await tower.current.locator('.work-item').innerText();
    const transfer = (await tower.current.getByTestId('work-transfer').innerText()).trim();
    expect(transfer).not.toBe('');

    await lead.next.click();
    await lead.step('transfer');
    await frame.explain.getByText(item).first().waitFor();

    await lead.next.click();
    await lead.step('approve');
    await page.getByTestId('in-rebalance').waitFor();
    await frame.explain.getByText(transfer).first().waitFor();

    await lead.next.click();
    await lead.step('done');
    await frame.replica.getByText(/1 decision queued/).waitFor();
    await expect.poll(() => frame.undo.isEnabled()).toBe(true);

    await lead.next.click();
    await lead.strip.waitFor({ state: 'detached' });
    await page.getByTestId('in-tower').waitFor();
    expect(station.problems).toEqual([]);
  });
});
