import { useEffect, useLayoutEffect, useRef, type ReactNode } from 'react';
import { createPortal } from 'react-dom';

interface PopoverProps {
  readonly label: string;
  readonly anchor: HTMLElement;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A panel beneath its anchor; Esc and a press elsewhere close it, and the focus goes back to the anchor. */
export function Popover({ label, anchor, onClose, children }: PopoverProps) {
  const box = useRef<HTMLDivElement>(null);
  const close = useRef(onClose);
  useEffect(() => {
    close.current = onClose;
  });

  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    const place = (): void => {
      const from = anchor.getBoundingClientRect();
      const left = Math.min(from.left, window.innerWidth - element.offsetWidth - 8);
      const below = from.bottom + 4;
      const above = from.top - element.offsetHeight - 4;
      const fits = below + element.offsetHeight <= window.innerHeight - 8 || above < 8;
      element.style.left = `${Math.max(8, left)}px`;
      element.style.top = `${fits ? below : above}px`;
    };
    place();
    const observer = new ResizeObserver(place);
    observer.observe(element);
    window.addEventListener('resize', place);
    element.querySelector<HTMLElement>('input, select, button, [tabindex="0"]')?.focus();
    return () => {
      observer.disconnect();
      window.removeEventListener('resize', place);
    };
  }, [anchor]);

  useEffect(() => {
    const onPointerDown = (event: PointerEvent): void => {
      const target = event.target as Node;
      if (box.current?.contains(target) === true || anchor.contains(target)) return;
      close.current();
    };
    window.addEventListener('pointerdown', onPointerDown, true);
    return () => window.removeEventListener('pointerdown', onPointerDown, true);
  }, [anchor]);

  return createPortal(
    <div
      ref={box}
      className="grid-popover"
      role="dialog"
      aria-label={label}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        onClose();
        anchor.focus();
      }}
    >
      {children}
    </div>,
    document.body,
  );
}
