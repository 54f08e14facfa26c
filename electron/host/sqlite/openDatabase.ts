import BetterSqlite3 from 'better-sqlite3';
import type { Database, SqlRow, SqlValue, Statement } from '../../../core/store/database.ts';

export interface OpenOptions {
  /** Nobody else may open the file until this connection is closed or its process ends. */
  readonly exclusive?: boolean;
  /** For a file that is thrown away if anything fails: no journal, no waiting for the disk. */
  readonly scratch?: boolean;
}

/**
 * The better-sqlite3 driver. Statements are prepared once and kept. WAL with `synchronous = FULL`: a transaction
 * that has been acknowledged is on the disk, also after a power cut.
 */
export function openDatabase(file: string, options: OpenOptions = {}): Database {
  const connection = new BetterSqlite3(file, { timeout: 250 });
  try {
    if (options.exclusive === true) {
      connection.pragma('locking_mode = EXCLUSIVE');
      // The lock is taken by the first access, so that a second instance is refused here and not later.
      connection.exec('BEGIN IMMEDIATE; COMMIT');
    }
    if (options.scratch === true) {
      connection.pragma('journal_mode = OFF');
      connection.pragma('synchronous = OFF');
    } else {
      connection.pragma('journal_mode = WAL');
      connection.pragma('synchronous = FULL');
    }
    connection.pragma('foreign_keys = ON');
    connection.pragma('trusted_schema = OFF');
    connection.pragma('cache_size = -32768');
  } catch (error) {
    connection.close();
    throw error;
  }
  const statements = new Map<string, Statement>();
  return {
    exec: (sql) => void connection.exec(sql),
    prepare(sql) {
      const known = statements.get(sql);
      if (known !== undefined) return known;
      const statement = wrap(connection.prepare<SqlValue[], SqlRow>(sql));
      statements.set(sql, statement);
      return statement;
    },
    scan(columns, from, visit) {
      // A function called from SQL for every row skips building a JavaScript row: see ARCHITECTURE.md.
      connection.function('visit_row', { varargs: true, directOnly: true }, (...values) => {
        (visit as (...values: unknown[]) => void)(...values);
        return null;
      });
      connection.prepare(`SELECT count(visit_row(${columns.join(', ')})) FROM ${from}`).get();
    },
    transaction: (work) => connection.transaction(work).immediate(),
    close: () => void connection.close(),
  };
}

function wrap(statement: BetterSqlite3.Statement<SqlValue[], SqlRow>): Statement {
  return {
    run: (...values) => ({ changes: statement.run(...values).changes }),
    get: (...values) => statement.get(...values),
    all: (...values) => statement.all(...values),
    each(values, visit) {
      statement.raw(true);
      try {
        for (const row of statement.iterate(...values)) visit(row as unknown as readonly SqlValue[]);
      } finally {
        statement.raw(false);
      }
    },
  };
}
