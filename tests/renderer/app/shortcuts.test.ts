import { expect, test } from 'vitest';
import { shortcutOf, type Keystroke } from '../../../renderer/app/shortcutOf.ts';

const stroke = (key: string, change: Partial<Keystroke> = {}): Keystroke => ({
  key,
  ctrl: false,
  shift: false,
  alt: false,
  typing: false,
  ...change,
});

test('Ctrl with a digit goes to a workspace, also from a field', () => {
  expect(shortcutOf(stroke('2', { ctrl: true }))).toEqual({ kind: 'workspace', index: 1 });
  expect(shortcutOf(stroke('1', { ctrl: true, typing: true }))).toEqual({ kind: 'workspace', index: 0 });
  expect(shortcutOf(stroke('2'))).toBeNull();
});

test('undo and redo leave text fields their own', () => {
  expect(shortcutOf(stroke('z', { ctrl: true }))).toEqual({ kind: 'undo' });
  expect(shortcutOf(stroke('Z', { ctrl: true, shift: true }))).toEqual({ kind: 'redo' });
  expect(shortcutOf(stroke('y', { ctrl: true }))).toEqual({ kind: 'redo' });
  expect(shortcutOf(stroke('z', { ctrl: true, typing: true }))).toBeNull();
});

test('find and explain work everywhere; AltGr characters are no shortcut', () => {
  expect(shortcutOf(stroke('k', { ctrl: true, typing: true }))).toEqual({ kind: 'find' });
  expect(shortcutOf(stroke('F1', { typing: true }))).toEqual({ kind: 'explain' });
  expect(shortcutOf(stroke('2', { ctrl: true, alt: true }))).toBeNull();
});
