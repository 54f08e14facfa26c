import { BallastError } from '../../../core/base/errors.ts';
import { addMonths, dayToMonth, minutesToDay, monthNumber, parseDay } from '../../../core/base/calendar.ts';
import type { Command } from '../../../core/contract/commands.ts';
import type { ForecastNode, OverrideTarget } from '../../../core/contract/forecast.ts';
import type { Profile } from '../../../core/contract/people.ts';
import { eachOfNode, type OverrideRecord } from '../../../core/plan/overrides.ts';
import type { RowChange } from '../../../core/store/journalStore.ts';
import { nextJournalSequence } from '../../../core/store/overrideStore.ts';
import type { PlanSession } from './session.ts';

type Node = Pick<OverrideRecord, 'level' | 'location' | 'item' | 'family' | 'region'>;
type SetOverride = Extract<Command, { kind: 'set-override' }>;

/** Setting an override ends those of the same node that share a month with it, from its first month on. */
export function setOverrideChanges(session: PlanSession, actor: Profile, command: SetOverride): RowChange[] {
  const reason = command.reason.trim();
  const nodes = nodesOf(session, command.target);
  nodes.forEach((node, at) => {
    const refuse = (why: string, code: 'bad-input' | 'not-found' = 'bad-input'): never => {
      const place = placeOf(session, command.target, node, at);
      throw new BallastError(code, `${place.text}: ${why}`, place.detail);
    };
    if (reason === '') refuse('an override needs a reason.');
    const wrong = wrongValue(command);
    if (wrong !== null) refuse(wrong);
    if (node.location >= 0 && session.state.network.locations[node.location].kind !== 'dealer') {
      refuse("a warehouse's demand is that of the dealers it supplies. Set the override there.");
    }
    let reached = false;
    eachOfNode(session.state, node, () => (reached = true));
    if (!reached) refuse('no dealer stocks it.', 'not-found');
  });
  refuseDates(session, command);
  const running = dayToMonth(minutesToDay(session.clockMinutes));
  const sequence = nextJournalSequence(session.database);
  const byNode = overridesByNode(session);
  return nodes.flatMap((node, at): RowChange[] => {
    const replaced = (byNode.get(nodeKey(node)) ?? []).filter(
      (known) => known.from <= command.to && command.from <= known.to,
    );
    const after: OverrideRecord = {
      id: `V${String(sequence).padStart(6, '0')}-${at + 1}`,
      ...node,
      kind: command.value.kind,
      value: command.value.kind === 'absolute' ? command.value.unitsAMonth : command.value.change,
      from: command.from,
      to: command.to,
      reason,
      author: actor.id,
      createdMinutes: session.clockMinutes,
      expires: command.expires,
    };
    return [
      ...replaced.map((before) => endedBefore(before, command.from > running ? command.from : running)),
      { table: 'override', id: after.id, before: null, after },
    ];
  });
}

/** Takes away what is in force or still to come. */
export function clearOverrideChanges(session: PlanSession, target: OverrideTarget): RowChange[] {
  const running = dayToMonth(minutesToDay(session.clockMinutes));
  const byNode = overridesByNode(session);
  const changes = nodesOf(session, target).flatMap((node) =>
    (byNode.get(nodeKey(node)) ?? [])
      .filter((known) => known.to >= running)
      .map((before) => endedBefore(before, running)),
  );
  if (changes.length === 0) throw new BallastError('not-found', 'There is no override to clear.');
  return changes;
}

/** Months before the given one stay as they were, with what the override was worth in them. */
function endedBefore(before: OverrideRecord, month: string): RowChange {
  const after = before.from < month ? { ...before, to: addMonths(month, -1) } : null;
  return { table: 'override', id: before.id, before, after };
}

