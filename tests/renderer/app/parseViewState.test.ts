import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseViewState } from '../../../renderer/app/parseViewState.ts';
import { initialViewState } from '../../../renderer/app/viewState.ts';

test('what was remembered comes back as it was', () => {
  const state = {
    ...initialViewState,
    workspace: 'rebalance',
    selection: { kind: 'transfer', id: 'T000007' },
    theme: 'dark',
    profileId: 'approver',
    explainOpen: true,
    explainWidth: 420,
    firstMinuteDone: true,
  };
  expect(parseViewState(JSON.parse(JSON.stringify(state)))).toEqual(state);
});

test('a damaged part falls back alone and the rest stays', () => {
  const parsed = parseViewState({
    ...initialViewState,
    theme: 'sepia',
    explainWidth: 5000,
    workspace: 'inventory',
  });
  expect(parsed.theme).toBe('system');
  expect(parsed.explainWidth).toBe(initialViewState.explainWidth);
  expect(parsed.workspace).toBe('inventory');
});

test('nothing that can be in the storage keeps the window from opening', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(parseViewState(value)).toBeTypeOf('object');
      expect(parseViewState({ ...initialViewState, tower: value, inventory: value }).tower).toBeTypeOf(
        'object',
      );
    }),
  );
});
