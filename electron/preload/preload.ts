import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron';
import type { HostState, MenuCommand, ShellBridge } from '../../core/contract/shell.ts';
import { createBridge } from './createBridge.ts';

/** The keyhole between the page and the shell: `window.ballast` and one forwarded port, nothing else. */
const bridge: ShellBridge = createBridge({
  platform: process.platform,
  send: (channel, ...args) => ipcRenderer.send(channel, ...args),
  invoke: (channel, ...args) => ipcRenderer.invoke(channel, ...args) as Promise<unknown>,
  listen: (channel, listener) => {
    const heard = (_event: IpcRendererEvent, message: MenuCommand | HostState): void => listener(message);
    ipcRenderer.on(channel, heard);
    return () => void ipcRenderer.removeListener(channel, heard);
  },
  onPort: (channel, forward) => ipcRenderer.on(channel, (event) => forward(event.ports)),
  postToPage: (message, ports) => window.postMessage(message, window.location.origin, [...ports]),
});
contextBridge.exposeInMainWorld('ballast', bridge);
