import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseWindowState, placeWindow } from '../../electron/main/windowState.ts';

const laptop = { x: 0, y: 25, width: 1280, height: 775 };
const second = { x: 1280, y: 0, width: 2560, height: 1440 };

describe('placeWindow', () => {
  it('opens in the middle of the first screen, no larger than it', () => {
    expect(placeWindow(null, [laptop])).toEqual({ bounds: laptop, maximized: false });
    expect(placeWindow(null, [second]).bounds).toEqual({ x: 1840, y: 270, width: 1440, height: 900 });
  });

  it('opens where it was', () => {
    const kept = { bounds: { x: 1400, y: 50, width: 2000, height: 1200 }, maximized: true };
    expect(placeWindow(kept, [laptop, second])).toEqual(kept);
  });

  it('comes back when its screen is gone or its title bar is out of reach', () => {
    const bounds = { x: 1400, y: 50, width: 2000, height: 1200 };
    expect(placeWindow({ bounds, maximized: false }, [laptop]).bounds).toEqual(laptop);
    const above = { x: 0, y: -500, width: 1100, height: 700 };
    expect(placeWindow({ bounds: above, maximized: false }, [laptop]).bounds).toEqual({
      x: 90,
      y: 62,
      width: 1100,
      height: 700,
    });
  });

  it('stays within reach when it is made smaller', () => {
    const bounds = { x: -2089, y: 0, width: 321, height: 0 };
    const screen = { x: -1968, y: 0, width: 320, height: 240 };
    expect(placeWindow({ bounds, maximized: false }, [screen]).bounds).toEqual({ ...screen, x: -2088 });
  });

  it('always leaves the title bar within reach and the window usable', () => {
    const length = fc.integer({ min: -5000, max: 5000 });
    const rectangle = fc.record({ x: length, y: length, width: length, height: length });
    const screen = fc.record({
      x: length,
      y: length,
      width: fc.integer({ min: 320, max: 8000 }),
      height: fc.integer({ min: 240, max: 5000 }),
    });
    fc.assert(
      fc.property(rectangle, fc.array(screen, { minLength: 1, maxLength: 3 }), (bounds, screens) => {
        const placed = placeWindow({ bounds, maximized: false }, screens).bounds;
        const holds = screens.some(
          (on) =>
            placed.width <= on.width &&
            placed.height <= on.height &&
            placed.width >= Math.min(1024, on.width) &&
            placed.height >= Math.min(640, on.height) &&
            placed.y >= on.y &&
            placed.y <= on.y + on.height - 100 &&
            Math.min(placed.x + placed.width, on.x + on.width) - Math.max(placed.x, on.x) >= 200,
        );
        expect(holds).toBe(true);
      }),
    );
  });
});

it('parseWindowState reads back what was kept and nothing else', () => {
  const state = { bounds: { x: 1, y: 2, width: 3, height: 4 }, maximized: false };
  expect(parseWindowState(JSON.stringify(state))).toEqual(state);
  for (const text of [
    null,
    '',
    '{',
    '{}',
    '{"bounds":{"x":"1"},"maximized":false}',
    JSON.stringify({ ...state, maximized: 1 }),
  ])
    expect(parseWindowState(text)).toBeNull();
});
