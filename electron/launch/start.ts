import { spawn } from 'node:child_process';
import { homedir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { BallastError } from '../../core/base/errors.ts';
import { onScriptEnded } from '../host/loopback/onScriptEnded.ts';
import { chooseDoor, type DoorChoice } from './chooseDoor.ts';
import { createFetchReport } from './createFetchReport.ts';
import { defaultReplicaFolder, userDataFolder } from './dataFolders.ts';
import { ensureBuilt } from './ensureBuilt.ts';
import { fetchElectron } from './fetchElectron.ts';
import { forgetFetchFailure, readFetchFailure, writeFetchFailure } from './fetchFailure.ts';
import { findElectron } from './findElectron.ts';
import { parseStartOptions, type StartOptions } from './startOptions.ts';

/** `npm start`: builds what is stale, chooses the door, and stays until the workstation is closed. */
const root = path.resolve(fileURLToPath(import.meta.url), '../../..');
const machine = { platform: process.platform, env: process.env, home: homedir() };
const log = (line: string): void => void process.stderr.write(`${line}\n`);

try {
  process.exitCode = await start(parseStartOptions(process.argv.slice(2)));
} catch (error) {
  log(error instanceof Error ? error.message : String(error));
  process.exitCode = error instanceof BallastError && error.code === 'bad-input' ? 2 : 1;
}

async function start(options: StartOptions): Promise<number> {
  const data = path.resolve(options.data ?? defaultReplicaFolder(machine));
  const choice = await settleDoor(options);
  await ensureBuilt({ root, part: 'page', log });
  if (choice.door === 'browser') {
    if (choice.because !== null) log(choice.because);
    const entry = path.join(root, 'electron', 'entries', 'loopback.ts');
    const open = options.open ? ['--open'] : [];
    return run(process.execPath, [
      ...process.execArgv,
      entry,
      '--data',
      data,
      '--port',
      String(options.port),
      ...open,
    ]);
  }
  await ensureBuilt({ root, part: 'shell', log });
  return run(choice.program, [root, `--data=${data}`]);
}

type SettledDoor =
  | { readonly door: 'electron'; readonly program: string }
  | Extract<DoorChoice, { door: 'browser' }>;

async function settleDoor(options: StartOptions): Promise<SettledDoor> {
  const electron = findElectron(root);
  const noteFile = path.join(userDataFolder(machine), 'electron-download.json');
  const version = electron?.version ?? 'unknown';
  const choice = chooseDoor({
    asked: electron === null ? 'browser' : options.door,
    platform: process.platform,
    env: process.env,
    isRoot: process.getuid?.() === 0,
    electronInstalled: electron !== null && electron.program !== null,
    electronVersion: version,
    failure: readFetchFailure(noteFile, version, Date.now()),
  });
  if (choice.door === 'browser') return choice;
  if (choice.door === 'electron' && electron !== null && electron.program !== null)
    return { door: 'electron', program: electron.program };

  log(`Fetching Electron ${version}, once.`);
  const report = createFetchReport(version);
  const result = await fetchElectron({
    root,
    onProgress: (progress) => {
      const line = report(progress);
      if (line !== null) log(line);
    },
  });
  const program = result.fetched ? (findElectron(root)?.program ?? null) : null;
  if (program !== null) {
    forgetFetchFailure(noteFile);
    return { door: 'electron', program };
  }
  const reason = result.fetched ? 'it was not unpacked' : result.reason;
  writeFetchFailure(noteFile, { version, at: new Date().toISOString(), reason });
  return {
    door: 'browser',
    because: `Electron ${version} could not be fetched (${reason}): the workstation opens in the browser.`,
  };
}

/** Runs the workstation in the foreground: signals go to it, its exit code comes back. */
function run(program: string, args: readonly string[]): Promise<number> {
  const child = spawn(program, [...args], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit', ...(program === process.execPath ? (['ipc'] as const) : [])],
  });
  const forward = (signal: NodeJS.Signals): void => void child.kill(signal);
  process.on('SIGINT', forward);
  process.on('SIGTERM', forward);
  onScriptEnded(() => forward('SIGTERM'));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
