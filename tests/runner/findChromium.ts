import { existsSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';

/** A Chromium to drive: the one named by BALLAST_CHROMIUM, the system's, or the one that playwright has fetched. */
export function findChromium(env: NodeJS.ProcessEnv = process.env): string | null {
  const named = env['BALLAST_CHROMIUM'];
  if (named !== undefined && named !== '') return existsSync(named) ? named : null;
  return candidates(env).find((candidate) => existsSync(candidate)) ?? null;
}

function candidates(env: NodeJS.ProcessEnv): string[] {
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
  const folders = (env['PATH'] ?? '').split(path.delimiter).filter((folder) => path.isAbsolute(folder));
  const onPath = folders.flatMap((folder) => names.map((name) => path.join(folder, name)));
  const elsewhere = [
    '/usr/bin/chromium',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    String.raw`C:\Program Files\Google\Chrome\Application\chrome.exe`,
    String.raw`C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe`,
  ];
  return [...onPath, ...elsewhere, chromium.executablePath()];
}
