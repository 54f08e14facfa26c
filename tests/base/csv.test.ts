import * as fc from 'fast-check';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { csvLine } from '../../core/base/csv.ts';

describe('csv line', () => {
  it('never starts a text with what a spreadsheet would run', () => {
    for (const sign of ['=', '+', '-', '@', '\t', '\r']) {
      expect(csvLine([`${sign}SUM(A1)`, 'x']).replaceAll('"', '')).toBe(`'${sign}SUM(A1),x\n`);
    }
    expect(csvLine(['a=b', 'a-b', 'a@b'])).toBe('a=b,a-b,a@b\n');
  });

  it('writes numbers as they are, negative ones too, and nothing for what is unknown', () => {
    expect(csvLine([-5, 1.5, 0, Number.NaN, Infinity])).toBe('-5,1.5,0,,\n');
    expect(csvLine([0.1 + 0.2])).toBe('0.30000000000000004\n');
  });

  it('quotes commas, quotes and line ends', () => {
    expect(csvLine(['a,b', 'say "hi"', 'two\nlines'])).toBe('"a,b","say ""hi""","two\nlines"\n');
    expect(csvLine(['=1,"2"'])).toBe('"\'=1,""2"""\n');
  });

  it('is read back cell by cell, apart from the apostrophe', () => {
    const cell = fc.string({
      unit: fc.constantFrom('=', '+', '-', '@', ',', '"', '\n', '\r', '\t', ' ', 'a', 'é', "'", '9'),
    });
    fc.assert(
      fc.property(fc.array(cell, { minLength: 2, maxLength: 6 }), (cells) => {
        const [row] = parse(csvLine(cells), { record_delimiter: ['\n'] });
        const escaped = cells.map((text) => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text));
        expect(row).toEqual(escaped);
      }),
      { numRuns: 500 },
    );
  });
});
