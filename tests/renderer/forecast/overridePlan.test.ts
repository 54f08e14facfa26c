import { expect, it } from 'vitest';
import { setOverridesSchema } from '../../../core/contract/forecast.ts';
import type { GridEdit } from '../../../renderer/components/grid/gridOptions.ts';
import {
  overridesCommand,
  planOverrides,
  unitsOf,
  withoutReason,
} from '../../../renderer/features/forecast/overridePlan.ts';

function paste(texts: readonly string[], override: readonly number[]): GridEdit {
  const rows = Int32Array.from(texts, (_, at) => 10 + at);
  return {
    kind: 'paste',
    column: 'override',
    texts,
    locked: 2,
    beyond: 1,
    data: {
      rows,
      keys: rows.map((row) => row * 100),
      columns: new Map<string, Float64Array | readonly string[]>([
        ['override', Float64Array.from(override)],
        ['baseline', Float64Array.from(texts, () => 5)],
        ['itemId', texts.map((_, at) => `P${at}`)],
        ['locationId', texts.map(() => 'D001')],
      ]),
    },
  };
}

const { NaN: none } = Number;

it('a pasted column of different entries becomes one command, each with its value and reason', () => {
  const texts = ['12 new fleet', '+10%', '*1.2', '', '', '-4 typo', 'many', '0 withdrawn'];
  const plan = planOverrides(paste(texts, [none, none, 7, 7, none, none, none, none]));
  expect(plan.entries.map(({ row, value, reason }) => [row, value, reason])).toEqual([
    [10, { kind: 'absolute', unitsAMonth: 12 }, 'new fleet'],
    [11, { kind: 'relative', change: 0.1 }, ''],
    [12, { kind: 'relative', change: 0.2 }, ''],
    [13, null, ''],
    [17, { kind: 'absolute', unitsAMonth: 0 }, 'withdrawn'],
  ]);
  expect(plan.entries.map(unitsOf)).toEqual([12, 5.5, 6, 5, 0]);
  expect(plan.refused.map(({ row, text }) => [row, text])).toEqual([
    [15, '-4 typo'],
    [16, 'many'],
  ]);
  expect(plan.refused[0]?.reason).toMatch(/below zero/);
  expect(plan).toMatchObject({ unchanged: 1, locked: 2, beyond: 1 });
  expect(withoutReason(plan)).toBe(2);
  const command = overridesCommand(plan, {
    from: '2026-03',
    to: '2026-08',
    reason: 'Budget round',
    expires: null,
  });
  expect(command.positions).toEqual([1000, 1100, 1200, 1300, 1700]);
  expect(command.reasons).toEqual(['new fleet', 'Budget round', 'Budget round', '', 'withdrawn']);
  expect(setOverridesSchema.safeParse(command).success).toBe(true);
});
