/**
 * When an approved transfer takes its next steps. All of it follows from the seed and the transfer's id, so
 * however time is cut into slices the same transfer goes the same way: offered within two hours, answered within
 * the half day, shipped within the next, received after the lane's transit days. About one offer in twelve is refused
 * or not answered, and one shipment in fifty arrives short.
 */
import { minutesPerDay } from '../../../../core/base/calendar.ts';
import { createRandom } from '../../../../core/base/random.ts';
import type { FeedTransfer } from './feedEvent.ts';

export interface PlannedStep {
  readonly minutes: number;
  readonly state: 'offered' | 'committed' | 'rejected' | 'expired' | 'shipped' | 'received' | 'discrepant';
  readonly receivedQuantity: number;
}

/** The steps up to and including `toMinutes`; overdue ones are taken right after `fromMinutes`. */
export function scheduleTransfer(
  transfer: FeedTransfer,
  seed: number,
  fromMinutes: number,
  toMinutes: number,
): PlannedStep[] {
  const random = createRandom(`feed/${seed}/transfer/${transfer.id}`);
  const offerAfter = random.integer(30, 120);
  const answerAfter = random.integer(120, 720);
  const answer = random.next();
  const shipAfter = random.integer(240, 1200);
  const arriveAfter = transfer.days * minutesPerDay + random.integer(-180, 240);
  const isShort = random.next() < 0.02;
  const shortQuantity = Math.floor(transfer.quantity * random.next());

  const after = (state: PlannedStep['state'] | 'approved'): PlannedStep | null => {
    switch (state) {
      case 'approved':
        return { minutes: offerAfter, state: 'offered', receivedQuantity: 0 };
      case 'offered':
        if (answer < 0.05) return { minutes: answerAfter, state: 'rejected', receivedQuantity: 0 };
        if (answer < 0.08) return { minutes: minutesPerDay, state: 'expired', receivedQuantity: 0 };
        return { minutes: answerAfter, state: 'committed', receivedQuantity: 0 };
      case 'committed':
        return { minutes: shipAfter, state: 'shipped', receivedQuantity: 0 };
      case 'shipped':
        return isShort
          ? { minutes: arriveAfter, state: 'discrepant', receivedQuantity: shortQuantity }
          : { minutes: arriveAfter, state: 'received', receivedQuantity: transfer.quantity };
      case 'rejected':
      case 'expired':
      case 'received':
      case 'discrepant':
        return null;
    }
  };

  const steps: PlannedStep[] = [];
  let minutes = transfer.sinceMinutes;
  for (let next = after(transfer.state); next !== null; next = after(next.state)) {
    minutes = Math.max(minutes + next.minutes, fromMinutes + 1);
    if (minutes > toMinutes) break;
    steps.push({ ...next, minutes });
  }
  return steps;
}
