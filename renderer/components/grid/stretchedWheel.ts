/**
 * No element is taller than about 16 million pixels here (grid.css says why), so a longer table is drawn
 * stretched: one pixel of scrolling moves it by several. The thumb is right that way, the wheel would jump. This
 * gives the wheel its step back: it scrolls by as much less as the table is longer. Below that height the
 * browser scrolls as ever.
 */
export function createStretchedWheel(
  host: HTMLElement,
  modelHeight: () => number,
): { update(): void; destroy(): void } {
  let listening = false;
  let remainder = 0;

  const onWheel = (event: WheelEvent): void => {
    const viewport = host.querySelector<HTMLElement>('.ag-grid-viewport');
    if (
      viewport === null ||
      event.ctrlKey ||
      event.shiftKey ||
      Math.abs(event.deltaX) > Math.abs(event.deltaY)
    )
      return;
    event.preventDefault();
    const wanted = wheelPixels(event, viewport.clientHeight) / stretch(viewport, modelHeight()) + remainder;
    const whole = Math.trunc(wanted);
    remainder = wanted - whole;
    viewport.scrollTop += whole;
  };

  const update = (): void => {
    const viewport = host.querySelector<HTMLElement>('.ag-grid-viewport');
    const wanted = viewport !== null && stretch(viewport, modelHeight()) > 1.001;
    if (wanted === listening) return;
    listening = wanted;
    if (wanted) host.addEventListener('wheel', onWheel, { passive: false });
    else host.removeEventListener('wheel', onWheel);
  };

  return { update, destroy: () => host.removeEventListener('wheel', onWheel) };
}

/** Pixels of the table that one pixel of scrolling moves. */
function stretch(viewport: HTMLElement, modelHeight: number): number {
  const scrolled = viewport.scrollHeight - viewport.clientHeight;
  return scrolled <= 0 ? 1 : Math.max(1, (modelHeight - viewport.clientHeight) / scrolled);
}

function wheelPixels(event: WheelEvent, page: number): number {
  if (event.deltaMode === WheelEvent.DOM_DELTA_LINE) return event.deltaY * 28;
  return event.deltaMode === WheelEvent.DOM_DELTA_PAGE ? event.deltaY * page : event.deltaY;
}
