import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { BallastError } from '../../../core/base/errors.ts';
import { replicaVersion } from '../../../core/store/migrations.ts';
import {
  openReplica,
  replicaApplicationId,
  replicaFile,
} from '../../../electron/host/replica/openReplica.ts';
import { createSession } from '../../../electron/host/planning/session.ts';
import { openDatabase } from '../../../electron/host/sqlite/openDatabase.ts';
import { writeMiniReplica } from '../../support/miniReplica.ts';

let root = '';
let master = '';
let folder = '';

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'ballast-replica-'));
  master = join(root, 'master.sqlite');
  const database = openDatabase(master, { scratch: true });
  database.exec(`PRAGMA application_id = ${replicaApplicationId}`);
  writeMiniReplica(database, { seed: 9, dealers: 12, items: 200 });
  database.close();
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

beforeEach(() => {
  folder = mkdtempSync(join(root, 'data-'));
  copyFileSync(master, replicaFile(folder));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The bytes of everything in the folder, by name. */
function contents(): Record<string, string> {
  return Object.fromEntries(
    readdirSync(folder)
      .toSorted()
      .map((name) => [
        name,
        createHash('sha256')
          .update(readFileSync(join(folder, name)))
          .digest('hex'),
      ]),
  );
}

function refusal(): BallastError {
  try {
    openReplica(folder).close();
  } catch (error) {
    if (error instanceof BallastError) return error;
    throw error;
  }
  throw new Error('the replica was opened');
}

/** Changes the file as another program would, without a trace of a journal. */
function edit(sql: string): void {
  const database = openDatabase(replicaFile(folder), { scratch: true });
  database.exec(sql);
  database.close();
}

describe('opening a replica', () => {
  it('gives its rows, and leaves a file that opens again', () => {
    for (let time = 0; time < 2; time++) {
      const database = openReplica(folder);
      expect(Number(database.prepare('SELECT count(*) AS n FROM position').get()?.['n'])).toBeGreaterThan(
        1000,
      );
      expect(database.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
      expect(database.prepare('PRAGMA synchronous').get()).toEqual({ synchronous: 2 });
      database.close();
    }
  });

  it.each<readonly [string, string, () => void]>([
    ['a newer format', 'replica-newer', () => edit(`PRAGMA user_version = ${replicaVersion + 1}`)],
    [
      'a newer format, with a journal that was never merged',
      'replica-newer',
      () => leaveJournal(`PRAGMA user_version = ${replicaVersion + 9}`),
    ],
    ['another program’s database', 'replica-corrupt', () => edit('PRAGMA application_id = 7')],
    ['a database of nobody', 'replica-corrupt', () => edit('PRAGMA application_id = 0')],
    ['an empty file', 'replica-corrupt', () => writeFileSync(replicaFile(folder), '')],
    ['a few bytes', 'replica-corrupt', () => writeFileSync(replicaFile(folder), 'SQLite fo')],
    [
      'a text file',
      'replica-corrupt',
      () => writeFileSync(replicaFile(folder), 'item,2001-01\nP1,3\n'.repeat(400)),
    ],
    ['a header without a database', 'replica-corrupt', () => truncateSync(replicaFile(folder), 100)],
    [
      'half a file',
      'replica-corrupt',
      () =>
        truncateSync(replicaFile(folder), Math.floor(readFileSync(replicaFile(folder)).length / 8192) * 4096),
    ],
    [
      'a file cut within a page',
      'replica-corrupt',
      () => truncateSync(replicaFile(folder), readFileSync(replicaFile(folder)).length - 1000),
    ],
    ['pages of noise', 'replica-corrupt', () => scribble(0x1000, 0x9000)],
  ])('refuses %s and changes nothing', (_name, code, spoil) => {
    spoil();
    const before = contents();
    const error = refusal();
    expect(error.code).toBe(code);
    expect(error.message).toMatch(/--data|copy/);
    expect(contents()).toEqual(before);
    // And again: a refusal leaves no lock behind.
    expect(refusal().code).toBe(code);
    expect(contents()).toEqual(before);
  });

  it('says how to make one where there is none', () => {
    rmSync(replicaFile(folder));
    const error = refusal();
    expect(error.code).toBe('replica-missing');
    expect(error.message).toContain(`ballast sample --size small --data ${folder}`);
    expect(existsSync(replicaFile(folder))).toBe(false);
  });

  it('refuses a folder in its place', () => {
    rmSync(replicaFile(folder));
    mkdirSync(replicaFile(folder));
    expect(refusal().code).toBe('replica-corrupt');
  });

  it('refuses a second opening in the same process, until the first is closed', () => {
    const first = openReplica(folder);
    const error = refusal();
    expect(error.code).toBe('replica-busy');
    expect(error.message).toContain('another Ballast');
    first.exec("INSERT INTO meta VALUES ('still', 'works')");
    first.close();
    openReplica(folder).close();
  });

  it('refuses a replica that another process holds, and opens it once that was killed', async () => {
    const script = `
      const { openReplica } = await import(${JSON.stringify(new URL('../../../electron/host/replica/openReplica.ts', import.meta.url).href)});
      const database = openReplica(${JSON.stringify(folder)});
      database.transaction(() => database.exec("INSERT INTO meta VALUES ('acknowledged', 'yes')"));
      process.stdout.write('held');
      setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = new Promise((resolve) => child.once('exit', resolve));
    await new Promise((resolve) => child.stdout.once('data', resolve));
    expect(refusal().code).toBe('replica-busy');
    child.kill('SIGKILL');
    await ended;
    const database = openReplica(folder);
    expect(database.prepare("SELECT value FROM meta WHERE key = 'acknowledged'").get()).toEqual({
      value: 'yes',
    });
    database.close();
  });

  it('finds damaged histories, positions and plans when it reads them', () => {
    const open = (): void => {
      const database = openReplica(folder);
      try {
        const session = createSession(
          database,
          () => 0,
          () => undefined,
        );
        session.totals();
      } finally {
        database.close();
      }
    };
    open();
    edit("DELETE FROM meta WHERE key = 'clockMinutes'");
    expect(open).toThrow(expect.objectContaining({ code: 'replica-corrupt' }) as Error);
    edit(
      "INSERT INTO meta VALUES ('clockMinutes', '16000000'); INSERT OR REPLACE INTO meta VALUES ('planRun', '1')",
    );
    edit("INSERT INTO plan_column VALUES (1, 2, 'mean', x'00000000')");
    expect(open).toThrow(expect.objectContaining({ code: 'replica-corrupt' }) as Error);
  });
});

/** Writes noise over part of the file, its header left whole. */
function scribble(from: number, to: number): void {
  const bytes = readFileSync(replicaFile(folder));
  for (let at = from; at < Math.min(to, bytes.length); at++) bytes[at] = (at * 197 + 31) & 255;
  writeFileSync(replicaFile(folder), bytes);
}

/** What a killed process leaves: a change that stands in the write-ahead log alone. */
function leaveJournal(sql: string): void {
  const elsewhere = mkdtempSync(join(root, 'other-'));
  const file = join(elsewhere, 'replica.sqlite');
  copyFileSync(replicaFile(folder), file);
  const database = openDatabase(file);
  database.exec(sql);
  for (const name of readdirSync(elsewhere)) {
    if (!name.endsWith('-shm')) copyFileSync(join(elsewhere, name), join(folder, name));
  }
  database.close();
  rmSync(elsewhere, { recursive: true });
}
