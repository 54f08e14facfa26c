import type { Size } from '../layout/useSize.ts';

/**
 * Where the map is looked at from: screen = sheet × scale + offset. All moves are pure, keep the point under the
 * pointer where it is, and never lose the sheet from sight.
 */
export interface Camera {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

export const mostZoom = 40;
const margin = 16;

/** The whole sheet, centred. */
export function fitCamera(sheet: Size, view: Size): Camera {
  const scale = Math.max(
    0.05,
    Math.min((view.width - 2 * margin) / sheet.width, (view.height - 2 * margin) / sheet.height),
  );
  return centred(view, scale, sheet.width / 2, sheet.height / 2);
}

/** Zooms by a factor with the screen point (x, y) fixed. */
export function zoomCamera(
  camera: Camera,
  factor: number,
  x: number,
  y: number,
  sheet: Size,
  view: Size,
): Camera {
  const least = fitCamera(sheet, view).scale;
  const scale = Math.min(least * mostZoom, Math.max(least, camera.scale * factor));
  const ratio = scale / camera.scale;
  return keepInSight({ scale, x: x - (x - camera.x) * ratio, y: y - (y - camera.y) * ratio }, sheet, view);
}

export function panCamera(camera: Camera, dx: number, dy: number, sheet: Size, view: Size): Camera {
  return keepInSight({ ...camera, x: camera.x + dx, y: camera.y + dy }, sheet, view);
}

/** A place in the middle at `zoom` times the whole map. */
export function placeCamera(place: readonly [number, number], zoom: number, sheet: Size, view: Size): Camera {
  const scale = fitCamera(sheet, view).scale * Math.min(mostZoom, Math.max(1, zoom));
  return keepInSight(centred(view, scale, place[0], place[1]), sheet, view);
}

/** The closest look that shows all the places with room around them. */
export function boundsCamera(
  places: readonly (readonly [number, number])[],
  sheet: Size,
  view: Size,
): Camera {
  const xs = places.map(([x]) => x);
  const ys = places.map(([, y]) => y);
  const [left, right] = [Math.min(...xs), Math.max(...xs)];
  const [top, bottom] = [Math.min(...ys), Math.max(...ys)];
  const room = 96;
  const scale = Math.min(
    (view.width - room) / Math.max(1, right - left),
    (view.height - room) / Math.max(1, bottom - top),
  );
  return placeCamera(
    [(left + right) / 2, (top + bottom) / 2],
    scale / fitCamera(sheet, view).scale,
    sheet,
    view,
  );
}

export function toScreen(camera: Camera, place: readonly [number, number]): readonly [number, number] {
  return [place[0] * camera.scale + camera.x, place[1] * camera.scale + camera.y];
}

function centred(view: Size, scale: number, x: number, y: number): Camera {
  return { scale, x: view.width / 2 - x * scale, y: view.height / 2 - y * scale };
}

/** Half of the view at least stays over the sheet. */
function keepInSight(camera: Camera, sheet: Size, view: Size): Camera {
  const keep = (offset: number, length: number, room: number): number => {
    const span = length * camera.scale;
    const low = Math.min(room / 2 - span, (room - span) / 2);
    const high = Math.max(room / 2, (room - span) / 2);
    return Math.min(high, Math.max(low, offset));
  };
  return {
    scale: camera.scale,
    x: keep(camera.x, sheet.width, view.width),
    y: keep(camera.y, sheet.height, view.height),
  };
}
