import type { Input } from '../../../../core/contract/contract.ts';
import type { WorkListEntry } from '../../../../core/contract/views.ts';
import { useQuestion, type QuestionState } from '../../../host/useQuestion.ts';
import type { WorkListStatus } from '../../../app/viewState.ts';
import type { RowRange } from './workListWindow.ts';

export interface WorkListFilter {
  readonly status: WorkListStatus;
  readonly locations: readonly number[];
  readonly assignee: string | null;
}

export interface WorkListRows {
  readonly total: number;
  readonly totalMoneyMinor: number;
  /** The entry in a row; undefined where it is still under way. */
  readonly entryAt: (row: number) => WorkListEntry | undefined;
  /** The row of the first loaded entry that is wanted; -1 when there is none. */
  readonly rowOf: (wanted: (entry: WorkListEntry) => boolean) => number;
  readonly loaded: boolean;
  readonly question: QuestionState<'tower.workList'>;
}

/** A block of the work list, kept up to date as the plan moves. */
export function useWorkList(filter: WorkListFilter, block: RowRange): WorkListRows {
  const input: Input<'tower.workList'> = {
    from: block.from,
    to: block.to,
    status: filter.status,
    ...(filter.locations.length === 0 ? {} : { locations: [...filter.locations] }),
    ...(filter.assignee === null ? {} : { assignee: filter.assignee }),
  };
  const question = useQuestion('tower.workList', input, { refreshOn: ['changed', 'run'], everyMs: 800 });
  const { answer, answered } = question;
  const shown = answer !== null && answered !== null && sameFilter(answered, input) ? answer : null;
  return {
    total: shown?.total ?? 0,
    totalMoneyMinor: shown?.totalMoneyMinor ?? 0,
    entryAt: (row) => (shown === null || answered === null ? undefined : shown.entries[row - answered.from]),
    rowOf: (wanted) => {
      const at = shown?.entries.findIndex(wanted) ?? -1;
      return at < 0 || answered === null ? -1 : at + answered.from;
    },
    loaded: shown !== null,
    question,
  };
}

function sameFilter(a: Input<'tower.workList'>, b: Input<'tower.workList'>): boolean {
  return (
    a.status === b.status &&
    a.assignee === b.assignee &&
    (a.locations ?? []).join(' ') === (b.locations ?? []).join(' ')
  );
}
