import { appOrigin, isPage } from './appAddress.ts';

/** What the window may do beyond showing its page: nothing. Each decision is a function of plain facts. */

/** The page may only ever be itself; a reload is a navigation to it. */
export function mayNavigate(address: string): boolean {
  return isPage(address);
}

/**
 * The page opens no windows. An https link of a person's click goes to the system's browser, if it points to
 * one of these hosts; everything else is dropped.
 */
const linkedHosts: readonly string[] = [];

export function externalLink(address: string): string | null {
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    return null;
  }
  const plain = url.protocol === 'https:' && url.username === '' && url.password === '' && url.port === '';
  return plain && linkedHosts.includes(url.hostname) ? url.href : null;
}

/** Camera, clipboard reading, notifications, devices, screens: the workstation asks for none of them. */
export function mayUsePermission(_permission: string): boolean {
  return false;
}

/** A file that the page itself has made, such as an export: the system asks where to keep it. */
export function mayDownload(address: string): boolean {
  return address.startsWith(`blob:${appOrigin}/`);
}

export interface SenderFrame {
  readonly url: string;
  /** A frame inside the page has a parent; the page itself has none. */
  readonly isTop: boolean;
  /** A frame that is being replaced may still send what it had on its way. */
  readonly detached: boolean;
}

/** Whether a message to the main process comes from the page and nothing that sits in it. */
export function isTrustedSender(frame: SenderFrame | null): boolean {
  return frame !== null && frame.isTop && !frame.detached && isPage(frame.url);
}

/** The part of a window's settings that security rests on. */
export const windowSecurity = {
  contextIsolation: true,
  sandbox: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  webviewTag: false,
  navigateOnDragDrop: false,
  safeDialogs: true,
  spellcheck: false,
} as const;
