import type { Step } from './selection.ts';

/** What a key press means to the selection of a grid; everything else is left to the cell that has the focus. */
export type GridIntent =
  | { readonly kind: 'extend'; readonly step: Step; readonly edge: boolean }
  | { readonly kind: 'extend-page'; readonly direction: 1 | -1 }
  | { readonly kind: 'select-all' }
  | { readonly kind: 'select-column' }
  | { readonly kind: 'select-row' }
  | { readonly kind: 'collapse' }
  | { readonly kind: 'clear' };

export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

const steps: Readonly<Record<string, Step>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
};

export function keyToIntent(press: KeyPress): GridIntent | null {
  const control = press.ctrlKey || press.metaKey;
  if (press.altKey) return null;
  const step = steps[press.key];
  if (step !== undefined) return press.shiftKey ? { kind: 'extend', step, edge: control } : null;
  switch (press.key) {
    case 'PageDown':
      return press.shiftKey ? { kind: 'extend-page', direction: 1 } : null;
    case 'PageUp':
      return press.shiftKey ? { kind: 'extend-page', direction: -1 } : null;
    case 'Home':
      return press.shiftKey ? { kind: 'extend', step: control ? 'up' : 'left', edge: true } : null;
    case 'End':
      return press.shiftKey ? { kind: 'extend', step: control ? 'down' : 'right', edge: true } : null;
    case 'a':
    case 'A':
      return control && !press.shiftKey ? { kind: 'select-all' } : null;
    case ' ':
      if (control) return { kind: 'select-column' };
      return press.shiftKey ? { kind: 'select-row' } : null;
    case 'Escape':
      return { kind: 'collapse' };
    case 'Delete':
    case 'Backspace':
      return control || press.shiftKey ? null : { kind: 'clear' };
    default:
      return null;
  }
}
