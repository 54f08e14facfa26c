import './forecast.css';
import { PencilLine, Undo2 } from 'lucide-react';
import { useMemo, useState } from 'react';
import { addMonths, dayToIso, dayToMonth, minutesToDay } from '../../../core/base/calendar.ts';
import type { ForecastExceptionKind } from '../../../core/contract/forecast.ts';
import { forecastColumns } from '../../../core/contract/forecastColumns.ts';
import type { AppState } from '../../../core/contract/views.ts';
import { useAppState } from '../../app/useAppState.ts';
import { ExportButton, Following, OutsideFilter } from '../../app/positionGrid/PositionGridActions.tsx';
import { usePositionGrid } from '../../app/positionGrid/usePositionGrid.ts';
import { select, useProfile } from '../../app/viewStore.ts';
import { Button } from '../../components/button/Button.tsx';
import { countOf } from '../../components/format/formatNumber.ts';
import { withCondition } from '../../components/grid/filterCondition.ts';
import { Grid } from '../../components/grid/Grid.tsx';
import type { GridEdit } from '../../components/grid/gridOptions.ts';
import type { GridSource } from '../../components/grid/gridSource.ts';
import { LoadingState } from '../../components/states/LoadingState.tsx';
import { useFromClient } from '../../host/useFromClient.ts';
import { AccuracyPane } from './AccuracyPane.tsx';
import { CalendarPane } from './CalendarPane.tsx';
import { ExceptionsPane } from './ExceptionsPane.tsx';
import {
  createForecastSource,
  forecastEditing,
  forecastLockedColumn,
  forecastLook,
  forecastQuickFilters,
  forecastSort,
  forecastValueLabel,
  forecastWishes,
} from './forecastGrid.ts';
import { OverrideDialog, type OverrideRequest } from './OverrideDialog.tsx';
import { parseOverrideEntry } from './overrideEntry.ts';
import { usualMonths } from './overrideForm.ts';
import { OverridePasteDialog } from './OverridePasteDialog.tsx';
import { planOverrides, type OverridePlan } from './overridePlan.ts';
import { QuadrantPane } from './QuadrantPane.tsx';
import { SeriesPane, type ForecastRow } from './SeriesPane.tsx';
import { SummaryStrip } from './SummaryStrip.tsx';
import { walkButtons } from './walkButtons.ts';
import { WorstPane } from './WorstPane.tsx';

/** What demand is expected, how well that is known, and where planners know better. */
export function ForecastWorkspace() {
  const app = useAppState();
  const source = useFromClient(createForecastSource);
  if (app === null || source === null) return <LoadingState label="Loading forecasts" />;
  return <Forecast app={app} source={source} />;
}

const panes = [
  { id: 'series', name: 'Demand' },
  { id: 'quadrant', name: 'Classes' },
  { id: 'accuracy', name: 'Accuracy' },
  { id: 'worst', name: 'Worst' },
  { id: 'exceptions', name: 'Exceptions' },
  { id: 'calendar', name: 'Calendar' },
] as const;
type Pane = (typeof panes)[number]['id'];

