import type { GridColumn } from '../../../core/contract/columns.ts';

/**
 * How a person has arranged the columns of a grid: order, width, what is shown, what is pinned. A remembered
 * layout never hides a column that came with a newer version: what it does not know takes its default place,
 * next to its neighbour in the table of columns, and what no longer exists is dropped.
 */
export interface ColumnPlace {
  readonly id: string;
  readonly width: number;
  readonly hidden: boolean;
  readonly pinned: boolean;
}
export type ColumnLayout = readonly ColumnPlace[];

export const columnWidthLimits = { least: 44, most: 800 } as const;

export interface LayoutWishes {
  /** Columns that stay in view, in this order. */
  readonly pinned: readonly string[];
  /** Left out of the first view, beyond what the table of columns says. */
  readonly hidden?: readonly string[];
  /** In the first view although the table of columns leaves them out. */
  readonly shown?: readonly string[];
  /** Columns that come first after the pinned ones, in this order; the rest keeps the order of the table. */
  readonly first?: readonly string[];
  /** Widths that differ from the table of columns. */
  readonly widths?: Readonly<Record<string, number>>;
}

export function defaultLayout(columns: readonly GridColumn[], wishes: LayoutWishes): ColumnLayout {
  const rank = new Map([...wishes.pinned, ...(wishes.first ?? [])].map((id, index) => [id, index]));
  return columns
    .map((column, index) => ({ column, order: rank.get(column.id) ?? rank.size + index }))
    .toSorted((a, b) => a.order - b.order)
    .map(({ column }) => ({
      id: column.id,
      width: wishes.widths?.[column.id] ?? Math.max(column.width, labelWidth(column.label)),
      hidden:
        (column.hidden === true && wishes.shown?.includes(column.id) !== true) ||
        wishes.hidden?.includes(column.id) === true,
      pinned: wishes.pinned.includes(column.id),
    }));
}

/** Pinned columns come first, as they are drawn. */
export function mergeLayout(remembered: ColumnLayout, standard: ColumnLayout): ColumnLayout {
  const known = new Set(standard.map((place) => place.id));
  const seen = new Set<string>();
  const merged: ColumnPlace[] = [];
  for (const place of remembered) {
    if (!known.has(place.id) || seen.has(place.id)) continue;
    seen.add(place.id);
    merged.push({ ...place, width: clampWidth(place.width) });
  }
  standard.forEach((place, index) => {
    if (seen.has(place.id)) return;
    const neighbour = standard.slice(0, index).findLast((candidate) => seen.has(candidate.id));
    const at = neighbour === undefined ? 0 : merged.findIndex((entry) => entry.id === neighbour.id) + 1;
    merged.splice(at, 0, place);
    seen.add(place.id);
  });
  return [...merged.filter((place) => place.pinned), ...merged.filter((place) => !place.pinned)];
}

/** Pixels in which a header shows its label whole, with a sort mark. */
function labelWidth(label: string): number {
  return Math.ceil(label.length * 6.6) + 30;
}

function clampWidth(width: number): number {
  return Math.max(columnWidthLimits.least, Math.min(columnWidthLimits.most, Math.round(width)));
}
