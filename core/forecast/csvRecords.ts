/**
 * Splits CSV text (RFC 4180; CRLF or LF, byte-order mark, quoted fields) into records without building rows of
 * objects: one reused record holds where each field lies, so that a wide numeric file is read straight into typed
 * arrays. O(characters), no allocation a field unless it is quoted. Bad quoting is bad input with its row.
 *
 * An own splitter because a record per row of a history with two million series costs more than the forecast; for
 * small files a library would do as well.
 */
import { badInput } from '../base/errors.ts';

export interface CsvRecord {
  /** 1 for the header. */
  row: number;
  fieldCount: number;
  /** Start and end of each field in the text; of a quoted one, inside its quotes. */
  starts: number[];
  ends: number[];
  /** Whether a field has doubled quotes to undo. */
  escaped: boolean[];
  /** Whether a field was quoted at all. */
  quoted: boolean[];
}

export function csvField(text: string, record: CsvRecord, field: number): string {
  const raw = text.slice(record.starts[field], record.ends[field]);
  return record.escaped[field] ? raw.replaceAll('""', '"') : raw;
}

const quote = 34;
const comma = 44;
const lineFeed = 10;
const carriageReturn = 13;

/** Yields the same record object again and again; blank lines at the end are no records. */
export function* csvRecords(text: string, file: string): Generator<CsvRecord, void> {
  const record: CsvRecord = { row: 0, fieldCount: 0, starts: [], ends: [], escaped: [], quoted: [] };
  const length = text.length;
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  while (at < length) {
    record.row++;
    let field = 0;
    for (;;) {
      let escaped = false;
      const quoted = text.charCodeAt(at) === quote;
      if (quoted) {
        at++;
        record.starts[field] = at;
        for (;;) {
          const end = text.indexOf('"', at);
          if (end < 0) throw badInput({ file, row: record.row }, 'a quoted field is not closed');
          if (text.charCodeAt(end + 1) !== quote) {
            record.ends[field] = end;
            at = end + 1;
            break;
          }
          escaped = true;
          at = end + 2;
        }
      } else {
        record.starts[field] = at;
        let code = text.charCodeAt(at);
        while (at < length && code !== comma && code !== lineFeed && code !== carriageReturn) {
          code = text.charCodeAt(++at);
        }
        record.ends[field] = at;
      }
      record.escaped[field] = escaped;
      record.quoted[field] = quoted;
      field++;
      if (at >= length) break;
      const code = text.charCodeAt(at);
      at++;
      if (code === comma) continue;
      if (code === carriageReturn && text.charCodeAt(at) === lineFeed) at++;
      else if (code !== lineFeed && code !== carriageReturn) {
        throw badInput({ file, row: record.row }, 'text follows the closing quote of a field');
      }
      break;
    }
    record.fieldCount = field;
    if (isBlank(record) && onlyBlankFollows(text, at)) return;
    yield record;
  }
}

function isBlank(record: CsvRecord): boolean {
  return record.fieldCount === 1 && record.starts[0] === record.ends[0] && !record.quoted[0];
}

function onlyBlankFollows(text: string, from: number): boolean {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code !== lineFeed && code !== carriageReturn) return false;
  }
  return true;
}

/** A field as CSV writes it: quoted only where it has to be. */
export function csvText(value: string): string {
  return /[",\r\n]/u.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
