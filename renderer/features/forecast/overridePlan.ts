import type { Command } from '../../../core/contract/commands.ts';
import type { OverrideValue } from '../../../core/contract/forecast.ts';
import type { GridEdit } from '../../components/grid/gridOptions.ts';
import { parsePastedOverride } from './overrideEntry.ts';

/** What pasted overrides would do, before it is done: an entry a position. */
export interface OverridePlan {
  readonly entries: readonly OverridePlanEntry[];
  readonly refused: readonly { readonly row: number; readonly text: string; readonly reason: string }[];
  /** Empty cells on positions that no override holds. */
  readonly unchanged: number;
  /** Pasted cells that fell on other columns, and beyond the last row. */
  readonly locked: number;
  readonly beyond: number;
}

export interface OverridePlanEntry {
  readonly row: number;
  readonly position: number;
  /** `AIF-0178 at D033` */
  readonly place: string;
  readonly baseline: number;
  /** Null returns the position to its baseline. */
  readonly value: OverrideValue | null;
  /** Empty where the cell says none. */
  readonly reason: string;
}

/** Columns that a plan is made from, beyond the edited one. */
export const overridePlanReads = ['baseline', 'itemId', 'locationId'] as const;

export function planOverrides(edit: GridEdit): OverridePlan {
  const [override, baseline, itemId, locationId] = ['override', ...overridePlanReads].map((column) =>
    edit.data.columns.get(column),
  );
  const entries: OverridePlanEntry[] = [];
  const refused: { row: number; text: string; reason: string }[] = [];
  let unchanged = 0;
  edit.texts.forEach((text, index) => {
    const row = edit.data.rows[index] ?? 0;
    const entry = parsePastedOverride(text);
    if (entry.kind === 'refused') {
      refused.push({ row, text, reason: entry.reason });
      return;
    }
    if (entry.kind === 'clear' && Number.isNaN(Number(override?.[index] ?? Number.NaN))) {
      unchanged++;
      return;
    }
    entries.push({
      row,
      position: edit.data.keys[index] ?? 0,
      place: `${itemId?.[index]} at ${locationId?.[index]}`,
      baseline: Number(baseline?.[index] ?? Number.NaN),
      value: entry.kind === 'clear' ? null : entry.value,
      reason: entry.kind === 'clear' ? '' : entry.reason,
    });
  });
  return { entries, refused, unchanged, locked: edit.locked, beyond: edit.beyond };
}

/** Units a month that an entry comes to. */
export function unitsOf({ value, baseline }: OverridePlanEntry): number {
  if (value === null) return baseline;
  return value.kind === 'absolute' ? value.unitsAMonth : baseline * (1 + value.change);
}

/** Entries that set something and do not say why themselves. */
export function withoutReason(plan: OverridePlan): number {
  return plan.entries.filter(({ value, reason }) => value !== null && reason === '').length;
}

/** One command, hence one step of undo. `reason` is for the entries that say none. */
export function overridesCommand(
  plan: OverridePlan,
  span: {
    readonly from: string;
    readonly to: string;
    readonly reason: string;
    readonly expires: string | null;
  },
): Extract<Command, { kind: 'set-overrides' }> {
  return {
    kind: 'set-overrides',
    positions: plan.entries.map(({ position }) => position),
    values: plan.entries.map(({ value }) => value),
    reasons: plan.entries.map(({ value, reason }) =>
      value === null ? '' : reason === '' ? span.reason : reason,
    ),
    from: span.from,
    to: span.to,
    expires: span.expires,
  };
}
