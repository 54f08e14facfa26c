import { useEffect } from 'react';
import { forecastExceptionKinds, type ForecastExceptionKind } from '../../../core/contract/forecast.ts';
import type { GridQuery } from '../../../core/contract/grid.ts';
import { Figure } from '../../components/figure/Figure.tsx';
import { formatCount, formatShare, unknownText } from '../../components/format/formatNumber.ts';
import { useQuestion } from '../../host/useQuestion.ts';
import {
  biasText,
  brierText,
  coverageText,
  exceptionDefinitions,
  exceptionLabels,
  lossText,
} from './forecastTexts.ts';
import { useEvidence } from './useEvidence.ts';
import '../../components/chip/chip.css';

interface SummaryStripProps {
  readonly query: GridQuery;
  readonly onKind: (kind: ForecastExceptionKind | null) => void;
  /** Figures of held-back months have arrived or changed. */
  readonly onReady: () => void;
}

const overridden = {
  query: { sort: [], filter: [{ kind: 'number' as const, column: 'override', from: 0 }] },
  from: 0,
  to: 1,
};

/** The whole network in one line: how good the forecast is, what planners changed, what is exceptional. */
export function SummaryStrip({ query, onKind, onReady }: SummaryStripProps) {
  const accuracy = useEvidence('forecast.accuracy', { by: 'class' }).answer;
  const exceptions = useEvidence('forecast.exceptions', { kind: null, from: 0, to: 1 }).answer;
  const overrides = useQuestion('forecast.window', overridden, {
    refreshOn: ['changed'],
    everyMs: 1_500,
  }).answer;
  const ready = accuracy?.ready === 1;
  useEffect(() => {
    if (ready) onReady();
  }, [ready, onReady]);
  const chosen = query.filter.find((condition) => condition.column === 'exception');
  return (
    <div
      className="forecast-strip"
      role="group"
      aria-label="Forecast of the network"
      data-testid="forecast-summary"
    >
      <dl className="figures">
        <Figure
          label="Quantile loss"
          value={lossText(accuracy?.all.loss ?? null)}
          title="Weighted quantile loss on the months held back; forecasting nothing is 1"
          strong
        />
        <Figure
          label="Bias"
          value={biasText(accuracy?.all.bias ?? null)}
          title="Forecast ÷ demand − 1 over the months held back"
        />
        <Figure
          label="Within 80 %"
          value={coverageText(accuracy?.all.coverage ?? null)}
          title="Share of held-back months within the middle 80 % of their distribution"
        />
        <Figure
          label="Brier score"
          value={brierText(accuracy?.brier ?? null)}
          title="Mean of (probability of a stockout − outcome)² over the months held back"
        />
        <Figure
          label="Overridden"
          value={overrides === null ? unknownText : formatCount(overrides.total)}
          title="Positions with an override in force"
        />
      </dl>
      {ready ? null : (
        <span className="strip-judging muted" role="status">
          Judging the forecast on months held back
          {accuracy === null ? '' : `, ${formatShare(accuracy.ready, 0)}`}
        </span>
      )}
      <div className="class-chips">
        {forecastExceptionKinds.map((kind, index) => {
          const pressed =
            chosen?.kind === 'values' && chosen.values.length === 1 && chosen.values[0] === kind;
          return (
            <button
              key={kind}
              type="button"
              className="chip class-chip"
              aria-pressed={pressed}
              title={exceptionDefinitions[kind]}
              data-testid={`strip-${kind}`}
              onClick={() => onKind(pressed ? null : kind)}
            >
              {exceptionLabels[kind]}{' '}
              <b>
                {exceptions === null || exceptions.ready < 1
                  ? unknownText
                  : formatCount(exceptions.byKind[index] ?? 0)}
              </b>
            </button>
          );
        })}
      </div>
    </div>
  );
}
