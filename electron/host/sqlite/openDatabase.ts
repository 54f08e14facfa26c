import BetterSqlite3 from 'better-sqlite3';
import { BallastError } from '../../../core/base/errors.ts';
import type { Database, ReadDatabase, SqlRow, SqlValue, Statement } from '../../../core/store/database.ts';

export interface OpenOptions {
  /** Nobody else may open the file until this connection is closed or its process ends. */
  readonly exclusive?: boolean;
  /** Looks at the file before anything may write to it; what it throws refuses the file. */
  readonly inspect?: (database: ReadDatabase) => void;
  /** For a file that is thrown away if anything fails: no journal, no waiting for the disk. */
  readonly scratch?: boolean;
}

/**
 * The better-sqlite3 driver. Statements are prepared once and kept. WAL with `synchronous = FULL`: a transaction
 * that has been acknowledged is on the disk, also after a power cut.
 */
export function openDatabase(file: string, options: OpenOptions = {}): Database {
  const connection = new BetterSqlite3(file, { timeout: 250 });
  const statements = new Map<string, Statement>();
  const database: Database = {
    exec: (sql) => void connection.exec(sql),
    prepare(sql) {
      const known = statements.get(sql);
      if (known !== undefined) return known;
      const statement = wrap(connection.prepare<SqlValue[], SqlRow>(sql));
      statements.set(sql, statement);
      return statement;
    },
    scan(columns, table, visit) {
      // A function called from SQL for every row skips building a JavaScript row: see ARCHITECTURE.md.
      connection.function('visit_row', { varargs: true, directOnly: true }, (...values) => {
        (visit as (...values: unknown[]) => void)(...values);
        return null;
      });
      connection.prepare(`SELECT count(visit_row(${columns.join(', ')})) FROM ${table}`).get();
    },
    transaction(work) {
      // The driver would make it a savepoint, whose failure the outer transaction could swallow.
      if (connection.inTransaction) throw new BallastError('failed', 'A transaction is open already.');
      return connection.transaction(work).immediate();
    },
    close: () => void connection.close(),
  };
  try {
    if (options.exclusive === true) {
      connection.pragma('locking_mode = EXCLUSIVE');
      // The lock is taken by the first access, so that a second instance is refused here and not later.
      connection.exec('BEGIN IMMEDIATE; COMMIT');
    }
    options.inspect?.(database);
    connection.pragma(options.scratch === true ? 'journal_mode = OFF' : 'journal_mode = WAL');
    connection.pragma(options.scratch === true ? 'synchronous = OFF' : 'synchronous = FULL');
    connection.pragma('foreign_keys = ON');
    connection.pragma('trusted_schema = OFF');
    connection.pragma('cache_size = -32768');
    return database;
  } catch (error) {
    connection.close();
    throw error;
  }
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
