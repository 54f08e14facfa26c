import { z } from 'zod';

export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface WindowState {
  readonly bounds: Rectangle;
  readonly maximized: boolean;
}

export const smallestWindow = { width: 1024, height: 640 } as const;
const usualWindow = { width: 1440, height: 900 } as const;
/** What has to be on a screen for a person to take hold of the window. */
const visible = { width: 200, height: 100 } as const;

const integer = z.int().min(-100_000).max(100_000);
const stateSchema = z.object({
  bounds: z.object({ x: integer, y: integer, width: integer, height: integer }),
  maximized: z.boolean(),
});

/** The state as it was kept; null when there is none or it cannot be read. */
export function parseWindowState(text: string | null): WindowState | null {
  if (text === null) return null;
  try {
    return stateSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/**
 * Where the window opens: where it was, if a person could still take hold of it there, else in the middle of
 * the first screen; never larger than its screen nor smaller than usable. `screens` are work areas, the
 * primary one first.
 */
export function placeWindow(kept: WindowState | null, screens: readonly Rectangle[]): WindowState {
  const primary = screens[0] ?? { x: 0, y: 0, ...usualWindow };
  const screen = kept === null ? undefined : screens.find((candidate) => canBeHeld(kept.bounds, candidate));
  const on = screen ?? primary;
  const wanted = kept?.bounds ?? { x: 0, y: 0, ...usualWindow };
  const width = clamp(wanted.width, Math.min(smallestWindow.width, on.width), on.width);
  const height = clamp(wanted.height, Math.min(smallestWindow.height, on.height), on.height);
  const bounds =
    screen === undefined
      ? {
          x: on.x + Math.floor((on.width - width) / 2),
          y: on.y + Math.floor((on.height - height) / 2),
          width,
          height,
        }
      : {
          // Made smaller, it might slip out of reach.
          x: clamp(wanted.x, on.x - width + visible.width, on.x + on.width - visible.width),
          y: wanted.y,
          width,
          height,
        };
  return { bounds, maximized: kept?.maximized ?? false };
}

/** The title bar is at the top: a good piece of it has to be on the screen. */
function canBeHeld(bounds: Rectangle, screen: Rectangle): boolean {
  const across = Math.min(bounds.x + bounds.width, screen.x + screen.width) - Math.max(bounds.x, screen.x);
  const inside = bounds.y >= screen.y && bounds.y <= screen.y + screen.height - visible.height;
  return across >= visible.width && inside;
}

function clamp(value: number, from: number, to: number): number {
  return Math.min(Math.max(value, from), to);
}
