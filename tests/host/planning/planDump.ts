import { expect } from 'vitest';
import { type PlanColumn, createPlanColumns, type PlanState } from '../../../core/plan/planState.ts';
import type { Database, SqlValue } from '../../../core/store/database.ts';
import { createMiniSession } from '../../support/miniReplica.ts';
import type { PlanSession } from '../../../electron/host/planning/session.ts';

/** Columns that remember a costly figure until it is asked for anew: what they hold depends on who asked. */
const memory: ReadonlySet<string> = new Set(['holdBack', 'holdBackDays']);

const columnNames = (Object.keys(createPlanColumns(0, new ArrayBuffer(0))) as PlanColumn[]).filter(
  (name) => !memory.has(name),
);

/** Every column of the state as its bytes, so that −0, NaN and the last bit count. */
export function columnBytes(state: PlanState): Record<string, Uint8Array> {
  return Object.fromEntries(
    columnNames.map((name) => {
      const column = state[name];
      return [name, new Uint8Array(column.buffer, column.byteOffset, column.byteLength).slice()];
    }),
  );
}

export function expectSameColumns(
  found: Record<string, Uint8Array>,
  wanted: Record<string, Uint8Array>,
): void {
  for (const name of columnNames) {
    expect(Buffer.compare(found[name], wanted[name]), `column ${name} differs`).toBe(0);
  }
}

/** Rows of every table but those that only ever grow with what was done (journal and outbox), as text. */
export function stateRows(database: Database): Record<string, string> {
  const left = new Set(['journal', 'outbox', 'sqlite_sequence']);
  const tables = database
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
    .all()
    .map((row) => String(row['name']))
    .filter((name) => !left.has(name));
  const textOf = (value: SqlValue): string | number | null =>
    value instanceof Uint8Array ? Buffer.from(value).toString('base64') : (value as string | number | null);
  return Object.fromEntries(
    tables.map((name) => {
      const rows: string[] = [];
      database
        .prepare(`SELECT * FROM ${name} ORDER BY 1, 2`)
        .each([], (row) => void rows.push(JSON.stringify(row.map(textOf))));
      return [name, rows.join('\n')];
    }),
  );
}

/** The arrays are what the replica says: a session rebuilt from it has the same bits, transfers and records. */
export function expectRebuiltEqual(session: PlanSession): void {
  const rebuilt = createMiniSession(session.database);
  expectSameColumns(columnBytes(session.state), columnBytes(rebuilt.state));
  const byId = <T>(map: Iterable<[string, T]>): [string, T][] =>
    [...map].toSorted(([a], [b]) => (a < b ? -1 : 1));
  expect(byId(session.transfers)).toEqual(byId(rebuilt.transfers));
  expect(byId(session.records)).toEqual(byId(rebuilt.records));
  expect(session.state.agreements).toEqual(rebuilt.state.agreements);
  expect(session.clockMinutes).toBe(rebuilt.clockMinutes);
  expect(session.hasForecast).toBe(rebuilt.hasForecast);
  expect(session.totals()).toEqual(rebuilt.totals());
}
