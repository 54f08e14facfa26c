import { BallastError } from '../base/errors.ts';
import type { Database, ReadDatabase } from './database.ts';

/** Single facts about the replica, as text. */
export type MetaKey =
  | 'network'
  | 'currency'
  | 'firstPeriod'
  | 'periods'
  | 'clockMinutes'
  | 'planRun'
  | 'planEdition'
  /** The edition beside it that an undo of its adoption would bring back. */
  | 'keptEdition'
  | 'nextTransfer'
  | 'feedSequence'
  | 'feedSeed'
  | 'sample'
  | 'forecastModel'
  /** Digest of the decisions on histories that the plan's forecast was made of. */
  | 'forecastOf'
  | 'fillRates'
  | 'workingCalendars'
  | 'rebalanceSettings'
  | 'rebalanceBound';

export function readMeta(database: ReadDatabase, key: MetaKey): string | null {
  const value = database.prepare('SELECT value FROM meta WHERE key = ?').get(key)?.['value'];
  return typeof value === 'string' ? value : null;
}

export function readMetaNumber(database: ReadDatabase, key: MetaKey): number {
  const value = Number(readMeta(database, key) ?? Number.NaN);
  if (!Number.isFinite(value)) {
    throw new BallastError(
      'replica-corrupt',
      `The replica does not say its ${key}. Restore it from a copy, or create it anew.`,
      {
        key,
      },
    );
  }
  return value;
}

export function writeMeta(database: Database, key: MetaKey, value: string | number): void {
  database
    .prepare(
      'INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
    )
    .run(key, String(value));
}

export function deleteMeta(database: Database, key: MetaKey): void {
  database.prepare('DELETE FROM meta WHERE key = ?').run(key);
}
