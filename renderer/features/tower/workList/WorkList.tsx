import './workList.css';
import { Download, MapPin, X } from 'lucide-react';
import { useCallback, useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { BallastError } from '../../../../core/base/errors.ts';
import type { Command } from '../../../../core/contract/commands.ts';
import type { AppState, WorkListEntry } from '../../../../core/contract/views.ts';
import {
  openExplain,
  openGrid,
  openSelected,
  select,
  setTowerView,
  useView,
} from '../../../app/viewStore.ts';
import type { WorkListStatus } from '../../../app/viewState.ts';
import { Button } from '../../../components/button/Button.tsx';
import { IconButton } from '../../../components/button/IconButton.tsx';
import { countOf, formatMoney } from '../../../components/format/formatNumber.ts';
import { EmptyState } from '../../../components/states/EmptyState.tsx';
import { ErrorState } from '../../../components/states/ErrorState.tsx';
import { errorToText } from '../../../components/states/errorToText.ts';
import { LoadingState } from '../../../components/states/LoadingState.tsx';
import { showToast } from '../../../components/toast/toastStore.ts';
import { useConnection } from '../../../host/connection.ts';
import { saveTable } from '../../../host/saveTable.ts';
import { useCommand } from '../../../host/useCommand.ts';
import { WorkListDialogs, type Asked } from './WorkListDialogs.tsx';
import { WorkListRow, type RowActions } from './WorkListRow.tsx';
import { useWorkList } from './useWorkList.ts';
import { blockToAsk, rowsInSight, scrollToRow } from './workListWindow.ts';

/** In a narrow list the sentence takes a second line. */
const rowHeights = { wide: 68, narrow: 80, from: 440 } as const;
const tabs: readonly { readonly status: WorkListStatus; readonly label: string }[] = [
  { status: 'open', label: 'Open' },
  { status: 'snoozed', label: 'Snoozed' },
  { status: 'resolved', label: 'Resolved' },
];
const emptyTexts: Readonly<Record<WorkListStatus, readonly [string, string]>> = {
  open: [
    'Nothing to do',
    'No open exception. New ones appear here as soon as the plan or the feed finds them.',
  ],
  snoozed: ['Nothing snoozed', 'Entries that are put off for some days wait here.'],
  resolved: ['Nothing resolved yet', 'Entries that are closed with a code are kept here.'],
};

export function WorkList({
  app,
  onFocus,
}: {
  readonly app: AppState;
  /** The location of the entry that is being looked at. */
  readonly onFocus: (location: number | null) => void;
}) {
  const { status, locations, mine } = useView((state) => state.tower);
  const profileId = useView((state) => state.profileId);
  const selection = useView((state) => state.selection);
  const apply = useCommand();
  const viewport = useRef<HTMLDivElement | null>(null);
  const [scroll, setScroll] = useState({ top: 0, height: 600, width: 400 });
  const [asked, setAsked] = useState<Asked | null>(null);

  const narrow = scroll.width < rowHeights.from;
  const rowHeight = narrow ? rowHeights.narrow : rowHeights.wide;
  const filterKey = `${status}|${locations.join('.')}|${mine ? profileId : ''}`;
  const [current, setCurrent] = useState<Current>({ filterKey, row: -1, id: '' });
  const sightRows = (total: number) => rowsInSight(scroll.top, scroll.height, rowHeight, total);
  const block = blockToAsk(sightRows(Number.MAX_SAFE_INTEGER));
  const rows = useWorkList({ status, locations, assignee: mine ? profileId : null }, block);
  const sight = sightRows(rows.total);

  const attach = useCallback((element: HTMLDivElement) => {
    viewport.current = element;
    const measure = (): void =>
      setScroll({ top: element.scrollTop, height: element.clientHeight, width: element.clientWidth });
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    element.addEventListener('scroll', measure, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', measure);
      viewport.current = null;
    };
  }, []);

  const at = current.filterKey === filterKey ? currentRow(current, rows) : -1;
  const entry = at < 0 ? undefined : rows.entryAt(at);
  const focusLocation = entry?.location ?? null;
  useEffect(() => onFocus(focusLocation), [onFocus, focusLocation]);

  const moveTo = (row: number): void => {
    const bounded = Math.max(0, Math.min(rows.total - 1, row));
    const found = rows.entryAt(bounded);
    setCurrent({ filterKey, row: bounded, id: found?.id ?? '' });
    if (found !== undefined) select({ kind: 'position', id: found.position });
    const element = viewport.current;
    if (element === null) return;
    element.scrollTop = scrollToRow(element.scrollTop, element.clientHeight, rowHeight, bounded);
  };
  // What is selected elsewhere (the first minute, a link) becomes the current row as soon as it is loaded.
  const wanted = selection?.kind === 'position' ? selection.id : -1;
  const [followed, setFollowed] = useState(-1);
  const wantedRow = wanted < 0 || wanted === followed ? -1 : rows.rowOf((one) => one.position === wanted);
  if (wantedRow >= 0) {
    setFollowed(wanted);
    if (entry?.position !== wanted) {
      setCurrent({ filterKey, row: wantedRow, id: rows.entryAt(wantedRow)?.id ?? '' });
    }
  }
  useEffect(() => {
    const element = viewport.current;
    if (element === null || followed < 0 || at < 0) return;
    element.scrollTop = scrollToRow(element.scrollTop, element.clientHeight, rowHeight, at);
  }, [followed, at, rowHeight]);

  // A dialog that closes gives the keyboard back to the list.
  const wasAsked = useRef(false);
  useEffect(() => {
    if (asked === null && wasAsked.current) viewport.current?.focus();
    wasAsked.current = asked !== null;
  }, [asked]);

  const run = (command: Command): void => {
    setAsked(null);
    void apply(command);
  };
  const actions: RowActions = {
    open: (one) => openExplain({ kind: 'position', id: one.position }),
    openTransfer: (one) => {
      if (one.transfer !== null) openSelected('rebalance', { kind: 'transfer', id: one.transfer });
    },
    assign: (one) => setAsked({ kind: 'assign', entry: one }),
    snooze: (one) => setAsked({ kind: 'snooze', entry: one }),
    resolve: (one) => setAsked({ kind: 'resolve', entry: one }),
    reopen: (one) => run({ kind: 'reopen-exceptions', exceptions: [one.id] }),
  };
  const showRows = (one: WorkListEntry): void =>
    openGrid('inventory', [
      { kind: 'values', column: 'itemId', values: [one.itemId] },
      { kind: 'values', column: 'region', values: [app.locations[one.location].region] },
    ]);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || asked !== null) return;
    const page = Math.max(1, Math.floor(scroll.height / rowHeight) - 1);
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: at + page,
      PageUp: at - page,
      Home: 0,
      End: rows.total - 1,
    };
    if (event.key in moves) moveTo(moves[event.key]);
    else if (entry === undefined) return;
    else if (event.key === 'Enter') actions.open(entry);
    else {
      const open = entry.status === 'new' || entry.status === 'assigned';
      const key = event.key.toLowerCase();
      if (key === 'a' && open) actions.assign(entry);
      else if (key === 's' && open) actions.snooze(entry);
      else if (key === 'r' && open) actions.resolve(entry);
      else if (key === 'o' && !open) actions.reopen(entry);
      else if (key === 't') actions.openTransfer(entry);
      else if (key === 'i') showRows(entry);
      else return;
    }
    event.preventDefault();
  };

  return (
    <section className="work panel" aria-label="Work list" data-testid="work-list">
      <header className="panel-header">
        <h2>Work list</h2>
        {rows.loaded ? (
          <span className="muted" data-testid="work-total">
            {countOf(rows.total, 'entry', 'entries')} ·{' '}
            {formatMoney(rows.totalMoneyMinor, app.currency, 'compact')} at risk
          </span>
        ) : null}
        <IconButton
          size="small"
          icon={Download}
          label="Export the exceptions as CSV"
          data-testid="work-export"
          onClick={() => void exportExceptions()}
        />
      </header>
      <div className="work-bar">
        <div className="work-tabs" role="tablist" aria-label="Status">
          {tabs.map((tab) => (
            <button
              key={tab.status}
              type="button"
              role="tab"
              aria-selected={tab.status === status}
              data-testid={`work-tab-${tab.status}`}
              onClick={() => setTowerView({ status: tab.status })}
            >
              {tab.label}
            </button>
          ))}
        </div>
        <label className="work-mine">
          <input
            type="checkbox"
            checked={mine}
            data-testid="work-mine"
            onChange={(event) => setTowerView({ mine: event.target.checked })}
          />
          Assigned to me
        </label>
      </div>
      {locations.length === 0 ? null : (
        <div className="work-filter" data-testid="work-filter">
          <MapPin size={13} aria-hidden />
          <span>{placesText(app, locations)}</span>
          <Button size="small" variant="ghost" icon={X} onClick={() => setTowerView({ locations: [] })}>
            Show all
          </Button>
        </div>
      )}
      <div
        key={filterKey}
        className={narrow ? 'work-viewport work-narrow' : 'work-viewport'}
        ref={attach}
        role="listbox"
        tabIndex={0}
        aria-label="Exceptions by money at risk. Arrows move, Enter explains, A assigns, S snoozes, R resolves, T opens the transfer."
        aria-activedescendant={at < 0 ? undefined : `work-${at}`}
        onKeyDown={onKeyDown}
      >
        {rows.loaded && rows.total > 0 ? (
          <div className="work-rows" style={{ height: rows.total * rowHeight }}>
            {Array.from({ length: sight.to - sight.from }, (_, index) => sight.from + index).map((row) => {
              const one = rows.entryAt(row);
              if (one === undefined) return null;
              return (
                <WorkListRow
                  key={one.id}
                  entry={one}
                  row={row}
                  total={rows.total}
                  top={row * rowHeight}
                  height={rowHeight}
                  location={app.locations[one.location]}
                  currency={app.currency}
                  current={
                    row === at || (at < 0 && selection?.kind === 'position' && selection.id === one.position)
                  }
                  actions={actions}
                  onCurrent={moveTo}
                />
              );
            })}
          </div>
        ) : (
          <WorkListInstead rows={rows} status={status} filtered={locations.length > 0 || mine} />
        )}
      </div>
      <WorkListDialogs asked={asked} onClose={() => setAsked(null)} onApply={run} />
    </section>
  );
}

