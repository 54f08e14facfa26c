import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { BallastError } from '../../../core/base/errors.ts';
import type { Database, ReadDatabase } from '../../../core/store/database.ts';
import { migrate, refuseNewerReplica, refuseNewerVersion } from '../../../core/store/migrations.ts';
import { openDatabase } from '../sqlite/openDatabase.ts';
import { readReplicaHeader } from './readReplicaHeader.ts';

/** "BALL": marks a SQLite file as a replica of ours. */
export const replicaApplicationId = 0x42414c4c;

/** A quick check of every page costs about 4 ms a MB: made on opening up to this size, by `ballast verify` always. */
const checkedBytes = 64 * 1024 * 1024;

export function replicaFile(dataFolder: string): string {
  return join(dataFolder, 'replica.sqlite');
}

/**
 * Opens the replica of a data folder for this process alone. Refused with what to do, and without a byte changed:
 * no replica, a file that is none, a damaged one, one from a newer Ballast, one that another process holds.
 * The lock is the operating system's on the file itself, so that a killed process leaves none behind.
 */
export function openReplica(dataFolder: string): Database {
  const file = replicaFile(dataFolder);
  if (!existsSync(file)) {
    throw new BallastError(
      'replica-missing',
      `There is no replica in ${dataFolder}. Create one with: ballast sample --size small --data ${dataFolder}`,
      { file },
    );
  }
  refuseUnopened(file);
  let database: Database | null = null;
  try {
    database = openDatabase(file, { exclusive: true, inspect: (opened) => inspect(file, opened) });
    migrate(database);
    return database;
  } catch (error) {
    database?.close();
    throw explained(file, error);
  }
}

function inspect(file: string, database: ReadDatabase): void {
  const id = Number(database.prepare('PRAGMA application_id').get()?.['application_id']);
  if (id !== replicaApplicationId) throw notAReplica(file);
  refuseNewerReplica(database);
  if (statSync(file).size > checkedBytes) return;
  const result = database.prepare('PRAGMA quick_check(1)').get()?.['quick_check'];
  if (result !== 'ok') throw damaged(file, String(result));
}

/** Before SQLite opens the file, and may change it. */
function refuseUnopened(file: string): void {
  const header = readReplicaHeader(file);
  if (header === null || header.applicationId !== replicaApplicationId) throw notAReplica(file);
  refuseNewerVersion(header.version);
  if (!header.whole) throw damaged(file, 'its end is missing');
}

function explained(file: string, error: unknown): Error {
  if (error instanceof BallastError) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) {
    return new BallastError(
      'replica-busy',
      `The replica ${file} is in use by another Ballast. Close that one first, or choose another folder with --data.`,
      { file },
    );
  }
  if (code.startsWith('SQLITE_CORRUPT') || code.startsWith('SQLITE_NOTADB')) {
    return damaged(file, error instanceof Error ? error.message : code);
  }
  return error instanceof Error ? error : new Error(String(error));
}

function notAReplica(file: string): BallastError {
  return new BallastError(
    'replica-corrupt',
    `${file} is not a Ballast replica. It was left as it is: restore it from a copy, or choose another folder with --data.`,
    { file },
  );
}

function damaged(file: string, finding: string): BallastError {
  return new BallastError(
    'replica-corrupt',
    `The replica ${file} is damaged (${finding}). It was left as it is: restore it from a copy, or move it away and create a new one.`,
    { file, finding },
  );
}
