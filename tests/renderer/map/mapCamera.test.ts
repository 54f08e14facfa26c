import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  boundsCamera,
  fitCamera,
  mostZoom,
  panCamera,
  placeCamera,
  toScreen,
  zoomCamera,
} from '../../../renderer/components/map/mapCamera.ts';

const sheet = { width: 975, height: 610 };
const view = { width: 800, height: 500 };

test('the whole sheet fits and is centred', () => {
  const camera = fitCamera(sheet, view);
  const [left, top] = toScreen(camera, [0, 0]);
  const [right, bottom] = toScreen(camera, [sheet.width, sheet.height]);
  expect(left).toBeGreaterThanOrEqual(0);
  expect(top).toBeGreaterThanOrEqual(0);
  expect(right).toBeLessThanOrEqual(view.width);
  expect(bottom).toBeLessThanOrEqual(view.height);
  expect(left + right).toBeCloseTo(view.width);
  expect(top + bottom).toBeCloseTo(view.height);
});

test('zooming keeps the point under the pointer and stays within its bounds', () => {
  const fit = fitCamera(sheet, view);
  const near = zoomCamera(fit, 3, 400, 250, sheet, view);
  const before = [(400 - fit.x) / fit.scale, (250 - fit.y) / fit.scale] as const;
  const [x, y] = toScreen(near, before);
  expect(x).toBeCloseTo(400);
  expect(y).toBeCloseTo(250);
  expect(zoomCamera(fit, 0.01, 400, 250, sheet, view).scale).toBe(fit.scale);
  expect(zoomCamera(fit, 1e9, 400, 250, sheet, view).scale).toBeCloseTo(fit.scale * mostZoom);
});

test('no sequence of moves loses the sheet from sight', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.record({
          dx: fc.integer({ min: -3000, max: 3000 }),
          dy: fc.integer({ min: -3000, max: 3000 }),
          factor: fc.double({ min: 0.2, max: 5, noNaN: true }),
          x: fc.integer({ min: 0, max: view.width }),
          y: fc.integer({ min: 0, max: view.height }),
        }),
        { maxLength: 12 },
      ),
      (moves) => {
        let camera = fitCamera(sheet, view);
        for (const move of moves) {
          camera = panCamera(camera, move.dx, move.dy, sheet, view);
          camera = zoomCamera(camera, move.factor, move.x, move.y, sheet, view);
          const [left, top] = toScreen(camera, [0, 0]);
          const [right, bottom] = toScreen(camera, [sheet.width, sheet.height]);
          expect(left).toBeLessThanOrEqual(view.width / 2 + 1e-6);
          expect(right).toBeGreaterThanOrEqual(view.width / 2 - 1e-6);
          expect(top).toBeLessThanOrEqual(view.height / 2 + 1e-6);
          expect(bottom).toBeGreaterThanOrEqual(view.height / 2 - 1e-6);
        }
      },
    ),
  );
});

test('a place comes to the middle, and several places into view', () => {
  const [x, y] = toScreen(placeCamera([500, 300], 5, sheet, view), [500, 300]);
  expect(x).toBeCloseTo(view.width / 2);
  expect(y).toBeCloseTo(view.height / 2);
  const places = [
    [300, 200],
    [420, 330],
    [390, 260],
  ] as const;
  const camera = boundsCamera(places, sheet, view);
  for (const place of places) {
    const [px, py] = toScreen(camera, place);
    expect(px).toBeGreaterThan(0);
    expect(px).toBeLessThan(view.width);
    expect(py).toBeGreaterThan(0);
    expect(py).toBeLessThan(view.height);
  }
});
