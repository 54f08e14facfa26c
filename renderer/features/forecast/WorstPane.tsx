import { countOf, formatCount, formatFixed, formatMoney } from '../../components/format/formatNumber.ts';
import { EmptyState } from '../../components/states/EmptyState.tsx';
import { Judging } from './Judging.tsx';
import { walkButtons } from './walkButtons.ts';
import { useEvidence } from './useEvidence.ts';

interface WorstPaneProps {
  readonly currency: string;
  readonly onItem: (item: string) => void;
}

/** Items whose forecast was furthest out, by money. */
export function WorstPane({ currency, onItem }: WorstPaneProps) {
  const { answer, error, askAgain } = useEvidence('forecast.worst', { limit: 100 });
  if (answer === null || (answer.ready < 1 && answer.items.length === 0)) {
    return <Judging ready={answer?.ready ?? null} error={error} onRetry={askAgain} />;
  }
  if (answer.items.length === 0) {
    return <EmptyState title="No error to show" detail="The held-back months came as forecast." />;
  }
  return (
    <div className="worst" data-testid="worst-pane">
      <table className="forecast-table">
        <caption>
          Sum of |forecast − demand| × unit cost over the last {countOf(answer.heldBackMonths, 'month')};
          units a month.
        </caption>
        <thead>
          <tr>
            <th scope="col">Item</th>
            <th scope="col" className="number">
              Dealers
            </th>
            <th scope="col" className="number">
              Forecast
            </th>
            <th scope="col" className="number">
              Demand
            </th>
            <th scope="col" className="number">
              Error
            </th>
          </tr>
        </thead>
        <tbody onKeyDown={(event) => walkButtons(event, 'list', false)}>
          {answer.items.map((item) => (
            <tr key={item.item}>
              <th scope="row">
                <button
                  type="button"
                  className="row-link"
                  title="Show its positions in the grid"
                  data-testid="worst-item"
                  onClick={() => onItem(item.item)}
                >
                  <b>{item.item}</b> <span>{item.description}</span>
                </button>
              </th>
              <td className="number">{formatCount(item.positions)}</td>
              <td className="number">{formatFixed(item.forecast, 1)}</td>
              <td className="number">{formatFixed(item.demand, 1)}</td>
              <td className="number">{formatMoney(item.errorMinor, currency, 'whole')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
