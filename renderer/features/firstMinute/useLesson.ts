import { useMemo, useState } from 'react';
import type { GridWindow } from '../../../core/contract/grid.ts';
import { useQuestion } from '../../host/useQuestion.ts';
import { chooseLesson, type JudgedTransfer, type Lesson } from './firstMinuteSteps.ts';

/** Entries looked through for one that a proposal can help. */
const entriesRead = 100;

/** What the first minute is about, chosen once so that the live feed does not change it half way. */
export function useLesson(wanted: boolean): { readonly lesson: Lesson | null; readonly ready: boolean } {
  const [kept, setKept] = useState<Lesson | null>(null);
  const asking = wanted && kept === null;
  const list = useQuestion('tower.workList', asking ? { from: 0, to: entriesRead, status: 'open' } : null, {
    refreshOn: ['run'],
  }).answer;
  const ids = list?.entries.flatMap((entry) => entry.transfer ?? []) ?? [];
  const transfers = useQuestion(
    'rebalance.window',
    asking && ids.length > 0
      ? {
          query: { sort: [], filter: [{ kind: 'values', column: 'transferId', values: [...new Set(ids)] }] },
          from: 0,
          to: entriesRead,
        }
      : null,
  ).answer;
  const found = useMemo(
    () =>
      list === null || transfers === null ? null : chooseLesson(list.entries, judgedTransfers(transfers)),
    [list, transfers],
  );
  if (asking && found !== null) setKept(found);
  return {
    lesson: kept,
    ready: kept !== null || (list !== null && (ids.length === 0 || transfers !== null)),
  };
}

export function judgedTransfers(window: GridWindow): JudgedTransfer[] {
  const text = (column: string, row: number): string => {
    const found = window.columns[column];
    return found?.kind === 'text' ? (found.dictionary[found.codes[row]] ?? '') : '';
  };
  return Array.from(window.keys, (_, row) => ({
    id: text('transferId', row),
    state: text('state', row),
    verdict: text('verdict', row),
    role: text('role', row),
    proposedBy: text('proposedBy', row),
  }));
}
