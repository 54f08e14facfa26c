/**
 * What the page may ask of the desktop shell beside the planning contract, and what the shell tells it. In a
 * browser there is no shell and `window.ballast` is undefined.
 */
export interface ShellBridge {
  readonly platform: 'linux' | 'darwin' | 'win32';
  /**
   * Asks for a line to the planning host. It arrives as a `message` event of the window whose source is the
   * window itself, whose data is `portMessage` and whose first port is the line. Ask again when a line has ended.
   */
  requestPort(): void;
  setTheme(theme: ShellTheme): void;
  /** Asks where to save and saves; the path, or null when the person changed their mind. */
  saveFile(suggestedName: string, bytes: Uint8Array): Promise<string | null>;
  /** Shows the replica's folder in the system's file manager. */
  revealReplica(): void;
  /** Starts the planning host again after it has failed for good. */
  restartHost(): void;
  openWindow(): void;
  versions(): Promise<ShellVersions>;
  /** Both return the function that stops listening. */
  onMenu(listener: (command: MenuCommand) => void): () => void;
  onHostState(listener: (state: HostState) => void): () => void;
}

export const portMessage = 'ballast:port';

export const shellThemes = ['system', 'light', 'dark'] as const;
export type ShellTheme = (typeof shellThemes)[number];

export interface ShellVersions {
  readonly app: string;
  readonly electron: string;
  readonly chrome: string;
  readonly node: string;
}

/** What the menu asks the page to do; the numbers are places in the rail, from 1. */
export type MenuCommand = 'undo' | 'redo' | 'find' | 'explain' | 'first-minute' | `workspace:${number}`;

export type HostState =
  | { readonly kind: 'starting' | 'ready' }
  | { readonly kind: 'restarting'; readonly attempt: number }
  | { readonly kind: 'failed'; readonly message: string };
