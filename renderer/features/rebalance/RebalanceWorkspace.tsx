import './rebalance.css';
import { Check, LocateFixed, Map as MapIcon, ShieldCheck, SlidersHorizontal, X } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { transferColumns } from '../../../core/contract/columns.ts';
import type { Condition, GridQuery } from '../../../core/contract/grid.ts';
import type { RebalanceGrouping } from '../../../core/contract/rebalance.ts';
import type { AppState } from '../../../core/contract/views.ts';
import { setRangeSummary } from '../../app/statusStore.ts';
import { useAppState } from '../../app/useAppState.ts';
import { openExplain, select, setGridView, useProfile, useView } from '../../app/viewStore.ts';
import { Button } from '../../components/button/Button.tsx';
import { IconButton } from '../../components/button/IconButton.tsx';
import { Switch } from '../../components/button/Switch.tsx';
import { countOf, formatCount } from '../../components/format/formatNumber.ts';
import { withCondition } from '../../components/grid/filterCondition.ts';
import { Grid, type GridHandle } from '../../components/grid/Grid.tsx';
import type { GridEdit } from '../../components/grid/gridOptions.ts';
import type { RowReader } from '../../components/grid/gridSource.ts';
import { statisticsToSummary } from '../../components/grid/statisticsText.ts';
import { withDefaultSort } from '../../components/grid/withDefaultSort.ts';
import { LoadingState } from '../../components/states/LoadingState.tsx';
import { useFromClient } from '../../host/useFromClient.ts';
import { useHostEvent } from '../../host/useHostEvent.ts';
import { DecisionDialogs } from './DecisionDialogs.tsx';
import { GroupGrid } from './GroupGrid.tsx';
import { parseQuantity } from './parseQuantity.ts';
import {
  createRebalanceSource,
  proposedOnly,
  rebalanceEditing,
  rebalanceLockedColumn,
  rebalanceLook,
  rebalanceQuickFilters,
  rebalanceSort,
  rebalanceValueLabel,
  rebalanceWishes,
  type RebalanceSource,
} from './rebalanceGrid.ts';
import { SteerPanel } from './SteerPanel.tsx';
import { SummaryStrip } from './SummaryStrip.tsx';
import { TransferMap } from './TransferMap.tsx';
import { useSteering } from './useSteering.ts';
import { useTransferDecisions } from './useTransferDecisions.ts';

/** The transfers that the plan proposes, and what became of earlier ones: approve, edit, reject. */
export function RebalanceWorkspace() {
  const app = useAppState();
  const source = useFromClient(createRebalanceSource);
  useEffect(() => {
    const { query } = useView.getState().rebalance;
    if (query.sort.length === 0 && query.filter.length === 0) {
      setGridView('rebalance', { query: { sort: [rebalanceSort], filter: [proposedOnly] } });
    }
  }, []);
  if (app === null || source === null) return <LoadingState label="Loading proposals" />;
  return <Rebalance app={app} source={source} />;
}

type Lane = readonly [number, number];

const groupings = [
  { id: 'transfer', label: 'Transfers' },
  { id: 'item', label: 'By item' },
  { id: 'route', label: 'By route' },
] as const;

