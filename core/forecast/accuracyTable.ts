/** The comparison of methods as text: an aligned table for people, or one JSON object a line. */
import type { MethodAccuracy } from './accuracy.ts';
import { methodLabel } from './distributionMethods.ts';

const columns: readonly { readonly head: string; readonly cell: (row: MethodAccuracy) => string }[] = [
  { head: 'method', cell: (row) => row.method },
  { head: 'quantile loss', cell: (row) => fixed(row.weightedQuantileLoss, 4) },
  { head: 'RMSE', cell: (row) => fixed(row.rmse, 3) },
  { head: 'bias %', cell: (row) => fixed(row.biasPercent, 1) },
  { head: 'coverage 0.5', cell: (row) => fixed(coverageAt(row, '0.5'), 3) },
  { head: 'coverage 0.9', cell: (row) => fixed(coverageAt(row, '0.9'), 3) },
  { head: 'worst level, points', cell: (row) => fixed(row.coverageErrorPoints, 1) },
];

export function accuracyTable(rows: readonly MethodAccuracy[]): string {
  const cells = [columns.map(({ head }) => head), ...rows.map((row) => columns.map(({ cell }) => cell(row)))];
  const widths = columns.map((_, c) => Math.max(...cells.map((line) => line[c].length)));
  return cells
    .map((line) =>
      line
        .map((cell, c) => (c === 0 ? cell.padEnd(widths[c]) : cell.padStart(widths[c])))
        .join('  ')
        .trimEnd(),
    )
    .map((line) => `${line}\n`)
    .join('');
}

export function accuracyLines(rows: readonly MethodAccuracy[]): string {
  return rows.map((row) => `${JSON.stringify({ ...row, label: methodLabel(row.method) })}\n`).join('');
}

function coverageAt(row: MethodAccuracy, level: string): number | null {
  return row.coverage === null ? null : (row.coverage[level] ?? null);
}

function fixed(value: number | null, digits: number): string {
  return value === null ? 'n/a' : value.toFixed(digits);
}
