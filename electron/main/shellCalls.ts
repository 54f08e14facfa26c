import { randomUUID } from 'node:crypto';
import { rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  MessageChannelMain,
  nativeTheme,
  shell,
  type IpcMainEvent,
  type IpcMainInvokeEvent,
} from 'electron';
import type { ShellVersions } from '../../core/contract/shell.ts';
import type { HostProcess } from './hostProcess.ts';
import { isTrustedSender } from './securityPolicy.ts';
import { channels } from '../preload/channels.ts';
import { fileBytesSchema, fileNameSchema, themeSchema } from './shellInput.ts';

export interface ShellCallContext {
  readonly host: HostProcess;
  readonly replica: string;
  openWindow(): void;
  log(line: string): void;
}

/** Answers the page's calls. Only the page itself is heard, and only what a call's schema lets through. */
export function answerShellCalls(context: ShellCallContext): void {
  const on = (channel: string, act: (event: IpcMainEvent, argument: unknown) => void): void => {
    ipcMain.on(channel, (event, argument: unknown) => {
      if (isFromPage(event)) act(event, argument);
      else context.log(`refused ${channel} from a foreign frame`);
    });
  };
  const handle = (channel: string, answer: (event: IpcMainInvokeEvent, args: unknown[]) => unknown): void => {
    ipcMain.handle(channel, (event, ...args: unknown[]) => {
      if (!isFromPage(event)) throw new Error(`refused ${channel} from a foreign frame`);
      return answer(event, args);
    });
  };

  on(channels.requestPort, (event) => {
    const { port1, port2 } = new MessageChannelMain();
    context.host.connect(port1);
    event.senderFrame?.postMessage(channels.port, null, [port2]);
    event.sender.send(channels.hostState, context.host.state);
  });
  on(channels.setTheme, (_event, argument) => {
    const theme = themeSchema.safeParse(argument);
    if (theme.success) nativeTheme.themeSource = theme.data;
  });
  on(channels.revealReplica, () => void shell.openPath(context.replica));
  on(channels.restartHost, () => context.host.restart());
  on(channels.openWindow, () => context.openWindow());
  handle(channels.saveFile, (event, [name, bytes]) =>
    saveFile(event, fileNameSchema.parse(name), fileBytesSchema.parse(bytes)),
  );
  handle(channels.versions, (): ShellVersions => ({
    app: app.getVersion(),
    electron: process.versions['electron'] ?? '',
    chrome: process.versions['chrome'] ?? '',
    node: process.versions.node,
  }));
}

function isFromPage(event: IpcMainEvent | IpcMainInvokeEvent): boolean {
  const frame = event.senderFrame;
  return isTrustedSender(
    frame === null ? null : { url: frame.url, isTop: frame.parent === null, detached: frame.detached },
  );
}

/** Written beside its place and renamed: a reader never sees half a file. */
async function saveFile(event: IpcMainInvokeEvent, name: string, bytes: Uint8Array): Promise<string | null> {
  const window = BrowserWindow.fromWebContents(event.sender);
  if (window === null) return null;
  const { canceled, filePath } = await dialog.showSaveDialog(window, { defaultPath: name });
  if (canceled || filePath === '') return null;
  const temporary = path.join(path.dirname(filePath), `.${randomUUID()}.tmp`);
  await writeFile(temporary, bytes);
  await rename(temporary, filePath);
  return filePath;
}
