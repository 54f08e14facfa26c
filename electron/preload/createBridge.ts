import {
  portMessage,
  type HostState,
  type MenuCommand,
  type ShellBridge,
  type ShellVersions,
} from '../../core/contract/shell.ts';
import { channels } from './channels.ts';

/** What the bridge stands on: Electron's messages to and from the main process, and the page's own. */
export interface BridgeLine {
  readonly platform: string;
  send(channel: string, ...args: unknown[]): void;
  invoke(channel: string, ...args: unknown[]): Promise<unknown>;
  listen(channel: string, listener: (message: MenuCommand | HostState) => void): () => void;
  onPort(channel: string, forward: (ports: readonly MessagePort[]) => void): void;
  postToPage(message: string, ports: readonly MessagePort[]): void;
}

/**
 * The calls that the page gets. Each names its channel itself and passes its own arguments only, so that no
 * part of Electron's messaging is within the page's reach.
 */
export function createBridge(line: BridgeLine): ShellBridge {
  line.onPort(channels.port, (ports) => {
    const port = ports[0];
    if (port !== undefined) line.postToPage(portMessage, [port]);
  });
  return {
    platform: line.platform === 'darwin' || line.platform === 'win32' ? line.platform : 'linux',
    requestPort: () => line.send(channels.requestPort),
    setTheme: (theme) => line.send(channels.setTheme, theme),
    saveFile: (name, bytes) => line.invoke(channels.saveFile, name, bytes) as Promise<string | null>,
    revealReplica: () => line.send(channels.revealReplica),
    restartHost: () => line.send(channels.restartHost),
    openWindow: () => line.send(channels.openWindow),
    versions: () => line.invoke(channels.versions) as Promise<ShellVersions>,
    onMenu: (listener) => line.listen(channels.menu, listener as (message: MenuCommand | HostState) => void),
    onHostState: (listener) =>
      line.listen(channels.hostState, listener as (message: MenuCommand | HostState) => void),
  };
}
