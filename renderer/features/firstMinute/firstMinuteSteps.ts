import type { Profile, Role } from '../../../core/contract/people.ts';
import { profiles } from '../../../core/contract/people.ts';
import type { WorkListEntry } from '../../../core/contract/views.ts';

/**
 * The first minute in three steps: the position at highest risk, why it is, and the best transfer, approved. The
 * third has two clicks, seeing the transfer and approving it. `done` is reached only by the approval.
 */
export const steps = ['risk', 'why', 'transfer', 'approve', 'done'] as const;
export type Step = (typeof steps)[number];

export const stepNames = ['Highest risk', 'Why', 'Best transfer, approved'] as const;

/** Which of the three names is current: 0 to 2; 3 when all are done. */
export function stepIndex(step: Step): number {
  switch (step) {
    case 'risk':
      return 0;
    case 'why':
      return 1;
    case 'transfer':
    case 'approve':
      return 2;
    case 'done':
      return 3;
  }
}

export function nextStep(step: Step): Step {
  return steps[Math.min(steps.length - 1, steps.indexOf(step) + 1)];
}

/** A proposal as the decision table judged it. */
export interface JudgedTransfer {
  readonly id: string;
  readonly state: string;
  readonly verdict: string;
  readonly role: string;
  readonly proposedBy: string;
}

export interface Lesson {
  readonly entry: WorkListEntry;
  readonly transfer: JudgedTransfer;
}

/** The entry with the most money at risk that a proposal can help and a person may approve; null without one. */
export function chooseLesson(
  entries: readonly WorkListEntry[],
  transfers: readonly JudgedTransfer[],
): Lesson | null {
  const byId = new Map(transfers.map((transfer) => [transfer.id, transfer]));
  for (const entry of entries) {
    const transfer = entry.transfer === null ? undefined : byId.get(entry.transfer);
    if (transfer === undefined || transfer.state !== 'proposed' || transfer.verdict === 'block') continue;
    return { entry, transfer };
  }
  return null;
}

const rank: Readonly<Record<Role, number>> = { finance: 0, planner: 1, approver: 2 };

/**
 * Who approves: the present profile where its role reaches and it did not propose the transfer itself, else the
 * first profile for which both hold.
 */
export function approverOf(transfer: JudgedTransfer, present: Profile): Profile | null {
  const needed = transfer.role === 'approver' ? rank.approver : rank.planner;
  const may = (profile: Profile): boolean =>
    rank[profile.role] >= needed && profile.id !== transfer.proposedBy;
  return may(present) ? present : (profiles.find(may) ?? null);
}
