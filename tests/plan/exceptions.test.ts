import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { minutesToDay } from '../../core/base/calendar.ts';
import { exceptionKinds } from '../../core/contract/views.ts';
import {
  collectExceptions,
  exceptionId,
  exceptionKindOf,
  exceptionSentence,
  exceptionStatus,
} from '../../core/plan/exceptions.ts';
import { noArrival, type PlanState } from '../../core/plan/planState.ts';
import type { ExceptionRecord } from '../../core/store/exceptionStore.ts';
import { runPlan } from '../../electron/host/planning/runPlan.ts';
import { positionOfException, type PlanSession } from '../../electron/host/planning/session.ts';
import { openMiniSession } from '../support/miniReplica.ts';

let session: PlanSession;
let state: PlanState;
let today = 0;
beforeAll(() => {
  session = openMiniSession({ seed: 5, dealers: 10, items: 60 });
  const work = runPlan(session, { retrain: false });
  while (work.next().done !== true);
  ({ state } = session);
  today = minutesToDay(session.clockMinutes);
});
afterAll(() => session.database.close());

describe('exceptions', () => {
  it('are one a position, for every position that deserves one, the most money first', () => {
    const { position, kind } = collectExceptions(state, session.clockMinutes);
    const expected = Array.from({ length: state.count }, (_, p) => p).filter(
      (p) => state.onHand[p] < 0 || (state.risk[p] >= 2 && state.moneyAtRisk[p] >= 1_000),
    );
    expect([...position].toSorted((a, b) => a - b)).toEqual(expected);
    const money = Array.from(position, (p) => state.moneyAtRisk[p]);
    expect(money).toEqual(money.toSorted((a, b) => b - a));
    position.forEach((p, i) => {
      const name = exceptionKinds[kind[i]];
      expect(name).toBe(exceptionKindOf(state, p, today));
      const late = state.arrivalDay[p] < today;
      const out = state.available[p] === 0 && state.backorder[p] > 0;
      expect(name).toBe(
        state.onHand[p] < 0 ? 'negative-on-hand' : late ? 'late-inbound' : out ? 'stockout' : 'stockout-risk',
      );
      const sentence = exceptionSentence(state, name, p, today);
      expect(sentence).toMatch(/^[A-Z0-9]/);
      expect(sentence).not.toMatch(/NaN|undefined|Infinity|!|\b1 (units|days)\b/);
    });
    // All causes occur in what was drawn.
    expect(new Set(kind).size).toBe(exceptionKinds.length);
  });

  it('are found again by their ids, also where ids hold colons', () => {
    const { position, kind } = collectExceptions(state, session.clockMinutes);
    position.forEach((p, i) => {
      const name = exceptionKinds[kind[i]];
      expect(positionOfException(session, exceptionId(state, name, p))).toEqual({ kind: name, position: p });
    });
    for (const id of [
      '',
      'stockout',
      'stockout:D1',
      'stockout:D1:',
      'stockout:nowhere:P001',
      'stockout:D1:nothing',
    ]) {
      expect(positionOfException(session, id).position, id).toBe(-1);
    }
    const { network } = state;
    const renamed = {
      ...session,
      state: {
        ...state,
        network: {
          ...network,
          locations: network.locations.map((location) => ({ ...location, id: `A:${location.id}` })),
          items: network.items.map((item) => ({ ...item, id: `${item.id}:x` })),
        },
      },
    };
    const [p] = position;
    expect(positionOfException(renamed, exceptionId(renamed.state, 'stockout', p)).position).toBe(p);
  });

  it('count days late and say units as people do', () => {
    const p = Array.from({ length: state.count }, (_, at) => at).find(
      (at) => state.arrivalDay[at] !== noArrival,
    );
    if (p === undefined) throw new Error('no inbound');
    const [day, quantity] = [state.arrivalDay[p], state.arrivalQuantity[p]];
    state.arrivalDay[p] = today - 3;
    state.arrivalQuantity[p] = 1;
    expect(exceptionSentence(state, 'late-inbound', p, today)).toMatch(/^Inbound of 1 unit is 3 days late/);
    state.arrivalDay[p] = today - 1;
    expect(exceptionSentence(state, 'late-inbound', p, today)).toMatch(/is 1 day late/);
    state.arrivalDay[p] = day;
    state.arrivalQuantity[p] = quantity;
  });
});

describe('where an exception stands', () => {
  const record: ExceptionRecord = {
    kind: 'stockout-risk',
    location: 2,
    item: 0,
    status: 'assigned',
    assignee: 'planner',
    snoozedUntil: null,
    code: null,
    note: null,
    moneyMinor: 50_000,
    changedMinutes: 0,
  };

  it('is new, assigned, asleep until its time, resolved until the money has doubled', () => {
    expect(exceptionStatus(undefined, 1e9, 0)).toBe('new');
    expect(exceptionStatus(record, 1e9, 0)).toBe('assigned');
    const snoozed: ExceptionRecord = { ...record, status: 'snoozed', snoozedUntil: 100 };
    expect(exceptionStatus(snoozed, 1e9, 99)).toBe('snoozed');
    expect(exceptionStatus(snoozed, 1e9, 100)).toBe('assigned');
    expect(exceptionStatus({ ...snoozed, assignee: null }, 1e9, 100)).toBe('new');
    const resolved: ExceptionRecord = { ...record, status: 'resolved', code: 'order-placed' };
    expect(exceptionStatus(resolved, 100_000, 0)).toBe('resolved');
    expect(exceptionStatus(resolved, 100_001, 0)).toBe('new');
    // Next to nothing at risk when it was resolved: it takes more than twice next to nothing to come back.
    expect(exceptionStatus({ ...resolved, moneyMinor: 0 }, 2_000, 0)).toBe('resolved');
    expect(exceptionStatus({ ...resolved, moneyMinor: 0 }, 2_001, 0)).toBe('new');
  });
});
