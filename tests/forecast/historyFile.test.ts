import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BallastError } from '../../core/base/errors.ts';
import { csvText } from '../../core/forecast/csvRecords.ts';
import { parseHistory } from '../../core/forecast/historyFile.ts';
import { addPeriods, periodNumber } from '../../core/forecast/historyPeriods.ts';

function refusal(text: string): { row?: unknown; column?: unknown; reason?: unknown; message: string } {
  try {
    parseHistory(text, 'h.csv');
  } catch (error) {
    if (!(error instanceof BallastError) || error.code !== 'bad-input') throw error;
    expect(error.detail['file']).toBe('h.csv');
    return { ...error.detail, message: error.message };
  }
  throw new Error('the file was accepted');
}

describe('history files that are accepted', () => {
  test('items, periods, empty cells and decimals', () => {
    const table = parseHistory('item,2001-11,2001-12,2002-01\nA,1,,2.5\nB,0,.5,1e2\n', 'h.csv');
    expect(table.items).toEqual(['A', 'B']);
    expect(table.locations).toBeNull();
    expect(table.periods).toEqual(['2001-11', '2001-12', '2002-01']);
    expect([...table.values]).toEqual([1, Number.NaN, 2.5, 0, 0.5, 100]);
  });

  test('locations, byte-order mark, CRLF, quotes, blank lines at the end', () => {
    const table = parseHistory(
      '\uFEFF"item",location,"2020-W52",2020-W53,2021-W01\r\n"a,""b""",D1,"3",,1\r\n"a,""b""",D2,0,0, 7 \r\n\r\n',
      'h.csv',
    );
    expect(table.items).toEqual(['a,"b"', 'a,"b"']);
    expect(table.locations).toEqual(['D1', 'D2']);
    expect(table.periodKind).toBe('week');
    expect([...table.values]).toEqual([3, Number.NaN, 1, 0, 0, 7]);
  });

  test('no series, one period, no newline at the end', () => {
    expect(parseHistory('item,2001-01\n', 'h.csv').items).toEqual([]);
    expect([...parseHistory('item,2001-01\nA,4', 'h.csv').values]).toEqual([4]);
    expect([...parseHistory('item,2001-01\nA,', 'h.csv').values]).toEqual([Number.NaN]);
  });

  test('names and numbers come through a file unchanged', () => {
    const name = fc
      .string({ minLength: 1 })
      .filter((text) => text.trim() !== '' && !text.startsWith('\uFEFF'));
    const cell = fc.oneof(fc.nat(), fc.double({ min: 0, max: 1e12, noNaN: true }), fc.constant(null));
    const rows = fc.uniqueArray(fc.tuple(name, fc.tuple(cell, cell, cell)), { selector: ([key]) => key });
    fc.assert(
      fc.property(rows, fc.constantFrom('\n', '\r\n'), (series, newline) => {
        const lines = series.map(([key, cells]) => [csvText(key), ...cells.map((x) => x ?? '')].join(','));
        const table = parseHistory(['item,2020-12,2021-01,2021-02', ...lines].join(newline), 'h.csv');
        expect(table.items).toEqual(series.map(([key]) => key));
        const expected = series.flatMap(([, cells]) =>
          cells.map((x) => (x === null ? Number.NaN : Math.abs(x))),
        );
        expect([...table.values]).toEqual(expected);
      }),
    );
  });
});

describe('history files that are refused', () => {
  test.each([
    ['an empty file', '', undefined, undefined, /empty/u],
    ['another first column', 'part,2001-01\nA,1\n', 1, '1', /"part"/u],
    ['no period', 'item\nA\n', 1, undefined, /no period/u],
    ['a period of neither kind', 'item,Jan 2001\n', 1, 'Jan 2001', /YYYY-MM/u],
    ['a thirteenth month', 'item,2001-12,2001-13\n', 1, '2001-13', /YYYY-MM/u],
    ['a gap between periods', 'item,2001-01,2001-03\nA,1,2\n', 1, '2001-03', /follow 2001-01/u],
    ['a repeated period', 'item,2001-01,2001-01\nA,1,2\n', 1, '2001-01', /follow/u],
    ['months and weeks mixed', 'item,2001-01,2001-W05\n', 1, '2001-W05', /YYYY-MM/u],
    ['a week that its year does not have', 'item,2021-W52,2021-W53\n', 1, '2021-W53', /YYYY-Www/u],
    ['negative demand', 'item,2001-01,2001-02\nA,1,2\nB,0,-1\n', 3, '2001-02', /negative \(-1\)/u],
    ['text', 'item,2001-01,2001-02\nA,x,2\n', 2, '2001-01', /"x" is not a number/u],
    ['a number in another base', 'item,2001-01\nA,0x10\n', 2, '2001-01', /not a number/u],
    ['infinity', 'item,2001-01\nA,Infinity\n', 2, '2001-01', /not a number/u],
    ['a number beyond measure', 'item,2001-01\nA,1e300\n', 2, '2001-01', /too large/u],
    ['a short row', 'item,2001-01,2001-02\nA,1\n', 2, undefined, /2 fields, the header 3/u],
    ['a long row', 'item,2001-01\nA,1,2\n', 2, undefined, /3 fields, the header 2/u],
    ['a blank row inside', 'item,2001-01\nA,1\n\nB,1\n', 3, undefined, /1 fields/u],
    ['an item twice', 'item,2001-01\nA,1\nB,1\nA,2\n', 4, 'item', /already in row 2/u],
    ['an item twice at a location', 'item,location,2001-01\nA,X,1\nA,Y,1\nA,X,2\n', 4, 'item', /row 2/u],
    ['an empty item', 'item,2001-01\n,1\n', 2, 'item', /empty/u],
    ['an empty location', 'item,location,2001-01\nA, ,1\n', 2, 'location', /empty/u],
    ['a quote left open', 'item,2001-01\n"A,1\n', 2, undefined, /not closed/u],
    ['text after a quote', 'item,2001-01\n"A"b,1\n', 2, undefined, /closing quote/u],
  ])('%s', (_name, text, row, column, reason) => {
    const found = refusal(text);
    expect(found.row).toBe(row);
    expect(found.column).toBe(column);
    expect(found.reason).toMatch(reason);
    expect(found.message).toContain('h.csv');
  });
});

test('periods go on over years, with their 53rd weeks', () => {
  expect(addPeriods('2001-11', 'month', 3)).toBe('2002-02');
  expect(addPeriods('2020-W52', 'week', 1)).toBe('2020-W53');
  expect(addPeriods('2020-W53', 'week', 1)).toBe('2021-W01');
  expect(addPeriods('2021-W52', 'week', 1)).toBe('2022-W01');
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 3000 }), (steps) => {
      const label = addPeriods('1998-W01', 'week', steps);
      expect(periodNumber(label, 'week') - periodNumber('1998-W01', 'week')).toBe(steps);
    }),
  );
});
