import { expect, test } from 'vitest';
import type { ForecastSeries, MethodOnSeries } from '../../../core/contract/forecast.ts';
import { fanModel } from '../../../renderer/features/forecast/fanModel.ts';

const series: ForecastSeries = {
  ready: 1,
  title: 'P001 at D1',
  subtitle: '',
  node: { level: 'position', position: 3 },
  positions: 1,
  history: {
    periods: ['2025-11', '2025-12', '2026-01'],
    demand: Float64Array.of(Number.NaN, 4, 2),
    lostSales: Float64Array.of(0, 3, 0),
    notes: [],
  },
  future: {
    periods: ['2026-02', '2026-03'],
    levels: [0.1, 0.25, 0.5, 0.75, 0.9],
    baseline: Float64Array.of(2.5, 2.5),
    quantiles: Float64Array.of(0, 1, 2, 4, 5, 0, 1, 2, 4, 6),
    consensus: Float64Array.of(2.5, 9),
  },
  overrides: [],
  demandClass: 'smooth',
  adi: 1,
  cv2: 0.1,
  methods: [],
  heldBackMonths: 1,
  exceptions: [],
};

test('months of history come before those to come, each January is named', () => {
  const model = fanModel(series);
  expect(model.months).toEqual(['2025-11', '2025-12', '2026-01', '2026-02', '2026-03']);
  expect(model.known).toBe(3);
  expect(model.marked).toEqual([2]);
});

test('bands pair the levels from the outside in', () => {
  const model = fanModel(series);
  expect(model.bands[1]).toEqual({ from: 0, to: 6, innerFrom: 1, innerTo: 4 });
  expect(model.outer).toBe('10 to 90 %');
});

test('the axis holds demand with its lost sales, the fan and what planners set', () => {
  expect(fanModel(series).top).toBe(9);
  const plain = { ...series, future: { ...series.future, consensus: series.future.baseline } };
  expect(fanModel(plain).top).toBe(7);
  const method = { ...line('theta', 12), mean: Float64Array.of(3, 11) };
  expect(fanModel(plain, method).top).toBe(11);
});

function line(method: string, loss: number): MethodOnSeries {
  return { method, label: method, source: '', mean: new Float64Array(2), loss, bias: 0, inUse: false };
}

test('the consensus is a line of its own while it differs, and named where it does', () => {
  const plain = { ...series, future: { ...series.future, consensus: series.future.baseline } };
  expect(fanModel(plain).differing).toBe(null);
  expect(fanModel(series).differing).toEqual({ from: 1, to: 2 });
  const past = { ...series, future: { ...series.future, consensus: Float64Array.of(9, 2.5) } };
  expect(fanModel(past).differing).toEqual({ from: 0, to: 1 });
});
