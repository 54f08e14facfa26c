import { useEffect } from 'react';
import { create } from 'zustand';
import type { HostState, MenuCommand } from '../../core/contract/shell.ts';
import { shell } from '../host/shell.ts';
import type { Commands } from '../host/useCommand.ts';
import { useCommands } from '../host/useCommand.ts';
import { openFind } from './find/findStore.ts';
import { finishFirstMinute, goTo, toggleExplain, useView } from './viewStore.ts';
import { workspaces } from './workspaces.tsx';

/** What the desktop shell says of the host's process; null in a browser. */
export const useShellState = create<{ readonly host: HostState | null }>(() => ({ host: null }));

/** In Electron: the native menu drives the window, and the theme goes to the system's parts of it. */
export function useShell(): void {
  const commands = useCommands();
  const theme = useView((state) => state.theme);
  useEffect(() => shell()?.setTheme(theme), [theme]);
  useEffect(() => shell()?.onMenu((command) => runMenu(command, commands)), [commands]);
  useEffect(() => shell()?.onHostState((host) => useShellState.setState({ host })), []);
}

function runMenu(command: MenuCommand, commands: Commands): void {
  switch (command) {
    case 'undo':
      void commands.undo();
      return;
    case 'redo':
      void commands.redo();
      return;
    case 'find':
      openFind();
      return;
    case 'explain':
      toggleExplain();
      return;
    case 'first-minute':
      finishFirstMinute(false);
      return;
    default: {
      const workspace = workspaces[Number(command.slice('workspace:'.length)) - 1];
      if (workspace !== undefined) goTo(workspace.id);
    }
  }
}
