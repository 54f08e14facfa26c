import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Cells of one of the CSV files in resources/demand, header first. None of them has quotes. */
export function readDemandCsv(name: string): string[][] {
  const text = readFileSync(join(import.meta.dirname, '../../resources/demand', name), 'utf8');
  return text
    .trim()
    .split('\n')
    .map((line) => line.trim().split(','));
}

export function readDemandJson(name: string): unknown {
  return JSON.parse(readFileSync(join(import.meta.dirname, '../../resources/demand', name), 'utf8'));
}

/** The car-parts series, NaN where a month was not observed. */
export function carParts(): Float64Array[] {
  return readDemandCsv('carparts-history.csv')
    .slice(1)
    .map((row) => Float64Array.from(row.slice(1), (cell) => (cell === '' ? Number.NaN : Number(cell))));
}

/** Series cut to their first `periods`, packed as the planning worker holds them. */
export function packWhole(series: readonly Float64Array[], periods: number): Uint16Array {
  const packed = new Uint16Array(series.length * periods);
  series.forEach((values, s) => {
    for (let t = 0; t < periods; t++) {
      packed[s * periods + t] = Number.isNaN(values[t]) ? 0xffff : values[t];
    }
  });
  return packed;
}
