import { useEffect, useRef, type RefObject } from 'react';

/**
 * For the content of a Dialog: once it is open, the control marked `data-first-focus` inside the returned element's
 * dialog has the focus, so that Enter does what the dialog is for.
 */
export function useFocusOnOpen<T extends HTMLElement>(open: boolean): RefObject<T | null> {
  const content = useRef<T>(null);
  useEffect(() => {
    if (open) content.current?.closest('dialog')?.querySelector<HTMLElement>('[data-first-focus]')?.focus();
  }, [open]);
  return content;
}
