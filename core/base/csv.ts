/**
 * CSV out (RFC 4180, CRLF not used: lines end with LF). A cell that a spreadsheet would run as a formula, one that
 * begins with = + - @ or a control character, is written with a leading apostrophe; numbers are left as they are.
 * Source: OWASP, "CSV injection".
 */
export function csvLine(cells: readonly (string | number)[]): string {
  return `${cells.map(csvCell).join(',')}\n`;
}

function csvCell(cell: string | number): string {
  if (typeof cell === 'number') return Number.isFinite(cell) ? String(cell) : '';
  const safe = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
