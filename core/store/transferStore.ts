import type { TransferFacts, Verdict } from '../policy/decisionTable.ts';
import type { TransferState } from '../rebalance/transferStates.ts';
import type { Database, ReadDatabase, SqlRow, SqlValue } from './database.ts';

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

export function readTransfers(database: ReadDatabase): Transfer[] {
  return database.prepare(`SELECT ${columns} FROM transfer ORDER BY id`).all().map(rowToTransfer);
}

/** Inserts a transfer or replaces the one with its id. */
export function writeTransfer(database: Database, transfer: Transfer): void {
  const values: SqlValue[] = [
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
  database
    .prepare(`INSERT OR REPLACE INTO transfer (${columns}) VALUES (${values.map(() => '?').join(', ')})`)
    .run(...values);
}

export function deleteTransfer(database: Database, id: string): void {
  database.prepare('DELETE FROM transfer WHERE id = ?').run(id);
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