function Rebalance({ app, source }: { readonly app: AppState; readonly source: RebalanceSource }) {
  const view = useView((state) => state.rebalance);
  const selection = useView((state) => state.selection);
  const profile = useProfile();
  const grid = useRef<GridHandle>(null);
  const shown = useRef<string | null>(null);
  const [answered, setAnswered] = useState<GridQuery | null>(null);
  const [hidden, setHidden] = useState<string | null>(null);
  const [rows, setRows] = useState(0);
  /** The filter whose rows are to be selected as soon as they are there. */
  const selectWhenShown = useRef<string | null>(null);
  const [lane, setLane] = useState<Lane | null>(null);
  const [side, setSide] = useState<'map' | 'steer' | null>('map');
  const [grouping, setGrouping] = useState<'transfer' | RebalanceGrouping>('transfer');
  const steering = useSteering(() => source.shownItems());
  const decisions = useTransferDecisions(grid);
  const query = useMemo(() => withDefaultSort(view.query, rebalanceSort), [view.query]);
  const editing = useMemo(() => rebalanceEditing(profile.role), [profile.role]);
  const placeOf = useMemo(() => new Map(app.locations.map((one, index) => [one.id, index])), [app.locations]);

  useHostEvent('changed', () => grid.current?.changed());
  useEffect(() => () => setRangeSummary(null), []);

  const wanted = selection?.kind === 'transfer' ? selection.id : null;
  useEffect(() => {
    if (answered === null || wanted === null || wanted === shown.current) {
      setHidden(null);
      return undefined;
    }
    let current = true;
    source.rowOfTransfer(answered, wanted).then(
      (row) => {
        if (!current) return;
        setHidden(row === null ? wanted : null);
        if (row === null) return;
        shown.current = wanted;
        grid.current?.revealRow(row, 'net', document.activeElement === document.body);
      },
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, [answered, wanted, source]);

  const onEdit = (edit: GridEdit): void => {
    const [text] = edit.texts;
    const transfer = edit.data.columns.get('transferId')?.[0];
    const before = Number(edit.data.columns.get('quantity')?.[0] ?? Number.NaN);
    if (edit.texts.length !== 1 || text === undefined || typeof transfer !== 'string') {
      grid.current?.note('Quantities are edited one at a time.');
      return;
    }
    const entry = parseQuantity(text, before);
    if (entry.kind === 'refused') grid.current?.note(entry.reason);
    else if (entry.quantity !== before) void resize(transfer, entry.quantity);
  };

  /** A limit of the plan that the quantity breaks is said at its cell, wherever the order has put that. */
  const resize = async (transfer: string, quantity: number): Promise<void> => {
    const result = await decisions.apply({ kind: 'set-transfer-quantity', transfer, quantity });
    if (result?.warning === undefined) return;
    const row = await source.rowOfTransfer(query, transfer);
    grid.current?.note(result.warning, row === null ? undefined : { row, column: 'quantity' });
  };

  const onActive = (row: RowReader): void => {
    const id = row.text('transferId');
    shown.current = id;
    setLane(laneOf(row));
    select({ kind: 'transfer', id });
  };

  const setFilter = (filter: GridQuery['filter']): void =>
    setGridView('rebalance', { query: { ...query, filter } });

  /** Lists transfers and selects them all, once their rows are there: what a brush is for. */
  const selectFiltered = (filter: GridQuery['filter']): void => {
    selectWhenShown.current = JSON.stringify(filter);
    setGrouping('transfer');
    setFilter(filter);
    // The same filter again has its rows already.
    if (grouping === 'transfer' && JSON.stringify(filter) === JSON.stringify(query.filter)) onShown(filter);
  };
  const onShown = (filter: GridQuery['filter']): void => {
    if (selectWhenShown.current !== JSON.stringify(filter)) return;
    selectWhenShown.current = null;
    grid.current?.selectAll();
    grid.current?.focus();
  };

  const laneOf = (row: RowReader): Lane | null => {
    const from = placeOf.get(row.text('fromId'));
    const to = placeOf.get(row.text('toId'));
    return from === undefined || to === undefined ? null : [from, to];
  };

  /** Lists the open transfers of routes or items, all of them selected where there are several. */
  const openGroups = (condition: Condition): void => {
    const filter = [proposedOnly, condition];
    if (condition.kind === 'values' && condition.values.length > 1) selectFiltered(filter);
    else {
      setGrouping('transfer');
      setFilter(filter);
    }
  };

  const toggleSide = (next: 'map' | 'steer'): void => setSide(side === next ? null : next);
  const sideButtons = (
    <>
      <Switch label="Rows" options={groupings} value={grouping} testId="rows" onChange={setGrouping} />
      <Button
        size="small"
        icon={SlidersHorizontal}
        aria-pressed={side === 'steer'}
        title="Service against cost, reach, floor of money at risk"
        data-testid="steer-toggle"
        onClick={() => toggleSide('steer')}
      >
        Steer
      </Button>
      <IconButton
        size="small"
        icon={MapIcon}
        label={side === 'map' ? 'Hide the map' : 'Show the map'}
        aria-pressed={side === 'map'}
        onClick={() => toggleSide('map')}
      />
    </>
  );

  return (
    <div className="rebalance">
      <SummaryStrip
        summary={steering.summary}
        currency={app.currency}
        query={query}
        onVerdict={(verdict) => {
          const open = withCondition(query.filter, 'state', verdict === null ? null : proposedOnly);
          const filter = verdict === null ? query.filter : open;
          setFilter([
            ...withCondition(
              filter,
              'verdict',
              verdict === null ? null : { kind: 'values', column: 'verdict', values: [verdict] },
            ),
          ]);
        }}
      />
      <div className={side === null ? 'rebalance-panes' : 'rebalance-panes has-map'}>
        {grouping !== 'transfer' && (
          <GroupGrid
            key={grouping}
            by={grouping}
            currency={app.currency}
            actions={sideButtons}
            onActive={(row) => setLane(laneOf(row))}
            onOpen={openGroups}
          />
        )}
        {grouping === 'transfer' && (
          <Grid
            ref={grid}
            name="rebalance"
            label="Transfers"
            columns={transferColumns}
            wishes={rebalanceWishes}
            source={source}
            currency={app.currency}
            query={query}
            layout={view.columns}
            presentation={rebalanceLook}
            editing={editing}
            lockedColumn={rebalanceLockedColumn}
            quickFilters={rebalanceQuickFilters}
            valueLabel={rebalanceValueLabel}
            rowNoun="transfer"
            emptyTitle="Nothing to move"
            emptyDetail="No transfer is worth its cost at present. The next plan may find some."
            actions={
              <>
                {hidden !== null && (
                  <span className="grid-stale" role="status">
                    {hidden} is outside the filter
                    <Button size="small" variant="ghost" icon={LocateFixed} onClick={() => setFilter([])}>
                      Show it
                    </Button>
                  </span>
                )}
                {decisions.deciding > 0 && (
                  <span className="grid-stale" role="status" data-testid="deciding">
                    Deciding {countOf(decisions.deciding, 'transfer')}…
                  </span>
                )}
                <Button
                  size="small"
                  variant="primary"
                  icon={Check}
                  disabled={rows === 0 || decisions.deciding > 0}
                  title="Approve the selected transfers (A)"
                  data-testid="approve"
                  onClick={() => void decisions.approve()}
                >
                  {rows > 1 ? `Approve ${formatCount(rows)}` : 'Approve'}
                </Button>
                <Button
                  size="small"
                  icon={X}
                  disabled={rows === 0 || decisions.deciding > 0}
                  title="Reject the selected transfers with a reason (R)"
                  data-testid="reject"
                  onClick={() => void decisions.reject()}
                >
                  {rows > 1 ? `Reject ${formatCount(rows)}` : 'Reject'}
                </Button>
                <IconButton
                  size="small"
                  icon={ShieldCheck}
                  label="Protect the selected parts at their donors, or see what is protected (P)"
                  data-testid="protect"
                  onClick={() => void decisions.protect()}
                />
                {sideButtons}
              </>
            }
            onQuery={(next) => setGridView('rebalance', { query: next })}
            onLayout={(columns) => setGridView('rebalance', { columns })}
            onActive={onActive}
            onExplain={(row) => openExplain({ kind: 'transfer', id: row.text('transferId') })}
            onEdit={onEdit}
            onKey={decisions.onKey}
            onSelectedRows={setRows}
            onStatistics={(statistics) => setRangeSummary(statisticsToSummary(statistics, app.currency))}
            onMeta={() => {
              setAnswered(query);
              onShown(query.filter);
            }}
          />
        )}
        {side === 'map' && (
          <TransferMap
            app={app}
            query={query}
            lane={rows > 1 ? null : lane}
            onFilter={(filter) => {
              setGrouping('transfer');
              setFilter(filter);
            }}
            onSelect={selectFiltered}
          />
        )}
        {side === 'steer' && (
          <div className="rebalance-map">
            <SteerPanel
              steering={steering}
              currency={app.currency}
              mayAdopt={profile.role !== 'finance'}
              chosenRoutes={query.filter.find(({ column }) => column === 'perFreight')}
              onRoutes={(condition) => {
                // The curve is the whole plan's, so nothing else narrows what is taken from it.
                if (condition === null) setFilter([proposedOnly]);
                else selectFiltered([proposedOnly, condition]);
              }}
            />
          </div>
        )}
      </div>
      <DecisionDialogs decisions={decisions} grid={grid} currency={app.currency} />
    </div>
  );
}
