import type { WorkingCalendar } from '../contract/calendar.ts';
import { journalCommandSchema, type JournalCommand, type JournalEntry } from '../contract/commands.ts';
import type { RebalanceSettings } from '../contract/rebalance.ts';
import type { ExceptionKind } from '../contract/views.ts';
import type { Database, ReadDatabase, SqlRow } from './database.ts';
import type { ExceptionRecord } from './exceptionStore.ts';
import type { OverrideRecord } from '../plan/overrides.ts';
import type { ProtectedPart } from './protectedPartStore.ts';
import type { RebalanceBound } from './rebalanceSettingsStore.ts';
import type { Transfer } from './transferStore.ts';

/**
 * The journal: every decision with the rows it changed, before and after. The outbox names the entries that a hub has not yet seen. An undo
 * is an entry of its own that points at what it undid, so that the audit never loses a step.
 */
export interface JournalRecord extends JournalHead {
  readonly actor: string;
  readonly command: JournalCommand;
  readonly changes: readonly RowChange[];
  readonly action: 'do' | 'undo' | 'redo';
}

/** What an entry is called, without the rows it changed, which may be tens of thousands. */
export interface JournalHead {
  readonly sequence: number;
  readonly label: string;
  /** The entry that an undo or redo takes back. */
  readonly target: number | null;
}

/**
 * One row that a decision changed, as it was and as it became; null: there is no row. Undoing a decision applies its
 * changes turned round.
 */
export type RowChange =
  | {
      readonly table: 'service-level';
      readonly location: number;
      readonly item: number;
      readonly before: number | null;
      readonly after: number | null;
    }
  | {
      readonly table: 'transfer';
      readonly id: string;
      readonly before: Transfer;
      readonly after: Transfer;
    }
  | {
      readonly table: 'exception';
      readonly kind: ExceptionKind;
      readonly location: number;
      readonly item: number;
      readonly before: ExceptionRecord | null;
      readonly after: ExceptionRecord | null;
    }
  | {
      readonly table: 'override';
      readonly id: string;
      readonly before: OverrideRecord | null;
      readonly after: OverrideRecord | null;
    }
  | {
      readonly table: 'protected-part';
      readonly location: number;
      readonly item: number;
      readonly before: ProtectedPart | null;
      readonly after: ProtectedPart | null;
    }
  | {
      readonly table: 'plan-edition';
      readonly before: AdoptedPlan;
      readonly after: AdoptedPlan;
    }
  | {
      readonly table: 'calendar';
      /** Null: the network's. */
      readonly region: string | null;
      readonly before: WorkingCalendar | null;
      readonly after: WorkingCalendar | null;
    };

/** A plan by the edition of its proposals, with what it was solved for. */
export interface AdoptedPlan {
  readonly edition: number;
  readonly settings: RebalanceSettings;
  readonly bound: RebalanceBound | null;
}

export function turnedRound(changes: readonly RowChange[]): RowChange[] {
  return changes
    .toReversed()
    .map((change) => ({ ...change, before: change.after, after: change.before }) as RowChange);
}

export function appendJournal(
  database: Database,
  entry: {
    readonly atMinutes: number;
    readonly actor: string;
    readonly role: string;
    readonly label: string;
    readonly command: JournalCommand;
    readonly changes: readonly RowChange[];
    readonly action: JournalRecord['action'];
    readonly target: number | null;
  },
): number {
  const sequence = Number(
    database
      .prepare(
        `INSERT INTO journal (at, actor, role, label, command, changes, action, target)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)
         RETURNING seq`,
      )
      .get(
        entry.atMinutes,
        entry.actor,
        entry.role,
        entry.label,
        JSON.stringify(entry.command),
        JSON.stringify(entry.changes.map(brief)),
        entry.action,
        entry.target,
      )?.['seq'],
  );
  database.prepare('INSERT INTO outbox (seq, queued_at) VALUES (?, ?)').run(sequence, entry.atMinutes);
  return sequence;
}

export function markUndone(database: Database, sequence: number, undone: boolean): void {
  database.prepare('UPDATE journal SET undone = ? WHERE seq = ?').run(undone ? 1 : 0, sequence);
}

/** The actor's latest decision that is still in force, those passed over left out; null when there is none. */
export function lastDone(
  database: ReadDatabase,
  actor: string,
  passedOver: ReadonlyMap<number, unknown> = new Map(),
): JournalHead | null {
  const heads = database
    .prepare(
      `SELECT seq, label, target FROM journal WHERE actor = ? AND action = 'do' AND undone = 0
       ORDER BY seq DESC LIMIT ?`,
    )
    .all(actor, passedOver.size + 1)
    .map(rowToHead);
  return heads.find(({ sequence }) => !passedOver.has(sequence)) ?? null;
}

/**
 * The actor's latest undo that can still be redone: the last entry of the actor that is an undo in force, with no
 * new decision after it.
 */
export function lastUndone(database: ReadDatabase, actor: string): JournalHead | null {
  const row = database
    .prepare(
      `SELECT seq, label, target FROM journal WHERE actor = ? AND action = 'undo' AND undone = 0
         AND seq > coalesce((SELECT max(seq) FROM journal WHERE actor = ? AND action = 'do'), 0)
       ORDER BY seq DESC LIMIT 1`,
    )
    .get(actor, actor);
  return row === undefined ? null : rowToHead(row);
}

export function readJournalHead(database: ReadDatabase, sequence: number): JournalHead | null {
  const row = database.prepare('SELECT seq, label, target FROM journal WHERE seq = ?').get(sequence);
  return row === undefined ? null : rowToHead(row);
}

export function readJournalRecord(database: ReadDatabase, sequence: number): JournalRecord | null {
  const row = database.prepare('SELECT * FROM journal WHERE seq = ?').get(sequence);
  return row === undefined ? null : rowToRecord(row);
}

export function readJournal(database: ReadDatabase, limit: number): JournalEntry[] {
  return database
    .prepare('SELECT seq, at, actor, label, undone FROM journal ORDER BY seq DESC LIMIT ?')
    .all(limit)
    .map((row) => ({
      sequence: Number(row['seq']),
      at: Number(row['at']),
      actor: String(row['actor']),
      label: String(row['label']),
      undone: row['undone'] === 1,
    }));
}

export function countQueued(database: ReadDatabase): number {
  return Number(database.prepare('SELECT count(*) AS count FROM outbox').get()?.['count']);
}

function rowToHead(row: SqlRow): JournalHead {
  return {
    sequence: Number(row['seq']),
    label: String(row['label']),
    target: row['target'] === null ? null : Number(row['target']),
  };
}

function rowToRecord(row: SqlRow): JournalRecord {
  return {
    ...rowToHead(row),
    actor: String(row['actor']),
    command: journalCommandSchema.parse(JSON.parse(String(row['command']))),
    changes: (JSON.parse(String(row['changes'])) as readonly RowChange[]).map(full),
    action: row['action'] as JournalRecord['action'],
  };
}

/** A decision changes a few of a transfer's many fields: only those are written of what it became. */
function brief(change: RowChange): RowChange {
  if (change.table !== 'transfer') return change;
  const before: Readonly<Record<string, unknown>> = { ...change.before };
  const after = Object.fromEntries(
    Object.entries(change.after).filter(([name, value]) => value !== before[name]),
  );
  return { ...change, after: after as unknown as Transfer };
}

/** The inverse of `brief`; entries that hold every field come out the same. */
function full(change: RowChange): RowChange {
  return change.table === 'transfer' ? { ...change, after: { ...change.before, ...change.after } } : change;
}
