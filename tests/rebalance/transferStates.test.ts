import { describe, expect, it } from 'vitest';
import {
  allowedTransferEvents,
  isComing,
  isTerminalTransferState,
  mayTakeBack,
  nextTransferState,
  reservesDonorStock,
  transferEvents,
  transferStates,
  transferTransitions,
} from '../../core/rebalance/transferStates.ts';

describe('transfer states', () => {
  it('[T1] is total: every state has a cell for every event, and nothing else', () => {
    expect(Object.keys(transferTransitions).toSorted()).toEqual([...transferStates].toSorted());
    for (const state of transferStates) {
      const row = transferTransitions[state];
      expect(Object.keys(row).toSorted()).toEqual([...transferEvents].toSorted());
      for (const event of transferEvents) {
        const next = nextTransferState(state, event);
        if (next !== null) expect(transferStates).toContain(next);
      }
    }
  });

  it('walks the whole line from proposed to settled', () => {
    const line = ['approve', 'offer', 'commit', 'ship', 'receive', 'settle'] as const;
    let state: (typeof transferStates)[number] | null = 'proposed';
    const seen: string[] = [state];
    for (const event of line) {
      state = state === null ? null : nextTransferState(state, event);
      seen.push(String(state));
    }
    expect(seen).toEqual(['proposed', 'approved', 'offered', 'committed', 'shipped', 'received', 'settled']);
  });

  it('ends in exactly the terminal states, each of which can be reached', () => {
    const terminal = transferStates.filter(isTerminalTransferState);
    expect(terminal).toEqual(['settled', 'rejected', 'expired', 'cancelled', 'discrepant']);
    const reached = new Set<string>(['proposed']);
    for (let round = 0; round < transferStates.length; round++) {
      for (const state of transferStates) {
        if (!reached.has(state)) continue;
        for (const event of allowedTransferEvents(state))
          reached.add(String(nextTransferState(state, event)));
      }
    }
    expect([...reached].toSorted()).toEqual([...transferStates].toSorted());
  });

  it('has no way back: no sequence of events returns to a state it left', () => {
    const rank = new Map<string, number>(transferStates.map((state, index) => [state, index]));
    for (const state of transferStates) {
      for (const event of transferEvents) {
        const next = nextTransferState(state, event);
        if (next !== null) expect(rank.get(next)).toBeGreaterThan(Number(rank.get(state)));
      }
    }
  });

  it('never calls off goods that are on the road', () => {
    for (const event of ['cancel', 'reject', 'expire'] as const) {
      for (const state of ['shipped', 'received'] as const)
        expect(nextTransferState(state, event)).toBeNull();
    }
  });

  it('lets undo take back a decision that nobody has acted on, an approval whose dealer has only been asked too', () => {
    const decided = ['proposed', 'approved', 'rejected'] as const;
    const pairs = decided.flatMap((from) =>
      transferStates.filter((state) => mayTakeBack(from, state)).map((state) => `${from}/${state}`),
    );
    expect(pairs).toEqual([
      'proposed/proposed',
      'approved/approved',
      'approved/offered',
      'rejected/rejected',
    ]);
  });

  it('holds donor stock from approval until the goods leave', () => {
    expect(transferStates.filter(reservesDonorStock)).toEqual(['approved', 'offered', 'committed']);
    expect(transferStates.filter(isComing)).toEqual(['approved', 'offered', 'committed', 'shipped']);
  });
});