interface Current {
  readonly filterKey: string;
  readonly row: number;
  readonly id: string;
}

/**
 * Where the current entry stands now: the order moves under it as the plan does. An entry that has left the list
 * hands over to the one that took its row.
 */
function currentRow(current: Current, rows: ReturnType<typeof useWorkList>): number {
  if (current.row < 0 || rows.entryAt(current.row)?.id === current.id) return current.row;
  const moved = current.id === '' ? -1 : rows.rowOf((entry) => entry.id === current.id);
  return moved >= 0 ? moved : Math.min(current.row, rows.total - 1);
}

function WorkListInstead({
  rows,
  status,
  filtered,
}: {
  readonly rows: ReturnType<typeof useWorkList>;
  readonly status: WorkListStatus;
  readonly filtered: boolean;
}) {
  if (rows.question.error !== null && !rows.loaded) {
    return <ErrorState error={rows.question.error} onRetry={rows.question.askAgain} />;
  }
  if (!rows.loaded) return <LoadingState label="Reading the work list" />;
  const [title, detail] = emptyTexts[status];
  if (!filtered) return <EmptyState title={title} detail={detail} />;
  return (
    <EmptyState
      title={title}
      detail="No entry meets the filter."
      action={<Button onClick={() => setTowerView({ locations: [], mine: false })}>Show all entries</Button>}
    />
  );
}

async function exportExceptions(): Promise<void> {
  try {
    const file = await useConnection.getState().client?.ask('app.export', { what: 'exceptions' });
    if (file === undefined || !(await saveTable(file))) return;
    showToast({ title: `Saved ${file.fileName}`, detail: countOf(file.rows, 'exception') });
  } catch (error) {
    const { title, detail } = errorToText(
      error instanceof BallastError ? error : new BallastError('failed', String(error)),
    );
    showToast({ tone: 'error', title, detail });
  }
}

function placesText(app: AppState, locations: readonly number[]): string {
  const names = locations.map((location) => app.locations[location]?.name ?? '');
  if (names.length === 1) return `${app.locations[locations[0]]?.id ?? ''} ${names[0]}`;
  if (names.length <= 3) return names.join(' · ');
  return `${names.slice(0, 2).join(' · ')} and ${names.length - 2} more`;
}
