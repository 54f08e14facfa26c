import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ExplainChart } from '../../../core/contract/explain.ts';
import { chartModel, markedSlots, roundTicks } from '../../../renderer/features/explain/chartModel.ts';

const chart: ExplainChart = {
  kind: 'demand-history',
  xLabel: 'Month',
  yLabel: 'Units',
  labels: ['2000-11', '2000-12', '2001-01'],
  values: [3, Number.NaN, 0],
  fan: [{ label: '2001-02', quantiles: [0, 1, 2, 4, 9] }],
  fanLevels: [0.1, 0.25, 0.5, 0.75, 0.9],
};

describe('explanation charts', () => {
  test('history first, then the fan in nested bands with its median', () => {
    const model = chartModel(chart);
    expect(model.slots.map((slot) => slot.label)).toEqual(['2000-11', '2000-12', '2001-01', '2001-02']);
    expect(model.historySlots).toBe(3);
    expect(model.slots[3]).toMatchObject({
      median: 2,
      bands: [
        { from: 0, to: 9 },
        { from: 1, to: 4 },
      ],
    });
    expect(model.slots[1].value).toBeNaN();
    expect(model.bands).toEqual([
      { from: 0.1, to: 0.9 },
      { from: 0.25, to: 0.75 },
    ]);
    expect(model.yFrom).toBe(0);
    expect(model.yTo).toBeGreaterThanOrEqual(9);
    expect(model.marked).toEqual([2]);
  });

  test('an empty history has an axis all the same', () => {
    const model = chartModel({ ...chart, labels: [], values: [], fan: [], fanLevels: [] });
    expect(model.ticks).toEqual([0, 1]);
    expect(model.slots).toEqual([]);
  });

  test('ticks are even, few, hold zero and cover the range', () => {
    const end = fc.oneof(fc.constant(0), fc.double({ min: 1e-9, max: 1e9, noNaN: true }));
    fc.assert(
      fc.property(end, end, (below, above) => {
        const ticks = roundTicks(-below, above);
        expect(ticks.length).toBeGreaterThanOrEqual(2);
        expect(ticks.length).toBeLessThanOrEqual(6);
        if (below + above === 0) return;
        const slack = (below + above) * 1e-8;
        expect(ticks[0]).toBeLessThanOrEqual(-below + slack);
        expect(ticks.at(-1)).toBeGreaterThanOrEqual(above - slack);
        expect(ticks.some((tick) => tick === 0)).toBe(true);
      }),
    );
  });

  test('months mark each January, short spans their ends', () => {
    expect(markedSlots(['1998-12', '1999-01', '1999-02', '2000-01'])).toEqual([1, 3]);
    expect(markedSlots(['1999-02', '1999-03', '1999-04'])).toEqual([0, 2]);
    expect(markedSlots(Array.from({ length: 24 }, (_, at) => String(at + 1)))).toEqual([0, 4, 8, 12, 16, 20]);
    expect(markedSlots([])).toEqual([]);
  });
});
