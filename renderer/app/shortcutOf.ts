/** A keystroke as the frame reads it. */
export interface Keystroke {
  readonly key: string;
  readonly ctrl: boolean;
  readonly shift: boolean;
  readonly alt: boolean;
  /** The focus is where text is typed. */
  readonly typing: boolean;
}

export type Shortcut =
  | { readonly kind: 'workspace'; readonly index: number }
  | { readonly kind: 'find' | 'undo' | 'redo' | 'explain' };

/** What a keystroke means anywhere in the window; null leaves it to what has the focus. */
export function shortcutOf(stroke: Keystroke): Shortcut | null {
  if (stroke.key === 'F1') return { kind: 'explain' };
  if (!stroke.ctrl || stroke.alt) return null;
  if (/^[1-9]$/.test(stroke.key) && !stroke.shift)
    return { kind: 'workspace', index: Number(stroke.key) - 1 };
  const key = stroke.key.toLowerCase();
  if (key === 'k' && !stroke.shift) return { kind: 'find' };
  if (stroke.typing) return null;
  if (key === 'z') return { kind: stroke.shift ? 'redo' : 'undo' };
  if (key === 'y' && !stroke.shift) return { kind: 'redo' };
  return null;
}
