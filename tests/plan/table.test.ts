import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BallastError } from '../../core/base/errors.ts';
import type { Condition, GridQuery, GridWindow, Sort } from '../../core/contract/grid.ts';
import { createTableViews, type Table } from '../../core/plan/table.ts';

const names = ['pump', 'Pump', 'filter', 'hose', 'älter', '', 'Zebra', '10', '9'];
const levels = ['none', 'watch', 'act'];

interface Row {
  readonly units: number;
  readonly money: number;
  readonly days: number;
  readonly name: number;
  readonly level: number;
}

const rowArbitrary: fc.Arbitrary<Row> = fc.record({
  units: fc.integer({ min: -5, max: 5 }),
  money: fc.oneof(fc.constant(Number.NaN), fc.double({ min: -1e9, max: 1e9, noNaN: true }), fc.constant(0)),
  days: fc.oneof(fc.constant(Number.NaN), fc.float({ min: 0, max: 90, noNaN: true })),
  name: fc.nat({ max: names.length - 1 }),
  level: fc.nat({ max: 2 }),
});

interface TestTable {
  readonly rows: Row[];
  readonly table: Table;
  /** Replaces a row as a feed would. */
  set(at: number, row: Row): void;
  version: number;
  generation: number;
}

/** `units` and `days` lie in columns, as in Inventory; `money` is computed, as in Rebalance. */
function tableOf(rows: readonly Row[], key?: (row: number) => number): TestTable {
  const held = [...rows];
  const units = Int32Array.from(held, (row) => row.units);
  const days = Float32Array.from(held, (row) => row.days);
  const test: TestTable = {
    rows: held,
    version: 1,
    generation: 1,
    set(at, row) {
      held[at] = row;
      units[at] = row.units;
      days[at] = row.days;
      test.version++;
    },
    table: {
      rows: held.length,
      ...(key === undefined ? {} : { key }),
      columns: {
        units: { kind: 'number', value: (row) => units[row], data: units },
        days: { kind: 'number', value: (row) => days[row], data: days },
        money: { kind: 'number', value: (row) => held[row].money },
        name: { kind: 'text', code: (row) => held[row].name, dictionary: () => names },
        level: { kind: 'text', code: (row) => held[row].level, dictionary: () => levels, ordered: true },
      },
      summed: ['units', 'days', 'money'],
      version: () => test.version,
      generation: () => test.generation,
    },
  };
  return test;
}

function valueOf(row: Row, column: string): number | string {
  if (column === 'name') return names[row.name];
  if (column === 'level') return row.level;
  return row[column as 'units' | 'money' | 'days'];
}

function passes(row: Row, condition: Condition): boolean {
  const value = condition.column === 'level' ? levels[row.level] : valueOf(row, condition.column);
  switch (condition.kind) {
    case 'number':
      return Number(value) >= (condition.from ?? -Infinity) && Number(value) <= (condition.to ?? Infinity);
    case 'values':
      return condition.values.includes(String(value));
    case 'text': {
      const text = String(value).toLowerCase();
      const wanted = condition.value.toLowerCase();
      if (condition.mode === 'contains') return text.includes(wanted);
      return condition.mode === 'startsWith' ? text.startsWith(wanted) : text === wanted;
    }
  }
}

/** What the view should be: filtered, then sorted by all keys with NaN last, ties in row order. */
function bruteForce(rows: readonly Row[], { sort, filter }: GridQuery): number[] {
  return Array.from(rows.keys())
    .filter((row) => filter.every((condition) => passes(rows[row], condition)))
    .toSorted((a, b) => {
      for (const { column, direction } of sort) {
        const x = valueOf(rows[a], column);
        const y = valueOf(rows[b], column);
        const unknown = Number(Number.isNaN(x)) - Number(Number.isNaN(y));
        if (unknown !== 0) return unknown;
        if (x === y || Number.isNaN(x)) continue;
        return x < y === (direction === 'ascending') ? -1 : 1;
      }
      return a - b;
    });
}

