import { rejectReasons, resolutionCodes, type Command } from '../../../core/contract/commands.ts';
import { createRandom, type Random } from '../../../core/base/random.ts';
import { collectExceptions, exceptionId } from '../../../core/plan/exceptions.ts';
import { exceptionKinds } from '../../../core/contract/views.ts';
import type { PlanSession } from '../../../electron/host/planning/session.ts';

export const commandKinds = [
  'set-service-level',
  'approve-transfers',
  'reject-transfers',
  'set-transfer-quantity',
  'assign-exceptions',
  'snooze-exceptions',
  'resolve-exceptions',
  'reopen-exceptions',
] as const satisfies readonly Command['kind'][];

/** A command that a person could give on what is on the screen now; most are possible. */
export function drawCommand(session: PlanSession, draw: number, kind?: Command['kind']): Command {
  const random = createRandom(`command/${draw}`);
  const chosen = kind ?? random.pick(commandKinds);
  switch (chosen) {
    case 'set-service-level': {
      const positions = Array.from({ length: random.integer(1, 6) }, () =>
        random.integer(0, session.state.count),
      );
      const level = (): number | null => (random.next() < 0.2 ? null : 0.5 + random.next() * 0.499);
      const serviceLevel = random.next() < 0.5 ? level() : positions.map(level);
      return { kind: chosen, positions, serviceLevel };
    }
    case 'approve-transfers':
      return { kind: chosen, transfers: drawTransfers(session, random) };
    case 'reject-transfers':
      return {
        kind: chosen,
        transfers: drawTransfers(session, random),
        reason: random.pick(rejectReasons),
        note: random.next() < 0.5 ? '' : 'ask again later',
      };
    case 'set-transfer-quantity': {
      const [transfer] = drawTransfers(session, random);
      const most = session.transfers.get(transfer)?.quantity ?? 1;
      return { kind: chosen, transfer, quantity: random.integer(1, most + 2) };
    }
    case 'assign-exceptions':
      return {
        kind: chosen,
        exceptions: drawExceptions(session, random),
        assignee: random.next() < 0.3 ? null : random.pick(['planner', 'approver']),
      };
    case 'snooze-exceptions':
      return { kind: chosen, exceptions: drawExceptions(session, random), days: random.integer(1, 20) };
    case 'resolve-exceptions':
      return {
        kind: chosen,
        exceptions: drawExceptions(session, random),
        code: random.pick(resolutionCodes),
        note: 'seen to',
      };
    case 'reopen-exceptions':
      return { kind: chosen, exceptions: drawExceptions(session, random) };
  }
}

function drawTransfers(session: PlanSession, random: Random): string[] {
  const proposed = [...session.transfers.values()].filter((transfer) => transfer.state === 'proposed');
  if (proposed.length === 0) return ['T999999'];
  return Array.from({ length: random.integer(1, 3) }, () => random.pick(proposed).id);
}

function drawExceptions(session: PlanSession, random: Random): string[] {
  const { position, kind } = collectExceptions(session.state, session.clockMinutes);
  if (position.length === 0) return ['stockout:nowhere:nothing'];
  return Array.from({ length: random.integer(1, 4) }, () => {
    const at = random.integer(0, Math.min(8, position.length));
    return exceptionId(session.state, exceptionKinds[kind[at]], position[at]);
  });
}
