import { describe, expect, test } from 'vitest';
import type { GridColumn } from '../../../core/contract/columns.ts';
import { defaultLayout, mergeLayout } from '../../../renderer/components/grid/columnLayout.ts';

const column = (id: string, more: Partial<GridColumn> = {}): GridColumn => ({
  id,
  label: id,
  unit: 'text',
  definition: id,
  width: 100,
  ...more,
});
const columns = [column('a'), column('b', { hidden: true }), column('c'), column('d')];
const ids = (layout: readonly { readonly id: string }[]): string[] => layout.map((place) => place.id);

describe('column layout', () => {
  const standard = defaultLayout(columns, { pinned: ['c'], first: ['d'], widths: { a: 60 } });

  test('pinned columns first, then the wished ones, then the table’s order', () => {
    expect(ids(standard)).toEqual(['c', 'd', 'a', 'b']);
    expect(standard[0].pinned).toBe(true);
    expect(standard.find((place) => place.id === 'b')?.hidden).toBe(true);
    expect(standard.find((place) => place.id === 'a')?.width).toBe(60);
  });

  test('a header is wide enough for its label', () => {
    const [place] = defaultLayout([column('x', { label: 'Days of supply', width: 20 })], { pinned: [] });
    expect(place.width).toBeGreaterThan(100);
  });

  test('nothing remembered gives the default', () => {
    expect(mergeLayout([], standard)).toEqual(standard);
  });

  test('what a person arranged stays, new columns appear, gone ones leave', () => {
    const remembered = [
      { id: 'a', width: 5, hidden: false, pinned: false },
      { id: 'gone', width: 90, hidden: false, pinned: false },
      { id: 'c', width: 140, hidden: true, pinned: false },
      { id: 'a', width: 70, hidden: true, pinned: false },
    ];
    const merged = mergeLayout(remembered, standard);
    expect(ids(merged).toSorted()).toEqual(['a', 'b', 'c', 'd']);
    expect(merged.find((place) => place.id === 'a')).toMatchObject({ width: 44, hidden: false });
    expect(merged.find((place) => place.id === 'c')).toMatchObject({ width: 140, hidden: true });
    // `d` came with a newer version: it stands behind its neighbour of the standard order.
    expect(ids(merged).indexOf('d')).toBe(ids(merged).indexOf('c') + 1);
  });
});