const direction = fc.constantFrom('ascending' as const, 'descending' as const);
const sorts: fc.Arbitrary<Sort[]> = fc.array(
  fc.record({ column: fc.constantFrom('units', 'money', 'days', 'name', 'level'), direction }),
  { maxLength: 4 },
);
const bound = fc.option(fc.integer({ min: -6, max: 50 }), { nil: undefined });
const numberCondition = fc
  .tuple(fc.constantFrom('units', 'money', 'days'), bound, bound)
  .map(([column, from, to]): Condition => ({
    kind: 'number',
    column,
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  }));
const textCondition = fc.record({
  kind: fc.constant('text' as const),
  column: fc.constantFrom('name', 'level'),
  mode: fc.constantFrom('contains' as const, 'startsWith' as const, 'equals' as const),
  value: fc.constantFrom('', 'p', 'PUMP', 'er', 'watch', '1', 'nothing'),
});
const valuesCondition = fc.record({
  kind: fc.constant('values' as const),
  column: fc.constantFrom('name', 'level'),
  values: fc.uniqueArray(fc.constantFrom(...names, ...levels)),
});
const query: fc.Arbitrary<GridQuery> = fc.record({
  sort: sorts,
  filter: fc.array(fc.oneof(numberCondition, textCondition, valuesCondition), { maxLength: 3 }),
});
const now = (): number => 0;
const nothing: GridQuery = { sort: [], filter: [] };

function cells(window: GridWindow, column: string): (number | string)[] {
  const found = window.columns[column];
  return found.kind === 'number' ? [...found.values] : [...found.codes].map((code) => found.dictionary[code]);
}

