import BetterSqlite3 from 'better-sqlite3';
import type { Database, SqlRow, SqlValue, Statement } from '../../../core/store/database.ts';

/**
 * The better-sqlite3 driver. Statements are prepared once and kept. WAL with `synchronous = FULL`: a
 * transaction that has been acknowledged is on the disk, also after a power cut.
 */
export function openDatabase(file: string, options: { readonly readOnly?: boolean } = {}): Database {
  const connection = new BetterSqlite3(file, {
    readonly: options.readOnly === true,
    fileMustExist: options.readOnly === true,
  });
  try {
    if (options.readOnly !== true) {
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
