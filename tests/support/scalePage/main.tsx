import '../../../renderer/components/theme/base.css';
import './scalePage.css';
import { useState } from 'react';
import { createRoot } from 'react-dom/client';
import type { GridColumn } from '../../../core/contract/columns.ts';
import type { GridQuery } from '../../../core/contract/grid.ts';
import type { ColumnLayout } from '../../../renderer/components/grid/columnLayout.ts';
import { Grid, type GridHandle } from '../../../renderer/components/grid/Grid.tsx';
import type { GridSource } from '../../../renderer/components/grid/gridSource.ts';

/** The grid alone over two million rows that are computed as they are asked for: row r is `item r` with the value r. */
const total = 2_000_000;
const columns: readonly GridColumn[] = [
  { id: 'item', label: 'Item', unit: 'text', definition: 'Row number in words', width: 140 },
  { id: 'value', label: 'Value', unit: 'units', definition: 'Row number', width: 120, summed: true },
];
const wishes = { pinned: ['item'] };

const source: GridSource = {
  async window({ query, from, to }) {
    const end = Math.min(to, total);
    const descending = query.sort[0]?.direction === 'descending';
    const keys = Int32Array.from({ length: Math.max(0, end - from) }, (_, at) =>
      descending ? total - 1 - from - at : from + at,
    );
    return {
      version: 1,
      total,
      unfiltered: total,
      from,
      keys,
      columns: {
        item: {
          kind: 'text',
          codes: Int32Array.from(keys.keys()),
          dictionary: Array.from(keys, (key) => `item ${key}`),
        },
        value: { kind: 'number', values: Float64Array.from(keys) },
      },
      totals: { value: (total * (total - 1)) / 2 },
      stale: false,
      tookMs: 0,
    };
  },
  distinct: async () => [],
  rowOf: async (query, key) => (query.sort[0]?.direction === 'descending' ? total - 1 - key : key),
};

declare global {
  interface Window {
    grid: GridHandle | null;
    statistics: unknown;
  }
}

function ScalePage() {
  const [query, setQuery] = useState<GridQuery>({ sort: [], filter: [] });
  const [layout, setLayout] = useState<ColumnLayout>([]);
  return (
    <Grid
      ref={(handle) => {
        window.grid = handle;
      }}
      name="scale"
      label="Two million rows"
      columns={columns}
      wishes={wishes}
      source={source}
      currency="USD"
      query={query}
      layout={layout}
      rowNoun="row"
      emptyTitle="No rows"
      emptyDetail="There are none."
      onQuery={setQuery}
      onLayout={setLayout}
      onStatistics={(statistics) => {
        window.statistics = statistics;
      }}
    />
  );
}

const root = document.getElementById('root');
if (root !== null) createRoot(root).render(<ScalePage />);
