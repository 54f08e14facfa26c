import type { RowChange } from '../../../core/store/journalStore.ts';
import type { PlanSession } from './session.ts';

/** Changes that are worked out before other questions get their turn. */
const slicedChanges = 500;

/**
 * A change for each source, worked out in steps where there are many. The world may move between two of them: what did
 * is worked out anew at the end, and nothing comes between that and the writing.
 */
export function* changesInSteps<T>(
  session: Pick<PlanSession, 'transfers'>,
  sources: readonly T[],
  change: (source: T) => RowChange,
): Generator<number, RowChange[]> {
  const changes: RowChange[] = [];
  for (const source of sources) {
    changes.push(change(source));
    if (changes.length % slicedChanges === 0) yield changes.length / sources.length;
  }
  if (sources.length < slicedChanges) return changes;
  return changes.map((made, at) =>
    made.table === 'transfer' && session.transfers.get(made.id) === made.before ? made : change(sources[at]),
  );
}
