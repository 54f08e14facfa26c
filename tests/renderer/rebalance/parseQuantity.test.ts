import { describe, expect, test } from 'vitest';
import { parseQuantity } from '../../../renderer/features/rebalance/parseQuantity.ts';
import { reasonText } from '../../../renderer/features/rebalance/transferTexts.ts';
import { withLane } from '../../../renderer/features/rebalance/rebalanceGrid.ts';

describe('quantity entries', () => {
  test.each([
    ['4', 4],
    [' 12 ', 12],
    ['+2', 5],
    ['-1', 2],
    ['−1', 2],
    ['*2', 6],
  ])('%s from 3 is %i', (text, quantity) => {
    expect(parseQuantity(text, 3)).toEqual({ kind: 'quantity', quantity });
  });

  test.each(['', '0', '-3', '2.5', '*0.5', 'two', '1e3', '2000000'])('%s from 3 is refused', (text) => {
    expect(parseQuantity(text, 3)).toMatchObject({
      kind: 'refused',
      reason: expect.stringMatching(/.{10,}/),
    });
  });
});

describe('texts and filters of transfers', () => {
  test('a reason is read with its note', () => {
    expect(reasonText('dealer-keeps-stock')).toBe('The dealer keeps the stock');
    expect(reasonText('quality-concern: box: wet')).toBe('Quality concern: box: wet');
    expect(reasonText('expired')).toBe('Expired');
    expect(reasonText('')).toBe('');
  });

  test('an arc replaces the lane of the filter and keeps the rest', () => {
    const state = { kind: 'values' as const, column: 'state', values: ['proposed'] };
    const before = [{ kind: 'values' as const, column: 'fromId', values: ['D1'] }, state];
    expect(withLane(before, ['D2'], ['D3'])).toEqual([
      state,
      { kind: 'values', column: 'fromId', values: ['D2'] },
      { kind: 'values', column: 'toId', values: ['D3'] },
    ]);
    expect(withLane(before, [], [])).toEqual([state]);
  });
});
