import { minutesToDay, parseDay, addMonths, dayToMonth } from '../../../core/base/calendar.ts';
import type { ForecastNode, ForecastOverride } from '../../../core/contract/forecast.ts';
import {
  eachOfNode,
  isSameNode,
  layOverrides,
  overridesInForce,
  type OverrideRecord,
} from '../../../core/plan/overrides.ts';
import { readOverrideOutcomes, valueAdded } from '../../../core/store/overrideStore.ts';
import { monthShapes } from './calendars.ts';
import { nodeOf } from './overrideChanges.ts';
import type { PlanSession } from './session.ts';

/**
 * Lays the overrides that are in force on the network's day over the baseline. Returns the positions whose consensus
 * moved; their levels are not recalculated yet. O(positions) where there is any override, else a copy.
 */
export function refreshConsensus(session: PlanSession): Int32Array {
  const { state } = session;
  const inForce = overridesInForce(session.overrides.values(), minutesToDay(session.clockMinutes));
  const before = state.consensus.slice();
  session.overridden = layOverrides(state, inForce, state.consensus);
  const moved = new Int32Array(state.count);
  let count = 0;
  for (let p = 0; p < state.count; p++) if (before[p] !== state.consensus[p]) moved[count++] = p;
  return moved.slice(0, count);
}

/** Overrides that reach a position, its own and those of the levels above it, newest first. */
export function overridesAt(session: PlanSession, position: number): readonly ForecastOverride[] {
  const { state } = session;
  const location = state.location[position];
  const { kind, region } = state.network.locations[location];
  if (kind !== 'dealer') return [];
  const item = state.item[position];
  const { family } = state.network.items[item];
  return told(
    session,
    (record) =>
      (record.location < 0 || record.location === location) &&
      (record.item < 0 || record.item === item) &&
      (record.family === '' || record.family === family) &&
      (record.region === '' || record.region === region),
  );
}

/** Those of them that count today. */
export function overridesInForceAt(session: PlanSession, position: number): readonly ForecastOverride[] {
  const inForce = overridesInForce(session.overrides.values(), minutesToDay(session.clockMinutes));
  const ids = new Set(inForce.map(({ id }) => id));
  return ids.size === 0 ? [] : overridesAt(session, position).filter(({ id }) => ids.has(id));
}

/** Overrides that were set at exactly this node, newest first. */
export function overridesOf(session: PlanSession, node: ForecastNode): readonly ForecastOverride[] {
  const wanted = nodeOf(session, node);
  return told(session, (record) => isSameNode(record, wanted));
}

export interface ComingUnits {
  /** Units a month, the running month first. */
  readonly baseline: Float64Array;
  readonly consensus: Float64Array;
}

/**
 * What is expected of positions together in each coming month, and what is planned with. Months differ by their working
 * days, but for units that a planner has set. O(positions) for every set of overrides in force in any of the months.
 */
export function comingUnits(session: PlanSession, positions: Int32Array, months: number): ComingUnits {
  const { state } = session;
  const today = minutesToDay(session.clockMinutes);
  const running = dayToMonth(today);
  const shapes = monthShapes(session, months);
  const known = new Map<Float32Array, UnitsByShape>();
  const unitsOf = (column: Float32Array, isSet: boolean): UnitsByShape => {
    const units = known.get(column) ?? unitsByShape(session, shapes, positions, column, isSet);
    known.set(column, units);
    return units;
  };
  const inMonth = ({ set, moving }: UnitsByShape, ahead: number): number =>
    moving.reduce((sum, { units, shape }) => sum + units * (shape?.[ahead] ?? 1), set);
  const consensus = new Float64Array(months);
  const baseline = new Float64Array(months);
  for (let ahead = 0; ahead < months; ahead++) {
    const day = ahead === 0 ? today : parseDay(`${addMonths(running, ahead)}-01`);
    const inForce = overridesInForce(session.overrides.values(), day);
    const column = laidOn(session, inForce);
    baseline[ahead] = inMonth(unitsOf(state.mean, false), ahead);
    consensus[ahead] =
      column === null
        ? baseline[ahead]
        : inMonth(
            unitsOf(
              column,
              inForce.some(({ kind }) => kind === 'absolute'),
            ),
            ahead,
          );
  }
  return { baseline, consensus };
}

