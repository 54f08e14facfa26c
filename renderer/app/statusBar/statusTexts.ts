import type { RunState } from '../../../core/contract/views.ts';
import { countOf, formatCount, formatDuration, formatShare } from '../../components/format/formatNumber.ts';
import { formatTime } from '../../components/format/formatTime.ts';
import type { ConnectionStatus } from '../../host/connection.ts';

/** The sentences of the status bar, apart from the elements that show them. */
export function replicaText(
  status: ConnectionStatus,
  clockMinutes: number,
  queuedDecisions: number,
  locale?: string,
): string {
  if (status === 'lost') return 'Host away · confirmed decisions are kept';
  if (!Number.isFinite(clockMinutes)) return 'Opening the replica';
  const queued =
    queuedDecisions === 0
      ? 'no decisions queued'
      : `${countOf(queuedDecisions, 'decision', 'decisions', locale)} queued`;
  return `Local replica as of ${formatTime(clockMinutes, locale)} · ${queued}`;
}

export function recalculationText(
  recalculation: { readonly positions: number; readonly tookMs: number },
  locale?: string,
): string {
  const { positions, tookMs } = recalculation;
  return `Recalculated ${countOf(positions, 'position', 'positions', locale)} · ${formatDuration(tookMs, locale)}`;
}

export function feedText(running: boolean, events: number, locale?: string): string {
  return running ? `Feed live · ${formatCount(events, locale)} events` : 'Feed stopped';
}

export function runText(run: RunState, locale?: string): string {
  switch (run.status) {
    case 'running':
      return `${run.label}: ${run.step} · ${formatShare(run.progress, 0, locale)}`;
    case 'completed':
      return `${run.label}: completed`;
    case 'cancelled':
      return `${run.label}: cancelled, the earlier plan stands`;
    case 'failed':
      return `${run.label}: failed${run.message === null ? '' : `, ${run.message}`}`;
  }
}
