import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWorkstation } from './launchers/describeWorkstation.ts';
import type { Workstation } from './launchers/workstation.ts';
import { firstMinutePage, type FirstMinutePage } from './pages/firstMinutePage.ts';
import { framePage, type FramePage } from './pages/framePage.ts';
import { towerPage, type TowerPage } from './pages/towerPage.ts';

describeWorkstation('the control tower', (launch) => {
  let station: Workstation;
  let frame: FramePage;
  let tower: TowerPage;
  let firstMinute: FirstMinutePage;
  beforeAll(async () => {
    station = await launch();
    frame = framePage(station.page);
    tower = towerPage(station.page);
    firstMinute = firstMinutePage(station.page);
    await frame.ready();
    await frame.setFeed(false);
  });
  afterAll(() => station.close());

  it('opens on figures, a map with dealers and arcs, and a work list by money at risk', async () => {
    await tower.entries.first().waitFor();
    await tower.arcs.first().waitFor({ state: 'attached' });
    expect(await tower.kpis.count()).toBeGreaterThan(3);
    expect(await tower.marks.count()).toBeGreaterThan(10);
    const money = await tower.entryMoney();
    expect(money.length).toBeGreaterThan(3);
    expect(money).toEqual(money.toSorted((a, b) => b - a));
    expect(money[0]).toBeGreaterThan(0);
  });

  it('goes away and stays away when the first minute is dismissed', async () => {
    await firstMinute.dismiss();
    await station.page.reload();
    await tower.entries.first().waitFor();
    expect(await firstMinute.strip.count()).toBe(0);
  });

  it('explains the entry that is opened with Enter', async () => {
    await tower.pick(0);
    await tower.press('ArrowDown');
    const item = await tower.current.locator('.work-item').innerText();
    await tower.press('Enter');
    await frame.explain.getByText(item).first().waitFor();
    await frame.explain.getByText('Money at risk').first().waitFor();
  });

  it('assigns an entry by keyboard and shows it among one’s own', async () => {
    const id = await tower.pick(2);
    await tower.press('a');
    await tower.confirm();
    await station.page.getByTestId('work-mine').check();
    await tower.entry(id).waitFor();
    expect(await tower.entryIds()).toEqual([id]);
    await station.page.getByTestId('work-mine').uncheck();
  });

  it('snoozes and resolves entries, and takes a resolution back with undo', async () => {
    const snoozed = await tower.pick(1);
    await tower.press('s');
    await tower.confirm();
    await tower.entry(snoozed).waitFor({ state: 'detached' });
    const resolved = await tower.pick(1);
    await tower.press('r');
    await station.page.getByRole('radio', { name: 'Risk accepted' }).check();
    await tower.confirm();
    await tower.entry(resolved).waitFor({ state: 'detached' });

    await tower.tab('snoozed');
    await tower.entry(snoozed).getByText('Snoozed until').waitFor();
    await tower.tab('resolved');
    await tower.entry(resolved).getByText('Risk accepted').waitFor();
    await station.page.keyboard.press('Control+z');
    await tower.entry(resolved).waitFor({ state: 'detached' });
    await tower.tab('open');
    await tower.entry(resolved).waitFor();
  });

  it('shows a place’s work list when its mark is clicked, and all again', async () => {
    await station.page.getByRole('button', { name: /Show the whole network/ }).click();
    const all = await tower.total.innerText();
    const mark = station.page.locator('[data-testid=map-mark][data-count="1"].risk-critical').first();
    const place = await mark.getAttribute('data-location');
    await mark.click();
    await tower.filter.getByText(place ?? '?').waitFor();
    await expect.poll(() => tower.total.innerText()).not.toBe(all);
    const places = await tower.entries.locator('.work-at').allInnerTexts();
    expect(places.every((text) => text.trimStart().startsWith(place ?? '?'))).toBe(true);
    await tower.showAll();
    await expect.poll(() => tower.total.innerText()).toBe(all);
  });

  it('finds a location and brings it into view', async () => {
    await frame.find('D012', /D012.*Location/);
    await tower.filter.getByText('D012').waitFor();
    await station.page.locator('[data-testid=map-mark].map-mark-pinned').first().waitFor();
    await tower.showAll();
  });

  it('opens the rows behind a figure in Inventory', async () => {
    const drill = tower.kpis.filter({ has: station.page.getByText('At risk', { exact: false }) }).first();
    await drill.click();
    await station.page.getByTestId('in-inventory').waitFor();
    await frame.goTo('tower');
  });

  it('moves with the live feed', async () => {
    const clock = await frame.clock.innerText();
    await frame.setFeed(true);
    await tower.changes.first().waitFor();
    await expect.poll(() => frame.clock.innerText(), { timeout: 10_000 }).not.toBe(clock);
    await frame.setFeed(false);
  });

  it('comes back as it was left', async () => {
    await frame.setTheme('dark');
    await frame.workAs('approver');
    await tower.tab('snoozed');
    await station.page.reload();
    await station.page.locator('[data-testid=work-tab-snoozed][aria-selected=true]').waitFor();
    expect(await frame.theme()).toBe('dark');
    await station.page.getByTestId('profile-menu').getByText('Omar Approver').waitFor();
  });

  it('has run into no error', () => {
    expect(station.problems).toEqual([]);
  });
});
