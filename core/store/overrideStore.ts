import { overrideKinds, overrideLevels, type OverrideRecord } from '../plan/overrides.ts';
import { BallastError } from '../base/errors.ts';
import type { Database, ReadDatabase } from './database.ts';

/** Overrides of the forecast, and how each did in months that are over. */
export function readOverrides(database: ReadDatabase): OverrideRecord[] {
  return database
    .prepare('SELECT * FROM forecast_override ORDER BY id')
    .all()
    .map((row) => {
      const level = overrideLevels.find((candidate) => candidate === row['level']);
      if (level === undefined) {
        throw new BallastError('replica-corrupt', `An override has the level ${String(row['level'])}.`);
      }
      const kind = overrideKinds.find((candidate) => candidate === row['kind']);
      if (kind === undefined) {
        throw new BallastError('replica-corrupt', `An override has the kind ${String(row['kind'])}.`);
      }
      return {
        id: String(row['id']),
        level,
        location: Number(row['location_idx']),
        item: Number(row['item_idx']),
        family: String(row['family']),
        region: String(row['region']),
        kind,
        value: Number(row['value']),
        from: String(row['from_month']),
        to: String(row['to_month']),
        reason: String(row['reason']),
        author: String(row['author']),
        createdMinutes: Number(row['created_at']),
        expires: row['expires'] === null ? null : String(row['expires']),
      };
    });
}

export function writeOverride(database: Database, override: OverrideRecord): void {
  database
    .prepare(
      `INSERT OR REPLACE INTO forecast_override (id, level, location_idx, item_idx, family, region, kind, value,
         from_month, to_month, reason, author, created_at, expires)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      override.id,
      override.level,
      override.location,
      override.item,
      override.family,
      override.region,
      override.kind,
      override.value,
      override.from,
      override.to,
      override.reason,
      override.author,
      override.createdMinutes,
      override.expires,
    );
}

export function deleteOverride(database: Database, id: string): void {
  database.prepare('DELETE FROM forecast_override WHERE id = ?').run(id);
}

/** Units of an override's whole node in a month that is over. */
export interface OverrideOutcome {
  readonly override: string;
  readonly month: string;
  readonly baseline: number;
  readonly consensus: number;
  readonly actual: number;
}

export function writeOverrideOutcome(database: Database, outcome: OverrideOutcome): void {
  database
    .prepare(
      `INSERT OR REPLACE INTO override_outcome (override_id, month, baseline, consensus, actual)
       VALUES (?, ?, ?, ?, ?)`,
    )
    .run(outcome.override, outcome.month, outcome.baseline, outcome.consensus, outcome.actual);
}

/** Outcomes of one override, oldest first. */
export function readOverrideOutcomes(database: ReadDatabase, override: string): OverrideOutcome[] {
  return database
    .prepare('SELECT * FROM override_outcome WHERE override_id = ? ORDER BY month')
    .all(override)
    .map((row) => ({
      override,
      month: String(row['month']),
      baseline: Number(row['baseline']),
      consensus: Number(row['consensus']),
      actual: Number(row['actual']),
    }));
}

/** How much closer to demand than the baseline it was, in units over its known months; null before one is known. */
export function valueAdded(outcomes: readonly OverrideOutcome[]): number | null {
  if (outcomes.length === 0) return null;
  return outcomes.reduce(
    (sum, { baseline, consensus, actual }) =>
      sum + Math.abs(baseline - actual) - Math.abs(consensus - actual),
    0,
  );
}

/** The number of the journal entry that will be written next, from which a decision's overrides take their ids. */
export function nextJournalSequence(database: ReadDatabase): number {
  const row = database.prepare("SELECT seq FROM sqlite_sequence WHERE name = 'journal'").get();
  return Number(row?.['seq'] ?? 0) + 1;
}
