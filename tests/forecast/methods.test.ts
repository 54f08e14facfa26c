import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { adida } from '../../core/forecast/adida.ts';
import { croston } from '../../core/forecast/croston.ts';
import { crostonOptimized } from '../../core/forecast/crostonOptimized.ts';
import { demandPattern } from '../../core/forecast/demandClass.ts';
import { holtWinters } from '../../core/forecast/holtWinters.ts';
import { imapa } from '../../core/forecast/imapa.ts';
import { defaultSettings, pointMethodNames, pointMethods } from '../../core/forecast/methods.ts';
import { sba } from '../../core/forecast/sba.ts';
import { sbj } from '../../core/forecast/sbj.ts';
import { ses } from '../../core/forecast/ses.ts';
import { sesOptimized } from '../../core/forecast/sesOptimized.ts';
import { tsb } from '../../core/forecast/tsb.ts';
import { readDemandCsv, readDemandJson } from './demandData.ts';

type Flat = (values: Float64Array) => number;

/** Columns of the reference files: the forecast and how near it has to come. */
const reference: Record<string, { forecast: Flat; within: number }> = {
  ses: { forecast: (v) => ses(v, 0, v.length, 0.1), within: 1e-12 },
  croston: { forecast: (v) => croston(v, 0, v.length, 0.1), within: 1e-12 },
  sba: { forecast: (v) => sba(v, 0, v.length, 0.1), within: 1e-12 },
  sbj: { forecast: (v) => sbj(v, 0, v.length, 0.1), within: 1e-12 },
  'tsb_0.1_0.1': { forecast: (v) => tsb(v, 0, v.length, 0.1, 0.1), within: 1e-12 },
  'tsb_0.1_0.02': { forecast: (v) => tsb(v, 0, v.length, 0.1, 0.02), within: 1e-12 },
  croston_optimized: { forecast: (v) => crostonOptimized(v, 0, v.length), within: 1e-6 },
  adida: { forecast: (v) => adida(v, 0, v.length), within: 1e-6 },
  imapa: { forecast: (v) => imapa(v, 0, v.length), within: 1e-6 },
  ses_optimized: { forecast: (v) => sesOptimized(v, 0, v.length), within: 1e-6 },
};

describe('200 reference series', () => {
  const [, ...seriesRows] = readDemandCsv('reference-series.csv');
  const [header, ...forecastRows] = readDemandCsv('reference-forecasts.csv');
  const series = seriesRows.map((row) =>
    Float64Array.from(
      row.slice(1).filter((cell) => cell !== ''),
      Number,
    ),
  );

  test.each(Object.entries(reference))('%s', (name, { forecast, within }) => {
    const column = header.indexOf(name);
    expect(column).toBeGreaterThan(0);
    expect(series).toHaveLength(200);
    series.forEach((values, i) => {
      expect(forecastRows[i][0]).toBe(seriesRows[i][0]);
      const difference = Math.abs(forecast(values) - Number(forecastRows[i][column]));
      expect(difference, `item ${forecastRows[i][0]}`).toBeLessThanOrEqual(within);
    });
  });

  test('demand pattern: adi, both cv2 and the count of demands', () => {
    series.forEach((values, i) => {
      const pattern = demandPattern(values, 0, values.length);
      const expected = (name: string): number => Number(forecastRows[i][header.indexOf(name)]);
      expect(pattern.adi).toBeCloseTo(expected('adi'), 12);
      expect(pattern.cv2Population).toBeCloseTo(expected('cv2_population'), 12);
      expect(pattern.cv2Sample).toBeCloseTo(expected('cv2_sample'), 12);
      expect(pattern.nonzeroCount).toBe(expected('nonzero_count'));
    });
  });
});

