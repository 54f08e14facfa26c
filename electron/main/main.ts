import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { app, BrowserWindow, Menu, session, shell } from 'electron';
import type { MenuCommand } from '../../core/contract/shell.ts';
import { denyPermissions, guardContents } from './guardContents.ts';
import { startHostProcess } from './hostProcess.ts';
import { menuTemplate } from './menuTemplate.ts';
import { openWindow } from './openWindow.ts';
import { registerPageScheme, servePage } from './pageProtocol.ts';
import { answerShellCalls } from './shellCalls.ts';
import { channels } from '../preload/channels.ts';
import { shellFolders } from './shellFolders.ts';

/** Electron's main process: one instance, one planning host, any number of windows on it. */
const log = (line: string): void => void process.stderr.write(`${line}\n`);

registerPageScheme();
app.enableSandbox();
if (app.requestSingleInstanceLock()) void run();
else app.quit();

async function run(): Promise<void> {
  const folders = shellFolders({
    packaged: app.isPackaged,
    appPath: app.getAppPath(),
    resourcesPath: process.resourcesPath,
    args: process.argv,
    machine: { platform: process.platform, env: process.env, home: homedir() },
  });
  guardContents(log);
  await app.whenReady();
  denyPermissions(session.defaultSession);
  servePage(session.defaultSession, folders.renderer, log);

  const host = startHostProcess({
    program: folders.utility,
    replica: folders.replica,
    resources: folders.resources,
    log,
    onState: (state) => {
      for (const window of BrowserWindow.getAllWindows()) window.webContents.send(channels.hostState, state);
    },
  });
  const icon = path.join(folders.resources, 'icons', 'icon.png');
  const open = (): BrowserWindow =>
    openWindow({
      preload: folders.preload,
      icon: existsSync(icon) ? icon : null,
      stateFile: path.join(app.getPath('userData'), 'window.json'),
    });
  const command = (name: MenuCommand): void => {
    const window = BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0];
    window?.webContents.send(channels.menu, name);
  };
  const revealReplica = (): void => void shell.openPath(folders.replica);
  answerShellCalls({ host, replica: folders.replica, openWindow: open, log });
  Menu.setApplicationMenu(
    Menu.buildFromTemplate(
      menuTemplate(
        { platform: process.platform, packaged: app.isPackaged },
        { command, openWindow: open, revealReplica },
      ),
    ),
  );
  open();

  app.on('second-instance', () => {
    const window = BrowserWindow.getAllWindows()[0] ?? open();
    if (window.isMinimized()) window.restore();
    window.focus();
  });
  app.on('activate', () => {
    if (BrowserWindow.getAllWindows().length === 0) open();
  });
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  let closed = false;
  app.on('will-quit', (event) => {
    if (closed) return;
    event.preventDefault();
    void host.close().then(() => {
      closed = true;
      app.quit();
    });
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => app.quit());
}
