import './rebalance.css';
import { Check, LocateFixed, Map as MapIcon, SlidersHorizontal, X } from 'lucide-react';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { BallastError } from '../../../core/base/errors.ts';
import { transferColumns } from '../../../core/contract/columns.ts';
import type { Command } from '../../../core/contract/commands.ts';
import type { GridQuery } from '../../../core/contract/grid.ts';
import type { RebalanceGrouping } from '../../../core/contract/rebalance.ts';
import type { AppState } from '../../../core/contract/views.ts';
import { setRangeSummary } from '../../app/statusStore.ts';
import { useAppState } from '../../app/useAppState.ts';
import { openExplain, select, setGridView, useProfile, useView } from '../../app/viewStore.ts';
import { Button } from '../../components/button/Button.tsx';
import { IconButton } from '../../components/button/IconButton.tsx';
import { withCondition } from '../../components/grid/filterCondition.ts';
import { Grid, type GridHandle } from '../../components/grid/Grid.tsx';
import type { GridEdit } from '../../components/grid/gridOptions.ts';
import type { RowReader } from '../../components/grid/gridSource.ts';
import { statisticsToSummary } from '../../components/grid/statisticsText.ts';
import { withDefaultSort } from '../../components/grid/withDefaultSort.ts';
import { errorToText } from '../../components/states/errorToText.ts';
import { LoadingState } from '../../components/states/LoadingState.tsx';
import { showToast } from '../../components/toast/toastStore.ts';
import { useConnection } from '../../host/connection.ts';
import { useFromClient } from '../../host/useFromClient.ts';
import { useHostEvent } from '../../host/useHostEvent.ts';
import { approvalColumns, chooseApprovals, type ApprovalChoice } from './approval.ts';
import { ApproveDialog } from './ApproveDialog.tsx';
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
  withLane,
  type RebalanceSource,
} from './rebalanceGrid.ts';
import { RejectDialog } from './RejectDialog.tsx';
import { SteerPanel } from './SteerPanel.tsx';
import { SummaryStrip } from './SummaryStrip.tsx';
import { TransferMap } from './TransferMap.tsx';
import { useSteering } from './useSteering.ts';

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
  ['transfer', 'Transfers'],
  ['item', 'By item'],
  ['route', 'By route'],
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
  const [lane, setLane] = useState<Lane | null>(null);
  const [side, setSide] = useState<'map' | 'steer' | null>('map');
  const [grouping, setGrouping] = useState<'transfer' | RebalanceGrouping>('transfer');
  const steering = useSteering(() => source.shownItems());
  const [choice, setChoice] = useState<ApprovalChoice | null>(null);
  const [rejecting, setRejecting] = useState<readonly string[]>([]);
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

  /** What a command came to; the refusal of an entry is said at its cell, of a decision as a notice that stays. */
  const apply = useCallback(async (command: Command): Promise<void> => {
    try {
      const client = useConnection.getState().client;
      if (client === null) throw new BallastError('unavailable', 'The planning host is away.');
      const actor = useView.getState().profileId as 'planner';
      const result = await client.ask('command.apply', { actor, command });
      showToast({ tone: 'positive', title: result.label });
      grid.current?.collapse();
      grid.current?.changed();
    } catch (error) {
      const known = error instanceof BallastError ? error : new BallastError('failed', String(error));
      const { title, detail } = errorToText(known);
      if (command.kind === 'set-transfer-quantity') grid.current?.note(detail);
      else showToast({ tone: 'error', title, detail });
    }
  }, []);

  const approve = async (): Promise<void> => {
    const data = await grid.current?.selectedRows(approvalColumns);
    if (data === null || data === undefined) return;
    if (data.rows.length === 1) {
      // One transfer goes to the host as it is: its answer says why not, in the words of the rule.
      const [transfer] = data.columns.get('transferId') ?? [];
      if (typeof transfer === 'string') await apply({ kind: 'approve-transfers', transfers: [transfer] });
      return;
    }
    const next = chooseApprovals(data, profile);
    if (next.others.length > 0) setChoice(next);
    else await apply({ kind: 'approve-transfers', transfers: [...next.approvable] });
  };

  const reject = async (): Promise<void> => {
    const data = await grid.current?.selectedRows(['transferId', 'state']);
    if (data === null || data === undefined) return;
    const ids = data.columns.get('transferId') ?? [];
    const states = data.columns.get('state') ?? [];
    const open = [...ids].map(String).filter((_, at) => states[at] === 'proposed');
    if (open.length === 0) grid.current?.note(`Only proposals can be rejected; this one is ${states[0]}.`);
    else setRejecting(open);
  };

  const onKey = (event: KeyboardEvent): boolean => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return false;
    if (event.key === 'a') void approve();
    else if (event.key === 'r') void reject();
    else return false;
    return true;
  };

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
    else if (entry.quantity !== before) {
      void apply({ kind: 'set-transfer-quantity', transfer, quantity: entry.quantity });
    }
  };

  const onActive = (row: RowReader): void => {
    const id = row.text('transferId');
    shown.current = id;
    setLane(laneOf(row));
    select({ kind: 'transfer', id });
  };

  const setFilter = (filter: GridQuery['filter']): void =>
    setGridView('rebalance', { query: { ...query, filter } });

  const laneOf = (row: RowReader): Lane | null => {
    const from = placeOf.get(row.text('fromId'));
    const to = placeOf.get(row.text('toId'));
    return from === undefined || to === undefined ? null : [from, to];
  };

  /** Lists the open transfers of a route or an item. */
  const openGroup = (by: RebalanceGrouping, row: RowReader): void => {
    const only = (column: string, value: string): GridQuery['filter'][number] => ({
      kind: 'values',
      column,
      values: [value],
    });
    setGrouping('transfer');
    setFilter(
      by === 'item'
        ? [proposedOnly, only('itemId', row.text('itemId'))]
        : withLane([proposedOnly], [row.text('fromId')], [row.text('toId')]),
    );
  };

  const toggleSide = (next: 'map' | 'steer'): void => setSide(side === next ? null : next);
  const sideButtons = (
    <>
      <span className="view-switch" role="group" aria-label="Rows">
        {groupings.map(([id, label]) => (
          <button
            key={id}
            type="button"
            aria-pressed={grouping === id}
            data-testid={`rows-${id}`}
            onClick={() => setGrouping(id)}
          >
            {label}
          </button>
        ))}
      </span>
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
            onOpen={(row) => {
              openGroup(grouping, row);
            }}
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
                <Button
                  size="small"
                  variant="primary"
                  icon={Check}
                  disabled={rows === 0}
                  title="Approve the selected transfers (A)"
                  data-testid="approve"
                  onClick={() => void approve()}
                >
                  {rows > 1 ? `Approve ${rows}` : 'Approve'}
                </Button>
                <Button
                  size="small"
                  icon={X}
                  disabled={rows === 0}
                  title="Reject the selected transfers with a reason (R)"
                  data-testid="reject"
                  onClick={() => void reject()}
                >
                  {rows > 1 ? `Reject ${rows}` : 'Reject'}
                </Button>
                {sideButtons}
              </>
            }
            onQuery={(next) => setGridView('rebalance', { query: next })}
            onLayout={(columns) => setGridView('rebalance', { columns })}
            onActive={onActive}
            onExplain={(row) => openExplain({ kind: 'transfer', id: row.text('transferId') })}
            onEdit={onEdit}
            onKey={onKey}
            onSelectedRows={setRows}
            onStatistics={(statistics) => setRangeSummary(statisticsToSummary(statistics, app.currency))}
            onMeta={() => setAnswered(query)}
          />
        )}
        {side === 'map' && (
          <TransferMap
            app={app}
            query={query}
            lane={lane}
            onFilter={(filter) => {
              setGrouping('transfer');
              setFilter(filter);
            }}
          />
        )}
        {side === 'steer' && (
          <div className="rebalance-map">
            <SteerPanel steering={steering} currency={app.currency} mayAdopt={profile.role !== 'finance'} />
          </div>
        )}
      </div>
      <ApproveDialog
        choice={choice}
        currency={app.currency}
        onClose={() => setChoice(null)}
        onApprove={(transfers) => {
          setChoice(null);
          grid.current?.focus();
          void apply({ kind: 'approve-transfers', transfers: [...transfers] });
        }}
      />
      <RejectDialog
        transfers={rejecting}
        onClose={() => setRejecting([])}
        onReject={(reason, note) => {
          const transfers = [...rejecting];
          setRejecting([]);
          grid.current?.focus();
          void apply({ kind: 'reject-transfers', transfers, reason, note });
        }}
      />
    </div>
  );
}
