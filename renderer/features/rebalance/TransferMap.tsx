import { useMemo } from 'react';
import type { GridQuery } from '../../../core/contract/grid.ts';
import type { AppState } from '../../../core/contract/views.ts';
import type { MapArc } from '../../components/map/mapArcs.ts';
import { RiskMap } from '../../components/map/RiskMap.tsx';
import { ErrorState } from '../../components/states/ErrorState.tsx';
import { LoadingState } from '../../components/states/LoadingState.tsx';
import { useQuestion } from '../../host/useQuestion.ts';
import { withLane } from './rebalanceGrid.ts';

interface TransferMapProps {
  readonly app: AppState;
  readonly query: GridQuery;
  /** Donor and receiver of the active transfer. */
  readonly lane: readonly [number, number] | null;
  readonly onFilter: (filter: GridQuery['filter']) => void;
}

const hints = { mark: 'Click to list the transfers into it', arc: 'Click to list its transfers' } as const;

/** The transfers as arcs beside their list: the active one stands out, an arc or dealer filters the list. */
export function TransferMap({ app, query, lane, onFilter }: TransferMapProps) {
  const map = useQuestion('tower.map', {}, { refreshOn: ['changed', 'run'], everyMs: 1500 });
  const receivers = query.filter.find((condition) => condition.column === 'toId');
  const pinned = useMemo(() => {
    if (receivers?.kind !== 'values') return [];
    const wanted = new Set(receivers.values);
    return app.locations.flatMap((one, index) => (wanted.has(one.id) ? [index] : []));
  }, [app.locations, receivers]);

  const idsOf = (locations: readonly number[]): string[] => [
    ...new Set(locations.map((location) => app.locations[location]?.id ?? '')),
  ];
  const onOpenArc = (arc: MapArc): void =>
    onFilter(
      withLane(query.filter, idsOf(arc.lanes.map(([from]) => from)), idsOf(arc.lanes.map(([, to]) => to))),
    );

  return (
    <section className="rebalance-map" aria-label="Map of transfers">
      {map.answer !== null ? (
        <RiskMap
          names={app.locations}
          risks={map.answer.locations}
          arcs={map.answer.arcs}
          currency={app.currency}
          pinned={pinned}
          focus={lane === null ? null : lane[1]}
          lane={lane}
          hints={hints}
          onPin={(locations) => onFilter(withLane(query.filter, [], idsOf(locations)))}
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
