/**
 * Tables as spreadsheets exchange them through the clipboard: tab between cells, line break between rows,
 * a cell with a tab, line break or quote in double quotes with inner quotes doubled. Linear in the text.
 */
export function cellsToTsv(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => row.map(quoteCell).join('\t')).join('\r\n');
}

/** A line break after the last row, as Excel writes it, is not a further row. */
export function parseTsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let quoted = false;
  let begun = false;
  const endCell = (): void => {
    row.push(cell);
    cell = '';
    begun = false;
  };
  const endRow = (): void => {
    endCell();
    rows.push(row);
    row = [];
  };
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (quoted) {
      if (character !== '"') cell += character;
      else if (text[at + 1] === '"') {
        cell += '"';
        at++;
      } else quoted = false;
      continue;
    }
    if (character === '"' && !begun) {
      quoted = true;
      begun = true;
    } else if (character === '\t') endCell();
    else if (character === '\n' || character === '\r') {
      if (character === '\r' && text[at + 1] === '\n') at++;
      endRow();
    } else {
      cell += character;
      begun = true;
    }
  }
  if (cell !== '' || row.length > 0) endRow();
  return rows;
}

/**
 * A text cell that begins like a formula is run by a spreadsheet; an apostrophe in front keeps it text.
 * Numbers, signs included, are written as they are.
 */
export function guardFormula(text: string): string {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}

function quoteCell(text: string): string {
  return /["\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
