import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyDeepLink, formatDeepLink, parseDeepLink } from '../../../renderer/app/deepLink.ts';
import { initialViewState, type ViewState } from '../../../renderer/app/viewState.ts';

const selections = fc.oneof(
  fc.record({ kind: fc.constant('position' as const), id: fc.nat(2_000_000) }),
  fc.record({ kind: fc.constant('transfer' as const), id: fc.stringMatching(/^T[0-9:&=%# ]{1,12}$/) }),
  fc.constant(null),
);
const queries = fc.record({
  sort: fc.array(
    fc.record({
      column: fc.constantFrom('moneyAtRisk', 'itemId'),
      direction: fc.constantFrom('ascending' as const, 'descending' as const),
    }),
    { maxLength: 2 },
  ),
  filter: fc.array(
    fc.oneof(
      fc.record({
        kind: fc.constant('values' as const),
        column: fc.constant('region'),
        values: fc.array(fc.string({ maxLength: 12 }), { maxLength: 3 }),
      }),
      fc.record({
        kind: fc.constant('number' as const),
        column: fc.constant('pStockout'),
        from: fc.double({ noNaN: true, noDefaultInfinity: true }),
      }),
    ),
    { maxLength: 3 },
  ),
});

describe('links', () => {
  test('a view written into the address comes back the same', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('inventory' as const, 'rebalance' as const),
        selections,
        queries,
        (workspace, selection, query) => {
          const state: ViewState = {
            ...initialViewState,
            workspace,
            selection,
            [workspace]: { query: JSON.parse(JSON.stringify(query)), columns: [] },
          };
          const link = parseDeepLink(formatDeepLink(state));
          expect(link?.workspace).toBe(workspace);
          const back = applyDeepLink(initialViewState, link!);
          expect(back.selection).toEqual(selection);
          expect(back[workspace].query).toEqual(state[workspace].query);
        },
      ),
    );
  });

  test('the tower’s tab and places travel too', () => {
    const state: ViewState = {
      ...initialViewState,
      tower: { status: 'snoozed', locations: [4, 17], mine: false },
    };
    const hash = formatDeepLink(state);
    expect(hash).toBe('#/tower?status=snoozed&at=4.17');
    expect(applyDeepLink(initialViewState, parseDeepLink(hash)!).tower).toEqual(state.tower);
  });

  test('parts that make no sense are left out, and a strange address is no link', () => {
    expect(parseDeepLink('#/nowhere')).toBeNull();
    expect(parseDeepLink('#token=abc')).toBeNull();
    expect(parseDeepLink('')).toBeNull();
    expect(parseDeepLink('#/inventory?select=position:-3&q={broken')).toEqual({ workspace: 'inventory' });
    expect(parseDeepLink('#/tower?at=1.x')).toEqual({ workspace: 'tower' });
  });
});
