import { describe, expect, test } from 'vitest';
import { planPaste } from '../../../renderer/components/grid/pasteBlock.ts';

const displayed = ['item', 'level', 'source'];
const editable = new Set(['level']);
const active = { row: 8, column: 'level' };

describe('where a paste lands', () => {
  test('one cell fills every selected row', () => {
    const plan = planPaste(
      [['97']],
      active,
      [
        { from: 3, to: 5 },
        { from: 8, to: 9 },
      ],
      displayed,
      editable,
      10,
    );
    expect(plan.cells.map((cell) => cell.row)).toEqual([3, 4, 8]);
    expect(plan.cells.every((cell) => cell.column === 'level' && cell.text === '97')).toBe(true);
  });

  test('a column goes down from the active cell and is clipped at the last row', () => {
    const plan = planPaste([['95'], ['96'], ['97']], active, [{ from: 8, to: 9 }], displayed, editable, 10);
    expect(plan.cells).toEqual([
      { row: 8, column: 'level', text: '95' },
      { row: 9, column: 'level', text: '96' },
    ]);
    expect(plan.beyond).toBe(1);
  });

  test('cells on other columns are counted, not applied', () => {
    const plan = planPaste([['95', 'x', 'y']], active, [{ from: 8, to: 9 }], displayed, editable, 10);
    expect(plan).toMatchObject({ locked: 1, beyond: 1 });
    expect(plan.cells).toHaveLength(1);
  });
});
