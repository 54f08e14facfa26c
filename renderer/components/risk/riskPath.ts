import { riskLevels, type RiskLevel } from '../../../core/contract/views.ts';

/** A risk level reads without colour: ring, diamond, triangle, octagon, in the order of severity. */
export const riskLabels: Readonly<Record<RiskLevel, string>> = {
  none: 'No risk',
  watch: 'Watch',
  act: 'Act',
  critical: 'Critical',
};

/** SVG path of the level's shape around (0, 0), of the area of a circle with the radius. */
export function riskPath(level: RiskLevel, radius: number): string {
  switch (level) {
    case 'none':
      return `M${n(-radius)} 0A${n(radius)} ${n(radius)} 0 1 1 ${n(radius)} 0A${n(radius)} ${n(radius)} 0 1 1 ${n(-radius)} 0Z`;
    case 'watch':
      return polygon(4, radius * Math.sqrt(Math.PI / 2), 0);
    case 'act':
      return polygon(3, radius * Math.sqrt(Math.PI / (0.75 * Math.sqrt(3))), -Math.PI / 2);
    case 'critical':
      return polygon(8, radius * Math.sqrt(Math.PI / (2 * Math.SQRT2)), Math.PI / 8);
  }
}

/** The worst level that has positions, from counts in the order of `riskLevels`. */
export function worstLevel(byLevel: readonly number[]): RiskLevel {
  return riskLevels.findLast((_, index) => (byLevel[index] ?? 0) > 0) ?? 'none';
}

function polygon(corners: number, radius: number, turn: number): string {
  const points = Array.from({ length: corners }, (_, i) => {
    const angle = turn + (2 * Math.PI * i) / corners;
    return `${n(radius * Math.cos(angle))} ${n(radius * Math.sin(angle))}`;
  });
  return `M${points.join('L')}Z`;
}

function n(value: number): string {
  return String(Math.round(value * 100) / 100);
}
