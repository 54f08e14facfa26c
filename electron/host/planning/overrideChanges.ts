import { BallastError } from '../../../core/base/errors.ts';
import { addMonths, dayToMonth, minutesToDay, monthNumber, parseDay } from '../../../core/base/calendar.ts';
import type { Command } from '../../../core/contract/commands.ts';
import type { ForecastNode, OverrideTarget, OverrideValue } from '../../../core/contract/forecast.ts';
import type { Profile } from '../../../core/contract/people.ts';
import { eachOfNode, type OverrideRecord } from '../../../core/plan/overrides.ts';
import { positionOf } from '../../../core/plan/planState.ts';
import type { RowChange } from '../../../core/store/journalStore.ts';
import { nextJournalSequence } from '../../../core/store/overrideStore.ts';
import type { PlanSession } from './session.ts';

type Node = Pick<OverrideRecord, 'level' | 'location' | 'item' | 'family' | 'region'>;
type SetOverride = Extract<Command, { kind: 'set-override' }>;
/** Months and expiry of what is set. */
type Span = Pick<SetOverride, 'from' | 'to' | 'expires'>;

/** What is set at a node; a null value takes its overrides away. */
interface Entry {
  readonly node: Node;
  readonly value: OverrideValue | null;
  readonly reason: string;
}

/** Setting an override ends those of the same node that share a month with it, from its first month on. */
export function setOverrideChanges(session: PlanSession, actor: Profile, command: SetOverride): RowChange[] {
  const { target, value, reason } = command;
  const entries = nodesOf(session, target).map((node) => ({ node, value, reason: reason.trim() }));
  return entryChanges(session, actor, entries, command);
}

/** The same for positions that each have an entry of their own; the last one of a position counts. */
export function setOverridesChanges(
  session: PlanSession,
  actor: Profile,
  command: Extract<Command, { kind: 'set-overrides' }>,
): RowChange[] {
  const { positions, values, reasons } = command;
  if (values.length !== positions.length || reasons.length !== positions.length) {
    throw new BallastError(
      'bad-input',
      `${positions.length} positions were given ${values.length} overrides and ${reasons.length} reasons.`,
    );
  }
  const entries = new Map<number, Entry>();
  positions.forEach((position, at) => {
    const node = nodeOf(session, { level: 'position', position });
    entries.set(position, { node, value: values[at], reason: reasons[at].trim() });
  });
  const changes = entryChanges(session, actor, [...entries.values()], command);
  if (changes.length === 0) throw new BallastError('not-found', 'There is no override to clear.');
  return changes;
}

function entryChanges(
  session: PlanSession,
  actor: Profile,
  entries: readonly Entry[],
  span: Span,
): RowChange[] {
  for (const entry of entries) refuseEntry(session, entry);
  refuseDates(session, span, entries);
  const { from, to, expires } = span;
  const running = dayToMonth(minutesToDay(session.clockMinutes));
  const sequence = nextJournalSequence(session.database);
  const byNode = overridesByNode(session);
  return entries.flatMap(({ node, value, reason }, at): RowChange[] => {
    const known = byNode.get(nodeKey(node)) ?? [];
    if (value === null) return clearedOf(known, running);
    const begins = (one: OverrideRecord): string => {
      // Of months that are over, what was planned with stays as it was; what is taken out of history is said anew.
      const isSaidAnew = one.kind === 'uplift' && value.kind === 'uplift';
      return isSaidAnew || from > running ? from : running;
    };
    const replaced = known.filter((one) => one.from <= to && begins(one) <= to && begins(one) <= one.to);
    const after: OverrideRecord = {
      id: `V${String(sequence).padStart(6, '0')}-${at + 1}`,
      ...node,
      kind: value.kind,
      value: value.kind === 'absolute' ? value.unitsAMonth : value.change,
      from,
      to,
      reason,
      author: actor.id,
      createdMinutes: session.clockMinutes,
      expires,
    };
    return [
      ...replaced.map((before) => endedBefore(before, begins(before))),
      { table: 'override', id: after.id, before: null, after },
    ];
  });
}

