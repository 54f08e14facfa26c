/** What the Electron preload exposes as `window.ballast`. In a browser there is none of it. */
export interface ShellBridge {
  readonly platform: string;
  /** Asks for a fresh line to the host; it arrives as a window message, see openHostPort. */
  requestPort(): void;
}

export function shell(): ShellBridge | null {
  const candidate = (globalThis as { readonly ballast?: ShellBridge }).ballast;
  return typeof candidate?.requestPort === 'function' ? candidate : null;
}
