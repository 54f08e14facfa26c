/**
 * What is exceptional about a series, from its months and from the forecast of its held-back months:
 *
 *   bias     what came in the held-back months lies beyond the forecast's one-in-a-thousand tails
 *   break    the rate of the held-back months differs from that of the two years before by more than half and by more
 *            than three standard errors (variance in proportion to the mean, at the series' own ratio)
 *   outlier  a month of the last twelve stands six standard deviations above the series' other months
 *   died     no demand for so long that, at the earlier share of months with demand, chance gives it one in a thousand,
 *            while stock is still held
 *
 * Money in minor units: forecast error × unit cost for the first three, stock held × unit cost for the last. O(months).
 * Sources: the tail test follows from the distribution; the step test is that of two rates under a quasi-Poisson model
 * (McCullagh and Nelder, Generalized Linear Models (1989), 6.2).
 */
import { type ForecastExceptionKind, forecastExceptionKinds } from '../contract/forecast.ts';
import { leadTimeCdf } from '../forecast/leadTimeDemand.ts';
import { notObserved } from '../model/position.ts';

export interface ExceptionInput {
  readonly position: number;
  readonly history: Uint16Array;
  readonly base: number;
  /** Forecast of the held-back months. */
  readonly mean: number;
  readonly within: number;
  readonly rate: number;
  readonly unitCostMinor: number;
  readonly onHand: number;
}

/** Sorted by money, greatest first. `a` and `b` are the two figures of the sentence, `month` the period it speaks of. */
export interface ExceptionColumns {
  readonly length: number;
  readonly position: Int32Array;
  readonly kind: Uint8Array;
  readonly a: Float32Array;
  readonly b: Float32Array;
  readonly month: Int16Array;
  readonly moneyMinor: Float64Array;
}

export interface ExceptionFinder {
  /** The exceptions of one series as bits in the order of `forecastExceptionKinds`. */
  look(input: ExceptionInput): number;
  done(): ExceptionColumns;
}

const tail = 0.0005;
const stepErrors = 3;
const stepFactor = 1.5;
const spikeDeviations = 6;
const least = { units: 8, spike: 5, demands: 3 } as const;
const lookBack = 24;

export function createExceptionFinder(periods: number, heldBack: number): ExceptionFinder {
  const rows: { position: number; kind: number; a: number; b: number; month: number; money: number }[] = [];
  const cut = periods - heldBack;

  const look = (input: ExceptionInput): number => {
    const { history, base } = input;
    const recent = sumOf(history, base, cut, periods);
    const earlier = sumOf(history, base, Math.max(0, cut - lookBack), cut);
    let bits = 0;
    const add = (kind: ForecastExceptionKind, a: number, b: number, month: number, units: number): void => {
      const index = forecastExceptionKinds.indexOf(kind);
      bits |= 1 << index;
      const money = Math.round(units * input.unitCostMinor);
      rows.push({ position: input.position, kind: index, a, b, month, money });
    };

    const died = silence(history, base, periods);
    if (died !== null && input.onHand > 0) add('died', died.months, died.rate, died.last, input.onHand);
    if (recent.months === 0 || earlier.months === 0) return bits;

    const rateNow = recent.units / recent.months;
    const rateThen = earlier.units / earlier.months;
    const units = recent.units + earlier.units;
    const together = units / (recent.months + earlier.months);
    if (units >= least.units && died === null) {
      const ratio = dispersion(history, base, Math.max(0, cut - lookBack), cut, rateThen);
      const error = Math.sqrt(ratio * together * (1 / recent.months + 1 / earlier.months));
      const stepped =
        Math.max(rateNow, rateThen) > stepFactor * Math.min(rateNow, rateThen) &&
        Math.abs(rateNow - rateThen) > stepErrors * error;
      if (stepped) {
        add('break', rateThen, rateNow, cut, Math.abs(rateNow - rateThen) * recent.months);
      }
    }
    const demand = { mean: input.mean, dispersionWithin: input.within, dispersionRate: input.rate };
    const upTo = leadTimeCdf(recent.units, recent.months, demand);
    const below = recent.units === 0 ? 0 : leadTimeCdf(recent.units - 1, recent.months, demand);
    if (upTo < tail || 1 - below < tail) {
      add('bias', input.mean, rateNow, cut, Math.abs(input.mean * recent.months - recent.units));
    }
    const spike = highest(history, base, Math.max(0, periods - 12), periods);
    if (spike >= 0) {
      const value = history[base + spike];
      const others = othersOf(history, base, periods, spike);
      if (
        value >= least.spike &&
        value > others.mean + spikeDeviations * Math.sqrt(Math.max(others.variance, others.mean, 0.25))
      ) {
        add('outlier', value, others.mean, spike, value - others.mean);
      }
    }
    return bits;
  };

  return {
    look,
    done() {
      const sorted = rows.toSorted((x, y) => y.money - x.money || x.position - y.position);
      return {
        length: sorted.length,
        position: Int32Array.from(sorted, (row) => row.position),
        kind: Uint8Array.from(sorted, (row) => row.kind),
        a: Float32Array.from(sorted, (row) => row.a),
        b: Float32Array.from(sorted, (row) => row.b),
        month: Int16Array.from(sorted, (row) => row.month),
        moneyMinor: Float64Array.from(sorted, (row) => row.money),
      };
    },
  };
}

