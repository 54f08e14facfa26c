import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWorkstation, keepScreenshot } from './launchers/describeWorkstation.ts';
import type { Workstation } from './launchers/workstation.ts';
import { firstMinutePage } from './pages/firstMinutePage.ts';
import { framePage, type FramePage } from './pages/framePage.ts';
import { rebalancePage, type RebalancePage } from './pages/rebalancePage.ts';

describeWorkstation('Rebalance, steered', (launch) => {
  let station: Workstation;
  let frame: FramePage;
  let rebalance: RebalancePage;
  beforeAll(async () => {
    station = await launch();
    frame = framePage(station.page);
    rebalance = rebalancePage(station.page);
    await frame.ready();
    await frame.setFeed(false);
    await firstMinutePage(station.page).dismiss();
    await frame.goTo('rebalance');
    await rebalance.grid.cell(0, 'net').waitFor();
    await rebalance.steer.open();
  });
  afterAll(() => station.close());

  it('shows gap and bound beside the total', async () => {
    await expect.poll(() => rebalance.summary.innerText()).toMatch(/Gap\s+≤ \d/u);
    expect(await rebalance.summary.innerText()).toMatch(/Bound\s+\$\d/u);
  });

  it('a slider moved by keys re-solves, the network follows, and adopting it replaces the proposals', async () => {
    const { steer } = rebalance;
    const before = await rebalance.grid.total();
    expect(await steer.adopt.isDisabled()).toBe(true);
    await steer.move('serviceFactor', -16);
    await steer.followed();
    const [present, after, change] = await steer.total('transfers');
    expect(Number(present)).toBe(before);
    expect(Number(after)).toBeLessThan(before);
    expect(change).toBe(`−${before - Number(after)}`);
    await keepScreenshot(station.page, 'rebalance-steered');
    await steer.adopt.click();
    await expect.poll(() => rebalance.grid.total()).toBe(Number(after));
    expect(await steer.adopt.isDisabled()).toBe(true);
  });

  it('an adoption is taken back and given again like any decision', async () => {
    const adopted = await rebalance.grid.total();
    await rebalance.grid.select(0, 'net');
    await station.page.keyboard.press('Control+z');
    await expect.poll(() => rebalance.grid.total()).toBeGreaterThan(adopted);
    const slider = station.page.getByTestId('steer-serviceFactor');
    await expect.poll(() => slider.getAttribute('aria-valuetext')).toBe('× 1');
    await station.page.keyboard.press('Control+y');
    await expect.poll(() => rebalance.grid.total()).toBe(adopted);
    await expect.poll(() => slider.getAttribute('aria-valuetext')).toBe('× 0.25');
  });

  it('a point of the frontier sets the slider, and the way back leaves the plan', async () => {
    const { steer } = rebalance;
    const before = await rebalance.grid.total();
    await steer.point(2).click();
    await steer.followed();
    expect(await station.page.getByTestId('steer-serviceFactor').getAttribute('aria-valuetext')).toBe('× 2');
    await steer.reset.click();
    await steer.state.filter({ hasText: 'The plan as it stands' }).waitFor();
    expect(await rebalance.grid.total()).toBe(before);
  });

  it('limits of a shipment are steered like the rest, and stay open while they pass their default', async () => {
    const { steer } = rebalance;
    await station.page.getByTestId('steer-limits').click();
    await station.page.getByTestId('steer-wholePacks').check();
    await steer.followed();
    await steer.move('kgPerShipment', -3);
    await steer.followed();
    const slider = station.page.getByTestId('steer-kgPerShipment');
    expect(await slider.getAttribute('aria-valuetext')).toBe('300 kg');
    await station.page.getByTestId('steer-wholePacks').uncheck();
    await steer.move('kgPerShipment', 3);
    expect(await slider.isVisible()).toBe(true);
    await steer.state.filter({ hasText: 'The plan as it stands' }).waitFor();
  });

  it('a quantity that opens a pack is said at its cell, and asks for an approver', async () => {
    const { steer, grid } = rebalance;
    await station.page.getByTestId('steer-wholePacks').check();
    await steer.followed();
    await steer.adopt.click();
    await steer.state.filter({ hasText: 'The plan as it stands' }).waitFor();
    const quantities = await grid.numbers('quantity');
    let isSaid = false;
    // One less than whole packs, unless the item's pack is one unit.
    for (const [row, quantity] of quantities.entries()) {
      if (isSaid || quantity < 4) continue;
      await grid.select(row, 'quantity');
      await grid.enter(String(quantity - 1));
      isSaid = await grid.note.waitFor({ timeout: 2_000 }).then(
        () => true,
        () => false,
      );
    }
    expect(await grid.note.innerText()).toMatch(/whole packs of \d+, and \d+ units open one/);
    expect(await grid.texts('rule')).toContain('M4');
  });

  it('routes add up to the proposals, and one of them opens as its transfers', async () => {
    await rebalance.rows('route');
    const routes = rebalance.groups('route');
    await expect.poll(() => routes.text(0, 'route')).not.toBe('');
    const route = await routes.text(0, 'route');
    const transfers = Number(await routes.text(0, 'transfers'));
    await routes.select(0, 'net');
    await station.page.keyboard.press('Enter');
    await expect.poll(() => rebalance.grid.total()).toBe(transfers);
    expect(`${await rebalance.grid.text(0, 'fromId')} → ${await rebalance.grid.text(0, 'toId')}`).toBe(route);
  });

  it('nothing went wrong in the page', () => {
    expect(station.problems).toEqual([]);
  });
});
