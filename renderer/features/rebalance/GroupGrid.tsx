import { useMemo, useRef, useState, type ReactNode } from 'react';
import { List } from 'lucide-react';
import { transferColumns } from '../../../core/contract/columns.ts';
import type { Condition, GridQuery } from '../../../core/contract/grid.ts';
import type { RebalanceGrouping } from '../../../core/contract/rebalance.ts';
import { itemGroupColumns, routeColumns } from '../../../core/contract/transferGroupColumns.ts';
import type { Client } from '../../../core/contract/rpc.ts';
import { select } from '../../app/viewStore.ts';
import { Button } from '../../components/button/Button.tsx';
import { formatCount } from '../../components/format/formatNumber.ts';
import type { ColumnLayout, LayoutWishes } from '../../components/grid/columnLayout.ts';
import { Grid, type GridHandle } from '../../components/grid/Grid.tsx';
import type { GridSource, RowReader } from '../../components/grid/gridSource.ts';
import { useFromClient } from '../../host/useFromClient.ts';
import { useHostEvent } from '../../host/useHostEvent.ts';
import {
  createRebalanceSource,
  proposedOnly,
  rebalanceLockedColumn,
  rebalanceLook,
  rebalanceSort,
} from './rebalanceGrid.ts';
import { DecisionDialogs } from './DecisionDialogs.tsx';
import { useTransferDecisions } from './useTransferDecisions.ts';

const wishes: Readonly<Record<RebalanceGrouping, LayoutWishes>> = {
  route: {
    pinned: ['route'],
    first: [
      'net',
      'transfers',
      'units',
      'kg',
      'freight',
      'valueMoved',
      'perFreight',
      'fixed',
      'byWeight',
      'benefit',
    ],
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

/** What a group is made of: the other half of what names the group itself, and its part of each sum. */
const detailWishes: Readonly<Record<RebalanceGrouping, LayoutWishes>> = {
  route: {
    pinned: ['itemId'],
    first: ['description', 'quantity', 'kg', 'freight', 'valueMoved', 'net', 'benefit', 'donor', 'handling'],
    shown: ['kg', 'valueMoved'],
    hidden: ['fromId', 'fromName', 'toId', 'toName', 'days', 'role', 'state', 'reason', 'proposedBy'],
  },
  item: {
    pinned: ['route'],
    first: ['fromName', 'toName', 'quantity', 'kg', 'freight', 'valueMoved', 'net', 'benefit', 'donor'],
    shown: ['kg', 'valueMoved', 'route'],
    hidden: ['fromId', 'toId', 'itemId', 'description', 'role', 'state', 'reason', 'proposedBy'],
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

const nameOf = (by: RebalanceGrouping): 'route' | 'itemId' => (by === 'route' ? 'route' : 'itemId');

/** Open proposals gathered by route or by item; the active group opens below as what it is made of. */
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
  /** Lists the transfers of the chosen groups, in the transfers' own grid. */
  readonly onOpen: (condition: Condition) => void;
}) {
  const source = useFromClient(by === 'route' ? routeSource : itemSource);
  const grid = useRef<GridHandle>(null);
  const [active, setActive] = useState<string | null>(null);
  const [rows, setRows] = useState(0);
  const [query, setQuery] = useState<GridQuery>({
    sort: [{ column: 'net', direction: 'descending' }],
    filter: [],
  });
  const [layout, setLayout] = useState<ColumnLayout>([]);
  const columns = useMemo(() => (by === 'route' ? routeColumns : itemGroupColumns), [by]);
  useHostEvent('changed', () => grid.current?.changed());

  const openSelected = async (): Promise<void> => {
    const data = await grid.current?.selectedRows([nameOf(by)]);
    const names = [...(data?.columns.get(nameOf(by)) ?? [])].map(String);
    if (names.length > mostNames) {
      grid.current?.note(`At most ${mostNames.toLocaleString()} ${by}s at once; narrow the selection.`);
    } else if (names.length > 0) onOpen({ kind: 'values', column: nameOf(by), values: names });
  };

  if (source === null) return null;
  return (
    <div className={active === null ? 'group-panes' : 'group-panes has-detail'}>
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
        presentation={groupLook}
        rowNoun={by}
        emptyTitle="Nothing to move"
        emptyDetail="No transfer is worth its cost at present. The next plan may find some."
        actions={
          <>
            <Button
              size="small"
              icon={List}
              disabled={rows === 0}
              title="List their transfers to decide them together (Enter)"
              data-testid={`open-${by}`}
              onClick={() => void openSelected()}
            >
              {rows > 1 ? `List transfers of ${formatCount(rows)}` : 'List transfers'}
            </Button>
            {actions}
          </>
        }
        onQuery={setQuery}
        onLayout={setLayout}
        onSelectedRows={setRows}
        onActive={(row) => {
          setActive(row.text(nameOf(by)));
          onActive(row);
        }}
        onExplain={() => void openSelected()}
        onKey={(event) => {
          if (event.key !== 'Enter') return false;
          void openSelected();
          return true;
        }}
      />
      {active !== null && <GroupDetail key={by} by={by} name={active} currency={currency} />}
    </div>
  );
}

const mostNames = 2_000;
const groupLook = { kg: { digits: 1 }, perFreight: { digits: 1 } } as const;

/** The transfers of one route or item; they are decided here as in their own grid. */
function GroupDetail({
  by,
  name,
  currency,
}: {
  readonly by: RebalanceGrouping;
  readonly name: string;
  readonly currency: string;
}) {
  const source = useFromClient(createRebalanceSource);
  const grid = useRef<GridHandle>(null);
  const decisions = useTransferDecisions(grid);
  const [sort, setSort] = useState<GridQuery['sort']>([rebalanceSort]);
  const [layout, setLayout] = useState<ColumnLayout>([]);
  const query = useMemo(
    (): GridQuery => ({
      sort,
      filter: [proposedOnly, { kind: 'values', column: nameOf(by), values: [name] }],
    }),
    [sort, by, name],
  );
  useHostEvent('changed', () => grid.current?.changed());
  if (source === null) return null;
  return (
    <section className="group-detail" aria-label={`Transfers of ${name}`} data-testid="group-detail">
      <h3>{by === 'route' ? `On ${name}` : `Transfers of ${name}`}</h3>
      <Grid
        ref={grid}
        name="rebalance-detail"
        label={`Transfers of ${name}`}
        columns={transferColumns}
        wishes={detailWishes[by]}
        source={source}
        currency={currency}
        query={query}
        layout={layout}
        presentation={rebalanceLook}
        lockedColumn={rebalanceLockedColumn}
        rowNoun="transfer"
        emptyTitle="Nothing left to move"
        emptyDetail="Its proposals were decided or are no longer worth their cost."
        onQuery={(next) => setSort(next.sort)}
        onLayout={setLayout}
        onActive={(row) => select({ kind: 'transfer', id: row.text('transferId') })}
        onKey={decisions.onKey}
      />
      <DecisionDialogs decisions={decisions} grid={grid} currency={currency} />
    </section>
  );
}
