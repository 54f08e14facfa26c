import { Scale } from '@visx/visx';
import { useState } from 'react';
import type { ForecastQuadrant } from '../../../core/contract/forecast.ts';
import { demandClassNames } from '../../../core/contract/forecastColumns.ts';
import type { Condition, GridQuery } from '../../../core/contract/grid.ts';
import { Button } from '../../components/button/Button.tsx';
import { countOf, formatCount, formatNumber } from '../../components/format/formatNumber.ts';
import { useSize } from '../../components/layout/useSize.ts';
import { classLabels } from './forecastTexts.ts';
import { Judging } from './Judging.tsx';
import {
  brushFilter,
  brushIn,
  brushOf,
  brushOfClass,
  isSameBrush,
  shareAt,
  type Brush,
} from './quadrantModel.ts';
import { useEvidence } from './useEvidence.ts';
import '../../components/chip/chip.css';

interface QuadrantPaneProps {
  readonly query: GridQuery;
  readonly onFilter: (filter: Condition[]) => void;
}

const brushed = demandClassNames.filter((name) => name !== 'none');

/** How demand is spread over interval and size variation; a drawn rectangle or a class filters the grid. */
export function QuadrantPane({ query, onFilter }: QuadrantPaneProps) {
  const filter = query.filter.filter(({ column }) => column !== 'adi' && column !== 'cv2');
  const { answer, error, askAgain } = useEvidence('forecast.quadrant', { query: { sort: [], filter } });
  if (answer === null || (answer.ready < 1 && answer.positions === 0)) {
    return <Judging ready={answer?.ready ?? null} error={error} onRetry={askAgain} />;
  }
  const brush = brushIn(query.filter);
  const set = (next: Brush | null): void => onFilter(brushFilter(query.filter, next));
  return (
    <div className="quadrant" data-testid="quadrant-pane">
      <div className="class-chips" role="group" aria-label="Demand classes">
        {brushed.map((name) => {
          const own = brushOfClass(name, answer.borders);
          const pressed = isSameBrush(brush, brushIn(brushFilter([], own)));
          return (
            <button
              key={name}
              type="button"
              className="chip class-chip"
              aria-pressed={pressed}
              data-testid={`class-${name}`}
              onClick={() => set(pressed ? null : own)}
            >
              {classLabels[name]} <b>{formatCount(answer.byClass[demandClassNames.indexOf(name)] ?? 0)}</b>
            </button>
          );
        })}
      </div>
      <QuadrantChart quadrant={answer} brush={brush} onBrush={set} />
      <div className="series-bar quadrant-foot">
        <p className="muted quadrant-note">
          {countOf(answer.positions, 'position')} with demand; {formatCount(answer.byClass[0] ?? 0)} without
          are left out. Draw a rectangle to filter the grid, Escape clears it.
        </p>
        <Button size="small" variant="ghost" disabled={brush === null} onClick={() => set(null)}>
          Clear
        </Button>
      </div>
    </div>
  );
}

const margin = { top: 18, right: 10, bottom: 34, left: 44 };

interface Corners {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}

