/**
 * Overrides of planners, laid over the baseline: what the plan then uses is the consensus, in units a month. An override
 * holds at a level (position, item, family × region, family, region, network) for some months. A narrower one holds
 * exactly; a wider one is spread over what no narrower one holds, an absolute total by share of the baseline (evenly
 * where there is none), a relative one or an uplift as the same factor for each. So every level is the sum of its
 * positions, with overrides as without. Levels are sums over dealers: warehouses face the demand of the dealers below
 * them, and their consensus moves by what theirs does. The distribution keeps its relative dispersions, its mean moves.
 *
 * The whole is recomputed from the baseline at every change, O(positions + positions that overrides reach), so that no
 * order of edits can matter. Source: proportional disaggregation, Gross and Sohl, Journal of Forecasting 9 (1990).
 */
import { dayToMonth, daysOfMonths, parseDay } from '../base/calendar.ts';
import { positionOf, type PlanState } from './planState.ts';

/** Narrow to wide: the order in which they are laid on. */
export const overrideLevels = ['position', 'item', 'family-region', 'family', 'region', 'network'] as const;
export type OverrideLevel = (typeof overrideLevels)[number];

/** An uplift is relative too, and taken out of history once its months are over (historyUplifts.ts). */
export const overrideKinds = ['absolute', 'relative', 'uplift'] as const;

export interface OverrideRecord {
  readonly id: string;
  readonly level: OverrideLevel;
  /** Indexes; −1 where the level does not name one. */
  readonly location: number;
  readonly item: number;
  /** Empty where the level does not name one. */
  readonly family: string;
  readonly region: string;
  readonly kind: (typeof overrideKinds)[number];
  /** Units a month of the whole node, or the change against the baseline (0.2 = a fifth more). */
  readonly value: number;
  /** First and last month, both included. */
  readonly from: string;
  readonly to: string;
  readonly reason: string;
  readonly author: string;
  readonly createdMinutes: number;
  /** Last day on which it counts; null: until its last month is over. */
  readonly expires: string | null;
}

/** What counts on a day of the network's clock, or (for a later month) on that month's first day. */
export function overridesInForce(records: Iterable<OverrideRecord>, day: number): OverrideRecord[] {
  const month = dayToMonth(day);
  return [...records].filter(
    ({ from, to, expires }) => from <= month && month <= to && (expires === null || day <= parseDay(expires)),
  );
}

/** Share of a month's days on which an override counts: less than all in the month in which it expires. */
export function shareInForce({ from, to, expires }: OverrideRecord, month: string): number {
  if (month < from || month > to) return 0;
  if (expires === null) return 1;
  const begun = parseDay(`${month}-01`);
  const [days] = daysOfMonths(month, 1);
  return Math.min(1, Math.max(0, (parseDay(expires) + 1 - begun) / days));
}

/** Whether two overrides name the same node. */
export function isSameNode(
  a: Pick<OverrideRecord, 'level' | 'location' | 'item' | 'family' | 'region'>,
  b: Pick<OverrideRecord, 'level' | 'location' | 'item' | 'family' | 'region'>,
): boolean {
  return (
    a.level === b.level &&
    a.location === b.location &&
    a.item === b.item &&
    a.family === b.family &&
    a.region === b.region
  );
}

/** Calls `visit` with every dealer position of a node, ascending by location. */
export function eachOfNode(
  state: PlanState,
  node: Pick<OverrideRecord, 'level' | 'location' | 'item' | 'family' | 'region'>,
  visit: (position: number) => void,
): void {
  const { locations, items } = state.network;
  if (node.level === 'position') {
    const p = positionOf(state, node.location, node.item);
    if (p >= 0 && locations[node.location].kind === 'dealer') visit(p);
    return;
  }
  if (node.level === 'item') {
    for (let at = state.itemStart[node.item]; at < state.itemStart[node.item + 1]; at++) {
      const p = state.byItem[at];
      if (locations[state.location[p]].kind === 'dealer') visit(p);
    }
    return;
  }
  const wanted =
    node.family === '' ? null : Uint8Array.from(items, (item) => (item.family === node.family ? 1 : 0));
  for (let location = 0; location < locations.length; location++) {
    if (locations[location].kind !== 'dealer') continue;
    if (node.region !== '' && locations[location].region !== node.region) continue;
    for (let p = state.locationStart[location]; p < state.locationStart[location + 1]; p++) {
      if (wanted === null || wanted[state.item[p]] === 1) visit(p);
    }
  }
}

/**
 * Fills `consensus` from the baseline and the overrides in force. Returns which positions are held by one, or null
 * where there is none.
 */
export function layOverrides(
  state: PlanState,
  inForce: readonly OverrideRecord[],
  consensus: Float32Array,
): Uint8Array | null {
  consensus.set(state.mean);
  if (inForce.length === 0) return null;
  const held = new Uint8Array(state.count);
  const free = new Int32Array(state.count);
  for (const override of laidInOrder(inForce)) {
    let freeCount = 0;
    let heldSum = 0;
    let freeSum = 0;
    eachOfNode(state, override, (p) => {
      if (held[p] === 1) {
        heldSum += consensus[p];
      } else {
        freeSum += state.mean[p];
        free[freeCount++] = p;
      }
    });
    const rest = Math.max(0, override.value - heldSum);
    for (let at = 0; at < freeCount; at++) {
      const p = free[at];
      held[p] = 1;
      if (override.kind !== 'absolute') consensus[p] = state.mean[p] * (1 + override.value);
      else consensus[p] = freeSum > 0 ? rest * (state.mean[p] / freeSum) : rest / freeCount;
    }
  }
  followWarehouses(state, held, consensus);
  return held;
}

/** Narrow before wide; of one breadth the newest first. */
export function laidInOrder(overrides: readonly OverrideRecord[]): OverrideRecord[] {
  const breadth = (override: OverrideRecord): number => overrideLevels.indexOf(override.level);
  return overrides.toSorted(
    (a, b) =>
      breadth(a) - breadth(b) ||
      b.createdMinutes - a.createdMinutes ||
      (a.id < b.id ? 1 : a.id > b.id ? -1 : 0),
  );
}

function followWarehouses(state: PlanState, held: Uint8Array, consensus: Float32Array): void {
  const more = new Float64Array(state.count);
  for (let p = 0; p < state.count; p++) {
    if (held[p] === 0 || consensus[p] === state.mean[p]) continue;
    const change = consensus[p] - state.mean[p];
    for (let up = state.source[p]; up >= 0; up = state.source[up]) more[up] += change;
  }
  for (let p = 0; p < state.count; p++) {
    if (more[p] !== 0) consensus[p] = Math.max(0, state.mean[p] + more[p]);
  }
}
