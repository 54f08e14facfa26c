import { useEffect } from 'react';
import { useCommands } from '../host/useCommand.ts';
import { parseSelection } from './deepLink.ts';
import { openFind } from './find/findStore.ts';
import { shortcutOf } from './shortcutOf.ts';
import { goTo, openExplain, toggleExplain, useView } from './viewStore.ts';
import { workspaces } from './workspaces.tsx';

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