function QuadrantChart({
  quadrant,
  brush,
  onBrush,
}: {
  readonly quadrant: ForecastQuadrant;
  readonly brush: Brush | null;
  readonly onBrush: (brush: Brush | null) => void;
}) {
  const [box, size] = useSize<HTMLDivElement>();
  const [drawn, setDrawn] = useState<Corners | null>(null);
  const width = size?.width ?? 0;
  const height = Math.min(420, Math.max(240, Math.round(width * 0.62)));
  const { adiEdges, cv2Edges, counts, borders } = quadrant;
  const columns = adiEdges.length - 1;
  const rows = cv2Edges.length - 1;
  const most = Math.max(1, ...counts);
  const x = Scale.scaleLinear<number>({
    domain: [0, 1],
    range: [margin.left, Math.max(margin.left + 1, width - margin.right)],
  });
  const y = Scale.scaleLinear<number>({ domain: [0, 1], range: [height - margin.bottom, margin.top] });
  const shade = Scale.scaleSqrt<number>({ domain: [0, most], range: [0, 1] });
  const point = (event: React.PointerEvent<SVGSVGElement>): { x: number; y: number } => {
    const frame = event.currentTarget.getBoundingClientRect();
    const clamp = (share: number): number => Math.min(1, Math.max(0, share));
    return { x: clamp(x.invert(event.clientX - frame.left)), y: clamp(y.invert(event.clientY - frame.top)) };
  };
  const shown = drawn === null ? brush : brushOf(drawn, adiEdges, cv2Edges);
  const atX = (value: number): number => x(shareAt(value, adiEdges));
  const atY = (value: number): number => y(shareAt(value, cv2Edges));
  const xTicks = [1, borders.adi, 2, 4, 8, 16, 32];
  const yTicks = [0.05, 0.2, borders.cv2, 1, 2, 5];
  const boxOf = (one: Brush): { x: number; y: number; width: number; height: number } => {
    const x0 = one.adiFrom === null ? x(0) : atX(one.adiFrom);
    const x1 = one.adiTo === null ? x(1) : atX(one.adiTo);
    const y0 = one.cv2From === null ? y(0) : atY(one.cv2From);
    const y1 = one.cv2To === null ? y(1) : atY(one.cv2To);
    return { x: x0, y: y1, width: Math.max(0, x1 - x0), height: Math.max(0, y0 - y1) };
  };
  return (
    <div ref={box} className="quadrant-chart">
      {width > 0 && (
        <svg
          width={width}
          height={height}
          role="group"
          aria-label={`Positions by interval between demands and by variation of their size: ${brushed
            .map((name) => `${classLabels[name]} ${quadrant.byClass[demandClassNames.indexOf(name)] ?? 0}`)
            .join(', ')}`}
          tabIndex={0}
          data-testid="quadrant-chart"
          onKeyDown={(event) => {
            if (event.key === 'Escape') onBrush(null);
          }}
          onPointerDown={(event) => {
            if (event.button !== 0) return;
            event.currentTarget.setPointerCapture(event.pointerId);
            const at = point(event);
            setDrawn({ x0: at.x, y0: at.y, x1: at.x, y1: at.y });
          }}
          onPointerMove={(event) => {
            if (drawn === null) return;
            const at = point(event);
            setDrawn({ ...drawn, x1: at.x, y1: at.y });
          }}
          onPointerCancel={() => setDrawn(null)}
          onPointerUp={() => {
            if (drawn === null) return;
            setDrawn(null);
            onBrush(brushOf(drawn, adiEdges, cv2Edges));
          }}
        >
          <rect className="quadrant-ground" x={x(0)} y={y(1)} width={x(1) - x(0)} height={y(0) - y(1)} />
          {Array.from(counts, (count, index) => {
            if (count === 0) return null;
            const column = index % columns;
            const row = Math.floor(index / columns);
            return (
              <rect
                key={index}
                className="quadrant-cell"
                x={x(column / columns)}
                y={y((row + 1) / rows)}
                width={x(1 / columns) - x(0) - 1}
                height={y(0) - y(1 / rows) - 1}
                fillOpacity={0.12 + 0.88 * shade(count)}
              >
                <title>
                  {`${countOf(count, 'position')}: ADI from ${formatNumber(adiEdges[column] ?? 0, 2)}, CV² from ${formatNumber(cv2Edges[row] ?? 0, 2)}`}
                </title>
              </rect>
            );
          })}
          <line className="quadrant-border" x1={atX(borders.adi)} x2={atX(borders.adi)} y1={y(0)} y2={y(1)} />
          <line className="quadrant-border" x1={x(0)} x2={x(1)} y1={atY(borders.cv2)} y2={atY(borders.cv2)} />
          <text x={x(0) + 4} y={y(0) - 6} className="quadrant-name">
            Smooth
          </text>
          <text x={x(0) + 4} y={y(1) + 14} className="quadrant-name">
            Erratic
          </text>
          <text x={x(1) - 4} y={y(0) - 6} textAnchor="end" className="quadrant-name">
            Intermittent
          </text>
          <text x={x(1) - 4} y={y(1) + 14} textAnchor="end" className="quadrant-name">
            Lumpy
          </text>
          {xTicks.map((tick) => (
            <text key={tick} x={atX(tick)} y={height - margin.bottom + 14} textAnchor="middle">
              {formatNumber(tick, 2)}
            </text>
          ))}
          {yTicks.map((tick) => (
            <text key={tick} x={margin.left - 6} y={atY(tick)} dy="0.32em" textAnchor="end">
              {formatNumber(tick, 2)}
            </text>
          ))}
          <text x={x(1)} y={height - 4} textAnchor="end">
            Months between demands (ADI)
          </text>
          <text x={4} y={11}>
            Variation of size (CV²)
          </text>
          {shown !== null && (
            <rect className="quadrant-brush" {...boxOf(shown)} data-testid="quadrant-brush" />
          )}
        </svg>
      )}
    </div>
  );
}
