import type { ExplainChart } from '../../../core/contract/explain.ts';

/**
 * What the charts of an explanation draw, in values: slots on the x axis (history first, then the periods to
 * come), the range of the y axis (always with zero in it), and the bands of the fan from its quantiles.
 */
export interface ChartModel {
  readonly slots: readonly ChartSlot[];
  readonly yFrom: number;
  readonly yTo: number;
  /** Round values to mark on the y axis, zero included. */
  readonly ticks: readonly number[];
  /** Slots whose label stands under the axis. */
  readonly marked: readonly number[];
  readonly bands: readonly BandName[];
  readonly historySlots: number;
}
export interface ChartSlot {
  readonly label: string;
  /** NaN: not observed, or a period to come. */
  readonly value: number;
  /** Lower and upper end of each band, widest first; empty for history. */
  readonly bands: readonly { readonly from: number; readonly to: number }[];
  /** NaN without a fan. */
  readonly median: number;
}
export interface BandName {
  readonly from: number;
  readonly to: number;
}

export function chartModel(chart: ExplainChart): ChartModel {
  const bands = bandNames(chart.fanLevels);
  const history: ChartSlot[] = chart.values.map((value, index) => ({
    label: chart.labels[index] ?? '',
    value,
    bands: [],
    median: Number.NaN,
  }));
  const future: ChartSlot[] = chart.fan.map(({ label, quantiles }) => ({
    label,
    value: Number.NaN,
    bands: bands.map((_, index) => ({
      from: quantiles[index] ?? Number.NaN,
      to: quantiles[quantiles.length - 1 - index] ?? Number.NaN,
    })),
    median: medianOf(chart.fanLevels, quantiles),
  }));
  const slots = [...history, ...future];
  const shown = slots.flatMap((slot) => [
    slot.value,
    slot.median,
    ...slot.bands.flatMap((band) => [band.from, band.to]),
  ]);
  const known = shown.filter((value) => Number.isFinite(value));
  const ticks = roundTicks(Math.min(0, ...known), Math.max(0, ...known));
  return {
    slots,
    yFrom: ticks[0] ?? 0,
    yTo: ticks.at(-1) ?? 1,
    ticks,
    marked: markedSlots(slots.map((slot) => slot.label)),
    bands,
    historySlots: history.length,
  };
}

/** Pairs the levels from the outside in: 0.1 with 0.9, 0.25 with 0.75; the middle one is the median's. */
function bandNames(levels: readonly number[]): BandName[] {
  return Array.from({ length: Math.floor(levels.length / 2) }, (_, index) => ({
    from: levels[index] ?? Number.NaN,
    to: levels[levels.length - 1 - index] ?? Number.NaN,
  }));
}

function medianOf(levels: readonly number[], quantiles: readonly number[]): number {
  const exact = levels.indexOf(0.5);
  if (exact !== -1) return quantiles[exact] ?? Number.NaN;
  return Number.NaN;
}

/** Two to five round values from at or below `low` to at or above `high`, steps of 1, 2 or 5 times a power of ten. */
export function roundTicks(low: number, high: number): number[] {
  const span = high - low;
  // Nothing that is shown differs by less; powers of ten would leave the range of doubles.
  if (!(span > 1e-12)) return [0, 1];
  const rough = span / 3;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= rough) ?? 10 * power;
  const first = Math.floor(low / step + 1e-9);
  const last = Math.ceil(high / step - 1e-9);
  return Array.from({ length: last - first + 1 }, (_, index) => tidy((first + index) * step));
}

function tidy(value: number): number {
  return Number(value.toPrecision(12));
}

/** Months: every January, or with less than a year the first and last. Anything else: at most six, evenly. */
export function markedSlots(labels: readonly string[]): number[] {
  const januaries = labels.flatMap((label, index) => (/^\d{4}-01$/.test(label) ? [index] : []));
  if (januaries.length > 0) return januaries;
  if (labels.length <= 1) return labels.length === 1 ? [0] : [];
  if (/^\d{4}-\d{2}$/.test(labels[0] ?? '')) return [0, labels.length - 1];
  const step = Math.ceil(labels.length / 6);
  return labels.flatMap((_, index) => (index % step === 0 ? [index] : []));
}
