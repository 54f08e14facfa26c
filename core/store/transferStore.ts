import type { TransferFacts, Verdict } from '../policy/decisionTable.ts';
import type { TransferState } from '../rebalance/transferStates.ts';
import type { Database, ReadDatabase, SqlRow, SqlValue } from './database.ts';
import { readMeta, writeMeta } from './metaStore.ts';

/** A transfer as it is kept: what would move, what it is worth, who decides, and where it stands. */
export interface Transfer {
  readonly id: string;
  readonly item: number;
  readonly from: number;
  readonly to: number;
  readonly quantity: number;
  readonly state: TransferState;
  readonly run: number;
  readonly days: number;
  readonly benefitMinor: number;
  /** Positive where giving helps the donor. */
  readonly donorMinor: number;
  readonly freightMinor: number;
  readonly handlingMinor: number;
  readonly netMinor: number;
  readonly verdict: Verdict;
  readonly role: string;
  readonly rule: string;
  readonly facts: TransferFacts;
  /** `plan`, or the profile that edited the proposal. */
  readonly proposedBy: string;
  readonly decidedBy: string | null;
  readonly reason: string | null;
  /** When it entered its state, minutes on the network's clock. */
  readonly stateMinutes: number;
}

const columns =
  'id, item_idx, from_idx, to_idx, quantity, state, run_id, days, benefit_minor, donor_minor, freight_minor, ' +
  'handling_minor, net_minor, verdict, role, rule, facts, proposed_by, decided_by, reason, state_at';
const places = columns.replaceAll(/\w+/g, '?');
const insertTransfer = `INSERT OR REPLACE INTO transfer (${columns}) VALUES (${places})`;
const insertProposal = `INSERT OR REPLACE INTO proposal (edition, ${columns}) VALUES (?, ${places})`;

/** What the plan proposed and nobody has touched: the next plan may replace it. */
export function isPlanProposal(transfer: Pick<Transfer, 'state' | 'proposedBy'>): boolean {
  return transfer.state === 'proposed' && transfer.proposedBy === 'plan';
}

export function readTransfers(database: ReadDatabase): Transfer[] {
  return database
    .prepare(
      `SELECT ${columns} FROM transfer UNION ALL SELECT ${columns} FROM proposal WHERE edition = ? ORDER BY id`,
    )
    .all(readPlanEdition(database))
    .map(rowToTransfer);
}

/** Inserts a transfer or replaces the one with its id, among what the plan proposes or what is settled. */
export function writeTransfer(
  database: Database,
  transfer: Transfer,
  edition = readPlanEdition(database),
): void {
  if (isPlanProposal(transfer)) {
    database.prepare('DELETE FROM transfer WHERE id = ?').run(transfer.id);
    writeProposal(database, edition, transfer);
    return;
  }
  deleteProposal(database, edition, transfer.id);
  database.prepare(insertTransfer).run(...transferToRow(transfer));
}

export function deleteTransfer(database: Database, id: string): void {
  database.prepare('DELETE FROM transfer WHERE id = ?').run(id);
  deleteProposal(database, readPlanEdition(database), id);
}

/**
 * The edition of proposals that is the plan's. Another is written under a number of its own, in as many transactions as
 * it takes, and becomes the plan's at once; the rows of editions that are not are leftovers.
 */
export function readPlanEdition(database: ReadDatabase): number {
  return Number(readMeta(database, 'planEdition') ?? 0);
}

export function nextPlanEdition(database: ReadDatabase): number {
  const latest = database.prepare('SELECT max(edition) AS latest FROM proposal').get()?.['latest'];
  return Math.max(readPlanEdition(database), Number(latest ?? 0)) + 1;
}

/** Makes an edition the plan's. One more may be kept, so that an adoption can be taken back. */
export function activatePlanEdition(database: Database, edition: number, kept = edition): void {
  writeMeta(database, 'planEdition', edition);
  writeMeta(database, 'keptEdition', kept);
}

/** The edition that is kept beside the plan's; the plan's own where there is none. */
export function readKeptEdition(database: ReadDatabase): number {
  return Number(readMeta(database, 'keptEdition') ?? readPlanEdition(database));
}

/** Takes out of an edition what was decided since it was the plan's. */
export function deleteDecidedProposals(database: Database, edition: number): void {
  database.prepare('DELETE FROM proposal WHERE edition = ? AND id IN (SELECT id FROM transfer)').run(edition);
}

export function readProposals(database: ReadDatabase, edition: number): Transfer[] {
  return database
    .prepare(`SELECT ${columns} FROM proposal WHERE edition = ? ORDER BY id`)
    .all(edition)
    .map(rowToTransfer);
}

export function writeProposal(database: Database, edition: number, transfer: Transfer): void {
  database.prepare(insertProposal).run(edition, ...transferToRow(transfer));
}

export function deleteProposal(database: Database, edition: number, id: string): void {
  database.prepare('DELETE FROM proposal WHERE edition = ? AND id = ?').run(edition, id);
}

/** Deletes so many leftovers at most; returns how many it were. */
export function deleteLeftProposals(database: Database, most: number): number {
  const edition = readPlanEdition(database);
  const kept = readKeptEdition(database);
  const following = database.prepare('SELECT min(edition) AS edition FROM proposal WHERE edition > ?');
  let left = following.get(-1)?.['edition'];
  while (left === edition || left === kept) left = following.get(left)?.['edition'];
  if (left === null || left === undefined) return 0;
  const next = database
    .prepare('SELECT id FROM proposal WHERE edition = ? ORDER BY id LIMIT 1 OFFSET ?')
    .get(left, most)?.['id'];
  return next === undefined
    ? database.prepare('DELETE FROM proposal WHERE edition = ?').run(left).changes
    : database.prepare('DELETE FROM proposal WHERE edition = ? AND id < ?').run(left, next).changes;
}

function transferToRow(transfer: Transfer): SqlValue[] {
  return [
    transfer.id,
    transfer.item,
    transfer.from,
    transfer.to,
    transfer.quantity,
    transfer.state,
    transfer.run,
    transfer.days,
    transfer.benefitMinor,
    transfer.donorMinor,
    transfer.freightMinor,
    transfer.handlingMinor,
    transfer.netMinor,
    transfer.verdict,
    transfer.role,
    transfer.rule,
    JSON.stringify(transfer.facts),
    transfer.proposedBy,
    transfer.decidedBy,
    transfer.reason,
    transfer.stateMinutes,
  ];
}

function rowToTransfer(row: SqlRow): Transfer {
  const text = (name: string): string => String(row[name]);
  const optional = (name: string): string | null => (row[name] === null ? null : String(row[name]));
  return {
    id: text('id'),
    item: Number(row['item_idx']),
    from: Number(row['from_idx']),
    to: Number(row['to_idx']),
    quantity: Number(row['quantity']),
    state: text('state') as TransferState,
    run: Number(row['run_id']),
    days: Number(row['days']),
    benefitMinor: Number(row['benefit_minor']),
    donorMinor: Number(row['donor_minor']),
    freightMinor: Number(row['freight_minor']),
    handlingMinor: Number(row['handling_minor']),
    netMinor: Number(row['net_minor']),
    verdict: text('verdict') as Verdict,
    role: text('role'),
    rule: text('rule'),
    facts: JSON.parse(text('facts')) as TransferFacts,
    proposedBy: text('proposed_by'),
    decidedBy: optional('decided_by'),
    reason: optional('reason'),
    stateMinutes: Number(row['state_at']),
  };
}
