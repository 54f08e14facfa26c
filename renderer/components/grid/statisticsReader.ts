import { isNumeric } from './columnDefinitions.ts';
import type { GridSetup } from './gridOptions.ts';
import type { GridSource } from './gridSource.ts';
import { rangeRowLimit, readLoadedRange, readRange, type RangeData } from './rangeReader.ts';
import { columnStatistics, rangeStatistics, type RangeStatistics } from './rangeStatistics.ts';
import { countRows, rowStretches, type RangeBounds } from './selection.ts';
import type { WindowCache } from './windowCache.ts';

/**
 * Follows the selection with its count, sum and average: at once where the rows are loaded, else after reading
 * them from the host; whole columns by the host's totals; beyond 50,000 rows only the count. What was read is
 * kept for the clipboard, which must answer at once.
 */
export interface StatisticsReader {
  read(bounds: readonly RangeBounds[], displayed: readonly string[]): void;
  /** The rows of the present selection; null while they are being read or when they are too many. */
  readonly data: RangeData | null;
  destroy(): void;
}

export function createStatisticsReader(
  setup: GridSetup,
  cache: WindowCache,
  source: Pick<GridSource, 'window'>,
  publish: (statistics: RangeStatistics | null) => void,
): StatisticsReader {
  const byId = new Map(setup.columns.map((column) => [column.id, column]));
  let data: RangeData | null = null;
  let abort: AbortController | null = null;
  let timer: ReturnType<typeof setTimeout> | null = null;

  const stop = (): void => {
    abort?.abort();
    abort = null;
    if (timer !== null) clearTimeout(timer);
    timer = null;
  };

  return {
    get data() {
      return data;
    },
    read(bounds, displayed) {
      stop();
      data = null;
      const shown = displayed.flatMap((id) => byId.get(id) ?? []);
      const covered = new Set(bounds.flatMap((range) => displayed.slice(range.columnFrom, range.columnTo)));
      const columns = [...covered].flatMap((id) => {
        const column = byId.get(id);
        return column === undefined ? [] : [{ id, numeric: isNumeric(column) }];
      });
      const stretches = rowStretches(bounds);
      const rows = countRows(stretches);
      const cells = bounds.reduce(
        (sum, range) => sum + (range.rowTo - range.rowFrom) * (range.columnTo - range.columnFrom),
        0,
      );
      const single = cells <= 1;
      if (single) publish(null);
      if (rows === 0) return;
      const all = stretches.length === 1 && bounds.length === 1 && rows === cache.meta?.total;
      const whole = all
        ? columnStatistics(
            rows,
            cache.meta?.totals ?? {},
            shown.filter((column) => covered.has(column.id)),
          )
        : null;
      if (whole !== null && rows > 1) publish(whole);
      if (rows > rangeRowLimit) {
        if (whole === null) {
          publish({ cells, rows, numbers: 0, sum: Number.NaN, average: Number.NaN, unit: null });
        }
        return;
      }
      const finish = (range: RangeData): void => {
        data = range;
        if (!single && whole === null) publish(rangeStatistics(range, bounds, shown));
      };
      const loaded = readLoadedRange(cache, stretches, columns);
      if (loaded !== null) {
        finish(loaded);
        return;
      }
      const mine = new AbortController();
      abort = mine;
      timer = setTimeout(() => {
        readRange(cache, source, stretches, columns, mine.signal).then(
          (range) => {
            if (range !== null && !mine.signal.aborted) finish(range);
          },
          () => undefined,
        );
      }, 120);
    },
    destroy: stop,
  };
}