interface UnitsByShape {
  /** Units that a planner has set: they are the same in every month. */
  readonly set: number;
  readonly moving: readonly { readonly units: number; readonly shape: Float64Array | null }[];
}

function unitsByShape(
  session: PlanSession,
  shapes: ReturnType<typeof monthShapes>,
  positions: Int32Array,
  column: Float32Array,
  isSet: boolean,
): UnitsByShape {
  const { state } = session;
  let set = 0;
  if (shapes === null) {
    for (const p of positions) set += column[p];
    return { set, moving: [] };
  }
  const { locations } = state.network;
  const regions = [...new Set(locations.map(({ region }) => region))];
  const regionOf = Int32Array.from(locations, ({ region }) => regions.indexOf(region));
  const units = new Float64Array(regions.length);
  for (const p of positions) {
    if (isSet && column[p] !== state.mean[p]) set += column[p];
    else units[regionOf[state.location[p]]] += column[p];
  }
  return {
    set,
    moving: regions.map((region, at) => ({ units: units[at], shape: shapes.get(region) ?? null })),
  };
}

/** For a grid column: NaN where no override holds the position today, else what it makes of it. */
export function overrideMark(session: PlanSession): (position: number) => number {
  const { state } = session;
  return (position) => (session.overridden?.[position] === 1 ? state.consensus[position] : Number.NaN);
}

interface Laid {
  readonly of: string;
  readonly consensus: Float32Array;
}
const laid = new WeakMap<PlanSession, Laid[]>();
/** Sets of overrides whose consensus is remembered: the months ahead of a series share few of them. */
const rememberedSets = 3;

function laidOn(session: PlanSession, inForce: readonly OverrideRecord[]): Float32Array | null {
  if (inForce.length === 0) return null;
  const of = `${session.forecastVersion} ${inForce.map(({ id }) => id).join(' ')}`;
  const known = laid.get(session) ?? [];
  const found = known.find((one) => one.of === of);
  if (found !== undefined) return found.consensus;
  const consensus = new Float32Array(session.state.count);
  layOverrides(session.state, inForce, consensus);
  laid.set(session, [{ of, consensus }, ...known].slice(0, rememberedSets));
  return consensus;
}

function told(session: PlanSession, reaches: (record: OverrideRecord) => boolean): ForecastOverride[] {
  return [...session.overrides.values()]
    .filter(reaches)
    .toSorted((a, b) => b.createdMinutes - a.createdMinutes || (a.id < b.id ? 1 : -1))
    .map((record) => tell(session, record));
}

function tell(session: PlanSession, record: OverrideRecord): ForecastOverride {
  let positions = 0;
  eachOfNode(session.state, record, () => positions++);
  const { id, level, from, to, reason, author, createdMinutes, expires } = record;
  return {
    id,
    target: labelOfNode(session, record),
    level,
    positions,
    value:
      record.kind === 'absolute'
        ? { kind: 'absolute', unitsAMonth: record.value }
        : { kind: record.kind, change: record.value },
    from,
    to,
    reason,
    author,
    createdMinutes,
    expires,
    valueAdded: valueAdded(readOverrideOutcomes(session.database, id)),
  };
}

function labelOfNode(session: PlanSession, record: OverrideRecord): string {
  const { locations, items } = session.state.network;
  const parts = [
    record.location < 0 ? '' : locations[record.location].id,
    record.item < 0 ? '' : items[record.item].id,
    record.family,
    record.region,
  ].filter((part) => part !== '');
  return parts.length === 0 ? 'Network' : parts.join(' · ');
}
