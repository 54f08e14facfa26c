import { BallastError } from '../base/errors.ts';
import { positionColumnNames } from '../forecast/positionColumns.ts';
import type { PlanState } from '../plan/planState.ts';
import type { Database, ReadDatabase } from './database.ts';
import { readMeta, writeMeta } from './metaStore.ts';

/**
 * Forecast columns of a plan run, one BLOB a location and column. A run becomes the replica's plan in one
 * transaction at its end; rows of an unfinished run are leftovers that the next finished run removes.
 */
const forecastColumns = positionColumnNames;

/** The plan's run; 0 before the first. */
export function readPlanRun(database: ReadDatabase): number {
  return Number(readMeta(database, 'planRun') ?? 0);
}

export function nextPlanRun(database: ReadDatabase): number {
  return Number(
    database.prepare('SELECT coalesce(max(run_id), 0) + 1 AS next FROM plan_column').get()?.['next'],
  );
}

/** Writes one location's columns of a run; may be one of many transactions. */
export function writePlanColumns(database: Database, run: number, state: PlanState, location: number): void {
  const from = state.locationStart[location];
  const to = state.locationStart[location + 1];
  if (from === to) return;
  const insert = database.prepare(
    'INSERT OR REPLACE INTO plan_column (run_id, location_idx, name, data) VALUES (?, ?, ?, ?)',
  );
  for (const name of forecastColumns) {
    const part = state[name].subarray(from, to);
    insert.run(run, location, name, new Uint8Array(part.slice().buffer));
  }
}

/** Fills the forecast columns from the replica's plan. Returns false where a run, a location or a column is missing. */
export function readPlanColumns(database: ReadDatabase, state: PlanState): boolean {
  const run = readPlanRun(database);
  if (run === 0) return false;
  let filled = 0;
  const statement = database.prepare('SELECT location_idx, name, data FROM plan_column WHERE run_id = ?');
  statement.each([run], ([location, name, data]) => {
    const column = forecastColumns.find((candidate) => candidate === name);
    if (column === undefined || !(data instanceof Uint8Array)) return;
    const from = state.locationStart[Number(location)];
    const to = state.locationStart[Number(location) + 1];
    const target = state[column];
    const bytes = (to - from) * target.BYTES_PER_ELEMENT;
    if (bytes !== data.length) {
      throw new BallastError(
        'replica-corrupt',
        `The plan of location ${Number(location)} in the replica has the wrong length.`,
        {
          column: column,
          bytes: data.length,
          expected: bytes,
        },
      );
    }
    new Uint8Array(target.buffer, target.byteOffset + from * target.BYTES_PER_ELEMENT, bytes).set(data);
    filled += to - from;
  });
  return filled === state.count * forecastColumns.length;
}

/** Makes a run the plan; part of the transaction that writes its decisions. */
export function activatePlanRun(
  database: Database,
  run: number,
  startedAt: string,
  finishedAt: string,
  summary: string,
): void {
  writeMeta(database, 'planRun', run);
  database
    .prepare('INSERT OR REPLACE INTO plan_run (id, started_at, finished_at, summary) VALUES (?, ?, ?, ?)')
    .run(run, startedAt, finishedAt, summary);
}

/** Changes figures in the summary of the run that is the plan. */
export function writePlanSummary(database: Database, figures: object): void {
  database
    .prepare('UPDATE plan_run SET summary = json_patch(summary, ?) WHERE id = ?')
    .run(JSON.stringify(figures), readPlanRun(database));
}

/** Makes columns that were brought up to date the plan's, under a number of their own; what it decided stays. */
export function carryPlanRun(database: Database, run: number): void {
  database
    .prepare(
      `INSERT OR REPLACE INTO plan_run (id, started_at, finished_at, summary)
       SELECT ?, started_at, finished_at, summary FROM plan_run WHERE id = ?`,
    )
    .run(run, readPlanRun(database));
  writeMeta(database, 'planRun', run);
}

/** Removes columns of every run but the plan's, so many at most; returns how many it were. */
export function deleteOtherPlanColumns(database: Database, most = Number.MAX_SAFE_INTEGER): number {
  return database
    .prepare(
      `DELETE FROM plan_column WHERE (run_id, location_idx, name) IN (
         SELECT run_id, location_idx, name FROM plan_column WHERE run_id <> ? LIMIT ?
       )`,
    )
    .run(readPlanRun(database), most).changes;
}

export function readPlannedAt(database: ReadDatabase): string | null {
  const value = database
    .prepare('SELECT finished_at FROM plan_run WHERE id = ?')
    .get(readPlanRun(database))?.['finished_at'];
  return typeof value === 'string' ? value : null;
}
