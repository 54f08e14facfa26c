import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Database, SqlValue } from '../../core/store/database.ts';
import { createRowInserter } from '../../core/store/insertRows.ts';
import { openDatabase } from '../../electron/host/sqlite/openDatabase.ts';

/** What every SQLite driver must do. `module` is what a child process imports to open the same file. */
const drivers: Record<string, { readonly open: (file: string) => Database; readonly module: string }> = {
  'better-sqlite3': {
    open: (file) => openDatabase(file),
    module: new URL('../../electron/host/sqlite/openDatabase.ts', import.meta.url).href,
  },
};

describe.each(Object.entries(drivers))('SQLite driver: %s', (_name, driver) => {
  let folder = '';
  let file = '';
  let database: Database;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'ballast-sqlite-'));
    file = join(folder, 'a.sqlite');
    database = driver.open(file);
    database.exec(
      'CREATE TABLE entry (a INTEGER PRIMARY KEY, b) ; CREATE TABLE kept (k INTEGER PRIMARY KEY, v) WITHOUT ROWID',
    );
  });
  afterEach(() => {
    database.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const put = (a: number, b: SqlValue): void =>
    void database.prepare('INSERT INTO entry VALUES (?, ?)').run(a, b);
  const count = (): number => Number(database.prepare('SELECT count(*) AS n FROM entry').get()?.['n']);

  it('gives back every kind of value', () => {
    const values: SqlValue[] = [0, -1, 2 ** 53 - 1, 1.5, -0.1, 1e300, 'Ωß日本 \'"', '', null, 'a\0b'];
    values.forEach((value, a) => put(a, value));
    expect(
      database
        .prepare('SELECT b FROM entry ORDER BY a')
        .all()
        .map((row) => row['b']),
    ).toEqual(values);
  });

  it('gives back blobs byte by byte, empty ones and parts of larger buffers too', () => {
    const bytes = Uint8Array.from({ length: 100_000 }, (_, i) => (i * 31) & 255);
    put(1, bytes);
    put(2, new Uint8Array(0));
    put(3, bytes.subarray(7, 12));
    const back = database
      .prepare('SELECT b FROM entry ORDER BY a')
      .all()
      .map((row) => row['b']);
    expect(back.every((blob) => blob instanceof Uint8Array)).toBe(true);
    expect(back.map((blob) => [...(blob as Uint8Array)])).toEqual([
      [...bytes],
      [],
      [...bytes.subarray(7, 12)],
    ]);
  });

  it('says how many rows a statement changed, and nothing where there is no row', () => {
    for (let a = 0; a < 5; a++) put(a, a);
    expect(database.prepare('UPDATE entry SET b = 9 WHERE a >= ?').run(3).changes).toBe(2);
    expect(database.prepare('DELETE FROM entry WHERE a > ?').run(100).changes).toBe(0);
    expect(database.prepare('SELECT b FROM entry WHERE a = ?').get(100)).toBeUndefined();
    expect(database.prepare('SELECT b FROM entry WHERE a = ?').all(100)).toEqual([]);
  });

  it('visits rows as arrays in the order asked for, and stops at an error of the visitor', () => {
    for (let a = 0; a < 5; a++) put(a, a * a);
    const seen: SqlValue[][] = [];
    const statement = database.prepare('SELECT a, b FROM entry WHERE a > ? ORDER BY a DESC');
    statement.each([1], (row) => void seen.push([...row]));
    expect(seen).toEqual([
      [4, 16],
      [3, 9],
      [2, 4],
    ]);
    expect(() =>
      statement.each([1], () => {
        throw new Error('enough');
      }),
    ).toThrow('enough');
    // Neither the statement nor the database is stuck, and rows are objects again.
    expect(statement.get(3)).toEqual({ a: 4, b: 16 });
    put(9, 9);
    expect(count()).toBe(6);
  });

  it('scans a table kept by key in key order, whatever order it was written in', () => {
    for (const k of [5, 3, 9, 1]) database.prepare('INSERT INTO kept VALUES (?, ?)').run(k, -k);
    const seen: number[][] = [];
    database.scan(['k', 'v'], 'kept', (...values) => void seen.push(values));
    expect(seen).toEqual([
      [1, -1],
      [3, -3],
      [5, -5],
      [9, -9],
    ]);
    expect(() =>
      database.scan(['k'], 'kept', () => {
        throw new Error('enough');
      }),
    ).toThrow('enough');
    seen.length = 0;
    database.scan(['v'], 'kept', (...values) => void seen.push(values));
    expect(seen).toEqual([[-1], [-3], [-5], [-9]]);
  });

  it('keeps all of a transaction or nothing of it', () => {
    expect(
      database.transaction(() => {
        put(1, 'a');
        return 'answer';
      }),
    ).toBe('answer');
    expect(() =>
      database.transaction(() => {
        put(2, 'b');
        put(1, 'twice');
      }),
    ).toThrow(/UNIQUE/);
    expect(() =>
      database.transaction(() => {
        put(3, 'c');
        throw new Error('changed my mind');
      }),
    ).toThrow('changed my mind');
    expect(count()).toBe(1);
    database.transaction(() => put(4, 'd'));
    expect(count()).toBe(2);
  });

  it('refuses a transaction inside a transaction, and the outer one is whole or not at all', () => {
    expect(() =>
      database.transaction(() => {
        put(1, 'outer');
        database.transaction(() => put(2, 'inner'));
      }),
    ).toThrow();
    expect(count()).toBe(0);
    database.transaction(() => {
      put(1, 'outer');
      expect(() => database.transaction(() => put(2, 'inner'))).toThrow();
      put(3, 'outer');
    });
    expect(count()).toBe(2);
  });

  it('refuses what the schema refuses, inside a transaction and outside', () => {
    database.exec(
      'CREATE TABLE strict (a INTEGER NOT NULL CHECK (a > 0), r INTEGER REFERENCES entry) STRICT',
    );
    const insert = database.prepare('INSERT INTO strict VALUES (?, ?)');
    expect(() => insert.run(0, null)).toThrow(/CHECK/);
    expect(() => insert.run('x', null)).toThrow(/INTEGER/);
    expect(() => insert.run(Number.NaN, null)).toThrow(/NOT NULL/);
    expect(() => insert.run(1, 77)).toThrow(/FOREIGN KEY/);
    put(77, null);
    expect(insert.run(1, 77).changes).toBe(1);
  });

  it('inserts any number of rows in statements of many', () => {
    for (const rows of [0, 1, 49, 50, 51, 260]) {
      database.exec('DELETE FROM entry');
      database.transaction(() => {
        const inserter = createRowInserter(database, 'entry', ['a', 'b']);
        for (let a = 0; a < rows; a++) inserter.put(a, `r${a}`);
        inserter.flush();
        inserter.flush();
      });
      expect(database.prepare('SELECT a, b FROM entry ORDER BY a').all()).toEqual(
        Array.from({ length: rows }, (_, a) => ({ a, b: `r${a}` })),
      );
    }
  });

  it('has what was acknowledged after it is closed and opened', () => {
    database.transaction(() => put(1, 'a'));
    put(2, 'b');
    database.close();
    database = driver.open(file);
    expect(count()).toBe(2);
  });

  it('has what was acknowledged, and no half transaction, after its process was killed', async () => {
    database.close();
    const script = `
      const { openDatabase } = await import(${JSON.stringify(driver.module)});
      const database = openDatabase(${JSON.stringify(file)});
      const insert = database.prepare('INSERT INTO entry VALUES (?, ?)');
      for (let n = 0; ; n++) {
        database.transaction(() => {
          for (let i = 0; i < 20; i++) insert.run(n * 20 + i, 'x'.repeat(500));
        });
        process.stdout.write(n + '\\n');
      }`;
    const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let told = '';
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.stdout.on('data', (chunk: Buffer) => {
      told += chunk.toString();
      if (told.split('\n').length > 25) child.kill('SIGKILL');
    });
    await ended;
    const acknowledged = Number(told.split('\n').at(-2)) + 1;
    expect(acknowledged).toBeGreaterThan(20);
    database = driver.open(file);
    expect(count() % 20).toBe(0);
    expect(count()).toBeGreaterThanOrEqual(acknowledged * 20);
    expect(database.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
  });
});
