import { describe, expect, test } from 'vitest';
import { commandSchema } from '../../../core/contract/commands.ts';
import type { GridEdit } from '../../../renderer/components/grid/gridOptions.ts';
import {
  planServiceLevels,
  serviceLevelCommand,
} from '../../../renderer/features/inventory/serviceLevelEdit.ts';

function edit(texts: readonly string[], levels: readonly number[], setBy: readonly string[]): GridEdit {
  return {
    kind: 'paste',
    column: 'serviceLevel',
    texts,
    locked: 0,
    beyond: 0,
    data: {
      rows: Int32Array.from(texts, (_, at) => at),
      keys: Int32Array.from(texts, (_, at) => 100 + at),
      columns: new Map<string, Float64Array | readonly string[]>([
        ['serviceLevel', Float64Array.from(levels)],
        ['serviceLevelSource', setBy],
      ]),
    },
  };
}

describe('service level edits', () => {
  test('a pasted column is one command with a level a position', () => {
    const plan = planServiceLevels(
      edit(['95', 'x', '97.5%'], [0.9, 0.9, 0.9], ['segment', 'segment', 'segment']),
    );
    expect(plan.refused).toEqual([{ row: 1, text: 'x', reason: expect.any(String) }]);
    const command = serviceLevelCommand(plan);
    expect(command).toEqual({
      kind: 'set-service-level',
      positions: [100, 102],
      serviceLevel: [0.95, 0.975],
    });
    expect(commandSchema.safeParse(command).success).toBe(true);
  });

  test('one level for all is sent once', () => {
    const plan = planServiceLevels(edit(['97', '97'], [0.9, 0.8], ['segment', 'planner']));
    expect(serviceLevelCommand(plan)).toMatchObject({ serviceLevel: 0.97, positions: [100, 101] });
  });

  test('clearing returns what a planner set and leaves the rest', () => {
    const plan = planServiceLevels(edit(['', ''], [0.9, 0.8], ['segment', 'planner']));
    expect(plan.unchanged).toBe(1);
    expect(serviceLevelCommand(plan)).toMatchObject({ serviceLevel: null, positions: [101] });
  });

  test('relative entries start from each position’s own level', () => {
    const plan = planServiceLevels(edit(['+1%', '+1%'], [0.9, 0.8], ['segment', 'segment']));
    expect(plan.levels).toEqual([0.91, 0.81]);
  });

  test('nothing to change is no command', () => {
    const plan = planServiceLevels(edit(['90', '', 'x'], [0.9, 0.8, 0.8], ['planner', 'segment', 'segment']));
    expect(plan.unchanged).toBe(2);
    expect(serviceLevelCommand(plan)).toBeNull();
  });

  test('the level of the segment, typed, becomes the planner’s own', () => {
    const plan = planServiceLevels(edit(['90'], [0.9], ['segment']));
    expect(serviceLevelCommand(plan)).toMatchObject({ serviceLevel: 0.9 });
  });
});
