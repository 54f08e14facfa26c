import { describe, expect, it } from 'vitest';
import { drained } from '../../../core/base/drained.ts';
import type { RowChange } from '../../../core/store/journalStore.ts';
import type { Transfer } from '../../../core/store/transferStore.ts';
import { changesInSteps } from '../../../electron/host/planning/changesInSteps.ts';
import { createHeldTransfers } from '../../../electron/host/planning/heldTransfers.ts';
import { runPlan } from '../../../electron/host/planning/runPlan.ts';
import { openMiniSession } from '../../support/miniReplica.ts';

/** A thousand proposals like one that a plan made. */
function manyTransfers(): Transfer[] {
  const session = openMiniSession({ seed: 4 });
  drained(runPlan(session, { retrain: false }));
  const model = [...session.transfers.values()].find(({ state }) => state === 'proposed');
  session.database.close();
  if (model === undefined) throw new Error('the plan proposes nothing');
  return Array.from({ length: 1_200 }, (_, at) => ({ ...model, id: `M${at}` }));
}

describe('changes in steps', () => {
  const many = manyTransfers();
  const reject =
    (transfers: ReturnType<typeof createHeldTransfers>) =>
    (id: string): RowChange => {
      const before = transfers.get(id);
      if (before?.state !== 'proposed') throw new Error(`${id} is not proposed`);
      return { table: 'transfer', id, before, after: { ...before, state: 'rejected' } };
    };
  const ids = many.map(({ id }) => id);

  it('are those of one go', () => {
    const transfers = createHeldTransfers(many, () => 1);
    const work = changesInSteps({ transfers }, ids, reject(transfers));
    expect(work.next().done).toBe(false);
    const changes = drained(work);
    expect(changes).toHaveLength(many.length);
    expect(changes.map((change) => change.after)).toEqual(many.map((one) => ({ ...one, state: 'rejected' })));
  });

  it('are worked out anew where a transfer moved between two steps', () => {
    const transfers = createHeldTransfers(many, () => 1);
    const work = changesInSteps({ transfers }, ids, reject(transfers));
    work.next();
    transfers.set({ ...many[0], quantity: 77, proposedBy: 'approver' });
    const [first, second] = drained(work);
    expect(first).toMatchObject({ before: { quantity: 77 }, after: { quantity: 77, state: 'rejected' } });
    expect(second.before).toBe(transfers.get('M1'));
  });

  it('are none at all where one of them has become impossible meanwhile', () => {
    const transfers = createHeldTransfers(many, () => 1);
    const work = changesInSteps({ transfers }, ids, reject(transfers));
    work.next();
    transfers.set({ ...many[0], state: 'approved' });
    expect(() => drained(work)).toThrow(/M0 is not proposed/);
  });
});
