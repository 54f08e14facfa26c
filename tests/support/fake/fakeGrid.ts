import type { GridQuery, GridWindow, WindowColumn } from '../../../core/contract/grid.ts';

/** Sorts, filters and cuts windows out of plain records, in the shape that the contract asks for. */
export type FakeRow = Readonly<Record<string, string | number>>;

export function matching(rows: readonly FakeRow[], query: GridQuery): readonly number[] {
  const left = rows
    .map((_, index) => index)
    .filter((index) =>
      query.filter.every((condition) => {
        const value = rows[index][condition.column];
        if (condition.kind === 'number') {
          const number = Number(value);
          return number >= (condition.from ?? -Infinity) && number <= (condition.to ?? Infinity);
        }
        if (condition.kind === 'values') return condition.values.includes(String(value));
        const text = String(value).toLowerCase();
        const wanted = condition.value.toLowerCase();
        if (condition.mode === 'contains') return text.includes(wanted);
        return condition.mode === 'equals' ? text === wanted : text.startsWith(wanted);
      }),
    );
  return left.toSorted((a, b) => {
    for (const { column, direction } of query.sort) {
      const x = rows[a][column];
      const y = rows[b][column];
      const order = typeof x === 'number' && typeof y === 'number' ? x - y : compare(String(x), String(y));
      if (order !== 0) return direction === 'ascending' ? order : -order;
    }
    return a - b;
  });
}

export function cutWindow(
  rows: readonly FakeRow[],
  query: GridQuery,
  from: number,
  to: number,
  version: number,
  summed: readonly string[],
): GridWindow {
  const order = matching(rows, query);
  const shown = order.slice(from, to);
  const columns: Record<string, WindowColumn> = {};
  for (const name of Object.keys(rows[0] ?? {})) {
    if (typeof rows[0][name] === 'number') {
      columns[name] = {
        kind: 'number',
        values: Float64Array.from(shown, (index) => rows[index][name] as number),
      };
    } else {
      const dictionary = [...new Set(shown.map((index) => String(rows[index][name])))];
      columns[name] = {
        kind: 'text',
        codes: Int32Array.from(shown, (index) => dictionary.indexOf(String(rows[index][name]))),
        dictionary,
      };
    }
  }
  const totals: Record<string, number> = {};
  for (const name of summed) {
    totals[name] = order.reduce((sum, index) => sum + Number(rows[index][name]), 0);
  }
  return {
    version,
    total: order.length,
    unfiltered: rows.length,
    from,
    keys: Int32Array.from(shown),
    columns,
    totals,
    stale: false,
    tookMs: 0.4,
  };
}

export function distinctValues(
  rows: readonly FakeRow[],
  column: string,
): { readonly value: string; readonly count: number }[] {
  const counts = new Map<string, number>();
  for (const row of rows) counts.set(String(row[column]), (counts.get(String(row[column])) ?? 0) + 1);
  return [...counts].map(([value, count]) => ({ value, count })).toSorted((a, b) => b.count - a.count);
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
