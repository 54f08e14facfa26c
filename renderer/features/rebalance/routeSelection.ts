import type { Condition } from '../../../core/contract/grid.ts';
import type { RouteCurve } from '../../../core/contract/rebalance.ts';
import { countOf, formatCount } from '../../components/format/formatNumber.ts';

/** A stretch of the routes of a plan, best value for freight first: points of the curve, both ends counted. */
export interface RouteStretch {
  readonly first: number;
  readonly last: number;
}

/** The point of the curve in whose stretch of freight an amount lies; the last one beyond the end. */
export function pointAtFreight({ freightMinor }: RouteCurve, amount: number): number {
  let low = 0;
  let high = freightMinor.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (freightMinor[middle] < amount) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The stretch as a filter of the grid. It holds what the plan makes of the same value later, too. */
export function stretchCondition(curve: RouteCurve, { first, last }: RouteStretch): Condition {
  const isWhole = last === curve.perFreight.length - 1;
  return {
    kind: 'number',
    column: 'perFreight',
    // Routes of nearly the same value stand on the side on which the curve has them.
    ...(isWhole ? {} : { from: Math.min(Number.MAX_VALUE, curve.perFreight[last]) }),
    ...(first === 0 ? {} : { to: below(curve.perFreight[first - 1]) }),
  };
}

function below(value: number): number {
  return value === Number.POSITIVE_INFINITY ? Number.MAX_VALUE : value * (1 - 1e-9);
}

/** The stretch that a filter of the grid stands for on the curve as it is now; null where it holds none of it. */
export function stretchOf(curve: RouteCurve, condition: Condition | undefined): RouteStretch | null {
  if (condition?.kind !== 'number' || curve.perFreight.length === 0) return null;
  const { from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY } = condition;
  const first = curve.perFreight.findIndex((value) => value <= to);
  const last = curve.perFreight.findLastIndex((value) => value >= from);
  return first < 0 || last < first ? null : { first, last };
}

export interface StretchSums {
  readonly routes: number;
  readonly transfers: number;
  readonly freightMinor: number;
  readonly avoidedMinor: number;
  readonly netMinor: number;
}

export function stretchSums(curve: RouteCurve, { first, last }: RouteStretch): StretchSums {
  const between = (column: Float64Array | Int32Array): number =>
    column[last] - (first === 0 ? 0 : column[first - 1]);
  return {
    routes: between(curve.routes),
    transfers: between(curve.transfers),
    freightMinor: between(curve.freightMinor),
    avoidedMinor: between(curve.avoidedMinor),
    netMinor: between(curve.netMinor),
  };
}

/** `Best 12 of 86 routes, 31 proposals: $12.3k avoided for $1.1k of freight`. */
export function stretchText(
  curve: RouteCurve,
  stretch: RouteStretch,
  money: (minor: number) => string,
): string {
  const sums = stretchSums(curve, stretch);
  const all = curve.routes.at(-1) ?? 0;
  const which =
    stretch.first === 0
      ? `Best ${formatCount(sums.routes)} of ${countOf(all, 'route')}`
      : `${countOf(sums.routes, 'route')} of ${formatCount(all)}`;
  return `${which}, ${countOf(sums.transfers, 'proposal')}: ${money(sums.avoidedMinor)} avoided for ${money(sums.freightMinor)} of freight`;
}
