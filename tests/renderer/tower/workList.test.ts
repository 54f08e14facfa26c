import { expect, test } from 'vitest';
import { initials, outcomeText } from '../../../renderer/features/tower/workList/workListTexts.ts';
import {
  blockToAsk,
  rowsInSight,
  scrollToRow,
} from '../../../renderer/features/tower/workList/workListWindow.ts';

test('every row in sight lies in the block that is asked for', () => {
  for (let scroll = 0; scroll < 40_000; scroll += 333) {
    const sight = rowsInSight(scroll, 700, 68, 5000);
    const block = blockToAsk(sight);
    expect(block.from).toBeLessThanOrEqual(sight.from);
    expect(block.to).toBeGreaterThanOrEqual(sight.to);
    expect(sight.from * 68).toBeLessThanOrEqual(Math.max(0, scroll));
    expect(sight.to * 68).toBeGreaterThanOrEqual(Math.min(scroll + 700, 5000 * 68));
  }
});

test('scrolling by one row seldom asks again', () => {
  const blocks = new Set<string>();
  for (let row = 0; row < 120; row++)
    blocks.add(JSON.stringify(blockToAsk(rowsInSight(row * 68, 700, 68, 5000))));
  expect(blocks.size).toBeLessThanOrEqual(6);
});

test('a short list is never asked beyond its end', () => {
  expect(rowsInSight(0, 700, 68, 3)).toEqual({ from: 0, to: 3 });
  expect(rowsInSight(9000, 700, 68, 3)).toEqual({ from: 3, to: 3 });
  expect(rowsInSight(0, 700, 68, 0)).toEqual({ from: 0, to: 0 });
});

test('a row is brought into sight with the least movement', () => {
  expect(scrollToRow(100, 300, 68, 2)).toBe(100);
  expect(scrollToRow(500, 300, 68, 2)).toBe(136);
  expect(scrollToRow(0, 300, 68, 9)).toBe(380);
});

test('outcomes of entries that are no longer open', () => {
  const until = Date.UTC(2001, 3, 4) / 60_000;
  expect(outcomeText({ status: 'snoozed', code: null, snoozedUntilMinutes: until }, 'en-GB')).toBe(
    'Snoozed until 4 Apr 2001',
  );
  expect(outcomeText({ status: 'resolved', code: 'order-placed', snoozedUntilMinutes: null })).toBe(
    'Order placed',
  );
  expect(outcomeText({ status: 'new', code: null, snoozedUntilMinutes: null })).toBe('');
  expect(initials('Ines Planner')).toBe('IP');
});
