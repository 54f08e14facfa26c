/**
 * Exceptions of the network, computed from the plan state and overlaid with what people did about them. One
 * exception a position and cause; the worst cause of a position speaks for it. O(positions) to collect; sorted by
 * money at risk.
 */
import { argsort } from '../base/argsort.ts';
import { minutesToDay } from '../base/calendar.ts';
import { exceptionKinds, riskLevels, type ExceptionKind, type RiskLevel } from '../contract/views.ts';
import type { ExceptionRecord } from '../store/exceptionStore.ts';
import { dayCount, unitCount } from './countText.ts';
import { noArrival, type PlanState } from './planState.ts';

/** All exceptions, the most money at risk first: positions, and indexes into `exceptionKinds`. */
export interface Exceptions {
  readonly position: Int32Array;
  readonly kind: Uint8Array;
}

export type ExceptionStatus = 'new' | 'assigned' | 'snoozed' | 'resolved';

/** Positions whose expected loss is below this are not worth a line. */
const leastMoneyMinor = 1_000;

export function collectExceptions(state: PlanState, clockMinutes: number): Exceptions {
  const today = minutesToDay(clockMinutes);
  const positions: number[] = [];
  for (let p = 0; p < state.count; p++) {
    if (state.risk[p] < 2 && state.onHand[p] >= 0) continue;
    if (exceptionKindOf(state, p, today) !== null) positions.push(p);
  }
  const position = argsort(Int32Array.from(positions), (p) => state.moneyAtRisk[p], true);
  const kind = Uint8Array.from(position, (p) =>
    exceptionKinds.indexOf(exceptionKindOf(state, p, today) ?? 'stockout'),
  );
  return { position, kind };
}

/** The cause that speaks for a position, or null where all is well. */
export function exceptionKindOf(state: PlanState, p: number, today: number): ExceptionKind | null {
  if (state.onHand[p] < 0) return 'negative-on-hand';
  if (state.moneyAtRisk[p] < leastMoneyMinor || state.risk[p] < 2) return null;
  const arrival = state.arrivalDay[p];
  if (arrival !== noArrival && arrival < today) return 'late-inbound';
  return state.available[p] === 0 && state.backorder[p] > 0 ? 'stockout' : 'stockout-risk';
}

export function exceptionId(state: PlanState, kind: ExceptionKind, p: number): string {
  return `${kind}:${state.network.locations[state.location[p]].id}:${state.network.items[state.item[p]].id}`;
}

/**
 * Where an exception stands, given what was done about it: a snooze ends at its time, and what was resolved comes
 * back once the money at risk has doubled since.
 */
export function exceptionStatus(
  record: ExceptionRecord | undefined,
  moneyMinor: number,
  clockMinutes: number,
): ExceptionStatus {
  if (record === undefined) return 'new';
  switch (record.status) {
    case 'assigned':
      return 'assigned';
    case 'snoozed':
      return record.snoozedUntil !== null && clockMinutes < record.snoozedUntil
        ? 'snoozed'
        : record.assignee === null
          ? 'new'
          : 'assigned';
    case 'resolved':
      return moneyMinor > 2 * Math.max(record.moneyMinor, leastMoneyMinor) ? 'new' : 'resolved';
  }
}

/** What is wrong, in one sentence with its figures. */
export function exceptionSentence(state: PlanState, kind: ExceptionKind, p: number, today: number): string {
  const percent = `${Math.round(state.pStockout[p] * 100)} %`;
  const days = dayCount(state.nextArrivalDays[p]);
  switch (kind) {
    case 'stockout':
      return `${unitCount(state.backorder[p])} waiting, none available; next arrival in ${days}`;
    case 'stockout-risk':
      return state.available[p] === 0
        ? `None available; ${percent} chance of a demand before the next arrival in ${days}`
        : `${unitCount(state.available[p])} available; ${percent} chance of running out before the next arrival in ${days}`;
    case 'late-inbound':
      return `Inbound of ${unitCount(state.arrivalQuantity[p])} is ${dayCount(today - state.arrivalDay[p])} late; ${percent} chance of running out`;
    case 'negative-on-hand':
      return `The location reports ${state.onHand[p]} on hand; planned as none until it is counted`;
  }
}

export function levelOf(state: PlanState, p: number): RiskLevel {
  return riskLevels[state.risk[p]];
}
