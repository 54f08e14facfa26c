import './sparkline.css';
import { sparklinePath } from './sparklinePath.ts';

/** A trend beside its figure; the figure says the value, so the line is silent for screen readers. */
export function Sparkline({
  values,
  width = 64,
  height = 20,
}: {
  readonly values: readonly number[];
  readonly width?: number;
  readonly height?: number;
}) {
  return (
    <svg
      className="sparkline"
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      style={{ maxWidth: width, height }}
      aria-hidden
    >
      <path d={sparklinePath(values, width, height)} />
    </svg>
  );
}
