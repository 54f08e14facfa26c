import type { ShellBridge } from '../../core/contract/shell.ts';

/** What the Electron preload exposes as `window.ballast`; null in a browser. */
export function shell(): ShellBridge | null {
  const candidate = (globalThis as { readonly ballast?: ShellBridge }).ballast;
  return typeof candidate?.requestPort === 'function' ? candidate : null;
}
