import { useEffect } from 'react';
import { useCommands } from '../host/useCommand.ts';
import { parseSelection } from './deepLink.ts';
import { openFind } from './find/findStore.ts';
import { goTo, openExplain, toggleExplain, useView } from './viewStore.ts';
import { workspaces } from './workspaces.tsx';

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

export function useShortcuts(): void {
  const { undo, redo } = useCommands();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented) return;
      const shortcut = shortcutOf({
        key: event.key,
        ctrl: event.ctrlKey || event.metaKey,
        shift: event.shiftKey,
        alt: event.altKey,
        typing: isTyping(event.target),
      });
      if (shortcut === null) return;
      event.preventDefault();
      switch (shortcut.kind) {
        case 'workspace': {
          const workspace = workspaces[shortcut.index];
          if (workspace !== undefined) goTo(workspace.id);
          return;
        }
        case 'find':
          openFind();
          return;
        case 'undo':
          void undo();
          return;
        case 'redo':
          void redo();
          return;
        case 'explain': {
          const { selection, explainOpen } = useView.getState();
          if (selection === null || explainOpen) toggleExplain();
          else openExplain(selection);
        }
      }
    };
    const onClick = (event: MouseEvent): void => {
      if (!event.altKey || !(event.target instanceof Element)) return;
      const subject = parseSelection(
        event.target.closest('[data-explain]')?.getAttribute('data-explain') ?? null,
      );
      if (subject === null) return;
      event.preventDefault();
      event.stopPropagation();
      openExplain(subject);
    };
    window.addEventListener('keydown', onKeyDown);
    window.addEventListener('click', onClick, true);
    return () => {
      window.removeEventListener('keydown', onKeyDown);
      window.removeEventListener('click', onClick, true);
    };
  }, [undo, redo]);
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName);
}
