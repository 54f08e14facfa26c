import './kpiTiles.css';
import type { Kpi } from '../../../../core/contract/views.ts';
import { openExplain, openGrid } from '../../../app/viewStore.ts';
import { formatInstant } from '../../../components/format/formatTime.ts';
import { ErrorState } from '../../../components/states/ErrorState.tsx';
import { Tile } from '../../../components/tile/Tile.tsx';
import { useQuestion } from '../../../host/useQuestion.ts';
import { useSize } from '../../../components/layout/useSize.ts';
import { drillCondition, kpiChange, kpiValue } from './kpiTexts.ts';
import { tileColumns } from './tileColumns.ts';

/** The network in a few figures. A click opens the rows behind a figure, most money first. */
export function KpiTiles({ currency }: { readonly currency: string }) {
  const { answer, error, askAgain } = useQuestion(
    'tower.kpis',
    {},
    { refreshOn: ['changed', 'run'], everyMs: 1000 },
  );
  const [element, size] = useSize<HTMLElement>();
  const columns = tileColumns(answer?.length ?? 6, size?.width ?? 1200);
  if (answer === null && error !== null) {
    return (
      <section className="kpi-tiles kpi-tiles-error" aria-label="Figures">
        <ErrorState error={error} onRetry={askAgain} />
      </section>
    );
  }
  return (
    <section
      className="kpi-tiles"
      aria-label="Figures"
      aria-busy={answer === null}
      ref={element}
      style={{ gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))` }}
    >
      {answer === null
        ? [0, 1, 2, 3, 4, 5].map((index) => <div key={index} className="kpi-tile-wait" aria-hidden />)
        : answer.map((kpi) => (
            <Tile
              key={kpi.id}
              testId={`kpi-${kpi.id}`}
              label={kpi.label}
              value={kpiValue(kpi, currency)}
              change={kpiChange(kpi)}
              trend={kpi.trend}
              definition={kpi.definition}
              asOf={formatInstant(kpi.asOfMinutes)}
              action={kpi.drill === null ? null : 'open the rows in Inventory'}
              explain={`kpi:${kpi.id}`}
              onOpen={() => open(kpi)}
            />
          ))}
    </section>
  );
}

function open(kpi: Kpi): void {
  if (kpi.drill === null) {
    openExplain({ kind: 'kpi', id: kpi.id });
    return;
  }
  openGrid('inventory', [drillCondition(kpi.drill)], [{ column: 'moneyAtRisk', direction: 'descending' }]);
}
