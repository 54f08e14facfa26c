import { Scale } from '@visx/visx';
import { useState } from 'react';
import type { ForecastSeries, MethodOnSeries } from '../../../core/contract/forecast.ts';
import { formatNumber, unknownText } from '../../components/format/formatNumber.ts';
import { useSize } from '../../components/layout/useSize.ts';
import { fanModel, type FanModel } from './fanModel.ts';
import { unitsText } from './forecastTexts.ts';

const heights = { least: 208, most: 340 } as const;
const edges = { top: 22, bottom: 20 };
/** Widest usual figure of a label at 11 px. */
const characterWidth = 6.2;

interface FanChartProps {
  readonly series: ForecastSeries;
  /** A method whose line is drawn beside the forecast. */
  readonly method: MethodOnSeries | null;
}

/**
 * Demand so far as bars with lost sales on top, then the fan of what is planned with and its mean, the baseline beside it
 * where planners changed it; lines are named where they end. Arrow keys or pointing read one month.
 */
export function FanChart({ series, method }: FanChartProps) {
  const [box, size] = useSize<HTMLElement>();
  const [pointed, setPointed] = useState<number | null>(null);
  const model = fanModel(series, method);
  const width = size?.width ?? 0;
  const labels = endLabels(series, model, method);
  const margin = {
    ...edges,
    right: 12 + characterWidth * Math.max(...labels.map((label) => label.text.length)),
  };
  const height = Math.round(Math.min(heights.most, Math.max(heights.least, width * 0.36)));
  const y = Scale.scaleLinear<number>({
    domain: [0, model.top],
    range: [height - margin.bottom, margin.top],
    nice: 4,
  });
  const ticks = y.ticks(4).filter((tick) => model.top >= 4 || Number.isInteger(tick));
  const left = Math.max(20, Math.max(...ticks.map((tick) => formatNumber(tick, 1).length)) * 6.4 + 8);
  const x = Scale.scaleBand<number>({
    domain: model.months.map((_, slot) => slot),
    range: [left, Math.max(left + 10, width - margin.right)],
    paddingInner: 0.18,
    paddingOuter: 0.1,
  });
  const move = (by: number): void => {
    const from = pointed ?? model.known - 1;
    setPointed(Math.min(model.months.length - 1, Math.max(0, from + by)));
  };
  return (
    <figure className="fan" ref={box}>
      <figcaption>
        <span className="muted">Units a month</span>
        <output data-testid="fan-reading">
          {pointed === null ? '' : reading(series, model, method, pointed)}
        </output>
      </figcaption>
      {width > 0 && (
        <svg
          width={width}
          height={height}
          role="img"
          tabIndex={0}
          aria-label={description(series, model)}
          data-testid="fan-chart"
          onKeyDown={(event) => {
            if (event.key === 'ArrowRight') move(1);
            else if (event.key === 'ArrowLeft') move(-1);
            else return;
            event.preventDefault();
          }}
          onBlur={() => setPointed(null)}
          onPointerLeave={() => setPointed(null)}
          onPointerMove={(event) => {
            const at = event.clientX - event.currentTarget.getBoundingClientRect().left;
            const slot = Math.floor((at - left) / x.step());
            setPointed(slot >= 0 && slot < model.months.length ? slot : null);
          }}
        >
          {ticks.map((tick) => (
            <g key={tick}>
              <line
                x1={left}
                x2={width - margin.right}
                y1={y(tick)}
                y2={y(tick)}
                className={tick === 0 ? 'fan-zero' : 'fan-line'}
              />
              <text x={left - 6} y={y(tick)} dy="0.32em" textAnchor="end">
                {formatNumber(tick, 1)}
              </text>
            </g>
          ))}
          {pointed !== null && (
            <rect
              className="fan-pointed"
              x={x(pointed)}
              width={x.bandwidth()}
              y={margin.top}
              height={height - margin.top - margin.bottom}
            />
          )}
          <HistoryBars series={series} x={x} y={y} />
          <Fan
            series={series}
            model={model}
            method={method}
            x={x}
            y={y}
            labels={labels}
            right={width - margin.right}
            height={height}
          />
          {model.marked.map((slot) => (
            <text key={slot} x={(x(slot) ?? 0) + x.bandwidth() / 2} y={height - 5} textAnchor="middle">
              {model.months[slot]?.slice(0, 4)}
            </text>
          ))}
        </svg>
      )}
    </figure>
  );
}

