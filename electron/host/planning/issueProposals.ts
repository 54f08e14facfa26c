import { BallastError } from '../../../core/base/errors.ts';
import { createOpenProposals } from '../../../core/plan/openProposals.ts';
import type { Proposal } from '../../../core/plan/proposals.ts';
import { nextTransferState } from '../../../core/rebalance/transferStates.ts';
import { readMetaNumber, writeMeta } from '../../../core/store/metaStore.ts';
import {
  activatePlanEdition,
  deleteLeftProposals,
  deleteProposal,
  nextPlanEdition,
  readPlanEdition,
  writeProposal,
  writeTransfer,
  type Transfer,
} from '../../../core/store/transferStore.ts';
import { judgeAnew } from './judgeAnew.ts';
import { transferId } from './replaceProposals.ts';
import type { PlanSession } from './session.ts';

export interface Issue {
  readonly run: number;
  /** The edition that was the plan's when its settings and stock were taken: where it no longer is, nothing changes. */
  readonly former: number;
  readonly proposals: readonly Proposal[];
  /** Whether those with the verdict `auto` run by themselves: a plan run only, under its circuit breaker. */
  readonly autoRuns: boolean;
  /** Asked once all are written: what was decided in the meantime stands in the way of some. */
  readonly mayPropose: () => (proposal: Proposal) => boolean;
  /** Part of the transaction that makes them the plan's. */
  readonly also: (transfers: readonly Transfer[], edition: number) => void;
}

export interface Issued {
  readonly transfers: readonly Transfer[];
  /** Positions whose planned quantities have changed. */
  readonly touched: ReadonlySet<number>;
}

/** The issue under way: one that another has overtaken must not go on with rows that may have been cleared away. */
const latest = new WeakMap<PlanSession, Issue>();

/** Rows in one transaction, and proposals looked at in one slice. */
const rowsTogether = 250;
const lookedAtTogether = 2_000;

/**
 * Puts new proposals in the place of all that the plan had, in slices: the rows are written in small transactions as an
 * edition of their own, then one transaction makes it the plan's. Ended before that, in whatever way, the former plan
 * stands. What was proposed before between the same two places keeps its number. Yields the share done.
 */
export function* issueProposals(session: PlanSession, issue: Issue): Generator<number, Issued> {
  const { database, state } = session;
  latest.set(session, issue);
  const refuseOvertaken = (): void => {
    if (latest.get(session) === issue && readPlanEdition(database) === issue.former) return;
    throw new BallastError('conflict', 'A newer plan has replaced this one. Nothing was changed.');
  };
  refuseOvertaken();
  for (const share of clearLeftovers(session)) {
    yield share;
    refuseOvertaken();
  }
  const transfers: Transfer[] = [];
  const settled: Transfer[] = [];
  const kept = session.transfers.proposals;
  let next = readMetaNumber(database, 'nextTransfer');
  for (const [at, proposal] of issue.proposals.entries()) {
    if (at % lookedAtTogether === lookedAtTogether - 1) {
      yield (0.1 * at) / issue.proposals.length;
      refuseOvertaken();
    }
    const before = kept.ofItem(proposal.item).find((one) => isSamePair(one, proposal));
    const approved =
      issue.autoRuns && proposal.verdict === 'auto' ? nextTransferState(proposal.state, 'approve') : null;
    const transfer: Transfer = {
      ...proposal,
      id: before?.id ?? transferId(next++),
      run: issue.run,
      stateMinutes: session.clockMinutes,
      state: approved ?? proposal.state,
      decidedBy: approved === null ? null : `rule ${proposal.rule}`,
    };
    transfers.push(transfer);
    if (approved !== null) settled.push(transfer);
  }
  const open = createOpenProposals((item) => state.network.items[item].weightKg);
  const edition = nextPlanEdition(database);
  const chosen = new Set(settled);
  for (let from = 0; from < transfers.length; from += rowsTogether) {
    const rows = transfers.slice(from, from + rowsTogether).filter((transfer) => !chosen.has(transfer));
    database.transaction(() => {
      // Taken at once: nobody else may give these numbers, and one that is never used is not missed.
      if (from === 0) writeMeta(database, 'nextTransfer', next);
      for (const transfer of rows) writeProposal(database, edition, transfer);
    });
    for (const transfer of rows) open.set(transfer);
    yield 0.1 + (0.8 * from) / transfers.length;
    refuseOvertaken();
  }
  const mayPropose = issue.mayPropose();
  // What runs by itself is asked for once more, as an approval would be: its donor may have sold the units.
  const isOvertaken = (transfer: Transfer): boolean =>
    session.transfers.settled.has(transfer.id) ||
    !mayPropose(transfer) ||
    (chosen.has(transfer) && judgeAnew(session, transfer)?.verdict !== 'auto');
  const overtaken = transfers.filter(isOvertaken);
  const gone = new Set(overtaken);
  const left = overtaken.length === 0 ? transfers : transfers.filter((transfer) => !gone.has(transfer));
  const started = settled.filter((transfer) => !gone.has(transfer));
  database.transaction(() => {
    for (const { id } of overtaken) deleteProposal(database, edition, id);
    activatePlanEdition(database, edition);
    for (const transfer of started) writeTransfer(database, transfer);
    issue.also(left, edition);
  });
  for (const { id } of overtaken) open.delete(id);
  session.transfers.replaceProposals(open);
  const touched = new Set<number>();
  for (const transfer of started) {
    for (const p of session.setTransfer(transfer.id, transfer)) touched.add(p);
  }
  return { transfers: left, touched };
}

/** Takes out rows that are not, or no longer, the plan's. */
export function* clearLeftovers({ database }: PlanSession): Generator<number, void> {
  while (database.transaction(() => deleteLeftProposals(database, rowsTogether)) > 0) yield 0;
}

function isSamePair(a: Pick<Transfer, 'from' | 'to'>, b: Pick<Transfer, 'from' | 'to'>): boolean {
  return a.from === b.from && a.to === b.to;
}
