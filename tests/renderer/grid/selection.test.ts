import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  activeCell,
  addRange,
  countRows,
  extendTo,
  inBounds,
  isSingleCell,
  rangeBounds,
  rowStretches,
  selectCell,
  stepFrom,
} from '../../../renderer/components/grid/selection.ts';

const columns = ['a', 'b', 'c', 'd'];
const cell = (row: number, column: string) => ({ row, column });

describe('cell selection', () => {
  test('a range spans both ends whichever way it was drawn', () => {
    const up = extendTo(selectCell(cell(7, 'c')), cell(3, 'a'));
    expect(rangeBounds(up[0], columns)).toEqual({ rowFrom: 3, rowTo: 8, columnFrom: 0, columnTo: 3 });
    expect(activeCell(up)).toEqual(cell(7, 'c'));
    expect(isSingleCell(up)).toBe(false);
    expect(isSingleCell(selectCell(cell(1, 'a')))).toBe(true);
  });

  test('a whole column leaves the active cell where it was', () => {
    const whole = [{ anchor: cell(0, 'b'), head: cell(99, 'b'), active: cell(7, 'b') }];
    expect(activeCell(whole)).toEqual(cell(7, 'b'));
    expect(activeCell(extendTo(whole, cell(99, 'c')))).toEqual(cell(7, 'b'));
    expect(activeCell([])).toBeNull();
  });

  test('a range follows its columns when they are moved', () => {
    const [range] = extendTo(selectCell(cell(0, 'a')), cell(0, 'b'));
    expect(rangeBounds(range, ['b', 'c', 'a'])).toMatchObject({ columnFrom: 0, columnTo: 3 });
  });

  test('further ranges are separate and the last one grows', () => {
    const two = extendTo(addRange(selectCell(cell(0, 'a')), cell(5, 'b')), cell(6, 'c'));
    const bounds = two.map((range) => rangeBounds(range, columns));
    expect(inBounds(bounds, 0, 0)).toBe(true);
    expect(inBounds(bounds, 6, 2)).toBe(true);
    expect(inBounds(bounds, 0, 1)).toBe(false);
    expect(rowStretches(bounds)).toEqual([
      { from: 0, to: 1 },
      { from: 5, to: 7 },
    ]);
  });

  test('stretches are ascending, disjoint and cover exactly the rows of the ranges', () => {
    const range = fc.tuple(fc.nat(40), fc.nat(40)).map(([a, b]) => ({
      rowFrom: Math.min(a, b),
      rowTo: Math.max(a, b) + 1,
      columnFrom: 0,
      columnTo: 1,
    }));
    fc.assert(
      fc.property(fc.array(range, { maxLength: 6 }), (bounds) => {
        const stretches = rowStretches(bounds);
        const covered = new Set<number>();
        stretches.forEach(({ from, to }, at) => {
          expect(to).toBeGreaterThan(from);
          if (at > 0) expect(from).toBeGreaterThan(stretches[at - 1].to);
          for (let row = from; row < to; row++) covered.add(row);
        });
        for (let row = 0; row <= 41; row++) expect(covered.has(row)).toBe(inBounds(bounds, row, 0));
        expect(countRows(stretches)).toBe(covered.size);
      }),
    );
  });

  test('steps stay inside the data, and with edge go to its edge', () => {
    expect(stepFrom(cell(0, 'a'), 'up', false, columns, 10)).toEqual(cell(0, 'a'));
    expect(stepFrom(cell(0, 'a'), 'left', false, columns, 10)).toEqual(cell(0, 'a'));
    expect(stepFrom(cell(9, 'd'), 'down', false, columns, 10)).toEqual(cell(9, 'd'));
    expect(stepFrom(cell(9, 'd'), 'right', false, columns, 10)).toEqual(cell(9, 'd'));
    expect(stepFrom(cell(4, 'b'), 'down', true, columns, 2_000_000)).toEqual(cell(1_999_999, 'b'));
    expect(stepFrom(cell(4, 'b'), 'right', true, columns, 10)).toEqual(cell(4, 'd'));
  });
});