describe('edge cases', () => {
  const cases = readDemandJson('reference-edge-cases.json') as Record<
    string,
    { series: number[]; forecast: Record<string, number> }
  >;
  const columns: Record<string, string> = { 'ses_0.1': 'ses', croston_opt: 'croston_optimized' };

  test.each(Object.entries(cases))('%s', (_name, { series, forecast }) => {
    const values = Float64Array.from(series);
    for (const [column, expected] of Object.entries(forecast)) {
      const { forecast: compute, within } = reference[columns[column] ?? column];
      expect(Math.abs(compute(values) - expected), column).toBeLessThanOrEqual(
        within * Math.max(1, expected),
      );
    }
  });
});

const demand = fc.array(
  fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.double({ min: 0.01, max: 5000, noNaN: true })),
  { maxLength: 60 },
);
const run = (
  name: (typeof pointMethodNames)[number],
  values: readonly number[],
  horizon = 6,
): Float64Array => {
  const out = new Float64Array(horizon).fill(Number.NaN);
  pointMethods[name].forecast(Float64Array.from(values), 0, values.length, defaultSettings, out);
  return out;
};

describe.each(pointMethodNames)('%s', (name) => {
  test('finite and never negative from finite input', () => {
    fc.assert(
      fc.property(demand, (values) => {
        for (const value of run(name, values)) expect(Number.isFinite(value) && value >= 0).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  test('scale in, scale out', () => {
    fc.assert(
      fc.property(demand, fc.constantFrom(0.25, 2, 1024), (values, factor) => {
        const plain = run(name, values);
        const scaled = run(
          name,
          values.map((value) => value * factor),
        );
        plain.forEach((value, h) => expect(scaled[h]).toBeCloseTo(value * factor, 6));
      }),
      { numRuns: 60 },
    );
  });

  test('constant in, constant out', () => {
    // The two corrections of Croston's bias take their known share off.
    const share = name === 'sba' ? 1 - 0.1 / 2 : name === 'sbj' ? 1 - 0.1 / (2 - 0.1) : 1;
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 1000, noNaN: true }),
        fc.integer({ min: 1, max: 50 }),
        (level, n) => {
          for (const value of run(
            name,
            Array.from({ length: n }, () => level),
          )) {
            expect(Math.abs(value / (level * share) - 1)).toBeLessThan(1e-9);
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  test('empty, length one and all zero are defined', () => {
    expect([...run(name, [])]).toEqual([0, 0, 0, 0, 0, 0]);
    for (const value of run(
      name,
      Array.from({ length: 40 }, () => 0),
    ))
      expect(value).toBe(0);
    expect(run(name, [3])[0]).toBeGreaterThan(2.8);
  });

  test('reads its range alone', () => {
    const inner = [0, 3, 0, 0, 5, 1, 0, 2, 2, 0, 0, 4];
    const padded = Float64Array.from([99, 98, ...inner, 97, 96]);
    const out = new Float64Array(3);
    pointMethods[name].forecast(padded, 2, 2 + inner.length, defaultSettings, out);
    expect([...out]).toEqual([...run(name, inner, 3)]);
  });
});

test('seasonal methods repeat a season', () => {
  const wave = Array.from({ length: 48 }, (_, t) => 20 + 10 * Math.sin((2 * Math.PI * t) / 12));
  for (const name of ['seasonalNaive', 'holtWinters', 'theta'] as const) {
    const out = run(name, wave, 12);
    out.forEach((value, h) => expect(Math.abs(value - wave[h]), name).toBeLessThan(1.5));
  }
});

test('a straight line goes on', () => {
  const line = Array.from({ length: 30 }, (_, t) => 5 + 2 * t);
  expect(run('holt', line)[5]).toBeCloseTo(5 + 2 * 35, 6);
});

test('multiplicative seasonality is refused on zeros', () => {
  const out = new Float64Array(3);
  const values = Float64Array.from({ length: 36 }, (_, t) => t % 7);
  expect(() => holtWinters(values, 0, 36, 12, out, 'multiplicative')).toThrow(/additive/u);
  const positive = Float64Array.from({ length: 36 }, (_, t) => 10 + (t % 12));
  holtWinters(positive, 0, 36, 12, out, 'multiplicative');
  out.forEach((value, h) => expect(Math.abs(value - (10 + h))).toBeLessThan(0.5));
});
