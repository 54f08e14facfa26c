import { Scale } from '@visx/visx';
import type { KeyboardEvent } from 'react';
import type { FrontierPoint, RebalanceTotals } from '../../../core/contract/rebalance.ts';
import { formatMoney, formatNumber } from '../../components/format/formatNumber.ts';
import { useSize } from '../../components/layout/useSize.ts';
import { useQuestion } from '../../host/useQuestion.ts';
import { frontierDomain, frontierPath, labelledPoints } from './frontierPath.ts';

const follow = { refreshOn: ['frontier', 'changed', 'run'], everyMs: 1000 } as const;
const height = 200;
const margin = { top: 16, right: 20, bottom: 36, left: 62 };

/** Freight against money at risk avoided for several weights of service; the plan is a point on it. */
export function FrontierChart({
  currency,
  now,
  onFactor,
}: {
  readonly currency: string;
  /** Where the sliders stand. */
  readonly now: RebalanceTotals | null;
  readonly onFactor: (serviceFactor: number) => void;
}) {
  const [box, size] = useSize<HTMLElement>();
  const frontier = useQuestion('rebalance.frontier', {}, follow).answer;
  const points = frontier?.points ?? [];
  const present = frontier?.present ?? null;
  const plans = [...points.map((point) => point.totals), ...[present, now].filter((plan) => plan !== null)];
  const domain = frontierDomain(plans);
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
  return (
    <figure className="frontier" ref={box} data-testid="frontier">
      <figcaption>
        <span>Money at risk avoided against freight</span>
        <span className="muted">
          {frontier !== null && !frontier.complete
            ? `Solving point ${points.length + 1}`
            : 'Click a point to steer there'}
        </span>
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
          {now !== null && <Diamond at={at(now)} className="frontier-now" label="Now" />}
        </svg>
      )}
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
}: {
  readonly at: readonly [number, number];
  readonly className: string;
  readonly label: string;
}) {
  return (
    <g className={className} aria-hidden="true">
      <path d={`M${x},${y - 7}l7,7l-7,7l-7,-7z`} />
      <text x={x - 10} y={y - 6} textAnchor="end">
        {label}
      </text>
    </g>
  );
}
