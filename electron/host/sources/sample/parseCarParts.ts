/**
 * The car-parts series, sorted by part number so that neighbours in the catalogue are neighbours in the
 * network. The text is a history file with one series a row (`item,1998-01,…`); an empty cell is a month
 * without observation.
 */
import { badInput } from '../../../../core/base/errors.ts';
import { notObserved } from '../../../../core/model/position.ts';

export interface CarParts {
  readonly firstPeriod: string;
  readonly periods: number;
  readonly ids: readonly string[];
  /** Units sold in the whole country, series-major; `notObserved` where a month is missing. */
  readonly demand: Uint16Array;
}

export function parseCarParts(text: string): CarParts {
  const file = 'carparts-history.csv';
  const lines = text.trimEnd().split(/\r?\n/);
  const header = lines[0].split(',');
  const periods = header.length - 1;
  if (header[0] !== 'item' || periods < 1)
    throw badInput({ file, row: 1 }, 'the header is not item,<period>,…');
  const rows = lines
    .slice(1)
    .map((line, index) => ({ cells: line.split(','), row: index + 2 }))
    .toSorted((a, b) => Number(a.cells[0]) - Number(b.cells[0]));
  const demand = new Uint16Array(rows.length * periods);
  for (const [series, { cells, row }] of rows.entries()) {
    if (cells.length !== periods + 1)
      throw badInput({ file, row }, `${cells.length} fields, not ${periods + 1}`);
    for (let period = 0; period < periods; period++) {
      const cell = cells[period + 1];
      const units = cell === '' ? notObserved : Number(cell);
      if (!Number.isInteger(units) || units < 0 || units > notObserved) {
        throw badInput({ file, row, column: header[period + 1] }, `${cell} is not a whole number of units`);
      }
      demand[series * periods + period] = units;
    }
  }
  return { firstPeriod: header[1], periods, ids: rows.map((row) => row.cells[0]), demand };
}
