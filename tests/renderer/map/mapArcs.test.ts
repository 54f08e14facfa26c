import { expect, test } from 'vitest';
import type { LaneArc } from '../../../core/contract/views.ts';
import { arcShape, arcWidth, drawnArcs, gatherArcs } from '../../../renderer/components/map/mapArcs.ts';
import { projectPlace, sheet } from '../../../renderer/components/map/outlines.ts';

const view = { width: 800, height: 500 };

const lane = (from: number, to: number, stage: LaneArc['stage'] = 'proposed'): LaneArc => ({
  from,
  to,
  stage,
  transfers: 1,
  units: 10,
  kg: 4,
  freightMinor: 100,
  valueMinor: 2_000,
  netMinor: 500,
});

test('lanes between the same two marks join, stages apart; lanes inside a mark are not drawn', () => {
  const markOf = new Map([
    [1, 1],
    [2, 1],
    [3, 3],
  ]);
  const arcs = gatherArcs([lane(1, 3), lane(2, 3), lane(1, 2), lane(3, 1), lane(1, 3, 'moving')], markOf);
  expect(arcs.map((arc) => `${arc.from}>${arc.to} ${arc.stage} ${arc.transfers}`)).toEqual([
    '1>3 proposed 2',
    '3>1 proposed 1',
    '1>3 moving 1',
  ]);
  expect(arcs[0].lanes).toEqual([
    [1, 3],
    [2, 3],
  ]);
  expect(arcs[0].units).toBe(20);
});

test('the two directions of a lane bend apart', () => {
  const a = { x: 0, y: 0, radius: 5 };
  const b = { x: 200, y: 0, radius: 5 };
  const y = (path: string): number => Number(/Q[-\d.]+ ([-\d.]+)/.exec(path)?.[1]);
  expect(Math.sign(y(arcShape(a, b, 0, view).path))).toBe(-Math.sign(y(arcShape(b, a, 0, view).path)));
});

test('an arc that never comes near the view is not drawn, and a long one only near it', () => {
  const far = { x: 5000, y: 5000, radius: 5 };
  expect(arcShape(far, { ...far, x: 6000 }, 0, view).path).toBe('');
  const long = arcShape({ x: -40_000, y: 200, radius: 5 }, { x: 40_000, y: 210, radius: 5 }, -2.6, view).path;
  const numbers = long.match(/-?[\d.]+/g)?.map(Number) ?? [];
  expect(numbers).toHaveLength(6);
  for (const value of numbers) expect(Math.abs(value)).toBeLessThan(3000);
});

test('width separates orders of magnitude and stays thin', () => {
  expect(arcWidth(0, 400)).toBeLessThan(arcWidth(1, 400));
  expect(arcWidth(1, 400)).toBeLessThan(arcWidth(20, 400));
  expect(arcWidth(20, 400)).toBeLessThan(arcWidth(400, 400));
  expect(arcWidth(1e9, 1e9)).toBeLessThanOrEqual(5);
});

test('of many arcs the largest are drawn last, the rest muted, and beyond 400 only those asked for', () => {
  const arcs = gatherArcs(
    Array.from({ length: 600 }, (_, k) => ({ ...lane(k, 1000), kg: k, freightMinor: 600 - k })),
    new Map(Array.from({ length: 1001 }, (_, k) => [k, k])),
  );
  const byKg = drawnArcs(arcs, 'kg', (arc) => arc.from === 7);
  expect(byKg).toHaveLength(401);
  expect(byKg.at(-1)?.arc.from).toBe(599);
  expect(byKg[0].arc.from).toBe(7);
  expect(byKg.filter(({ isMinor }) => !isMinor).map(({ arc }) => arc.from)).toEqual(
    Array.from({ length: 40 }, (_, k) => 560 + k),
  );
  expect(drawnArcs(arcs, 'freight', () => false).at(-1)?.arc.from).toBe(0);
});

test('places lie on the sheet of the outlines: the west left of the east, the north above the south', () => {
  const [seattle, miami] = [projectPlace(-122.33, 47.61), projectPlace(-80.19, 25.77)];
  expect(seattle).not.toBeNull();
  expect(miami).not.toBeNull();
  expect(seattle![0]).toBeLessThan(miami![0]);
  expect(seattle![1]).toBeLessThan(miami![1]);
  for (const [x, y] of [seattle!, miami!]) {
    expect(x).toBeGreaterThan(0);
    expect(x).toBeLessThan(sheet.width);
    expect(y).toBeGreaterThan(0);
    expect(y).toBeLessThan(sheet.height);
  }
  expect(projectPlace(2.35, 48.85)).toBeNull();
});
