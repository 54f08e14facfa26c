import './tower.css';
import { useCallback, useEffect, useState } from 'react';
import { useAppState } from '../../app/hostState.ts';
import { openGrid, setTowerView, useView } from '../../app/viewStore.ts';
import { ErrorState } from '../../components/states/ErrorState.tsx';
import { LoadingState } from '../../components/states/LoadingState.tsx';
import { useQuestion } from '../../host/useQuestion.ts';
import { KpiTiles } from './kpis/KpiTiles.tsx';
import type { MapArc } from '../../components/map/mapArcs.ts';
import { RiskMap } from '../../components/map/RiskMap.tsx';
import { Ticker } from './ticker/Ticker.tsx';
import { WorkList } from './workList/WorkList.tsx';

const hints = { mark: 'Click to show its work list', arc: 'Click to open in Rebalance' } as const;

/** Where the network stands and what to do first: figures, map, live changes, and the work list beside them. */
export function TowerWorkspace() {
  const app = useAppState();
  const map = useQuestion('tower.map', {}, { refreshOn: ['changed', 'run'], everyMs: 1500 });
  const pinned = useView((state) => state.tower.locations);
  const [focus, setFocus] = useState<number | null>(null);
  const onPin = useCallback((locations: readonly number[]) => setTowerView({ locations }), []);
  // A link or a memory may come from another network.
  const known = app?.locations.length ?? Infinity;
  useEffect(() => {
    if (pinned.some((location) => location >= known)) onPin(pinned.filter((location) => location < known));
  }, [pinned, known, onPin]);
  if (app === null) return <LoadingState label="Opening the control tower" />;

  const openArc = (arc: MapArc): void => {
    const ids = (end: 0 | 1): string[] => [...new Set(arc.lanes.map((lane) => app.locations[lane[end]].id))];
    openGrid('rebalance', [
      { kind: 'values', column: 'fromId', values: ids(0) },
      { kind: 'values', column: 'toId', values: ids(1) },
    ]);
  };
  return (
    <div className="tower">
      <KpiTiles currency={app.currency} />
      <div className="tower-left">
        <section className="panel" aria-label="Map">
          {map.answer === null ? (
            map.error === null ? (
              <LoadingState label="Drawing the map" />
            ) : (
              <ErrorState error={map.error} onRetry={map.askAgain} />
            )
          ) : (
            <RiskMap
              names={app.locations}
              risks={map.answer.locations}
              arcs={map.answer.arcs}
              currency={app.currency}
              pinned={pinned}
              focus={focus}
              hints={hints}
              onPin={onPin}
              onOpenArc={openArc}
            />
          )}
        </section>
        <Ticker names={app.locations} onPlace={(location) => onPin([location])} />
      </div>
      <WorkList app={app} onFocus={setFocus} />
    </div>
  );
}