function refuseEntry(session: PlanSession, { node, value, reason }: Entry): void {
  if (value === null) return;
  const refuse = (why: string, code: 'bad-input' | 'not-found' = 'bad-input'): never => {
    const place = placeOf(session, node);
    throw new BallastError(code, `${place.text}: ${why}`, place.detail);
  };
  if (reason === '') refuse('an override needs a reason.');
  const wrong = wrongValue(value);
  if (wrong !== null) refuse(wrong);
  if (node.location >= 0 && session.state.network.locations[node.location].kind !== 'dealer') {
    refuse("a warehouse's demand is that of the dealers it supplies. Set the override there.");
  }
  let reached = false;
  eachOfNode(session.state, node, () => (reached = true));
  if (!reached) refuse('no dealer stocks it.', 'not-found');
}

/** Takes away what is in force or still to come; where nothing is, what history was said to be made of. */
export function clearOverrideChanges(session: PlanSession, target: OverrideTarget): RowChange[] {
  const running = dayToMonth(minutesToDay(session.clockMinutes));
  const byNode = overridesByNode(session);
  const known = nodesOf(session, target).flatMap((node) => byNode.get(nodeKey(node)) ?? []);
  const present = clearedOf(known, running);
  if (present.length > 0) return present;
  const past = known.filter(({ kind }) => kind === 'uplift');
  if (past.length === 0) throw new BallastError('not-found', 'There is no override to clear.');
  return past.map((before) => ({ table: 'override', id: before.id, before, after: null }));
}

function clearedOf(known: readonly OverrideRecord[], running: string): RowChange[] {
  return known.filter(({ to }) => to >= running).map((before) => endedBefore(before, running));
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

function wrongValue(value: OverrideValue): string | null {
  if (value.kind === 'absolute') {
    return value.unitsAMonth >= 0 ? null : `an override of ${value.unitsAMonth} units a month is below zero.`;
  }
  return value.change >= -1 ? null : `a change of ${Math.round(value.change * 1000) / 10} % is below −100 %.`;
}

function refuseDates(session: PlanSession, { from, to, expires }: Span, entries: readonly Entry[]): void {
  const today = minutesToDay(session.clockMinutes);
  const { firstPeriod } = session.state.network;
  // An uplift may be of months that are over: it says what their demand was made of.
  const isUplift = entries.every(({ value }) => value?.kind === 'uplift');
  if (monthNumber(from) > monthNumber(to)) {
    throw new BallastError('bad-input', `The last month ${to} is before the first month ${from}.`, {
      from,
      to,
    });
  }
  if (!isUplift && to < dayToMonth(today)) {
    throw new BallastError('bad-input', `${to} is over: an override of it would change nothing.`, { to });
  }
  if (to < firstPeriod) {
    throw new BallastError('bad-input', `${to} is before the first month of history, ${firstPeriod}.`, {
      to,
    });
  }
  if (expires === null) return;
  const begins = parseDay(`${from}-01`);
  const earliest = isUplift ? begins : Math.max(today, begins);
  // Also what is no day at all, such as 31 April.
  if (!(parseDay(expires) >= earliest)) {
    const when = expires < from ? `on ${expires}, before its first month` : `on ${expires} already`;
    throw new BallastError('bad-input', `The override would have expired ${when}.`, {
      expires,
    });
  }
}

/** What a node is called, and where it was given: the position for the cell that it is refused at. */
function placeOf(
  session: PlanSession,
  node: Node,
): { readonly text: string; readonly detail: Record<string, string | number> } {
  const { state } = session;
  const { items, locations } = state.network;
  if (node.level === 'position') {
    return {
      text: `${items[node.item].id} at ${locations[node.location].id}`,
      detail: { position: positionOf(state, node.location, node.item) },
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