describe('views of a table', () => {
  it('are filtered and sorted as by hand, with the same totals, whatever the window', () => {
    fc.assert(
      fc.property(
        fc.array(rowArbitrary, { maxLength: 60 }),
        query,
        fc.nat({ max: 70 }),
        fc.nat({ max: 70 }),
        (rows, asked, from, to) => {
          const { table } = tableOf(rows);
          const views = createTableViews(() => table);
          const expected = bruteForce(rows, asked);
          const window = views.window(asked, from, to, false, now);
          const shown = expected.slice(from, Math.max(from, to));
          expect([...views.rowsOf(asked)]).toEqual(expected);
          expect([...window.keys]).toEqual(shown);
          expect([window.total, window.unfiltered, window.from]).toEqual([
            expected.length,
            rows.length,
            from,
          ]);
          expect(cells(window, 'money')).toEqual(shown.map((row) => rows[row].money));
          expect(cells(window, 'days')).toEqual(shown.map((row) => rows[row].days));
          expect(cells(window, 'name')).toEqual(shown.map((row) => names[rows[row].name]));
          expect(cells(window, 'level')).toEqual(shown.map((row) => levels[rows[row].level]));
          for (const column of ['units', 'money', 'days'] as const) {
            const sum = expected.reduce(
              (part, row) => part + (Number.isNaN(rows[row][column]) ? 0 : rows[row][column]),
              0,
            );
            expect(Math.abs(window.totals[column] - sum)).toBeLessThanOrEqual(1e-3);
          }
          expect(window.stale).toBe(false);
          for (const row of [0, rows.length - 1, rows.length + 3]) {
            const place = expected.indexOf(row);
            expect(views.rowOf(asked, row)).toBe(place < 0 ? null : place);
          }
        },
      ),
      { numRuns: 400 },
    );
  });

  it('send a dictionary of the window’s own texts only', () => {
    const rows = names.map((_, name): Row => ({ units: 0, money: 0, days: 0, name, level: 0 }));
    const { table } = tableOf(rows);
    const window = createTableViews(() => table).window(nothing, 2, 4, false, now);
    const { name, level } = window.columns;
    if (name.kind !== 'text' || level.kind !== 'text') throw new Error('not texts');
    expect([...name.codes, ...name.dictionary]).toEqual([0, 1, 'filter', 'hose']);
    expect([...level.codes, ...level.dictionary]).toEqual([0, 0, 'none']);
  });

  it('[C9] are empty beyond their end and never longer than a screen could want', () => {
    const rows = Array.from({ length: 6_000 }, (_, units): Row => ({
      units,
      money: 0,
      days: 0,
      name: 0,
      level: 0,
    }));
    const views = createTableViews(() => tableOf(rows).table);
    expect(views.window(nothing, 7_000, 8_000, false, now).keys).toHaveLength(0);
    expect(views.window(nothing, 10, 4, false, now).keys).toHaveLength(0);
    expect([...views.window(nothing, 5_999, 2 ** 31, false, now).keys]).toEqual([5_999]);
    expect(views.window(nothing, 0, 6_000, false, now).keys).toHaveLength(5_000);
  });

  it('keep their rows while values move, say that they are stale, and follow on request', () => {
    fc.assert(
      fc.property(
        fc.array(rowArbitrary, { minLength: 2, maxLength: 40 }),
        fc.array(fc.tuple(fc.nat(), rowArbitrary), { minLength: 1, maxLength: 10 }),
        query,
        (rows, moves, asked) => {
          const test = tableOf(rows);
          const views = createTableViews(() => test.table);
          const before = [...views.window(asked, 0, 100, false, now).keys];
          for (const [at, row] of moves) test.set(at % rows.length, row);
          const kept = views.window(asked, 0, 100, false, now);
          expect([...kept.keys]).toEqual(before);
          expect(kept.stale).toBe(asked.sort.length + asked.filter.length > 0);
          expect(cells(kept, 'units')).toEqual(before.map((row) => test.rows[row].units));
          expect(kept.totals['units']).toBe(before.reduce((sum, row) => sum + test.rows[row].units, 0));
          const fresh = views.window(asked, 0, 100, true, now);
          const expected = bruteForce(test.rows, asked);
          expect([...fresh.keys]).toEqual(expected);
          expect(fresh.stale).toBe(false);
          // The sums are those of the rows that are shown now, not of those before.
          expect(fresh.totals['units']).toBe(expected.reduce((sum, row) => sum + test.rows[row].units, 0));
          // Nothing has moved since: the same view answers.
          expect(views.rowsOf(asked)).toBe(views.rowsOf(asked));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('are built anew when rows come or go', () => {
    let test = tableOf([{ units: 1, money: 0, days: 0, name: 0, level: 0 }]);
    const views = createTableViews(() => test.table);
    const asked: GridQuery = { sort: [{ column: 'units', direction: 'descending' }], filter: [] };
    expect([...views.window(asked, 0, 9, false, now).keys]).toEqual([0]);
    test = tableOf([1, 3, 2].map((units): Row => ({ units, money: 0, days: 0, name: 0, level: 0 })));
    test.generation = 2;
    const window = views.window(asked, 0, 9, false, now);
    expect([...window.keys]).toEqual([1, 2, 0]);
    expect(window.totals['units']).toBe(6);
    expect(window.unfiltered).toBe(3);
  });

  it('know rows by their keys where a table has some', () => {
    const rows = [4, 2, 9].map((units): Row => ({ units, money: 0, days: 0, name: 0, level: 0 }));
    const views = createTableViews(() => tableOf(rows, (row) => 100 + row).table);
    const asked: GridQuery = { sort: [{ column: 'units', direction: 'ascending' }], filter: [] };
    expect([...views.window(asked, 0, 3, false, now).keys]).toEqual([101, 100, 102]);
    expect(views.rowOf(asked, 102)).toBe(2);
    expect(views.rowOf(asked, 2)).toBeNull();
  });

  it('remember several queries at once and forget the oldest, without a change to what they answer', () => {
    const rows = Array.from({ length: 30 }, (_, i): Row => ({
      units: i,
      money: 0,
      days: 0,
      name: 0,
      level: 0,
    }));
    const views = createTableViews(() => tableOf(rows).table);
    for (let round = 0; round < 3; round++) {
      for (let from = 0; from < 12; from++) {
        const asked: GridQuery = { sort: [], filter: [{ kind: 'number', column: 'units', from }] };
        expect(views.window(asked, 0, 1, false, now).total).toBe(30 - from);
      }
    }
  });

  it('count distinct texts, the most frequent first', () => {
    const rows = [0, 2, 2, 3, 3].map((name): Row => ({ units: 0, money: 0, days: 0, name, level: 1 }));
    const views = createTableViews(() => tableOf(rows).table);
    expect(views.distinct('name')).toEqual([
      { value: 'filter', count: 2 },
      { value: 'hose', count: 2 },
      { value: 'pump', count: 1 },
    ]);
    expect(views.distinct('level')).toEqual([{ value: 'watch', count: 5 }]);
  });

  it('refuse columns that are not there or not of the kind asked for', () => {
    const views = createTableViews(() => tableOf([]).table);
    const wrong: GridQuery[] = [
      { sort: [{ column: 'colour', direction: 'ascending' }], filter: [] },
      { sort: [{ column: 'constructor', direction: 'ascending' }], filter: [] },
      { sort: [], filter: [{ kind: 'number', column: 'name', from: 1 }] },
      { sort: [], filter: [{ kind: 'text', column: 'units', mode: 'equals', value: '1' }] },
      { sort: [], filter: [{ kind: 'values', column: 'money', values: [] }] },
    ];
    for (const asked of wrong) expect(() => views.window(asked, 0, 1, false, now)).toThrow(BallastError);
    expect(() => views.distinct('units')).toThrow(BallastError);
    expect(() => views.distinct('colour')).toThrow(BallastError);
  });
});