/** The node as the records name it; throws where the network has none such. */
export function nodeOf(session: PlanSession, node: ForecastNode): Node {
  const { state } = session;
  const { items, locations } = state.network;
  const none = { location: -1, item: -1, family: '', region: '' };
  switch (node.level) {
    case 'network':
      return { ...none, level: node.level };
    case 'family':
      return { ...none, level: node.level, family: node.family };
    case 'region':
      return { ...none, level: node.level, region: node.region };
    case 'family-region':
      return { ...none, level: node.level, family: node.family, region: node.region };
    case 'item': {
      const item = items.findIndex((candidate) => candidate.id === node.item);
      if (item < 0)
        throw new BallastError('not-found', `There is no item ${node.item}.`, { item: node.item });
      return { ...none, level: node.level, item };
    }
    case 'position': {
      const { position } = node;
      if (position >= state.count || locations[state.location[position]] === undefined) {
        throw new BallastError('not-found', `There is no position ${position}.`, { position });
      }
      return { ...none, level: node.level, location: state.location[position], item: state.item[position] };
    }
  }
}

/** What a command names, for the menu and the journal. */
export function targetText(target: OverrideTarget): string {
  if (target.kind === 'positions') {
    const count = new Set(target.positions).size;
    return `${count} ${count === 1 ? 'position' : 'positions'}`;
  }
  const { node } = target;
  switch (node.level) {
    case 'network':
      return 'the network';
    case 'family':
      return node.family;
    case 'region':
      return node.region;
    case 'family-region':
      return `${node.family} · ${node.region}`;
    case 'item':
      return node.item;
    case 'position':
      return '1 position';
  }
}

function nodesOf(session: PlanSession, target: OverrideTarget): Node[] {
  if (target.kind === 'node') return [nodeOf(session, target.node)];
  return [...new Set(target.positions)].map((position) => nodeOf(session, { level: 'position', position }));
}

function wrongValue({ value }: SetOverride): string | null {
  if (value.kind === 'absolute') {
    return value.unitsAMonth >= 0 ? null : `an override of ${value.unitsAMonth} units a month is below zero.`;
  }
  return value.change >= -1 ? null : `a change of ${Math.round(value.change * 1000) / 10} % is below −100 %.`;
}

function refuseDates(session: PlanSession, { from, to, expires }: SetOverride): void {
  const today = minutesToDay(session.clockMinutes);
  if (monthNumber(from) > monthNumber(to)) {
    throw new BallastError('bad-input', `The last month ${to} is before the first month ${from}.`, {
      from,
      to,
    });
  }
  if (to < dayToMonth(today)) {
    throw new BallastError('bad-input', `${to} is over: an override of it would change nothing.`, { to });
  }
  if (expires === null) return;
  // Also what is no day at all, such as 31 April.
  if (!(parseDay(expires) >= today)) {
    throw new BallastError('bad-input', `The override would have expired on ${expires} already.`, {
      expires,
    });
  }
}

/** Where it was given, for the cell that it is refused at. */
function placeOf(
  session: PlanSession,
  target: OverrideTarget,
  node: Node,
  at: number,
): { readonly text: string; readonly detail: Record<string, string | number> } {
  const { items, locations } = session.state.network;
  if (target.kind === 'positions') {
    return {
      text: `${items[node.item].id} at ${locations[node.location].id}`,
      detail: { position: [...new Set(target.positions)][at] },
    };
  }
  const parts = [node.item < 0 ? '' : items[node.item].id, node.family, node.region].filter(
    (part) => part !== '',
  );
  return { text: parts.length === 0 ? 'Network' : parts.join(' · '), detail: { level: node.level } };
}

export function nodeKey(node: Node): string {
  return [node.level, node.location, node.item, node.family, node.region].join('\n');
}

export function overridesByNode(session: PlanSession): Map<string, OverrideRecord[]> {
  const found = new Map<string, OverrideRecord[]>();
  for (const record of session.overrides.values()) {
    const key = nodeKey(record);
    const known = found.get(key);
    if (known === undefined) found.set(key, [record]);
    else known.push(record);
  }
  return found;
}
