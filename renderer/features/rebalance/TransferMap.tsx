import { useMemo, useState } from 'react';
import type { Condition, GridQuery } from '../../../core/contract/grid.ts';
import type { AppState } from '../../../core/contract/views.ts';
import { Switch } from '../../components/button/Switch.tsx';
import { arcMeasureLabels, type ArcMeasure, type MapArc } from '../../components/map/mapArcs.ts';
import { RiskMap } from '../../components/map/RiskMap.tsx';
import { ErrorState } from '../../components/states/ErrorState.tsx';
import { LoadingState } from '../../components/states/LoadingState.tsx';
import { showToast } from '../../components/toast/toastStore.ts';
import { useQuestion } from '../../host/useQuestion.ts';
import { withLane } from './rebalanceGrid.ts';

interface TransferMapProps {
  readonly app: AppState;
  readonly query: GridQuery;
  /** Donor and receiver of the active transfer or route. */
  readonly lane: readonly [number, number] | null;
  readonly onFilter: (filter: GridQuery['filter']) => void;
  /** An area of the map was brushed: its transfers are listed and selected. */
  readonly onSelect: (filter: GridQuery['filter']) => void;
}

const hints = { mark: 'Click to list the transfers into it', arc: 'Click to list its transfers' } as const;
const measures = (['kg', 'freight', 'units'] as const).map((id) => ({ id, label: arcMeasureLabels[id] }));

/** Which transfers an area of the map takes. */
const reaches = [
  { id: 'into', label: 'Into', title: 'An area selects the transfers that end in it' },
  { id: 'from', label: 'Out of', title: 'An area selects the transfers that begin in it' },
  { id: 'within', label: 'Within', title: 'An area selects the transfers with both ends in it' },
] as const;
type Reach = (typeof reaches)[number]['id'];

/** The routes as arcs beside their list: the active one stands out; an arc, a dealer or an area filters the list. */
export function TransferMap({ app, query, lane, onFilter, onSelect }: TransferMapProps) {
  const map = useQuestion('tower.map', {}, { refreshOn: ['changed', 'run'], everyMs: 1500 });
  const [measure, setMeasure] = useState<ArcMeasure>('kg');
  const [reach, setReach] = useState<Reach>('into');
  const placeOf = useMemo(() => new Map(app.locations.map(({ id }, index) => [id, index])), [app.locations]);
  const [from, to] = useMemo(
    () =>
      ['fromId', 'toId'].map((column) => endsOf(query.filter, column).flatMap((id) => placeOf.get(id) ?? [])),
    [query.filter, placeOf],
  );
  const pinned = to.length > 0 ? to : from;
  /** The active route, else those that the list is filtered to. */
  const lanes = useMemo((): readonly (readonly [number, number])[] => {
    if (lane !== null) return [lane];
    const [starts, ends] = [new Set(from), new Set(to)];
    if (starts.size + ends.size === 0) return [];
    return (map.answer?.arcs ?? [])
      .filter((arc) => (starts.size === 0 || starts.has(arc.from)) && (ends.size === 0 || ends.has(arc.to)))
      .map((arc) => [arc.from, arc.to] as const);
  }, [lane, from, to, map.answer]);

  const idsOf = (locations: readonly number[]): string[] => [
    ...new Set(locations.map((location) => app.locations[location]?.id ?? '')),
  ];
  const onOpenArc = (arc: MapArc): void =>
    onFilter(
      withLane(
        query.filter,
        idsOf(arc.lanes.map(([start]) => start)),
        idsOf(arc.lanes.map(([, end]) => end)),
      ),
    );
  const onBrush = (locations: readonly number[]): void => {
    if (locations.length === 0) {
      showToast({ tone: 'neutral', title: 'No dealer stands in this area' });
      return;
    }
    const ids = idsOf(locations);
    onSelect(withLane(query.filter, reach === 'into' ? [] : ids, reach === 'from' ? [] : ids));
  };

  return (
    <section className="rebalance-map" aria-label="Map of transfers">
      <div className="rebalance-map-bar">
        <Switch
          label="Width of an arc"
          shown
          options={measures}
          value={measure}
          testId="arc-measure"
          onChange={setMeasure}
        />
        <Switch
          label="An area selects transfers"
          shown
          options={reaches}
          value={reach}
          testId="map-reach"
          onChange={setReach}
        />
      </div>
      {map.answer !== null ? (
        <RiskMap
          names={app.locations}
          risks={map.answer.locations}
          arcs={map.answer.arcs}
          currency={app.currency}
          pinned={pinned}
          focus={lane === null ? null : lane[1]}
          lanes={lanes}
          measure={measure}
          hints={hints}
          onPin={(locations) => onFilter(withLane(query.filter, [], idsOf(locations)))}
          onBrush={onBrush}
          onOpenArc={onOpenArc}
        />
      ) : map.error === null ? (
        <LoadingState label="Drawing the map" />
      ) : (
        <ErrorState error={map.error} onRetry={map.askAgain} />
      )}
    </section>
  );
}

function endsOf(filter: readonly Condition[], column: string): readonly string[] {
  const condition = filter.find((one) => one.column === column);
  return condition?.kind === 'values' ? condition.values : [];
}
