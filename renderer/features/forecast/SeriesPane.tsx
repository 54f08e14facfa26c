import { PencilLine, Undo2 } from 'lucide-react';
import { useState } from 'react';
import type { ForecastNode, ForecastSeries } from '../../../core/contract/forecast.ts';
import { Button } from '../../components/button/Button.tsx';
import { countOf, formatFixed, formatNumber, unknownText } from '../../components/format/formatNumber.ts';
import { EmptyState } from '../../components/states/EmptyState.tsx';
import { ErrorState } from '../../components/states/ErrorState.tsx';
import { LoadingState } from '../../components/states/LoadingState.tsx';
import { FanChart } from './FanChart.tsx';
import { useEvidence } from './useEvidence.ts';
import { Judging } from './Judging.tsx';
import { biasText, classLabel, exceptionLabels, levelLabels, lossText, valueText } from './forecastTexts.ts';
import '../../components/figure/figure.css';

/** The row that the grid stands on, as far as levels above it need it. */
export interface ForecastRow {
  readonly position: number;
  readonly item: string;
  readonly family: string;
  readonly region: string;
}

interface SeriesPaneProps {
  readonly row: ForecastRow | null;
  readonly mayOverride: boolean;
  readonly onOverride: (node: ForecastNode, series: ForecastSeries) => void;
  readonly onClear: (node: ForecastNode) => void;
}

const levels = ['position', 'item', 'family-region', 'family', 'region', 'network'] as const;

/** History and forecast of the selected row, or of a level above it, with every method beside the one in use. */
export function SeriesPane({ row, mayOverride, onOverride, onClear }: SeriesPaneProps) {
  const [level, setLevel] = useState<ForecastNode['level']>('position');
  const node = nodeOf(level, row);
  const { answer, error, askAgain } = useEvidence('forecast.series', node === null ? null : { node }, [
    'changed',
    'run',
  ]);
  return (
    <div className="series" data-testid="series-pane">
      <div className="series-bar">
        <label>
          <span className="muted">Level</span>
          <select
            value={level}
            data-testid="series-level"
            onChange={(event) => setLevel(levels.find((one) => one === event.target.value) ?? 'position')}
          >
            {levels.map((one) => (
              <option key={one} value={one}>
                {levelLabels[one]}
              </option>
            ))}
          </select>
        </label>
        <span className="series-actions">
          {answer !== null && answer.overrides.length > 0 && (
            <Button
              size="small"
              icon={Undo2}
              disabled={!mayOverride}
              title="Return this level to its baseline"
              onClick={() => onClear(answer.node)}
            >
              Clear
            </Button>
          )}
          <Button
            size="small"
            icon={PencilLine}
            disabled={answer === null || !mayOverride}
            title="Override the forecast of this level"
            data-testid="override-level"
            onClick={() => answer !== null && onOverride(answer.node, answer)}
          >
            Override
          </Button>
        </span>
      </div>
      {node === null && <EmptyState title="No row selected" detail="Select a position to see its demand." />}
      {node !== null && answer === null && error !== null && <ErrorState error={error} onRetry={askAgain} />}
      {node !== null && answer === null && error === null && <LoadingState label="Loading demand" />}
      {node !== null && answer !== null && <SeriesView series={answer} />}
    </div>
  );
}

