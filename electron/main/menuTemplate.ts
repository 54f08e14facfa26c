import type { MenuItemConstructorOptions } from 'electron';
import type { MenuCommand } from '../../core/contract/shell.ts';

export interface MenuActions {
  /** Sends a command to the page of the window in front. */
  command(command: MenuCommand): void;
  openWindow(): void;
  revealReplica(): void;
}

export interface MenuFacts {
  readonly platform: NodeJS.Platform;
  readonly packaged: boolean;
}

/** The rail's order. */
const workspaces = ['Control tower', 'Inventory', 'Rebalance', 'Forecast'] as const;

/**
 * The menu. The page owns the keys that depend on where the focus is (undo in a text field is not undo of a
 * decision), so those are shown here and not registered.
 */
export function menuTemplate(facts: MenuFacts, actions: MenuActions): MenuItemConstructorOptions[] {
  const pageItem = (
    label: string,
    accelerator: string,
    command: MenuCommand,
  ): MenuItemConstructorOptions => ({
    id: command,
    label,
    accelerator,
    registerAccelerator: false,
    click: () => actions.command(command),
  });
  const separator: MenuItemConstructorOptions = { type: 'separator' };
  const isMac = facts.platform === 'darwin';
  return [
    ...(isMac ? [{ role: 'appMenu' } as const] : []),
    {
      label: '&File',
      submenu: [
        { label: 'New window', accelerator: 'CmdOrCtrl+N', click: () => actions.openWindow() },
        { label: 'Show replica folder', click: () => actions.revealReplica() },
        separator,
        isMac ? { role: 'close' } : { role: 'quit' },
      ],
    },
    {
      label: '&Edit',
      submenu: [
        pageItem('Undo', 'CmdOrCtrl+Z', 'undo'),
        pageItem('Redo', isMac ? 'Cmd+Shift+Z' : 'Ctrl+Y', 'redo'),
        separator,
        { role: 'cut' },
        { role: 'copy' },
        { role: 'paste' },
        { role: 'selectAll' },
        separator,
        pageItem('Find', 'CmdOrCtrl+K', 'find'),
      ],
    },
    {
      label: '&View',
      submenu: [
        ...workspaces.map((label, index) =>
          pageItem(label, `CmdOrCtrl+${index + 1}`, `workspace:${index + 1}`),
        ),
        separator,
        pageItem('Explain', 'F1', 'explain'),
        separator,
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { role: 'togglefullscreen' },
        ...(facts.packaged
          ? []
          : ([
              separator,
              { role: 'reload' },
              { role: 'toggleDevTools' },
            ] satisfies MenuItemConstructorOptions[])),
      ],
    },
    { role: 'windowMenu' },
    {
      label: '&Help',
      role: 'help',
      submenu: [
        { id: 'first-minute', label: 'First minute', click: () => actions.command('first-minute') },
        ...(isMac ? [] : ([{ role: 'about' }] satisfies MenuItemConstructorOptions[])),
      ],
    },
  ];
}
