import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { argsort } from '../../core/base/argsort.ts';

/** What Array.prototype.sort, which is stable, makes of the same keys; NaN last in both directions. */
function sortedByArray(rows: Int32Array, keys: ArrayLike<number>, descending: boolean): number[] {
  return [...rows].toSorted((a, b) => {
    const x = keys[a];
    const y = keys[b];
    if (Number.isNaN(x) || Number.isNaN(y)) return Number(Number.isNaN(x)) - Number(Number.isNaN(y));
    if (x === y) return 0;
    return x < y !== descending ? -1 : 1;
  });
}

const oddities = fc.constantFrom(
  0,
  -0,
  1,
  -1,
  Infinity,
  -Infinity,
  NaN,
  2 ** 24,
  2 ** 24 + 1,
  2 ** 53 - 1,
  1e300,
  -1e300,
  5e-324,
  0.1,
);
const direction = fc.boolean();
const rowsOf = (count: number): Int32Array => Int32Array.from({ length: count }, (_, i) => i);

describe('argsort', () => {
  it('sorts any numbers as a stable sort does', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.double(), oddities)), direction, (keys, descending) => {
        const rows = rowsOf(keys.length);
        const sorted = argsort(rows, (row) => keys[row], descending);
        expect([...sorted]).toEqual(sortedByArray(rows, keys, descending));
      }),
      { numRuns: 400 },
    );
  });

  it('sorts columns of every type, ends of their range included', () => {
    const column = fc.oneof(
      fc.int32Array({ maxLength: 60 }),
      fc
        .array(fc.constantFrom(-(2 ** 31), -(2 ** 31) + 1, 2 ** 31 - 1, 2 ** 31 - 2, 0))
        .map((a) => Int32Array.from(a)),
      fc.float32Array({ maxLength: 60 }),
      fc.array(oddities).map((list) => Float32Array.from(list)),
      fc.uint16Array({ maxLength: 60 }),
    );
    fc.assert(
      fc.property(column, direction, (keys, descending) => {
        const rows = rowsOf(keys.length);
        expect([...argsort(rows, keys, descending)]).toEqual(sortedByArray(rows, keys, descending));
      }),
      { numRuns: 400 },
    );
  });

  it('tells apart amounts that a Float32 cannot hold', () => {
    const cents = [20_000_002, 20_000_001, 20_000_003, 20_000_000];
    expect([...argsort(rowsOf(4), (row) => cents[row], false)]).toEqual([3, 1, 0, 2]);
    expect([...argsort(rowsOf(4), (row) => cents[row], true)]).toEqual([2, 0, 1, 3]);
  });

  it('sorts a subset in a given order, and applied from the last key sorts by several', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 3 }))),
        (pairs) => {
          const rows = rowsOf(pairs.length).filter((row) => row % 3 !== 1);
          const bySecond = argsort(rows, (row) => pairs[row][1], true);
          const both = argsort(bySecond, (row) => pairs[row][0], false);
          const expected = [...rows].toSorted(
            (a, b) => pairs[a][0] - pairs[b][0] || pairs[b][1] - pairs[a][1] || a - b,
          );
          expect([...both]).toEqual(expected);
        },
      ),
    );
  });

  it('leaves what it was given alone, and takes none', () => {
    const rows = Int32Array.of(2, 0, 1);
    argsort(rows, (row) => -row, false);
    expect([...rows]).toEqual([2, 0, 1]);
    expect(argsort(new Int32Array(0), () => 0, true)).toHaveLength(0);
  });
});
