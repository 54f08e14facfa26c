import { Scale } from '@visx/visx';
import { useState, type KeyboardEvent } from 'react';
import type { Condition } from '../../../core/contract/grid.ts';
import type { FrontierPoint, RebalanceTotals, RouteCurve } from '../../../core/contract/rebalance.ts';
import { formatMoney, formatNumber } from '../../components/format/formatNumber.ts';
import { useSize } from '../../components/layout/useSize.ts';
import { useQuestion } from '../../host/useQuestion.ts';
import { frontierDomain, frontierPath, labelledPoints } from './frontierPath.ts';
import { RouteCurveLayer } from './RouteCurveLayer.tsx';
import { stretchCondition, stretchOf, stretchText, type RouteStretch } from './routeSelection.ts';

const follow = { refreshOn: ['frontier', 'changed', 'run'], everyMs: 1000 } as const;
const followPlan = { refreshOn: ['changed', 'run'], everyMs: 1000 } as const;
const height = 260;
const margin = { top: 16, right: 20, bottom: 36, left: 62 };

/**
 * Freight against money at risk avoided: the present plan route by route, and the plans for several weights of service.
 * A stretch of the routes goes to the grid, a plan to the sliders.
 */
export function FrontierChart({
  currency,
  now,
  chosen,
  onFactor,
  onRoutes,
}: {
  readonly currency: string;
  /** Where the sliders stand. */
  readonly now: RebalanceTotals | null;
  /** What the grid lists by benefit ÷ freight of the route. */
  readonly chosen: Condition | undefined;
  readonly onFactor: (serviceFactor: number) => void;
  /** A stretch of routes for the grid; null lists all again. */
  readonly onRoutes: (condition: Condition | null) => void;
}) {
  const [box, size] = useSize<HTMLElement>();
  const frontier = useQuestion('rebalance.frontier', {}, follow).answer;
  const curve = useQuestion('rebalance.routeCurve', {}, followPlan).answer;
  const [draft, setDraft] = useState<RouteStretch | null>(null);
  const points = frontier?.points ?? [];
  const present = frontier?.present ?? null;
  const plans = [...points.map((point) => point.totals), ...[present, now].filter((plan) => plan !== null)];
  // The routes count edited proposals too, and so may end beyond every plan.
  const domain = frontierDomain([...plans, ...(curve === null ? [] : [curveEnd(curve)])]);
  const width = size?.width ?? 0;
  const x = Scale.scaleLinear<number>({
    domain: [...domain.freight],
    range: [margin.left, Math.max(margin.left + 20, width - margin.right)],
  });
  const y = Scale.scaleLinear<number>({
    domain: [...domain.avoided],
    range: [height - margin.bottom, margin.top],
  });
  const at = (plan: RebalanceTotals): readonly [number, number] => [
    x(plan.freightMinor),
    y(plan.avoidedMinor),
  ];
  const labelled = labelledPoints(
    points.map((point) => at(point.totals)),
    40,
  );
  const money = (value: number): string => formatMoney(value, currency, 'compact');
  const stretch = curve === null ? null : stretchOf(curve, chosen);
  const shown = draft ?? stretch;
  return (
    <figure className="frontier" ref={box} data-testid="frontier">
      <figcaption>
        <span>Money at risk avoided against freight</span>
        {frontier !== null && !frontier.complete && (
          <span className="muted">{`Solving point ${points.length + 1}`}</span>
        )}
      </figcaption>
      {width > 0 && plans.length > 0 && (
        <svg
          width={width}
          height={height}
          role="group"
          aria-label="Frontier of freight and money at risk avoided"
        >
          {y.ticks(4).map((tick) => (
            <g key={tick}>
              <line
                className="frontier-line"
                x1={margin.left}
                x2={width - margin.right}
                y1={y(tick)}
                y2={y(tick)}
              />
              <text x={margin.left - 6} y={y(tick)} dy="0.32em" textAnchor="end">
                {money(tick)}
              </text>
            </g>
          ))}
          {x.ticks(Math.max(2, Math.floor(width / 110))).map((tick) => (
            <text key={tick} x={x(tick)} y={height - margin.bottom + 15} textAnchor="middle">
              {money(tick)}
            </text>
          ))}
          <text className="frontier-axis" x={width - margin.right} y={height - 5} textAnchor="end">
            Freight
          </text>
          {curve !== null && (
            <RouteCurveLayer
              curve={curve}
              chosen={stretch}
              x={x}
              y={y}
              freightAt={(position) => x.invert(position)}
              area={{
                left: margin.left,
                right: width - margin.right,
                top: margin.top,
                bottom: height - margin.bottom,
              }}
              money={money}
              onDraft={setDraft}
              onChoose={(next) => onRoutes(next === null ? null : stretchCondition(curve, next))}
            />
          )}
          <path className="frontier-curve" d={frontierPath(points.map((point) => at(point.totals)))} />
          {points.map((point, index) => (
            <Point
              key={point.serviceFactor}
              point={point}
              at={at(point.totals)}
              money={money}
              labelled={labelled[index]}
              onFactor={onFactor}
            />
          ))}
          {present !== null && <Diamond at={at(present)} className="frontier-present" label="Plan" />}
          {now !== null && (
            <Diamond
              at={at(now)}
              className="frontier-now"
              label="Steered"
              isBelow={present !== null && isNear(at(present), at(now))}
            />
          )}
        </svg>
      )}
      <p className="frontier-text" role="status" data-testid="route-text">
        {curve !== null && shown !== null ? (
          stretchText(curve, shown, money)
        ) : (
          <span className="muted">
            Click or drag along the routes to select their proposals; click a ring, as of the last plan, to
            steer there
          </span>
        )}
      </p>
    </figure>
  );
}

