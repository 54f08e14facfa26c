import type { RebalanceTotals } from '../../../core/contract/rebalance.ts';

/** The part of the plane from doing nothing to the largest plan, with room beyond it. */
export function frontierDomain(plans: readonly Pick<RebalanceTotals, 'freightMinor' | 'avoidedMinor'>[]): {
  readonly freight: readonly [number, number];
  readonly avoided: readonly [number, number];
} {
  return {
    freight: fromNothing(plans.map((plan) => plan.freightMinor)),
    avoided: fromNothing(plans.map((plan) => plan.avoidedMinor)),
  };
}

function fromNothing(values: readonly number[]): readonly [number, number] {
  return [0, Math.max(1, 1.08 * Math.max(0, ...values))];
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
