import { Table2 } from 'lucide-react';
import { useState } from 'react';
import { forecastExceptionKinds, type ForecastExceptionKind } from '../../../core/contract/forecast.ts';
import { Button } from '../../components/button/Button.tsx';
import { countOf, formatCount, formatMoney } from '../../components/format/formatNumber.ts';
import { EmptyState } from '../../components/states/EmptyState.tsx';
import { exceptionDefinitions, exceptionLabels } from './forecastTexts.ts';
import { Judging } from './Judging.tsx';
import { walkButtons } from './walkButtons.ts';
import { useEvidence } from './useEvidence.ts';
import '../../components/chip/chip.css';

interface ExceptionsPaneProps {
  readonly currency: string;
  readonly selected: number | null;
  readonly onPosition: (position: number) => void;
  /** Filters the grid to positions with any of these kinds. */
  readonly onShow: (kinds: readonly ForecastExceptionKind[]) => void;
}

const shown = 200;

/** What is exceptional about demand, by money; a line opens its position. */
export function ExceptionsPane({ currency, selected, onPosition, onShow }: ExceptionsPaneProps) {
  const [kind, setKind] = useState<ForecastExceptionKind | null>(null);
  const { answer, error, askAgain } = useEvidence('forecast.exceptions', { kind, from: 0, to: shown });
  if (answer === null || (answer.ready < 1 && answer.total === 0)) {
    return <Judging ready={answer?.ready ?? null} error={error} onRetry={askAgain} />;
  }
  return (
    <div className="exceptions" data-testid="exceptions-pane">
      <div className="class-chips" role="group" aria-label="Kinds of exception">
        {forecastExceptionKinds.map((one, index) => (
          <button
            key={one}
            type="button"
            className="chip class-chip"
            aria-pressed={kind === one}
            title={exceptionDefinitions[one]}
            data-testid={`exception-kind-${one}`}
            onClick={() => setKind(kind === one ? null : one)}
          >
            {exceptionLabels[one]} <b>{formatCount(answer.byKind[index] ?? 0)}</b>
          </button>
        ))}
      </div>
      {answer.total > 0 && (
        <div className="series-bar">
          <Button
            size="small"
            icon={Table2}
            data-testid="exceptions-in-grid"
            onClick={() => onShow(kind === null ? forecastExceptionKinds : [kind])}
          >
            Show in grid
          </Button>
          <span className="muted quadrant-note">There Ctrl+A selects all, O overrides, C clears.</span>
        </div>
      )}
      {answer.total === 0 ? (
        <EmptyState
          title="No exceptions"
          detail="No series departs from its forecast by more than chance allows."
        />
      ) : (
        <ul
          className="exception-list"
          aria-label="Exceptions by money"
          onKeyDown={(event) => walkButtons(event, 'list', true)}
        >
          {answer.entries.map((entry) => (
            <li key={`${entry.kind}${entry.position}`}>
              <button
                type="button"
                aria-pressed={selected === entry.position}
                data-explain={`position:${entry.position}`}
                data-testid="exception-entry"
                onClick={() => onPosition(entry.position)}
              >
                <span className="exception-line">
                  <span>
                    <b>{entry.item}</b> at {entry.location} · {entry.description}
                  </span>
                  <span className="number">{formatMoney(entry.moneyMinor, currency, 'compact')}</span>
                </span>
                <span className="exception-sentence">
                  <b>{exceptionLabels[entry.kind]}</b> {entry.sentence}
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
      {answer.total > shown && (
        <p className="muted quadrant-note">
          The {formatCount(shown)} of {countOf(answer.total, 'exception')} with the most money.
        </p>
      )}
    </div>
  );
}
