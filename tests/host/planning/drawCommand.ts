import {
  rejectReasons,
  resolutionCodes,
  type Command,
  type PartAt,
} from '../../../core/contract/commands.ts';
import { addMonths, dayToIso, dayToMonth, minutesToDay } from '../../../core/base/calendar.ts';
import type { OverrideTarget } from '../../../core/contract/forecast.ts';
import type { OverrideRecord } from '../../../core/plan/overrides.ts';
import { positionOf } from '../../../core/plan/planState.ts';
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
  'protect-parts',
  'unprotect-parts',
  'set-override',
  'clear-override',
  'set-overrides',
  'set-calendar',
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
    case 'protect-parts':
      return {
        kind: chosen,
        parts: drawParts(session, random),
        agreement: random.pick(['SVC-02', 'RP-15']),
        note: random.next() < 0.5 ? '' : 'fleet of a customer',
      };
    case 'unprotect-parts': {
      const { network, agreements } = session.state;
      const known = [...agreements.protectedParts.values()];
      const drawn = known.length === 0 ? null : random.pick(known);
      const parts =
        drawn === null
          ? drawParts(session, random)
          : [{ locationId: network.locations[drawn.location].id, itemId: network.items[drawn.item].id }];
      return { kind: chosen, parts, note: '' };
    }
    case 'set-override': {
      const today = minutesToDay(session.clockMinutes);
      const isUplift = random.next() < 0.25;
      const expires = random.next() < 0.6 ? null : dayToIso(today + random.integer(0, 9));
      // An uplift may be of months that are over; nothing expires before it begins.
      const ahead = random.integer(isUplift ? -4 : 0, expires === null ? 2 : 1);
      const from = addMonths(dayToMonth(today), ahead);
      return {
        kind: chosen,
        target: drawTarget(session, random),
        value: isUplift
          ? { kind: 'uplift', change: random.integer(-4, 8) / 4 }
          : random.next() < 0.5
            ? { kind: 'absolute', unitsAMonth: random.integer(0, 40) / 4 }
            : { kind: 'relative', change: random.integer(-4, 8) / 4 },
        from,
        to: addMonths(from, random.integer(0, 3)),
        reason: random.pick(['spring campaign', 'recall', 'new garage']),
        expires,
      };
    }
    case 'clear-override': {
      const known = [...session.overrides.values()];
      const record = known.length === 0 ? null : random.pick(known);
      return {
        kind: chosen,
        target: record === null ? drawTarget(session, random) : targetOf(session, record),
      };
    }
    case 'set-overrides': {
      const from = dayToMonth(minutesToDay(session.clockMinutes));
      const positions = Array.from({ length: random.integer(1, 6) }, () =>
        random.integer(0, session.state.count),
      );
      const values = positions.map(() => {
        if (random.next() < 0.3) return null;
        return random.next() < 0.5
          ? { kind: 'absolute' as const, unitsAMonth: random.integer(0, 40) / 4 }
          : { kind: 'relative' as const, change: random.integer(-4, 8) / 4 };
      });
      const reasons = values.map((value) =>
        value === null ? '' : random.pick(['fleet left', 'new garage']),
      );
      return { kind: chosen, positions, values, reasons, from, to: addMonths(from, 2), expires: null };
    }
    case 'set-calendar': {
      const region = random.next() < 0.4 ? null : random.pick(session.state.network.locations).region;
      const weekdays = [0, 1, 1, 1, 1, 1, random.integer(0, 3) / 2];
      const calendar = random.next() < 0.2 ? null : { weekdays, holidays: ['07-04', '2001-02-19'] };
      return { kind: chosen, region, calendar };
    }
  }
}

function targetOf(session: PlanSession, record: OverrideRecord): OverrideTarget {
  const { level, family, region } = record;
  switch (level) {
    case 'network':
      return { kind: 'node', node: { level } };
    case 'family':
      return { kind: 'node', node: { level, family } };
    case 'region':
      return { kind: 'node', node: { level, region } };
    case 'family-region':
      return { kind: 'node', node: { level, family, region } };
    case 'item':
      return { kind: 'node', node: { level, item: session.state.network.items[record.item].id } };
    case 'position': {
      const position = positionOf(session.state, record.location, record.item);
      return { kind: 'positions', positions: [position] };
    }
  }
}

/** A place in the hierarchy; now and then one that cannot be overridden. */
export function drawTarget(session: PlanSession, random: Random): OverrideTarget {
  const { network, count } = session.state;
  const family = random.pick(network.items).family;
  const { region } = random.pick(network.locations);
  switch (random.integer(0, 6)) {
    case 0:
      return { kind: 'node', node: { level: 'network' } };
    case 1:
      return { kind: 'node', node: { level: 'family', family } };
    case 2:
      return { kind: 'node', node: { level: 'region', region } };
    case 3:
      return { kind: 'node', node: { level: 'family-region', family, region } };
    case 4:
      return { kind: 'node', node: { level: 'item', item: random.pick(network.items).id } };
    default:
      return {
        kind: 'positions',
        positions: Array.from({ length: random.integer(1, 4) }, () => random.integer(0, count)),
      };
  }
}

/** Donors of open proposals, or any parts of dealers; now and then at a warehouse, which protects none. */
function drawParts(session: PlanSession, random: Random): PartAt[] {
  const { network } = session.state;
  const open = [...session.transfers.values()].filter(({ state }) => state === 'proposed');
  return Array.from({ length: random.integer(1, 3) }, () => {
    const donor = open.length > 0 && random.next() < 0.6 ? random.pick(open) : null;
    return {
      locationId: donor === null ? random.pick(network.locations).id : network.locations[donor.from].id,
      itemId: donor === null ? random.pick(network.items).id : network.items[donor.item].id,
    };
  });
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
