import type { Proposal } from '../../../core/plan/proposals.ts';
import { readMetaNumber, writeMeta } from '../../../core/store/metaStore.ts';
import { deleteTransfer, writeTransfer, type Transfer } from '../../../core/store/transferStore.ts';
import type { PlanSession } from './session.ts';

export interface Replacement {
  readonly run: number;
  /** Those of the plan's open proposals that the new ones replace; what people edited or decided always stays. */
  readonly replaced: Iterable<Transfer>;
  /** Part of the same transaction. */
  readonly also: () => void;
}

/**
 * Puts new proposals in the place of some earlier ones, in the replica and then in memory, in one transaction. What was
 * proposed before between the same two places keeps its number, so that a planner who is looking at it still finds it,
 * and stays as it is while its quantity and verdict stand and its figures have hardly moved. Returns how many changed.
 */
export function replaceProposals(
  session: PlanSession,
  proposals: readonly Proposal[],
  replacement: Replacement,
): number {
  const { database } = session;
  const known = new Map<string, Transfer>();
  for (const transfer of replacement.replaced) known.set(pairKey(transfer), transfer);
  const first = readMetaNumber(database, 'nextTransfer');
  let next = first;
  const written: Transfer[] = [];
  for (const proposal of proposals) {
    const key = pairKey(proposal);
    const before = known.get(key);
    known.delete(key);
    if (before !== undefined && isAlike(before, proposal)) continue;
    written.push({
      ...proposal,
      id: before?.id ?? transferId(next++),
      run: replacement.run,
      stateMinutes: session.clockMinutes,
    });
  }
  const gone = [...known.values()].map(({ id }) => id);
  database.transaction(() => {
    for (const id of gone) deleteTransfer(database, id);
    for (const transfer of written) writeTransfer(database, transfer);
    if (next !== first) writeMeta(database, 'nextTransfer', next);
    replacement.also();
  });
  // What is only proposed promises nothing: no position is touched.
  for (const id of gone) session.setTransfer(id, null);
  for (const transfer of written) session.setTransfer(transfer.id, transfer);
  return written.length + gone.length;
}

export function transferId(number: number): string {
  return `T${String(number).padStart(6, '0')}`;
}

/** One proposal an item and lane. */
function pairKey({ item, from, to }: Pick<Transfer, 'item' | 'from' | 'to'>): string {
  return `${item}:${from}:${to}`;
}

function isAlike(before: Transfer, after: Proposal): boolean {
  const moved = Math.abs(before.netMinor - after.netMinor);
  return (
    before.quantity === after.quantity &&
    before.verdict === after.verdict &&
    before.rule === after.rule &&
    moved <= Math.max(50, 0.01 * Math.abs(before.netMinor))
  );
}
