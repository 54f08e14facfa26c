import type { ResolutionCode } from '../../../../core/contract/commands.ts';
import { profiles } from '../../../../core/contract/people.ts';
import type { ExceptionKind, WorkListEntry } from '../../../../core/contract/views.ts';
import { formatDate } from '../../../components/format/formatTime.ts';

export const kindLabels: Readonly<Record<ExceptionKind, string>> = {
  'stockout-risk': 'Stockout risk',
  stockout: 'Stockout',
  'negative-on-hand': 'Negative on hand',
  'late-inbound': 'Late inbound',
};

export const codeLabels: Readonly<Record<ResolutionCode, string>> = {
  'transfer-arranged': 'Transfer arranged',
  'order-placed': 'Order placed',
  'data-corrected': 'Data corrected',
  'demand-lower': 'Demand is lower than forecast',
  'accepted-risk': 'Risk accepted',
};

/** Who has the entry, by name; someone unknown to this window by what was recorded. */
export function assigneeName(assignee: string): string {
  return profiles.find((profile) => profile.id === assignee)?.name ?? assignee;
}

export function initials(name: string): string {
  return name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => word.charAt(0).toUpperCase())
    .join('');
}

/** What became of an entry that is no longer open. */
export function outcomeText(
  entry: Pick<WorkListEntry, 'status' | 'code' | 'snoozedUntilMinutes'>,
  locale?: string,
): string {
  if (entry.status === 'snoozed') {
    const until = entry.snoozedUntilMinutes;
    return until === null ? 'Snoozed' : `Snoozed until ${formatDate(until, locale)}`;
  }
  if (entry.status !== 'resolved') return '';
  return entry.code === null ? 'Resolved' : (codeLabels[entry.code as ResolutionCode] ?? entry.code);
}
