import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { describe } from 'vitest';
import { launchElectron, noElectron } from './electron.ts';
import { launchLoopback, noBrowser } from './loopback.ts';
import { root } from './serverProcess.ts';
import type { Launcher } from './workstation.ts';

/** The same tests through each door; a door that this machine lacks is skipped, and the title says why. */
export function describeWorkstation(title: string, tests: (launch: Launcher) => void): void {
  for (const [door, launch, missing] of [
    ['browser', launchLoopback, noBrowser],
    ['Electron', launchElectron, noElectron],
  ] as const) {
    if (missing === null) describe(`${title} (${door})`, () => tests(launch));
    else describe.skip(`${title} (${door}: ${missing})`, () => tests(launch));
  }
}

/** Keeps a screenshot as an artefact of the run. */
export async function keepScreenshot(page: Page, name: string): Promise<void> {
  const folder = path.join(root, 'artifacts', 'screenshots');
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: path.join(folder, `${name}.png`) });
}
