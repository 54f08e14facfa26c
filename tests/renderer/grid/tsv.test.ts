import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cellsToTsv, guardFormula, parseTsv } from '../../../renderer/components/grid/tsv.ts';

describe('tables on the clipboard', () => {
  test('what Excel writes is read as it was', () => {
    expect(parseTsv('95\r\n96%\r\n')).toEqual([['95'], ['96%']]);
    expect(parseTsv('a\tb\nc\t\n')).toEqual([
      ['a', 'b'],
      ['c', ''],
    ]);
    expect(parseTsv('"two\nlines"\t"a ""quote"""')).toEqual([['two\nlines', 'a "quote"']]);
    expect(parseTsv('5" pipe')).toEqual([['5" pipe']]);
    expect(parseTsv('')).toEqual([]);
    expect(parseTsv('a\n\nb')).toEqual([['a'], [''], ['b']]);
  });

  test('written and read again, a table is the same', () => {
    const text = fc.string({ unit: fc.constantFrom('a', '"', '\t', '\n', '\r', '1', ' ') });
    const table = fc
      .integer({ min: 1, max: 4 })
      .chain((width) =>
        fc.array(fc.array(text, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 5 }),
      );
    fc.assert(
      fc.property(table, (rows) => {
        // A single empty cell at the end is not told from no cell at all.
        fc.pre(rows.at(-1)?.join('') !== '' || rows[0].length > 1);
        expect(parseTsv(cellsToTsv(rows))).toEqual(rows);
      }),
    );
  });

  test('text that a spreadsheet would run is kept text', () => {
    expect(guardFormula('=1+1')).toBe("'=1+1");
    expect(guardFormula('-5 mm washer')).toBe("'-5 mm washer");
    expect(guardFormula('@home')).toBe("'@home");
    expect(guardFormula('Oil filter')).toBe('Oil filter');
  });
});
