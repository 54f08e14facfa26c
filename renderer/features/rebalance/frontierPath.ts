import type { RebalanceTotals } from '../../../core/contract/rebalance.ts';

/** The part of the plane that holds the plans, with room around them; a single plan stands in its middle. */
export function frontierDomain(plans: readonly RebalanceTotals[]): {
  readonly freight: readonly [number, number];
  readonly avoided: readonly [number, number];
} {
  return {
    freight: roomy(plans.map((plan) => plan.freightMinor)),
    avoided: roomy(plans.map((plan) => plan.avoidedMinor)),
  };
}

function roomy(values: readonly number[]): readonly [number, number] {
  if (values.length === 0) return [0, 1];
  const least = Math.min(...values);
  const most = Math.max(...values);
  const room = most > least ? 0.12 * (most - least) : Math.max(1, 0.1 * Math.abs(most));
  return [Math.max(0, least - room), most + room];
}

export function frontierPath(points: readonly (readonly [number, number])[]): string {
  return points.map(([x, y], k) => `${k === 0 ? 'M' : 'L'}${x.toFixed(1)},${y.toFixed(1)}`).join('');
}

/** Which points have room for a label: of those that stand too near to each other, the first. */
export function labelledPoints(points: readonly (readonly [number, number])[], room: number): boolean[] {
  const kept: (readonly [number, number])[] = [];
  return points.map((point) => {
    const free = kept.every(([x, y]) => Math.abs(x - point[0]) >= room || Math.abs(y - point[1]) >= 14);
    if (free) kept.push(point);
    return free;
  });
}
