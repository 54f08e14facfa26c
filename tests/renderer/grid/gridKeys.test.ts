import { describe, expect, test } from 'vitest';
import { keyToIntent } from '../../../renderer/components/grid/gridKeys.ts';

const press = (key: string, held: string[] = []) =>
  keyToIntent({
    key,
    ctrlKey: held.includes('ctrl'),
    metaKey: held.includes('meta'),
    shiftKey: held.includes('shift'),
    altKey: held.includes('alt'),
  });

describe('keys of the grid', () => {
  test('plain movement is left to the focused cell', () => {
    for (const key of ['ArrowUp', 'ArrowDown', 'Tab', 'Enter', 'PageDown', 'Home', ' ', 'x']) {
      expect(press(key), key).toBeNull();
    }
  });

  test('Shift extends, with Ctrl to the edge of the data', () => {
    expect(press('ArrowDown', ['shift'])).toEqual({ kind: 'extend', step: 'down', edge: false });
    expect(press('ArrowLeft', ['shift', 'ctrl'])).toEqual({ kind: 'extend', step: 'left', edge: true });
    expect(press('PageUp', ['shift'])).toEqual({ kind: 'extend-page', direction: -1 });
    expect(press('End', ['shift', 'ctrl'])).toEqual({ kind: 'extend', step: 'down', edge: true });
  });

  test('whole table, column and row', () => {
    expect(press('a', ['ctrl'])).toEqual({ kind: 'select-all' });
    expect(press('a', ['meta'])).toEqual({ kind: 'select-all' });
    expect(press(' ', ['ctrl'])).toEqual({ kind: 'select-column' });
    expect(press(' ', ['shift'])).toEqual({ kind: 'select-row' });
  });

  test('Delete clears, Alt is somebody else’s', () => {
    expect(press('Delete')).toEqual({ kind: 'clear' });
    expect(press('Delete', ['shift'])).toBeNull();
    expect(press('ArrowDown', ['alt', 'shift'])).toBeNull();
  });
});