interface EndLabel {
  readonly name: 'baseline' | 'consensus' | 'method';
  readonly text: string;
  /** What its line stands at where the label is. */
  readonly units: number;
}

/** The lines that reach the last month, each named with what it stands at there. */
function endLabels(
  series: ForecastSeries,
  model: FanModel,
  method: MethodOnSeries | null,
): readonly EndLabel[] {
  const end = (name: EndLabel['name'], label: string, values: Float64Array): EndLabel => {
    const units = values.at(-1) ?? 0;
    return { name, text: `${label} ${unitsText(units)}`, units };
  };
  const { baseline, consensus } = series.future;
  return [
    end('baseline', 'Baseline', baseline),
    ...(model.differing?.to === consensus.length ? [end('consensus', 'Consensus', consensus)] : []),
    ...(method === null ? [] : [end('method', method.label, method.mean)]),
  ];
}

interface Axes {
  readonly x: ((slot: number) => number | undefined) & {
    readonly bandwidth: () => number;
    readonly step: () => number;
  };
  readonly y: (value: number) => number;
}

function HistoryBars({ series, x, y }: Axes & { readonly series: ForecastSeries }) {
  const { demand, lostSales, notes } = series.history;
  const zero = y(0);
  return (
    <>
      {Array.from(demand, (units, slot) => {
        if (Number.isNaN(units)) return null;
        const lost = lostSales[slot] ?? 0;
        const at = x(slot) ?? 0;
        return (
          <g key={slot}>
            {units > 0 && (
              <rect className="fan-bar" x={at} width={x.bandwidth()} y={y(units)} height={zero - y(units)} />
            )}
            {lost > 0 && (
              <rect
                className="fan-lost"
                x={at}
                width={x.bandwidth()}
                y={y(units + lost)}
                height={y(units) - y(units + lost)}
              />
            )}
          </g>
        );
      })}
      {notes.map((note) => (
        <circle
          key={`${note.kind}${note.period}`}
          className={`fan-note fan-note-${note.kind}`}
          cx={(x(note.period) ?? 0) + x.bandwidth() / 2}
          cy={y((demand[note.period] || 0) + (lostSales[note.period] ?? 0)) - 6}
          r={3}
        />
      ))}
    </>
  );
}

