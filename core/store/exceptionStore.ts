import type { ExceptionKind } from '../contract/views.ts';
import type { Database, ReadDatabase, SqlRow } from './database.ts';

/** What a person did with an exception. An exception without such a record is new. */
export interface ExceptionRecord {
  readonly kind: ExceptionKind;
  readonly location: number;
  readonly item: number;
  readonly status: 'assigned' | 'snoozed' | 'resolved';
  readonly assignee: string | null;
  /** Minutes on the network's clock until which it sleeps. */
  readonly snoozedUntil: number | null;
  readonly code: string | null;
  readonly note: string | null;
  /** Money at risk when it was decided; a resolved exception comes back when this has doubled. */
  readonly moneyMinor: number;
  readonly changedMinutes: number;
}

export function readExceptionRecords(database: ReadDatabase): ExceptionRecord[] {
  return database.prepare('SELECT * FROM exception_state').all().map(rowToRecord);
}

export function writeExceptionRecord(database: Database, record: ExceptionRecord): void {
  database
    .prepare(
      `INSERT OR REPLACE INTO exception_state (kind, location_idx, item_idx, status, assignee, snoozed_until, code,
         note, money_minor, changed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      record.kind,
      record.location,
      record.item,
      record.status,
      record.assignee,
      record.snoozedUntil,
      record.code,
      record.note,
      record.moneyMinor,
      record.changedMinutes,
    );
}

export function deleteExceptionRecord(
  database: Database,
  kind: string,
  location: number,
  item: number,
): void {
  database
    .prepare('DELETE FROM exception_state WHERE kind = ? AND location_idx = ? AND item_idx = ?')
    .run(kind, location, item);
}

function rowToRecord(row: SqlRow): ExceptionRecord {
  const optional = (name: string): string | null => (row[name] === null ? null : String(row[name]));
  return {
    kind: String(row['kind']) as ExceptionKind,
    location: Number(row['location_idx']),
    item: Number(row['item_idx']),
    status: String(row['status']) as ExceptionRecord['status'],
    assignee: optional('assignee'),
    snoozedUntil: row['snoozed_until'] === null ? null : Number(row['snoozed_until']),
    code: optional('code'),
    note: optional('note'),
    moneyMinor: Number(row['money_minor']),
    changedMinutes: Number(row['changed_at']),
  };
}
