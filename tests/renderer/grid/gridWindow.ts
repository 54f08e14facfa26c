import type { GridQuery, GridWindow } from '../../../core/contract/grid.ts';
import type { GridSource } from '../../../renderer/components/grid/gridSource.ts';

export const noQuery: GridQuery = { sort: [], filter: [] };

interface Asked {
  readonly query: GridQuery;
  readonly from: number;
  readonly to: number;
  readonly refresh: boolean;
}

/**
 * A host of `rows` rows whose value in row r is `r × 10 + version`; sorted descending when the query says so. With
 * `held` answers wait for `release`.
 */
export function countingHost(rows: number, options: { held?: boolean } = {}) {
  const asked: Asked[] = [];
  const waiting: (() => void)[] = [];
  const state = { version: 1, rows, fail: false };
  const source: Pick<GridSource, 'window'> = {
    async window({ query, from, to, refresh }) {
      asked.push({ query, from, to, refresh: refresh === true });
      const { version } = state;
      if (options.held === true) await new Promise<void>((resolve) => waiting.push(resolve));
      if (state.fail) throw new Error('the host is away');
      const end = Math.min(to, state.rows);
      const length = Math.max(0, end - from);
      const descending = query.sort[0]?.direction === 'descending';
      const keys = Int32Array.from({ length }, (_, at) =>
        descending ? state.rows - 1 - from - at : from + at,
      );
      return {
        version,
        total: state.rows,
        unfiltered: state.rows,
        from,
        keys,
        columns: {
          value: { kind: 'number', values: Float64Array.from(keys, (key) => key * 10 + version) },
          name: {
            kind: 'text',
            codes: Int32Array.from(keys, (key) => key % 2),
            dictionary: ['even', 'odd'],
          },
        },
        totals: { value: (state.rows * (state.rows - 1)) / 2 },
        stale: version > 1,
        tookMs: 0.1,
      } satisfies GridWindow;
    },
  };
  return {
    source,
    asked,
    state,
    release: (count = waiting.length) => {
      for (const resolve of waiting.splice(0, count)) resolve();
    },
  };
}