function Fan({
  series,
  model,
  method,
  x,
  y,
  labels,
  right,
  height,
}: Axes & {
  readonly series: ForecastSeries;
  readonly model: FanModel;
  readonly method: MethodOnSeries | null;
  readonly labels: readonly EndLabel[];
  readonly right: number;
  readonly height: number;
}) {
  const { baseline, consensus } = series.future;
  const { differing } = model;
  const start = (x(model.known) ?? 0) - (x.step() - x.bandwidth()) / 2;
  const band = (outer: boolean): string => {
    const points = model.bands.map((one) => (outer ? [one.from, one.to] : [one.innerFrom, one.innerTo]));
    const edges = points.map((_, month) => start + month * x.step());
    const upper = points.flatMap(([, to], m) => [
      `${edges[m]},${y(to ?? 0)}`,
      `${(edges[m] ?? 0) + x.step()},${y(to ?? 0)}`,
    ]);
    const lower = points.flatMap(([from], m) => [
      `${edges[m]},${y(from ?? 0)}`,
      `${(edges[m] ?? 0) + x.step()},${y(from ?? 0)}`,
    ]);
    return [...upper, ...lower.toReversed()].join(' ');
  };
  const steps = (values: Float64Array): string =>
    Array.from(values, (units, month) => {
      const from = start + month * x.step();
      return `${month === 0 ? 'M' : 'L'}${from},${y(units)}H${from + x.step()}`;
    }).join('');
  const ends = spread(
    labels.map((label) => ({ ...label, at: y(label.units) })),
    13,
  );
  return (
    <>
      <polygon className="fan-outer" points={band(true)} />
      <polygon className="fan-inner" points={band(false)} />
      <path className="fan-consensus" d={steps(consensus)} />
      {differing !== null && <path className="fan-baseline" d={steps(baseline)} />}
      {method !== null && <path className="fan-method" d={steps(method.mean)} />}
      {differing !== null && differing.to < consensus.length && (
        <text
          className="fan-end-consensus"
          x={start + differing.to * x.step() + 4}
          y={y(consensus[differing.to - 1] ?? 0)}
          dy="0.32em"
        >
          {`Consensus ${unitsText(consensus[differing.to - 1] ?? 0)}`}
        </text>
      )}
      <line className="fan-now" x1={start} x2={start} y1={edges.top - 8} y2={height - edges.bottom} />
      <text x={start - 6} y={11} textAnchor="end">
        Demand
      </text>
      <text x={start + 6} y={11}>
        Forecast, {model.outer}
      </text>
      {ends.map((end) => (
        <text key={end.name} className={`fan-end-${end.name}`} x={right + 6} y={end.at} dy="0.32em">
          {end.text}
        </text>
      ))}
    </>
  );
}

/** Moves labels apart so that none lies on another. */
function spread<T extends { readonly at: number }>(labels: readonly T[], least: number): readonly T[] {
  let above = -Infinity;
  return labels
    .toSorted((a, b) => a.at - b.at)
    .map((label) => {
      const at = Math.max(label.at, above + least);
      above = at;
      return { ...label, at };
    });
}

function reading(
  series: ForecastSeries,
  model: FanModel,
  method: MethodOnSeries | null,
  slot: number,
): string {
  const month = model.months[slot] ?? '';
  if (slot < model.known) {
    const units = series.history.demand[slot] ?? Number.NaN;
    const lost = series.history.lostSales[slot] ?? 0;
    const note = series.history.notes.find((entry) => entry.period === slot);
    const said = Number.isNaN(units) ? 'not observed' : formatNumber(units, 1);
    return `${month}: ${said}${lost > 0 ? `, ${formatNumber(lost, 1)} lost` : ''}${note === undefined ? '' : `, ${note.text}`}`;
  }
  const ahead = slot - model.known;
  const band = model.bands[ahead];
  if (band === undefined) return unknownText;
  const mean = formatNumber(series.future.consensus[ahead] ?? 0, 2);
  const baseline =
    model.differing === null ? '' : `, baseline ${formatNumber(series.future.baseline[ahead] ?? 0, 2)}`;
  const other = method === null ? '' : `, ${method.label} ${formatNumber(method.mean[ahead] ?? 0, 2)}`;
  return `${month}: mean ${mean}, ${formatNumber(band.from, 1)} to ${formatNumber(band.to, 1)}${baseline}${other}`;
}

function description(series: ForecastSeries, model: FanModel): string {
  const known = [...series.history.demand].filter((units) => !Number.isNaN(units));
  const band = model.bands[0];
  return (
    `Demand of ${series.title}: ${known.length} months, at most ${formatNumber(Math.max(0, ...known), 1)}. ` +
    `Forecast ${formatNumber(series.future.consensus[0] ?? 0, 2)} a month` +
    (band === undefined
      ? '.'
      : `, ${formatNumber(band.from, 1)} to ${formatNumber(band.to, 1)} (${model.outer}).`)
  );
}
