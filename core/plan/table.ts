/**
 * A table as the grids see it: rows by number, columns that are read on demand, and views of it (sorted, filtered)
 * that answer windows. Two million rows are sorted or filtered in the order of 100 ms; a window of a view that
 * exists costs only its own cells. Views keep their order while values move, so that rows do not jump under a
 * planner's hands; a window says when its order may be out of date.
 */
import { argsort } from '../base/argsort.ts';
import { createPaced } from '../base/paced.ts';
import { BallastError } from '../base/errors.ts';
import type { Condition, GridQuery, GridWindow, WindowColumn } from '../contract/grid.ts';

export type ColumnReader =
  | {
      readonly kind: 'number';
      readonly value: (row: number) => number;
      /** The column itself where the values lie in one: loops over millions of rows read it without a call each. */
      readonly data?: Int32Array | Float32Array | Uint16Array | undefined;
    }
  | {
      readonly kind: 'text';
      readonly code: (row: number) => number;
      readonly dictionary: () => readonly string[];
      /** The text of a row alone, where gathering the dictionary costs a look at all of them. */
      readonly text?: (row: number) => string;
      /** The dictionary's order is the order of the values (levels); otherwise they sort as text. */
      readonly ordered?: boolean;
    };

export interface Table {
  readonly rows: number;
  /** Number by which the window knows a row; the row itself where missing. */
  readonly key?: (row: number) => number;
  readonly columns: Readonly<Record<string, ColumnReader>>;
  /** Columns whose totals are shown. */
  readonly summed: readonly string[];
  /** Grows with every change of any value. */
  readonly version: () => number;
  /** Grows with every change that somebody waits to see in the totals. */
  readonly urgent?: () => number;
  /** Grows when rows come or go, or codes change their meaning: views are then built anew. */
  readonly generation: () => number;
}

interface View {
  readonly rows: Int32Array;
  readonly version: number;
  readonly generation: number;
  readonly sums: () => Readonly<Record<string, number>>;
}

export interface TableViews {
  /** `now` in ms, for the time that the answer took. */
  window(query: GridQuery, from: number, to: number, refresh: boolean, now: () => number): GridWindow;
  rowOf(query: GridQuery, key: number): number | null;
  rowsOf(query: GridQuery): Int32Array;
  distinct(column: string): readonly { readonly value: string; readonly count: number }[];
}

const keptViews = 6;
const longestWindow = 5_000;

export function createTableViews(table: () => Table): TableViews {
  const views = new Map<string, View>();

  const viewOf = (query: GridQuery, refresh: boolean, now: () => number): View => {
    const key = JSON.stringify(query);
    const source = table();
    const known = views.get(key);
    views.delete(key);
    const usable =
      known !== undefined &&
      known.generation === source.generation() &&
      (!refresh || known.version === source.version());
    const view = usable ? known : createView(source, query, now);
    views.set(key, view);
    for (const oldest of views.keys()) {
      if (views.size <= keptViews) break;
      views.delete(oldest);
    }
    return view;
  };

  return {
    window(query, from, to, refresh, now) {
      const started = now();
      const source = table();
      const view = viewOf(query, refresh, now);
      const end = Math.min(to, view.rows.length, from + longestWindow);
      const rows = view.rows.slice(Math.min(from, end), end);
      const columns: Record<string, WindowColumn> = {};
      for (const [name, reader] of Object.entries(source.columns)) columns[name] = readColumn(reader, rows);
      return {
        version: source.version(),
        total: view.rows.length,
        unfiltered: source.rows,
        from,
        keys: source.key === undefined ? rows : rows.map(source.key),
        columns,
        totals: view.sums(),
        stale: view.version !== source.version() && query.sort.length + query.filter.length > 0,
        tookMs: now() - started,
      };
    },
    rowOf(query, key) {
      const source = table();
      const { rows } = viewOf(query, false, noClock);
      const row =
        source.key === undefined ? rows.indexOf(key) : rows.findIndex((entry) => source.key?.(entry) === key);
      return row < 0 ? null : row;
    },
    rowsOf: (query) => viewOf(query, false, noClock).rows,
    distinct(column) {
      const source = table();
      const reader = columnOf(source, column);
      if (reader.kind !== 'text')
        throw new BallastError('bad-input', `Column ${column} has no list of values.`, { column });
      const dictionary = reader.dictionary();
      const counts = new Float64Array(dictionary.length);
      for (let row = 0; row < source.rows; row++) counts[reader.code(row)]++;
      return dictionary
        .map((value, code) => ({ value, count: counts[code] }))
        .filter((entry) => entry.count > 0)
        .toSorted((a, b) => b.count - a.count || compareText(a.value, b.value))
        .slice(0, 2000);
    },
  };
}

/** For views that are made where nobody measures: their sums are as new as their version. */
const noClock = (): number => 0;

function createView(source: Table, query: GridQuery, now: () => number): View {
  const found = filterRows(source, query.filter);
  const rows = sortRows(source, found, query);
  const { version, urgent = noClock } = source;
  const sums = createPaced({ now, version, urgent }, () => {
    const sum: Record<string, number> = {};
    for (const name of source.summed) {
      const column = source.columns[name];
      if (column?.kind === 'number') sum[name] = sumOf(column, found, source.rows);
    }
    return sum;
  });
  return { rows, version: version(), generation: source.generation(), sums };
}

/**
 * Sum of the known values of the rows, in the table's own order whatever the view's: two million rows in the order of
 * a sort cost ten times as much, for they lie all over the memory.
 */
