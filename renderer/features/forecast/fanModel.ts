import type { ForecastSeries } from '../../../core/contract/forecast.ts';

/** What the series chart draws, in values: one slot a month, history first. */
export interface FanModel {
  readonly months: readonly string[];
  /** Months of history; the rest are to come. */
  readonly known: number;
  /** Outer and inner band of each coming month. */
  readonly bands: readonly {
    readonly from: number;
    readonly to: number;
    readonly innerFrom: number;
    readonly innerTo: number;
  }[];
  /** Highest value that has to fit. */
  readonly top: number;
  readonly outer: string;
  readonly differs: boolean;
  /** Slots to be named under the axis. */
  readonly marked: readonly number[];
}

export function fanModel(series: ForecastSeries): FanModel {
  const { history, future } = series;
  const { levels, quantiles } = future;
  const width = levels.length;
  const at = (month: number, level: number): number => quantiles[month * width + level] ?? 0;
  const bands = future.periods.map((_, month) => ({
    from: at(month, 0),
    to: at(month, width - 1),
    innerFrom: at(month, 1),
    innerTo: at(month, width - 2),
  }));
  const totals = [...history.demand].map((units, month) => units + (history.lostSales[month] ?? 0));
  const top = Math.max(
    1,
    ...totals.filter((units) => !Number.isNaN(units)),
    ...bands.map((band) => band.to),
    ...future.consensus,
  );
  const months = [...history.periods, ...future.periods];
  return {
    months,
    known: history.periods.length,
    bands,
    top,
    outer: `${percent(levels[0])} to ${percent(levels.at(-1))} %`,
    differs: future.consensus.some((units, month) => Math.abs(units - (future.baseline[month] ?? 0)) > 1e-6),
    marked: months.flatMap((month, slot) => (month.endsWith('-01') ? [slot] : [])),
  };
}

function percent(level: number | undefined): number {
  return Math.round((level ?? 0) * 100);
}
