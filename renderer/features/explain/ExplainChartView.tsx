import { Scale } from '@visx/visx';
import { useState } from 'react';
import type { ExplainChart } from '../../../core/contract/explain.ts';
import { formatMoney, formatNumber } from '../../components/format/formatNumber.ts';
import { chartModel, type ChartModel, type ChartSlot } from './chartModel.ts';
import { useWidth } from './useWidth.ts';

const height = 132;
const edges = { top: 18, right: 2, bottom: 18 };

/**
 * Demand so far as bars and what is to come as a fan of quantiles; or the value of each further unit as bars.
 * Bars stand on zero. Pointing at a period says its figures.
 */
export function ExplainChartView({
  chart,
  currency,
}: {
  readonly chart: ExplainChart;
  readonly currency: string;
}) {
  const [box, width] = useWidth();
  const [pointed, setPointed] = useState<number | null>(null);
  const model = chartModel(chart);
  const money = chart.kind === 'unit-value';
  const text = (value: number): string =>
    money ? formatMoney(value, currency, 'compact') : formatNumber(value, 1);
  const tickText = (tick: number): string =>
    money ? formatMoney(tick, currency, 'compact') : formatNumber(tick, 2);
  const longest = Math.max(...model.ticks.map((tick) => tickText(tick).length));
  const margin = { ...edges, left: Math.max(20, longest * 6.4 + 8) };
  const x = Scale.scaleBand<number>({
    domain: model.slots.map((_, index) => index),
    range: [margin.left, Math.max(margin.left + 10, width - margin.right)],
    paddingInner: model.slots.length > 60 ? 0 : 0.18,
    paddingOuter: 0.1,
  });
  const y = Scale.scaleLinear<number>({
    domain: [model.yFrom, model.yTo],
    range: [height - margin.bottom, margin.top],
  });
  const slot = pointed === null ? undefined : model.slots[pointed];

  if (isFlat(model)) {
    return (
      <p className="muted explain-note">
        {chart.yLabel} by {chart.xLabel.toLowerCase()}: zero throughout.
      </p>
    );
  }
  return (
    <figure className="explain-chart" ref={box}>
      <figcaption>
        <span>{chart.yLabel}</span>
        <output className="explain-chart-reading">
          {slot === undefined ? '' : reading(slot, model, text)}
        </output>
      </figcaption>
      {width > 0 && (
        <svg
          width={width}
          height={height}
          role="img"
          aria-label={description(chart, model, text)}
          onPointerLeave={() => setPointed(null)}
          onPointerMove={(event) => {
            const at = event.clientX - event.currentTarget.getBoundingClientRect().left;
            const index = Math.floor((at - margin.left) / x.step());
            setPointed(index >= 0 && index < model.slots.length ? index : null);
          }}
        >
          {model.ticks.map((tick) => (
            <g key={tick}>
              <line
                x1={margin.left}
                x2={width - margin.right}
                y1={y(tick)}
                y2={y(tick)}
                className={tick === 0 ? 'explain-chart-zero' : 'explain-chart-line'}
              />
              <text x={margin.left - 6} y={y(tick)} dy="0.32em" textAnchor="end">
                {tickText(tick)}
              </text>
            </g>
          ))}
          {pointed !== null && (
            <rect
              className="explain-chart-pointed"
              x={x(pointed)}
              width={x.bandwidth()}
              y={margin.top}
              height={height - margin.top - margin.bottom}
            />
          )}
          {model.slots.map((one, index) => (
            <SlotMarks key={index} slot={one} x={x(index) ?? 0} width={x.bandwidth()} y={y} />
          ))}
          {model.historySlots < model.slots.length && (
            <text x={x(model.historySlots)} y={10} textAnchor={forecastAnchor(model)}>
              {forecastLabel(model)}
            </text>
          )}
          {model.marked.map((index) => (
            <text
              key={index}
              x={(x(index) ?? 0) + x.bandwidth() / 2}
              y={height - 5}
              textAnchor={index === 0 ? 'start' : index === model.slots.length - 1 ? 'end' : 'middle'}
            >
              {periodText(model.slots[index]?.label ?? '', model.marked.length > 2)}
            </text>
          ))}
        </svg>
      )}
      <div className="explain-chart-x muted">{chart.xLabel}</div>
    </figure>
  );
}

/** Nothing to draw: no value differs from zero by as much as a hundredth. */
function isFlat(model: ChartModel): boolean {
  return model.slots.every((slot) =>
    [slot.value, slot.median, ...slot.bands.map((band) => band.to)].every(
      (value) => !(Math.abs(value) >= 0.01),
    ),
  );
}

function SlotMarks({
  slot,
  x,
  width,
  y,
}: {
  readonly slot: ChartSlot;
  readonly x: number;
  readonly width: number;
  readonly y: (value: number) => number;
}) {
  const zero = y(0);
  return (
    <>
      {Number.isFinite(slot.value) && slot.value !== 0 && (
        <rect
          className={slot.value < 0 ? 'explain-bar is-negative' : 'explain-bar'}
          x={x}
          width={width}
          y={Math.min(zero, y(slot.value))}
          height={Math.max(1, Math.abs(y(slot.value) - zero))}
        />
      )}
      {slot.bands.map((band, index) =>
        Number.isFinite(band.from) && Number.isFinite(band.to) ? (
          <rect
            key={index}
            className="explain-band"
            x={x}
            width={width}
            y={y(band.to)}
            height={Math.max(1, y(band.from) - y(band.to))}
          />
        ) : null,
      )}
      {Number.isFinite(slot.median) && (
        <line className="explain-median" x1={x} x2={x + width} y1={y(slot.median)} y2={y(slot.median)} />
      )}
    </>
  );
}

function reading(slot: ChartSlot, model: ChartModel, text: (value: number) => string): string {
  const outer = slot.bands[0];
  const name = model.bands[0];
  if (outer !== undefined && name !== undefined) {
    const median = Number.isFinite(slot.median) ? `median ${text(slot.median)}, ` : '';
    return `${slot.label}: ${median}${text(outer.from)} to ${text(outer.to)}`;
  }
  return `${slot.label}: ${Number.isNaN(slot.value) ? 'not observed' : text(slot.value)}`;
}

function forecastLabel(model: ChartModel): string {
  const outer = model.bands[0];
  if (outer === undefined) return 'Forecast';
  return `Forecast, ${Math.round(outer.from * 100)} to ${Math.round(outer.to * 100)} %`;
}

/** The label stands over the fan, and leans back over the history when the fan is short. */
function forecastAnchor(model: ChartModel): 'start' | 'end' {
  return model.historySlots / model.slots.length > 0.55 ? 'end' : 'start';
}

function periodText(label: string, short: boolean): string {
  return short && /^\d{4}-01$/.test(label) ? label.slice(0, 4) : label;
}

function description(chart: ExplainChart, model: ChartModel, text: (value: number) => string): string {
  const known = model.slots.filter((slot) => Number.isFinite(slot.value));
  const most = Math.max(...known.map((slot) => slot.value), 0);
  const last = known.at(-1);
  const latest = last === undefined ? '' : `, ${text(last.value)} in ${last.label}`;
  return `${chart.yLabel} by ${chart.xLabel}: ${known.length} values, at most ${text(most)}${latest}.`;
}