/** What was found, in words with its figures. */
export function exceptionSentence(
  kind: ForecastExceptionKind,
  a: number,
  b: number,
  periodName: string,
  heldBack: number,
): string {
  switch (kind) {
    case 'bias':
      return `Forecast ${rounded(a)} a month, demand ${rounded(b)} over the last ${heldBack} months.`;
    case 'break':
      return `Demand went from ${rounded(a)} to ${rounded(b)} a month in the last ${heldBack} months.`;
    case 'outlier':
      return `${rounded(a)} units in ${periodName}; the other months average ${rounded(b)}.`;
    case 'died':
      return `No demand for ${a} months after ${rounded(b)} a month; stock is still held.`;
  }
}

/** The gravest of the bits for a grid cell: died, break, bias, outlier; empty for none. */
export function gravestException(bits: number): ForecastExceptionKind | null {
  for (const kind of ['died', 'break', 'bias', 'outlier'] as const) {
    if ((bits & (1 << forecastExceptionKinds.indexOf(kind))) !== 0) return kind;
  }
  return null;
}

function rounded(value: number): string {
  return String(value >= 100 ? Math.round(value) : Number(value.toFixed(value >= 10 ? 1 : 2)));
}

function sumOf(history: Uint16Array, base: number, from: number, to: number) {
  let units = 0;
  let months = 0;
  for (let month = from; month < to; month++) {
    const value = history[base + month];
    if (value === notObserved) continue;
    units += value;
    months++;
  }
  return { units, months };
}

/** Variance ÷ mean of the months, at least 1. */
function dispersion(history: Uint16Array, base: number, from: number, to: number, mean: number): number {
  let squares = 0;
  let months = 0;
  for (let month = from; month < to; month++) {
    const value = history[base + month];
    if (value === notObserved) continue;
    squares += (value - mean) ** 2;
    months++;
  }
  return months > 1 && mean > 0 ? Math.max(1, squares / (months - 1) / mean) : 1;
}

/** How long a series has been silent, where that is no chance; null else. */
function silence(history: Uint16Array, base: number, periods: number) {
  let last = periods - 1;
  while (last >= 0 && (history[base + last] === 0 || history[base + last] === notObserved)) last--;
  const { units, months } = sumOf(history, base, 0, last + 1);
  const silent = sumOf(history, base, last + 1, periods).months;
  if (last < 0 || silent === 0) return null;
  let demands = 0;
  for (let month = 0; month <= last; month++) {
    if (history[base + month] !== notObserved && history[base + month] > 0) demands++;
  }
  if (demands < least.demands) return null;
  const share = demands / (months + 1);
  return (1 - share) ** silent < 2 * tail ? { months: silent, rate: units / months, last } : null;
}

function highest(history: Uint16Array, base: number, from: number, to: number): number {
  let best = -1;
  for (let month = from; month < to; month++) {
    const value = history[base + month];
    if (value !== notObserved && (best < 0 || value > history[base + best])) best = month;
  }
  return best;
}

function othersOf(history: Uint16Array, base: number, periods: number, without: number) {
  let mean = 0;
  let squares = 0;
  let months = 0;
  for (let month = 0; month < periods; month++) {
    const value = history[base + month];
    if (value === notObserved || month === without) continue;
    months++;
    const difference = value - mean;
    mean += difference / months;
    squares += difference * (value - mean);
  }
  return { mean, variance: months > 1 ? squares / (months - 1) : 0 };
}