function Forecast({ app, source }: { readonly app: AppState; readonly source: GridSource }) {
  const profile = useProfile();
  const frame = usePositionGrid({
    workspace: 'forecast',
    exported: 'forecast-view',
    columns: forecastColumns,
    wishes: forecastWishes,
    defaultSort: forecastSort,
    revealColumn: 'baseline',
    currency: app.currency,
  });
  const { grid, query, setFilter, refresh, apply } = frame;
  const [pane, setPane] = useState<Pane>('series');
  const [row, setRow] = useState<ForecastRow | null>(null);
  const [rows, setRows] = useState(0);
  const [request, setRequest] = useState<OverrideRequest | null>(null);
  const [pasted, setPasted] = useState<OverridePlan | null>(null);
  const editing = useMemo(() => forecastEditing(profile.role), [profile.role]);
  const mayOverride = profile.role !== 'finance';
  const day = minutesToDay(app.clockMinutes);
  const month = dayToMonth(day);

  const onEdit = (edit: GridEdit): void => {
    const positions = [...edit.data.keys];
    if (edit.kind !== 'clear' && (positions.length > 1 || edit.locked > 0 || edit.beyond > 0)) {
      setPasted(planOverrides(edit));
      return;
    }
    const entry = parseOverrideEntry(edit.texts[0] ?? '');
    if (entry.kind === 'refused') {
      grid.current?.note(entry.reason);
      return;
    }
    const target = { kind: 'positions' as const, positions };
    void apply(
      entry.kind === 'clear'
        ? { kind: 'clear-override', target }
        : {
            kind: 'set-override',
            target,
            value: entry.value,
            from: month,
            to: addMonths(month, usualMonths - 1),
            reason: entry.reason,
            expires: null,
          },
      true,
    );
  };

  const selectedPositions = async (): Promise<number[]> => {
    const data = await grid.current?.selectedRows(['itemId']);
    return data === null || data === undefined ? [] : [...data.keys];
  };

  const override = async (): Promise<void> => {
    if (!mayOverride) {
      grid.current?.note('Finance reads forecasts; a planner or approver overrides them.');
      return;
    }
    const positions = await selectedPositions();
    if (positions.length === 0) return;
    setRequest({ target: { kind: 'positions', positions }, what: countOf(positions.length, 'position') });
  };

  const clear = async (): Promise<void> => {
    const positions = mayOverride ? await selectedPositions() : [];
    if (positions.length > 0)
      await apply({ kind: 'clear-override', target: { kind: 'positions', positions } }, false);
  };

  const onKey = (event: KeyboardEvent): boolean => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return false;
    if (event.key === 'o') void override();
    else if (event.key === 'c') void clear();
    else return false;
    return true;
  };

  const showExceptions = (kinds: readonly ForecastExceptionKind[] | null): void =>
    setFilter(
      withCondition(
        query.filter,
        'exception',
        kinds === null ? null : { kind: 'values', column: 'exception', values: [...kinds] },
      ),
    );

  return (
    <div className="forecast">
      <SummaryStrip
        query={query}
        onReady={refresh}
        onKind={(kind) => showExceptions(kind === null ? null : [kind])}
      />
      <div className="forecast-panes">
        <Grid
          {...frame.gridProps}
          name="forecast"
          label="Forecasts, item by location"
          source={source}
          presentation={forecastLook}
          editing={editing}
          lockedColumn={forecastLockedColumn}
          quickFilters={forecastQuickFilters}
          valueLabel={forecastValueLabel}
          emptyTitle="No positions"
          emptyDetail="The network has no stock positions yet."
          actions={
            <>
              <OutsideFilter frame={frame} />
              <Following frame={frame} />
              <Button
                size="small"
                variant="primary"
                icon={PencilLine}
                disabled={rows === 0 || !mayOverride}
                title="Override the selected positions (O)"
                data-testid="override"
                onClick={() => void override()}
              >
                {rows > 1 ? `Override ${rows}` : 'Override'}
              </Button>
              <Button
                size="small"
                icon={Undo2}
                disabled={rows === 0 || !mayOverride}
                title="Return the selected positions to their baseline (C)"
                data-testid="clear-override"
                onClick={() => void clear()}
              >
                Clear
              </Button>
              <ExportButton frame={frame} />
            </>
          }
          onActive={(active) => {
            frame.gridProps.onActive?.(active);
            setRow({
              position: active.key,
              item: active.text('itemId'),
              family: active.text('family'),
              region: active.text('region'),
            });
          }}
          onEdit={onEdit}
          onKey={onKey}
          onSelectedRows={setRows}
        />
        <div className="forecast-detail">
          <div
            className="pane-tabs"
            role="tablist"
            aria-label="Forecast detail"
            onKeyDown={(event) => walkButtons(event, 'row', true)}
          >
            {panes.map(({ id, name }) => (
              <button
                key={id}
                type="button"
                role="tab"
                id={`pane-tab-${id}`}
                aria-selected={pane === id}
                aria-controls="forecast-pane"
                tabIndex={pane === id ? 0 : -1}
                data-testid={`pane-${id}`}
                onClick={() => setPane(id)}
              >
                {name}
              </button>
            ))}
          </div>
          <div
            className="pane-content"
            id="forecast-pane"
            role="tabpanel"
            aria-labelledby={`pane-tab-${pane}`}
          >
            {pane === 'series' && (
              <SeriesPane
                row={row}
                mayOverride={mayOverride}
                onOverride={(node, series) =>
                  setRequest({
                    target:
                      node.level === 'position'
                        ? { kind: 'positions', positions: [node.position] }
                        : { kind: 'node', node },
                    what: series.title,
                  })
                }
                onClear={(node) =>
                  void apply(
                    {
                      kind: 'clear-override',
                      target:
                        node.level === 'position'
                          ? { kind: 'positions', positions: [node.position] }
                          : { kind: 'node', node },
                    },
                    false,
                  )
                }
              />
            )}
            {pane === 'quadrant' && <QuadrantPane query={query} onFilter={setFilter} />}
            {pane === 'accuracy' && <AccuracyPane />}
            {pane === 'worst' && (
              <WorstPane
                currency={app.currency}
                onItem={(item) =>
                  setFilter([{ kind: 'text', column: 'itemId', mode: 'equals', value: item }])
                }
              />
            )}
            {pane === 'calendar' && (
              <CalendarPane mayEdit={mayOverride} onApply={(command) => void apply(command, false)} />
            )}
            {pane === 'exceptions' && (
              <ExceptionsPane
                currency={app.currency}
                selected={frame.selected}
                onPosition={(position) => select({ kind: 'position', id: position })}
                onShow={(kinds) => {
                  showExceptions(kinds);
                  grid.current?.focus();
                }}
              />
            )}
          </div>
        </div>
      </div>
      <OverrideDialog
        request={request}
        month={month}
        today={dayToIso(day)}
        onClose={() => {
          setRequest(null);
          grid.current?.focus();
        }}
        onApply={(command) => {
          setRequest(null);
          grid.current?.focus();
          void apply(command, false);
        }}
      />
      <OverridePasteDialog
        plan={pasted}
        month={month}
        today={dayToIso(day)}
        onClose={() => {
          setPasted(null);
          grid.current?.focus();
        }}
        onApply={(command) => {
          setPasted(null);
          grid.current?.focus();
          void apply(command, false);
        }}
      />
    </div>
  );
}
