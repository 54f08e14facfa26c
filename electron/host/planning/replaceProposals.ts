import type { Proposal } from '../../../core/plan/proposals.ts';
import { nextTransferState } from '../../../core/rebalance/transferStates.ts';
import { readMetaNumber, writeMeta } from '../../../core/store/metaStore.ts';
import { deleteTransfer, writeTransfer, type Transfer } from '../../../core/store/transferStore.ts';
import type { PlanSession } from './session.ts';

export interface Replacement {
  readonly run: number;
  /** Those of the plan's open proposals that the new ones replace; what people edited or decided always stays. */
  readonly replaced: Iterable<Transfer>;
  /** Whether those with the verdict `auto` run by themselves: a plan run only, under its circuit breaker. */
  readonly autoRuns: boolean;
  /** Leaves a proposal as it is while its quantity and verdict stand and its figures have hardly moved. */
  readonly keepsEqual: boolean;
  /** Part of the same transaction. */
  readonly also?: (transfers: readonly Transfer[]) => void;
}

/**
 * Puts new proposals in the place of earlier ones, in the replica and then in memory. What was proposed before
 * between the same two places keeps its number, so that a planner who is looking at it still finds it. Returns what
 * the new proposals are now and the positions that this touches.
 */
export function replaceProposals(
  session: PlanSession,
  proposals: readonly Proposal[],
  replacement: Replacement,
): { readonly transfers: readonly Transfer[]; readonly written: number; readonly touched: Set<number> } {
  const { database } = session;
  const known = new Map<string, Transfer>();
  for (const transfer of replacement.replaced) known.set(pairKey(transfer), transfer);
  const first = readMetaNumber(database, 'nextTransfer');
  let next = first;
  const transfers: Transfer[] = [];
  const written: Transfer[] = [];
  for (const proposal of proposals) {
    const key = pairKey(proposal);
    const before = known.get(key);
    known.delete(key);
    if (before !== undefined && replacement.keepsEqual && isAlike(before, proposal)) {
      transfers.push(before);
      continue;
    }
    const approved =
      replacement.autoRuns && proposal.verdict === 'auto'
        ? nextTransferState(proposal.state, 'approve')
        : null;
    const transfer: Transfer = {
      ...proposal,
      id: before?.id ?? `T${String(next++).padStart(6, '0')}`,
      run: replacement.run,
      stateMinutes: session.clockMinutes,
      state: approved ?? proposal.state,
      decidedBy: approved === null ? null : `rule ${proposal.rule}`,
    };
    transfers.push(transfer);
    written.push(transfer);
  }
  const gone = [...known.values()].map(({ id }) => id);
  database.transaction(() => {
    for (const id of gone) deleteTransfer(database, id);
    for (const transfer of written) writeTransfer(database, transfer);
    if (next !== first) writeMeta(database, 'nextTransfer', next);
    replacement.also?.(transfers);
  });
  const touched = new Set<number>();
  for (const id of gone) session.setTransfer(id, null);
  for (const transfer of written) {
    for (const p of session.setTransfer(transfer.id, transfer)) touched.add(p);
  }
  return { transfers, written: written.length + gone.length, touched };
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
