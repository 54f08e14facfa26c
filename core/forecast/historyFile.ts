/**
 * Reads a demand history: CSV with the header `item[,location],<period>,<period>…`, one series a row, a cell being
 * demand ≥ 0 or empty (not observed). The answer is one array of all cells, series after series, NaN where nothing was
 * observed. Everything that breaks the format is bad input with file, row, column and reason. O(characters).
 */
import { badInput } from '../base/errors.ts';
import { csvField, type CsvRecord, csvRecords } from './csvRecords.ts';
import { type PeriodKind, periodKind, periodNumber } from './historyPeriods.ts';

export interface HistoryTable {
  readonly file: string;
  readonly items: readonly string[];
  /** One a series, or null where the file has no such column. */
  readonly locations: readonly string[] | null;
  readonly periods: readonly string[];
  readonly periodKind: PeriodKind;
  /** Series-major; NaN is not observed. */
  readonly values: Float64Array;
}

/** Above this a cell is taken for a fault: sums of squares have to stay exact enough to mean something. */
const largestDemand = 1e12;

export function parseHistory(text: string, file: string): HistoryTable {
  const records = csvRecords(text, file);
  const first = records.next();
  if (first.done === true) throw badInput({ file }, 'the file is empty');
  const header = readHeader(text, first.value, file);
  const { periods } = header;
  const nameCount = header.hasLocation ? 2 : 1;
  const columns = nameCount + periods.length;

  const items: string[] = [];
  const locations: string[] = [];
  const rowOf = new Map<string, number>();
  let values = new Float64Array(1024 * periods.length);
  for (const record of records) {
    const { row } = record;
    if (record.fieldCount !== columns) {
      throw badInput({ file, row }, `the row has ${record.fieldCount} fields, the header ${columns}`);
    }
    const item = nameField(text, record, 0, file, 'item');
    const location = header.hasLocation ? nameField(text, record, 1, file, 'location') : '';
    const key = header.hasLocation ? `${item}\u0000${location}` : item;
    const earlier = rowOf.get(key);
    if (earlier !== undefined) {
      const name = header.hasLocation ? `item "${item}" at location "${location}"` : `item "${item}"`;
      throw badInput({ file, row, column: 'item' }, `${name} is already in row ${earlier}`);
    }
    rowOf.set(key, row);
    const base = items.length * periods.length;
    if (base + periods.length > values.length) {
      const grown = new Float64Array(values.length * 2);
      grown.set(values);
      values = grown;
    }
    for (let p = 0; p < periods.length; p++) {
      const cell = readCell(text, record, nameCount + p);
      if (cell < 0 || cell > largestDemand || (Number.isNaN(cell) && !isEmpty(text, record, nameCount + p))) {
        throw badInput({ file, row, column: periods[p] }, cellFault(csvField(text, record, nameCount + p)));
      }
      values[base + p] = cell;
    }
    items.push(item);
    if (header.hasLocation) locations.push(location);
  }
  return {
    file,
    items,
    locations: header.hasLocation ? locations : null,
    periods,
    periodKind: header.kind,
    values: values.slice(0, items.length * periods.length),
  };
}

function readHeader(text: string, record: CsvRecord, file: string) {
  const row = 1;
  const fields = Array.from({ length: record.fieldCount }, (_, i) => csvField(text, record, i).trim());
  if (fields[0] !== 'item') {
    throw badInput({ file, row, column: '1' }, `the header begins with "${fields[0]}" instead of "item"`);
  }
  const hasLocation = fields[1] === 'location';
  const periods = fields.slice(hasLocation ? 2 : 1);
  if (periods.length === 0) throw badInput({ file, row }, 'the header has no period');
  const kind = periodKind(periods[0]);
  if (kind === null) {
    throw badInput({ file, row, column: periods[0] }, 'a period is written YYYY-MM or YYYY-Www');
  }
  for (let p = 1; p < periods.length; p++) {
    const step = periodNumber(periods[p], kind) - periodNumber(periods[p - 1], kind);
    if (Number.isNaN(step)) {
      const form = kind === 'month' ? 'YYYY-MM' : 'YYYY-Www';
      throw badInput(
        { file, row, column: periods[p] },
        `the period is not written ${form} like the first one`,
      );
    }
    if (step !== 1) {
      throw badInput({ file, row, column: periods[p] }, `the period does not follow ${periods[p - 1]}`);
    }
  }
  return { hasLocation, periods, kind };
}

function nameField(text: string, record: CsvRecord, field: number, file: string, column: string): string {
  const name = csvField(text, record, field);
  if (name.trim() === '') throw badInput({ file, row: record.row, column }, `the ${column} is empty`);
  return name;
}

function isEmpty(text: string, record: CsvRecord, field: number): boolean {
  for (let at = record.starts[field]; at < record.ends[field]; at++) {
    if (text.charCodeAt(at) !== 32) return false;
  }
  return true;
}

const decimal = /^\+?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/u;

/** The number in a cell: NaN for an empty cell and for text, negative where the text begins with a minus. */
function readCell(text: string, record: CsvRecord, field: number): number {
  const from = record.starts[field];
  const to = record.ends[field];
  if (to === from) return Number.NaN;
  if (to - from <= 15) {
    let value = 0;
    let at = from;
    for (; at < to; at++) {
      const digit = text.charCodeAt(at) - 48;
      if (digit < 0 || digit > 9) break;
      value = value * 10 + digit;
    }
    if (at === to) return value;
  }
  const cell = csvField(text, record, field).trim();
  if (decimal.test(cell)) return Number(cell);
  if (cell.startsWith('-') && decimal.test(cell.slice(1))) {
    const size = Number(cell.slice(1));
    return size === 0 ? 0 : -size;
  }
  return Number.NaN;
}

function cellFault(cell: string): string {
  const text = cell.trim();
  if (text.startsWith('-') && decimal.test(text.slice(1))) return `demand is negative (${text})`;
  if (decimal.test(text)) return `demand is too large (${text})`;
  return `"${text}" is not a number`;
}
