import { readFileSync, writeFileSync } from 'node:fs';
import { BrowserWindow, nativeTheme, screen } from 'electron';
import { pageAddress } from './appAddress.ts';
import { windowSecurity } from './securityPolicy.ts';
import { parseWindowState, placeWindow, smallestWindow, type WindowState } from './windowState.ts';

export interface WindowOptions {
  readonly preload: string;
  readonly icon: string | null;
  /** Keeps the place of the last window that was closed. */
  readonly stateFile: string;
}

/** What is painted before the page is: its own backgrounds, so that nothing flashes. */
const background = { light: '#f6f7f8', dark: '#14171a' } as const;

export function openWindow(options: WindowOptions): BrowserWindow {
  const primary = screen.getPrimaryDisplay();
  const others = screen.getAllDisplays().filter((display) => display.id !== primary.id);
  const state = placeWindow(
    parseWindowState(readText(options.stateFile)),
    [primary, ...others].map((display) => display.workArea),
  );
  const window = new BrowserWindow({
    ...state.bounds,
    minWidth: smallestWindow.width,
    minHeight: smallestWindow.height,
    title: 'Ballast',
    show: false,
    backgroundColor: nativeTheme.shouldUseDarkColors ? background.dark : background.light,
    ...(options.icon === null ? {} : { icon: options.icon }),
    webPreferences: { ...windowSecurity, preload: options.preload },
  });
  if (state.maximized) window.maximize();
  window.once('ready-to-show', () => window.show());
  window.on('close', () => {
    const kept: WindowState = { bounds: window.getNormalBounds(), maximized: window.isMaximized() };
    try {
      writeFileSync(options.stateFile, JSON.stringify(kept));
    } catch {
      // The window opens at its usual place next time; nothing else is lost.
    }
  });
  void window.loadURL(pageAddress);
  return window;
}

function readText(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
