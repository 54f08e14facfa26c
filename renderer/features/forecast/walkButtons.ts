import type { KeyboardEvent } from 'react';

/**
 * Arrow keys move the focus between the buttons of a row (tabs) or a list, over its ends and round; `press` also presses
 * the button that is reached.
 */
export function walkButtons(event: KeyboardEvent<HTMLElement>, along: 'row' | 'list', press: boolean): void {
  const [back, on] = along === 'row' ? ['ArrowLeft', 'ArrowRight'] : ['ArrowUp', 'ArrowDown'];
  const by = event.key === on ? 1 : event.key === back ? -1 : 0;
  if (by === 0 || event.altKey || event.ctrlKey || event.metaKey) return;
  const buttons = [...event.currentTarget.querySelectorAll<HTMLButtonElement>('button')];
  const at = buttons.findIndex((button) => button === document.activeElement);
  const next = buttons[(at + by + buttons.length) % buttons.length];
  next?.focus();
  if (press) next?.click();
  event.preventDefault();
}
