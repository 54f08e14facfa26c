import '../../components/figure/figure.css';
import './accuracy.css';
import { useState } from 'react';
import {
  accuracyGroupings,
  type AccuracyGrouping,
  type AccuracyRow,
  type StoredPredictions,
} from '../../../core/contract/forecast.ts';
import { countOf, formatCount } from '../../components/format/formatNumber.ts';
import { biasText, brierText, classLabel, coverageText, groupingLabels, lossText } from './forecastTexts.ts';
import { Judging } from './Judging.tsx';
import { ReliabilityChart } from './ReliabilityChart.tsx';
import { useEvidence } from './useEvidence.ts';

/** How good the forecast is: by segment or method, and whether its probabilities come true. */
export function AccuracyPane() {
  const [by, setBy] = useState<AccuracyGrouping>('class');
  const { answer, answered, error, askAgain } = useEvidence('forecast.accuracy', { by });
  if (answer === null || answer.positions === 0) {
    return <Judging ready={answer?.ready ?? null} error={error} onRetry={askAgain} />;
  }
  const shownBy = answered?.by ?? by;
  return (
    <div className="accuracy" data-testid="accuracy-pane">
      <div className="series-bar">
        <label>
          <span className="muted">By</span>
          <select
            value={by}
            data-testid="accuracy-by"
            onChange={(event) =>
              setBy(accuracyGroupings.find((one) => one === event.target.value) ?? 'class')
            }
          >
            {accuracyGroupings.map((one) => (
              <option key={one} value={one}>
                {groupingLabels[one]}
              </option>
            ))}
          </select>
        </label>
        <span className="muted accuracy-span">
          Last {countOf(answer.heldBackMonths, 'month')}, forecast from the months before
        </span>
      </div>
      <div className="accuracy-body">
        <section>
          <table className="forecast-table" data-testid="accuracy-table">
            <thead>
              <tr>
                <th scope="col">{groupingLabels[shownBy]}</th>
                <th scope="col" className="number">
                  Positions
                </th>
                <th scope="col" className="number" title="Weighted quantile loss; forecasting nothing is 1">
                  Loss
                </th>
                <th scope="col" className="number" title="Forecast ÷ demand − 1">
                  Bias
                </th>
                <th scope="col" className="number" title="Share of outcomes within the middle 80 %">
                  In 80 %
                </th>
              </tr>
            </thead>
            <tbody>
              {shownBy !== 'method' && <Row row={answer.all} strong />}
              {answer.rows.map((row) => (
                <Row key={row.label} row={row} />
              ))}
            </tbody>
          </table>
          {shownBy === 'method' && (
            <p className="muted quadrant-note">
              Every method on the same sample of {countOf(answer.rows[0]?.positions ?? 0, 'position')} with
              demand.
            </p>
          )}
        </section>
        <div className="accuracy-predictions">
          <section>
            <h4>Stockout predictions, held-back months</h4>
            <ReliabilityChart bins={answer.reliability} />
            <BrierFacts brier={answer.brier} baseRate={answer.brierOfBaseRate} testId="brier" />
            <p className="muted quadrant-note">
              Probability that a held-back month asks for more than 0, 1, 2 or 5 units in stock, against how
              often it did.
            </p>
          </section>
          <section data-testid="stored-predictions">
            <h4>Stockout predictions, as they were made</h4>
            <StoredSection stored={answer.stored} />
          </section>
        </div>
      </div>
    </div>
  );
}

/** What the plan said on its days, judged by what dealers' systems reported since. */
function StoredSection({ stored }: { readonly stored: StoredPredictions }) {
  const { predictions, since, open, nextDue } = stored;
  const waiting =
    open === 0 || nextDue === null
      ? 'None is waiting to come due.'
      : `${countOf(open, 'prediction')} ${open === 1 ? 'waits' : 'wait'} to come due, the first on ${nextDue}.`;
  if (predictions === 0 || since === null) {
    return (
      <p className="muted quadrant-note">
        No kept prediction has come due yet. Every network day a sample of them is kept and judged when its
        next arrival is due. {waiting}
      </p>
    );
  }
  return (
    <>
      <ReliabilityChart bins={stored.reliability} testId="stored-reliability-chart" />
      <BrierFacts brier={stored.brier} baseRate={stored.brierOfBaseRate} testId="stored-brier" />
      <p className="muted quadrant-note">
        Probability that nothing is left before the next arrival, against how often stock ran out: judged on{' '}
        {countOf(predictions, 'kept prediction')} since {since}. {waiting}
      </p>
    </>
  );
}

function BrierFacts({
  brier,
  baseRate,
  testId,
}: {
  readonly brier: number | null;
  readonly baseRate: number | null;
  readonly testId: string;
}) {
  return (
    <dl className="figures series-facts">
      <div>
        <dt>Brier score</dt>
        <dd data-testid={testId}>{brierText(brier)}</dd>
      </div>
      <div>
        <dt>Always the base rate</dt>
        <dd>{brierText(baseRate)}</dd>
      </div>
    </dl>
  );
}

function Row({ row, strong = false }: { readonly row: AccuracyRow; readonly strong?: boolean }) {
  return (
    <tr className={strong || row.inUse ? 'is-used' : ''}>
      <th scope="row">
        {classLabel(row.label)}
        {row.inUse && <span className="in-use">in use</span>}
      </th>
      <td className="number">{formatCount(row.positions)}</td>
      <td className="number">{lossText(row.loss)}</td>
      <td className="number">{biasText(row.bias)}</td>
      <td className="number">{coverageText(row.coverage)}</td>
    </tr>
  );
}
