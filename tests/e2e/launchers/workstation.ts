import type { BrowserContext, Page } from 'playwright-core';

/** A running workstation with a window on it, whatever door it came through. */
export interface Workstation {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly dataFolder: string;
  /** What the page complained of: errors, refusals of its policy, failed requests. */
  readonly problems: readonly string[];
  /** Another window on the same host. */
  openWindow(): Promise<Page>;
  /** All that the program has printed. */
  output(): string;
  /** Closes window and program; a data folder of its own goes with them. */
  close(): Promise<void>;
}

export interface LaunchOptions {
  /** A replica that stays; without it a fresh sample network, removed at the end. */
  readonly dataFolder?: string;
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly colorScheme?: 'light' | 'dark';
}

export type Launcher = (options?: LaunchOptions) => Promise<Workstation>;

export const laptop = { width: 1280, height: 800 } as const;

/** Keeps what goes wrong in a page. */
export function watchPage(page: Page, problems: string[]): void {
  page.on('pageerror', (error) => problems.push(`error: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(`console: ${message.text()}`);
  });
  page.on('requestfailed', (request) => {
    problems.push(`request: ${request.url()} ${request.failure()?.errorText ?? ''}`);
  });
}
