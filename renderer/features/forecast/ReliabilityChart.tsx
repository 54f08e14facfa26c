import { Scale } from '@visx/visx';
import type { ReliabilityBin } from '../../../core/contract/forecast.ts';
import { formatCount, formatShare } from '../../components/format/formatNumber.ts';
import { useSize } from '../../components/layout/useSize.ts';

const margin = { top: 12, right: 12, bottom: 34, left: 42 };
const ticks = [0, 0.25, 0.5, 0.75, 1];

/** Predicted probability against what happened: points on the diagonal are probabilities that came true. */
export function ReliabilityChart({
  bins,
  testId = 'reliability-chart',
}: {
  readonly bins: readonly ReliabilityBin[];
  readonly testId?: string;
}) {
  const [box, size] = useSize<HTMLDivElement>();
  const width = Math.min(size?.width ?? 0, 420);
  const height = Math.round(width * 0.72);
  const x = Scale.scaleLinear<number>({
    domain: [0, 1],
    range: [margin.left, Math.max(margin.left, width - margin.right)],
  });
  const y = Scale.scaleLinear<number>({ domain: [0, 1], range: [height - margin.bottom, margin.top] });
  const most = Math.max(1, ...bins.map((bin) => bin.count));
  const radius = Scale.scaleSqrt<number>({ domain: [0, most], range: [2.5, 8] });
  return (
    <div ref={box}>
      {width > 0 && (
        <svg
          width={width}
          height={height}
          className="reliability"
          role="img"
          data-testid={testId}
          aria-label={`Reliability: ${bins
            .map(
              (bin) => `predicted ${formatShare(bin.predicted, 0)}, happened ${formatShare(bin.observed, 0)}`,
            )
            .join('; ')}`}
        >
          {ticks.map((tick) => (
            <g key={tick}>
              <line
                className={tick === 0 ? 'fan-zero' : 'fan-line'}
                x1={x(0)}
                x2={x(1)}
                y1={y(tick)}
                y2={y(tick)}
              />
              <text x={margin.left - 6} y={y(tick)} dy="0.32em" textAnchor="end">
                {formatShare(tick, 0)}
              </text>
              <text x={x(tick)} y={height - margin.bottom + 14} textAnchor={tick === 1 ? 'end' : 'middle'}>
                {formatShare(tick, 0)}
              </text>
            </g>
          ))}
          <line className="reliability-true" x1={x(0)} y1={y(0)} x2={x(1)} y2={y(1)} />
          <text x={x(0) + 4} y={margin.top + 8}>
            Happened
          </text>
          <text x={x(1)} y={height - 4} textAnchor="end">
            Predicted
          </text>
          <polyline
            className="reliability-line"
            points={bins.map((bin) => `${x(bin.predicted)},${y(bin.observed)}`).join(' ')}
          />
          {bins.map((bin) => (
            <circle
              key={bin.predicted}
              className="reliability-point"
              cx={x(bin.predicted)}
              cy={y(bin.observed)}
              r={radius(bin.count)}
            >
              <title>
                {`Predicted ${formatShare(bin.predicted)}, happened ${formatShare(bin.observed)}: ${formatCount(bin.count)} predictions`}
              </title>
            </circle>
          ))}
        </svg>
      )}
    </div>
  );
}