function sumOf(column: Extract<ColumnReader, { kind: 'number' }>, rows: Int32Array, all: number): number {
  const { data, value } = column;
  let sum = 0;
  if (data === undefined) {
    for (let i = 0; i < rows.length; i++) {
      const entry = value(rows[i]);
      if (!Number.isNaN(entry)) sum += entry;
    }
  } else if (data instanceof Int32Array) {
    if (rows.length === all) for (let i = 0; i < all; i++) sum += data[i];
    else for (let i = 0; i < rows.length; i++) sum += data[rows[i]];
  } else if (data instanceof Float32Array) {
    if (rows.length === all) for (let i = 0; i < all; i++) sum += Number.isNaN(data[i]) ? 0 : data[i];
    else for (let i = 0; i < rows.length; i++) sum += Number.isNaN(data[rows[i]]) ? 0 : data[rows[i]];
  } else {
    for (let i = 0; i < rows.length; i++) sum += data[rows[i]];
  }
  return sum;
}

function columnOf(table: Table, name: string): ColumnReader {
  const reader = Object.hasOwn(table.columns, name) ? table.columns[name] : undefined;
  if (reader === undefined)
    throw new BallastError('bad-input', `There is no column ${name}.`, { column: name });
  return reader;
}

function readColumn(reader: ColumnReader, keys: Int32Array): WindowColumn {
  if (reader.kind === 'number') {
    const values = new Float64Array(keys.length);
    for (let i = 0; i < keys.length; i++) values[i] = reader.value(keys[i]);
    return { kind: 'number', values };
  }
  const all = reader.text === undefined ? reader.dictionary() : [];
  const local = new Map<number | string, number>();
  const dictionary: string[] = [];
  const codes = new Int32Array(keys.length);
  for (let i = 0; i < keys.length; i++) {
    const entry = reader.text === undefined ? reader.code(keys[i]) : reader.text(keys[i]);
    let short = local.get(entry);
    if (short === undefined) {
      short = dictionary.length;
      local.set(entry, short);
      dictionary.push(typeof entry === 'string' ? entry : (all[entry] ?? ''));
    }
    codes[i] = short;
  }
  return { kind: 'text', codes, dictionary };
}

function filterRows(table: Table, conditions: readonly Condition[]): Int32Array {
  let rows: Int32Array | null = null;
  for (const condition of conditions) {
    const passes = passesOf(table, condition);
    const input: Int32Array | null = rows;
    const length: number = input === null ? table.rows : input.length;
    const kept: Int32Array = new Int32Array(length);
    let count = 0;
    for (let i = 0; i < length; i++) {
      const row = input === null ? i : input[i];
      if (passes(row)) kept[count++] = row;
    }
    rows = kept.subarray(0, count);
  }
  return rows ?? Int32Array.from({ length: table.rows }, (_, row) => row);
}

function passesOf(table: Table, condition: Condition): (row: number) => boolean {
  const reader = columnOf(table, condition.column);
  if (condition.kind === 'number') {
    if (reader.kind !== 'number') {
      throw new BallastError(
        'bad-input',
        `Column ${condition.column} is text and cannot be filtered by a range.`,
        {
          column: condition.column,
        },
      );
    }
    const { from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY } = condition;
    const { value } = reader;
    return (row) => {
      const number = value(row);
      return number >= from && number <= to;
    };
  }
  if (reader.kind !== 'text') {
    throw new BallastError(
      'bad-input',
      `Column ${condition.column} holds numbers and cannot be filtered by text.`,
      {
        column: condition.column,
      },
    );
  }
  const matches = textMatcher(condition);
  const passing = Uint8Array.from(reader.dictionary(), (text) => (matches(text) ? 1 : 0));
  const { code } = reader;
  return (row) => passing[code(row)] === 1;
}

function textMatcher(condition: Exclude<Condition, { kind: 'number' }>): (text: string) => boolean {
  if (condition.kind === 'values') {
    const values = new Set(condition.values);
    return (text) => values.has(text);
  }
  const wanted = condition.value.toLowerCase();
  switch (condition.mode) {
    case 'contains':
      return (text) => text.toLowerCase().includes(wanted);
    case 'startsWith':
      return (text) => text.toLowerCase().startsWith(wanted);
    case 'equals':
      return (text) => text.toLowerCase() === wanted;
  }
}

function sortRows(table: Table, rows: Int32Array, query: GridQuery): Int32Array {
  let sorted = rows;
  for (const sort of query.sort.toReversed()) {
    const reader = columnOf(table, sort.column);
    const descending = sort.direction === 'descending';
    if (reader.kind === 'number') {
      sorted = argsort(sorted, reader.data ?? reader.value, descending);
    } else {
      const { code } = reader;
      const ranks = reader.ordered === true ? null : ranksOf(reader.dictionary());
      sorted = argsort(sorted, ranks === null ? code : (row) => ranks[code(row)], descending);
    }
  }
  return sorted;
}

/** Rank of each dictionary entry in the order of its text; equal texts share a rank. Exact in a Float32 below 2²⁴. */
function ranksOf(dictionary: readonly string[]): Float64Array {
  const order = Array.from(dictionary.keys()).toSorted((a, b) => compareText(dictionary[a], dictionary[b]));
  const ranks = new Float64Array(dictionary.length);
  let rank = 0;
  order.forEach((entry, i) => {
    if (i > 0 && dictionary[entry] !== dictionary[order[i - 1]]) rank++;
    ranks[entry] = rank;
  });
  return ranks;
}

/** By code unit: the same order on every machine, whatever its locale. */
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
