import { createRandom } from '../../../core/base/random.ts';
import type {
  AccuracyGrouping,
  AccuracyRow,
  ForecastExceptionKind,
} from '../../../core/contract/forecast.ts';
import type { FakeRow } from './fakeGrid.ts';
import type { FakePosition } from './fakeNetwork.ts';

/** Invented demand and what is said of it. */
export const pastMonths = 39;
export const heldBackMonths = 6;

/** Poisson months, some of which stop or jump, the same for a position every time. */
export function drawHistory({ index, forecastMean }: FakePosition): Float64Array {
  const random = createRandom(`history/${index}`);
  const stops = random.next() < 0.03 ? random.integer(12, 28) : pastMonths;
  const jumps = random.next() < 0.03 ? random.integer(pastMonths - heldBackMonths, pastMonths) : -1;
  return Float64Array.from({ length: pastMonths }, (_, month) => {
    if (month >= stops) return 0;
    return random.poisson(forecastMean) + (month === jumps ? 8 + 4 * Math.ceil(forecastMean) : 0);
  });
}

export function exceptionOf(position: FakePosition, history: Float64Array): ForecastExceptionKind | null {
  const usual = Math.max(1, position.forecastMean);
  if (lastDemandOf(history) > 10 && position.onHand > 0 && usual > 1) return 'died';
  if (Math.max(...history.subarray(-heldBackMonths)) > usual + 7) return 'outlier';
  const recent = sum(history.subarray(-heldBackMonths)) / heldBackMonths;
  if (Math.abs(recent - position.forecastMean) > 2 * Math.sqrt(usual)) return 'break';
  return Math.abs(recent - position.forecastMean) > 1.5 * Math.sqrt(usual) ? 'bias' : null;
}

export function lastDemandOf(history: Float64Array): number {
  const last = history.findLastIndex((units) => units > 0);
  return last < 0 ? Number.NaN : history.length - 1 - last;
}

export function accuracyRows(by: AccuracyGrouping, rows: readonly FakeRow[]): readonly AccuracyRow[] {
  if (by === 'method') return [{ ...accuracyOf('Pooled negative binomial', rows), inUse: true }];
  const column = by === 'class' ? 'demandClass' : by;
  const labels = [...new Set(rows.map((row) => String(row[column])))].toSorted();
  return labels.map((label) =>
    accuracyOf(
      label,
      rows.filter((row) => row[column] === label),
    ),
  );
}

export function accuracyOf(label: string, rows: readonly FakeRow[]): AccuracyRow {
  const demand = sum(rows.map((row) => Number(row['heldBackDemand']) * heldBackMonths));
  const forecast = sum(rows.map((row) => Number(row['heldBackForecast']) * heldBackMonths));
  const error = sum(rows.map((row) => Number(row['errorMoney']) / Number(row['unitCost'])));
  return {
    label,
    positions: rows.length,
    demand,
    loss: demand > 0 ? (0.7 * error) / demand : null,
    bias: demand > 0 ? forecast / demand - 1 : null,
    coverage: 0.81,
    inUse: false,
  };
}

export function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
