import { useCallback, useEffect, useRef, useState } from 'react';
import type { Size } from '../layout/useSize.ts';
import { fitCamera, type Camera } from './mapCamera.ts';
import { sheet } from './outlines.ts';

export interface CameraControl {
  readonly camera: Camera;
  /** At once: wheel, drag. */
  readonly set: (change: (camera: Camera) => Camera) => void;
  /** In a short glide, or at once where reduced motion is asked for. */
  readonly glide: (to: Camera) => void;
  readonly reset: () => void;
}

const glideMs = 260;

/** The map's camera; it follows the view's size while the whole map is shown. */
export function useCamera(view: Size): CameraControl {
  const [moved, setMoved] = useState<Camera | null>(null);
  const frame = useRef(0);
  const camera = moved ?? fitCamera(sheet, view);
  const latest = useRef(camera);
  useEffect(() => {
    latest.current = camera;
  });
  useEffect(() => () => cancelAnimationFrame(frame.current), []);

  const set = useCallback((change: (camera: Camera) => Camera) => {
    cancelAnimationFrame(frame.current);
    latest.current = change(latest.current);
    setMoved(latest.current);
  }, []);
  const glide = useCallback((to: Camera) => {
    cancelAnimationFrame(frame.current);
    const from = latest.current;
    if (window.matchMedia('(prefers-reduced-motion: reduce)').matches) {
      setMoved(to);
      return;
    }
    const begin = performance.now();
    const step = (now: number): void => {
      const t = Math.min(1, Math.max(0, (now - begin) / glideMs));
      const eased = t < 0.5 ? 2 * t * t : 1 - (2 - 2 * t) ** 2 / 2;
      const mix = (a: number, b: number): number => a + (b - a) * eased;
      const next = { scale: mix(from.scale, to.scale), x: mix(from.x, to.x), y: mix(from.y, to.y) };
      setMoved(t === 1 ? to : next);
      if (t < 1) frame.current = requestAnimationFrame(step);
    };
    frame.current = requestAnimationFrame(step);
  }, []);
  const reset = useCallback(() => {
    cancelAnimationFrame(frame.current);
    setMoved(null);
  }, []);
  return { camera, set, glide, reset };
}
