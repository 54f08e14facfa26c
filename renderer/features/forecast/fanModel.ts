import type { ForecastSeries, MethodOnSeries } from '../../../core/contract/forecast.ts';

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
  /** Coming months from the first to the last in which the consensus is not the baseline; null where there is none. */
  readonly differing: { readonly from: number; readonly to: number } | null;
  /** Slots to be named under the axis. */
  readonly marked: readonly number[];
}

/** `method`: one that is drawn beside the forecast. */
export function fanModel(series: ForecastSeries, method: MethodOnSeries | null = null): FanModel {
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
    ...future.baseline,
    ...future.consensus,
    ...(method?.mean ?? []),
  );
  const differs = (units: number, month: number): boolean =>
    Math.abs(units - (future.baseline[month] ?? 0)) > 1e-6;
  const from = future.consensus.findIndex(differs);
  const months = [...history.periods, ...future.periods];
  return {
    months,
    known: history.periods.length,
    bands,
    top,
    outer: `${percent(levels[0])} to ${percent(levels.at(-1))} %`,
    differing: from < 0 ? null : { from, to: future.consensus.findLastIndex(differs) + 1 },
    marked: months.flatMap((month, slot) => (month.endsWith('-01') ? [slot] : [])),
  };
}

function percent(level: number | undefined): number {
  return Math.round((level ?? 0) * 100);
}