function Point({
  point,
  at: [x, y],
  money,
  labelled,
  onFactor,
}: {
  readonly point: FrontierPoint;
  readonly at: readonly [number, number];
  readonly money: (value: number) => string;
  readonly labelled: boolean;
  readonly onFactor: (serviceFactor: number) => void;
}) {
  const factor = `× ${formatNumber(point.serviceFactor, 2)}`;
  const text = `Service ${factor}: ${money(point.totals.avoidedMinor)} avoided for ${money(point.totals.freightMinor)} of freight, net ${money(point.totals.netMinor)}`;
  const onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    onFactor(point.serviceFactor);
  };
  return (
    <g
      className="frontier-point"
      role="button"
      tabIndex={0}
      aria-label={text}
      data-testid={`frontier-${point.serviceFactor}`}
      onClick={() => onFactor(point.serviceFactor)}
      onKeyDown={onKey}
    >
      <title>{text}</title>
      <circle className="frontier-reach" cx={x} cy={y} r={12} />
      <circle className="frontier-dot" cx={x} cy={y} r={4} />
      {labelled && (
        <text x={x} y={y + 17} textAnchor="middle">
          {factor}
        </text>
      )}
    </g>
  );
}

function Diamond({
  at: [x, y],
  className,
  label,
  isBelow = false,
}: {
  readonly at: readonly [number, number];
  readonly className: string;
  readonly label: string;
  /** Its name stands below, out of the way of another's. */
  readonly isBelow?: boolean;
}) {
  return (
    <g className={className} aria-hidden="true">
      <path d={`M${x},${y - 7}l7,7l-7,7l-7,-7z`} />
      <text x={isBelow ? x : x - 10} y={isBelow ? y + 34 : y - 6} textAnchor={isBelow ? 'middle' : 'end'}>
        {label}
      </text>
    </g>
  );
}

function curveEnd({
  freightMinor,
  avoidedMinor,
}: RouteCurve): Pick<RebalanceTotals, 'freightMinor' | 'avoidedMinor'> {
  return { freightMinor: freightMinor.at(-1) ?? 0, avoidedMinor: avoidedMinor.at(-1) ?? 0 };
}

/** Two diamonds whose names, both left of them, would run into each other. */
function isNear(a: readonly [number, number], b: readonly [number, number]): boolean {
  return Math.abs(a[0] - b[0]) < 64 && Math.abs(a[1] - b[1]) < 16;
}
