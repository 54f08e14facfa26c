import { expect, test } from 'vitest';
import { drillCondition, kpiChange, kpiValue } from '../../../renderer/features/tower/kpis/kpiTexts.ts';
import { tileColumns } from '../../../renderer/features/tower/kpis/tileColumns.ts';

test('a figure reads in its unit', () => {
  expect(kpiValue({ unit: 'money', value: 128_000_000 }, 'USD', 'en-US')).toBe('$1.28M');
  expect(kpiValue({ unit: 'share', value: 0.9915 }, 'USD', 'en-US')).toBe('99.2%');
  expect(kpiValue({ unit: 'days', value: 126.74 }, 'USD', 'en-US')).toBe('126.7 days');
  expect(kpiValue({ unit: 'days', value: Number.NaN }, 'USD', 'en-US')).toBe('–');
  expect(kpiValue({ unit: 'count', value: 1408 }, 'USD', 'en-US')).toBe('1,408');
});

test('change is judged by which way is better', () => {
  const rising = { unit: 'count', trend: [100, 110, 125] } as const;
  expect(kpiChange({ ...rising, better: 'lower' }, 'en-US')).toEqual({
    direction: 'up',
    judgement: 'bad',
    text: '+25 %',
  });
  expect(kpiChange({ ...rising, better: 'higher' })?.judgement).toBe('good');
  expect(kpiChange({ ...rising, better: 'neither' })?.judgement).toBe('neither');
});

test('shares change in percentage points, and a change that rounds to nothing is level', () => {
  expect(kpiChange({ unit: 'share', trend: [0.92, 0.939], better: 'higher' }, 'en-US')?.text).toBe(
    '+1.9 pts',
  );
  expect(kpiChange({ unit: 'money', trend: [100_000, 100_010], better: 'lower' })?.direction).toBe('level');
});

test('without a known beginning there is no change', () => {
  expect(kpiChange({ unit: 'count', trend: [5], better: 'lower' })).toBeNull();
  expect(kpiChange({ unit: 'count', trend: [0, 5], better: 'lower' })).toBeNull();
  expect(kpiChange({ unit: 'count', trend: [Number.NaN, 7], better: 'lower' })).toBeNull();
});

test('a drill becomes the filter of the grid', () => {
  expect(drillCondition({ column: 'risk', values: ['critical'] })).toEqual({
    kind: 'values',
    column: 'risk',
    values: ['critical'],
  });
  expect(drillCondition({ column: 'backorder', from: 1 })).toEqual({
    kind: 'number',
    column: 'backorder',
    from: 1,
  });
});

test('tiles fill their rows evenly and stay wide enough', () => {
  expect(tileColumns(8, 1188)).toBe(8);
  expect(tileColumns(8, 848)).toBe(4);
  expect(tileColumns(6, 848)).toBe(6);
  for (let tiles = 1; tiles < 13; tiles++) {
    for (let width = 100; width < 2600; width += 37) {
      const columns = tileColumns(tiles, width);
      expect(columns).toBeGreaterThanOrEqual(1);
      expect(columns === 1 || columns * 122 + (columns - 1) * 8 <= width).toBe(true);
      expect(Math.ceil(tiles / columns) * columns - tiles).toBeLessThan(columns);
    }
  }
});
