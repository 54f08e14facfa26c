import type { Profile } from '../../../core/contract/people.ts';
import type { RangeData } from '../../components/grid/rangeReader.ts';

/**
 * Which of the selected transfers the present profile may approve, by what their rows say. The host decides; this
 * sorts a bulk selection beforehand, so that one transfer that needs somebody else does not hold up the rest.
 */
export interface ApprovalChoice {
  readonly approvable: readonly string[];
  readonly others: readonly { readonly transfer: string; readonly reason: string }[];
  /** Sums over the approvable ones, minor units. */
  readonly netMinor: number;
}

export const approvalColumns = [
  'transferId',
  'state',
  'verdict',
  'role',
  'rule',
  'proposedBy',
  'net',
] as const;

export function chooseApprovals(data: RangeData, actor: Profile): ApprovalChoice {
  const text = (column: string, at: number): string => String(data.columns.get(column)?.[at] ?? '');
  const approvable: string[] = [];
  const others: { transfer: string; reason: string }[] = [];
  let netMinor = 0;
  for (let at = 0; at < data.rows.length; at++) {
    const transfer = text('transferId', at);
    const reason = refusal(
      {
        state: text('state', at),
        verdict: text('verdict', at),
        role: text('role', at),
        rule: text('rule', at),
        proposedBy: text('proposedBy', at),
      },
      actor,
    );
    if (reason === null) {
      approvable.push(transfer);
      netMinor += Number(data.columns.get('net')?.[at] ?? 0);
    } else others.push({ transfer, reason });
  }
  return { approvable, others, netMinor };
}

function refusal(
  transfer: {
    readonly state: string;
    readonly verdict: string;
    readonly role: string;
    readonly rule: string;
    readonly proposedBy: string;
  },
  actor: Profile,
): string | null {
  if (transfer.state !== 'proposed') return `is ${transfer.state} already`;
  if (actor.role === 'finance') return 'finance reviews and does not approve';
  if (transfer.verdict === 'block') return `is blocked by rule ${transfer.rule}`;
  if (transfer.proposedBy === actor.id) return 'was proposed by this profile, so another one approves it';
  if (transfer.role === 'approver' && actor.role === 'planner') {
    return `is above the planner’s limit or doubtful (rule ${transfer.rule}); an approver decides`;
  }
  return null;
}
