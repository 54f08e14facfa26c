import { expect, test } from 'vitest';
import { riskLevels } from '../../../core/contract/views.ts';
import { riskPath, worstLevel } from '../../../renderer/components/risk/riskPath.ts';
import { sparklinePath } from '../../../renderer/components/sparkline/sparklinePath.ts';

test('every level has a shape of its own', () => {
  const shapes = new Set(riskLevels.map((level) => riskPath(level, 6)));
  expect(shapes.size).toBe(riskLevels.length);
});

test('polygons have the area of their circle, so that size compares across levels', () => {
  const area = (path: string): number => {
    const points = path
      .slice(1, -1)
      .split('L')
      .map((pair) => pair.split(' ').map(Number));
    return Math.abs(
      points.reduce((sum, [x, y], i) => {
        const [nextX, nextY] = points[(i + 1) % points.length];
        return sum + x * nextY - nextX * y;
      }, 0) / 2,
    );
  };
  for (const level of ['watch', 'act', 'critical'] as const) {
    expect(area(riskPath(level, 10)) / (Math.PI * 100)).toBeCloseTo(1, 2);
  }
});

test('the worst level that has positions', () => {
  expect(worstLevel([10, 0, 0, 0])).toBe('none');
  expect(worstLevel([10, 3, 0, 0])).toBe('watch');
  expect(worstLevel([10, 3, 0, 1])).toBe('critical');
  expect(worstLevel([])).toBe('none');
});

test('a trend stays in its box, a flat one is a line in the middle, an unknown value a gap', () => {
  expect(sparklinePath([], 60, 20)).toBe('');
  expect(sparklinePath([5, 5], 60, 20)).toBe('M2 10L58 10');
  expect(sparklinePath([1, Number.NaN, 3], 60, 20).match(/M/g)).toHaveLength(2);
  expect(sparklinePath([0, 0], 60, 20)).toBe('M2 10L58 10');
  expect(sparklinePath([10_000, 10_001], 60, 20)).toBe('M2 10.08L58 9.92');
  expect(sparklinePath([10, 20], 60, 20)).toBe('M2 18L58 2');
  const numbers =
    sparklinePath([3, -8, 1e9, 4], 60, 20)
      .match(/-?[\d.]+/g)
      ?.map(Number) ?? [];
  numbers.forEach((value, index) => {
    expect(value).toBeGreaterThanOrEqual(0);
    expect(value).toBeLessThanOrEqual(index % 2 === 0 ? 60 : 20);
  });
});
