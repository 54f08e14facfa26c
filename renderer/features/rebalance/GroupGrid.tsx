import { useMemo, useRef, useState, type ReactNode } from 'react';
import type { GridQuery } from '../../../core/contract/grid.ts';
import type { RebalanceGrouping } from '../../../core/contract/rebalance.ts';
import { itemGroupColumns, routeColumns } from '../../../core/contract/transferGroupColumns.ts';
import type { Client } from '../../../core/contract/rpc.ts';
import type { ColumnLayout, LayoutWishes } from '../../components/grid/columnLayout.ts';
import { Grid, type GridHandle } from '../../components/grid/Grid.tsx';
import type { GridSource, RowReader } from '../../components/grid/gridSource.ts';
import { useFromClient } from '../../host/useFromClient.ts';
import { useHostEvent } from '../../host/useHostEvent.ts';

const wishes: Readonly<Record<RebalanceGrouping, LayoutWishes>> = {
  route: {
    pinned: ['route'],
    first: ['net', 'transfers', 'units', 'kg', 'freight', 'fixed', 'byWeight', 'valueMoved', 'benefit'],
    hidden: ['fromId', 'toId'],
  },
  item: {
    pinned: ['itemId'],
    first: [
      'description',
      'net',
      'transfers',
      'donors',
      'receivers',
      'units',
      'valueMoved',
      'benefit',
      'freight',
    ],
  },
};

const routeSource = (client: Client): GridSource => sourceOf(client, 'route');
const itemSource = (client: Client): GridSource => sourceOf(client, 'item');

function sourceOf(client: Client, by: RebalanceGrouping): GridSource {
  return {
    window: ({ query, from, to, refresh }) =>
      client.ask('rebalance.groups', {
        by,
        query: { sort: [...query.sort], filter: [...query.filter] },
        from,
        to,
        ...(refresh === true ? { refresh: true } : {}),
      }),
    distinct: (column) => client.ask('rebalance.groupDistinct', { by, column }),
  };
}

/** Open proposals gathered by route or by item. Enter or a double step into one lists its transfers. */
export function GroupGrid({
  by,
  currency,
  actions,
  onActive,
  onOpen,
}: {
  readonly by: RebalanceGrouping;
  readonly currency: string;
  readonly actions: ReactNode;
  readonly onActive: (row: RowReader) => void;
  readonly onOpen: (row: RowReader) => void;
}) {
  const source = useFromClient(by === 'route' ? routeSource : itemSource);
  const grid = useRef<GridHandle>(null);
  const active = useRef<RowReader | null>(null);
  const [query, setQuery] = useState<GridQuery>({
    sort: [{ column: 'net', direction: 'descending' }],
    filter: [],
  });
  const [layout, setLayout] = useState<ColumnLayout>([]);
  const columns = useMemo(() => (by === 'route' ? routeColumns : itemGroupColumns), [by]);
  useHostEvent('changed', () => grid.current?.changed());
  if (source === null) return null;
  return (
    <Grid
      ref={grid}
      name={`rebalance-${by}`}
      label={by === 'route' ? 'Routes' : 'Items'}
      columns={columns}
      wishes={wishes[by]}
      source={source}
      currency={currency}
      query={query}
      layout={layout}
      rowNoun={by}
      emptyTitle="Nothing to move"
      emptyDetail="No transfer is worth its cost at present. The next plan may find some."
      actions={actions}
      onQuery={setQuery}
      onLayout={setLayout}
      onActive={(row) => {
        active.current = row;
        onActive(row);
      }}
      onExplain={onOpen}
      onKey={(event) => {
        if (event.key !== 'Enter' || active.current === null) return false;
        onOpen(active.current);
        return true;
      }}
    />
  );
}
