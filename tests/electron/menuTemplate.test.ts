import type { MenuItemConstructorOptions } from 'electron';
import { expect, it } from 'vitest';
import { menuTemplate } from '../../electron/main/menuTemplate.ts';

function items(platform: NodeJS.Platform, packaged: boolean): MenuItemConstructorOptions[] {
  const calls: string[] = [];
  const template = menuTemplate(
    { platform, packaged },
    {
      command: (command) => calls.push(command),
      openWindow: () => calls.push('open window'),
      revealReplica: () => calls.push('reveal'),
    },
  );
  const all = template.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? item.submenu : [])]);
  for (const item of all) {
    calls.length = 0;
    item.click?.({} as never, undefined, {});
    if (item.click !== undefined) expect(calls.length).toBe(1);
    if (item.id !== undefined && item.click !== undefined) expect(calls).toEqual([item.id]);
  }
  return all;
}

it.each(['linux', 'win32', 'darwin'] as const)(
  'on %s names every item and leaves page keys to the page',
  (platform) => {
    const all = items(platform, true);
    for (const item of all)
      expect(item.label !== undefined || item.role !== undefined || item.type === 'separator').toBe(true);
    const pageItems = all.filter((item) => item.id !== undefined && item.accelerator !== undefined);
    expect(pageItems.length).toBeGreaterThanOrEqual(7);
    for (const item of pageItems) expect(item.registerAccelerator).toBe(false);
    const keys = all.map((item) => item.accelerator).filter((key) => key !== undefined);
    expect(new Set(keys).size).toBe(keys.length);
  },
);

it('has developer tools in a checkout only', () => {
  const roles = (packaged: boolean) => items('linux', packaged).map((item) => item.role);
  expect(roles(false)).toContain('toggleDevTools');
  expect(roles(true)).not.toContain('toggleDevTools');
  expect(roles(true)).not.toContain('reload');
});