function SeriesView({ series }: { readonly series: ForecastSeries }) {
  const [beside, setBeside] = useState<string | null>(null);
  const method = series.methods.find((row) => row.method === beside) ?? null;
  const explain = series.node.level === 'position' ? `position:${series.node.position}` : undefined;
  return (
    <div className="series-view" data-explain={explain}>
      <header>
        <h3 data-testid="series-title">{series.title}</h3>
        <p className="muted">{series.subtitle}</p>
      </header>
      <FanChart series={series} method={method} />
      <dl className="figures series-facts">
        <Fact label="Class" value={classLabel(series.demandClass)} />
        <Fact label="ADI" value={series.adi === null ? unknownText : adiText(series.adi)} />
        <Fact label="CV²" value={series.cv2 === null ? unknownText : formatNumber(series.cv2, 2)} />
      </dl>
      {series.exceptions.length > 0 && (
        <ul className="series-exceptions">
          {series.exceptions.map(({ kind, sentence }) => (
            <li key={kind}>
              <b>{exceptionLabels[kind]}</b> {sentence}
            </li>
          ))}
        </ul>
      )}
      {series.overrides.length > 0 && (
        <section>
          <h4>Overrides</h4>
          <ul className="series-overrides" data-testid="series-overrides">
            {series.overrides.map((one) => (
              <li key={one.id}>
                <span>
                  <b>{valueText(one.value)}</b> {one.from} to {one.to}
                  {one.expires === null ? '' : `, expires ${one.expires}`}
                </span>
                <span>{one.reason}</span>
                <span className="muted">
                  {levelLabels[one.level]} · {one.author}
                  {one.valueAdded === null
                    ? ''
                    : ` · ${one.valueAdded >= 0 ? 'closer' : 'further'} by ${formatNumber(Math.abs(one.valueAdded), 1)} units than the baseline`}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
      <MethodsTable series={series} beside={beside} onBeside={setBeside} />
    </div>
  );
}

interface MethodsTableProps {
  readonly series: ForecastSeries;
  /** The method whose line is drawn. */
  readonly beside: string | null;
  readonly onBeside: (method: string | null) => void;
}

function MethodsTable({ series, beside, onBeside }: MethodsTableProps) {
  if (series.methods.length === 0) {
    return (
      <section>
        <h4>Methods</h4>
        <Judging ready={series.ready} error={null} onRetry={() => undefined} />
      </section>
    );
  }
  return (
    <section>
      <h4>Methods, judged on the last {countOf(series.heldBackMonths, 'month')}</h4>
      <table className="forecast-table" data-testid="methods-table">
        <thead>
          <tr>
            <th scope="col">Method</th>
            <th
              scope="col"
              className="number"
              title="Weighted quantile loss of the held-back months; smaller is better"
            >
              Loss
            </th>
            <th scope="col" className="number" title="Forecast ÷ demand − 1 over the held-back months">
              Bias
            </th>
            <th scope="col" className="number">
              Next month
            </th>
          </tr>
        </thead>
        <tbody>
          {series.methods.map((row) => (
            <tr key={row.method} className={row.inUse ? 'is-used' : ''} title={row.source}>
              <th scope="row">
                {row.inUse ? (
                  <>
                    {row.label} <span className="in-use">in use</span>
                  </>
                ) : (
                  <button
                    type="button"
                    className="method-name"
                    aria-pressed={beside === row.method}
                    title="Draw it beside the forecast"
                    data-testid={`method-${row.method}`}
                    onClick={() => onBeside(beside === row.method ? null : row.method)}
                  >
                    {row.label}
                  </button>
                )}
              </th>
              <td className="number">{lossText(row.loss)}</td>
              <td className="number">{biasText(row.bias)}</td>
              <td className="number">{formatFixed(row.mean[0] ?? 0, 2)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Fact({ label, value }: { readonly label: string; readonly value: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  );
}

export function nodeOf(level: ForecastNode['level'], row: ForecastRow | null): ForecastNode | null {
  if (level === 'network') return { level };
  if (row === null) return null;
  switch (level) {
    case 'position':
      return { level, position: row.position };
    case 'item':
      return { level, item: row.item };
    case 'family':
      return { level, family: row.family };
    case 'region':
      return { level, region: row.region };
    case 'family-region':
      return { level, family: row.family, region: row.region };
  }
}

function adiText(adi: number): string {
  const text = formatNumber(adi, 2);
  return `${text} ${text === '1' ? 'month' : 'months'}`;
}
