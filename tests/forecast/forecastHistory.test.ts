import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseHistory } from '../../core/forecast/historyFile.ts';
import { distributionMethodNames } from '../../core/forecast/distributionMethods.ts';
import { forecastHistory, type ForecastOptions } from '../../core/forecast/forecastHistory.ts';
import { judgedLevels } from '../../core/forecast/pinballLoss.ts';
import { readDemandCsv } from './demandData.ts';
import { drained } from '../../core/base/drained.ts';

const options: ForecastOptions = { method: 'ses', horizon: 3, levels: judgedLevels };

function run(text: string, changed: Partial<ForecastOptions> = {}): string[][] {
  const result = drained(forecastHistory(parseHistory(text, 'h.csv'), { ...options, ...changed }));
  return [...result.chunks()]
    .join('')
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','));
}

const awkward = [
  'item,2000-01,2000-02,2000-03,2000-04,2000-05,2000-06,2000-07,2000-08,2000-09,2000-10,2000-11,2000-12',
  'none,,,,,,,,,,,,',
  'zero,0,0,0,0,0,0,0,0,0,0,0,0',
  'one,0,0,0,7,0,0,0,0,0,0,0,0',
  'last,,,,,,,,,,,,5',
  'stopped,3,2,4,1,,,,,,,,',
  'gap,3,2,,1,,,2,4,,1,2,3',
  'decimal,0.5,0.25,0,0,1.75,0,0,2.5,0,0,0.25,0',
  'spike,1,0,2,1,0,900000000,1,0,2,0,1,1',
  'launch,,,,,,,,,1,2,1,3',
].join('\n');

const pooled = new Set(['negativeBinomial', 'poisson', 'auto']);

describe.each(distributionMethodNames)('%s on awkward series', (method) => {
  const rows = run(awkward, { method, horizon: 4 }).slice(1);

  test('a row for each series and period, the coming ones', () => {
    expect(rows).toHaveLength(9 * 4);
    expect(rows.slice(0, 4).map((row) => row[1])).toEqual(['2001-01', '2001-02', '2001-03', '2001-04']);
  });

  test('finite, not negative, quantiles never falling', () => {
    for (const row of rows) {
      const [mean, ...quantiles] = row.slice(2, 12).map(Number);
      expect(Number.isFinite(mean) && mean >= 0, row.join(',')).toBe(true);
      quantiles.forEach((quantile, q) => {
        expect(Number.isFinite(quantile) && quantile >= (quantiles[q - 1] ?? 0), row.join(',')).toBe(true);
      });
    }
  });

  test('a series of zeros is forecast as none, or by a pooled method as little', () => {
    const zero = (rows.find((row) => row[0] === 'zero') ?? []).slice(2, 12).map(Number);
    // One of the others had a month of 900 million.
    if (pooled.has(method)) expect(Math.max(...zero)).toBeLessThan(10);
    else expect(zero).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
  });

  test('a file with one series, one period or none', () => {
    expect(run('item,2000-01\nA,4\n', { method })).toHaveLength(1 + 3);
    expect(run('item,2000-01\n', { method })).toHaveLength(1);
    expect(run('item,2000-01\nA,\n', { method })).toHaveLength(1 + 3);
  });
});

describe('forecast file', () => {
  test('header, location column and quoted names', () => {
    const text = 'item,location,2000-W51,2000-W52\n"a,b",D1,1,1\n"a,b",D2,3,3\n';
    const result = drained(
      forecastHistory(parseHistory(text, 'h.csv'), {
        ...options,
        method: 'naive',
        horizon: 2,
        levels: [0.05, 0.5],
      }),
    );
    expect([...result.chunks()].join('')).toBe(
      [
        'item,location,period,mean,q0.05,q0.5,method',
        '"a,b",D1,2001-W01,1,0,1,naive',
        '"a,b",D1,2001-W02,1,0,1,naive',
        '"a,b",D2,2001-W01,3,1,3,naive',
        '"a,b",D2,2001-W02,3,1,3,naive',
        '',
      ].join('\n'),
    );
    expect(result.methods).toEqual({ naive: 2 });
    expect(result.model).toBeNull();
  });

  test.each([
    ['ses', 'ses', 1e-12],
    ['croston', 'croston', 1e-12],
    ['sba', 'sba', 1e-12],
    ['sbj', 'sbj', 1e-12],
    ['tsb', 'tsb_0.1_0.02', 1e-12],
    ['crostonOptimized', 'croston_optimized', 1e-6],
    ['imapa', 'imapa', 1e-6],
  ] as const)('%s writes the reference forecasts', (method, column, within) => {
    const history = readDemandCsv('reference-series.csv')
      .map((row) => row.join(','))
      .join('\n');
    const [header, ...expected] = readDemandCsv('reference-forecasts.csv');
    const rows = run(history, { method, horizon: 1, alpha: 0.1, beta: 0.02 }).slice(1);
    rows.forEach((row, i) => {
      expect(row[0]).toBe(expected[i][0]);
      expect(Math.abs(Number(row[2]) - Number(expected[i][header.indexOf(column)]))).toBeLessThanOrEqual(
        within,
      );
    });
  });

  test('numbers are in their shortest form that reads back the same', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20), { minLength: 5, maxLength: 20 }), (cells) => {
        const periods = cells.map(
          (_, t) => `${2000 + Math.floor(t / 12)}-${String((t % 12) + 1).padStart(2, '0')}`,
        );
        const rows = run(`item,${periods.join(',')}\nA,${cells.join(',')}\n`);
        for (const field of rows[1].slice(2, 12)) expect(String(Number(field))).toBe(field);
      }),
      { numRuns: 30 },
    );
  });
});

describe('options that are refused', () => {
  const table = parseHistory('item,2000-01\nA,4\n', 'h.csv');
  test.each([
    [{ method: 'magic' }, /--method magic/u],
    [{ horizon: 0 }, /--horizon/u],
    [{ horizon: 1.5 }, /--horizon/u],
    [{ levels: [] }, /--levels/u],
    [{ levels: [0.5, 0.2] }, /--levels/u],
    [{ levels: [0.5, 1] }, /--levels/u],
    [{ alpha: 0 }, /--alpha/u],
    [{ beta: 1.2 }, /--beta/u],
  ])('%o', (changed, reason) => {
    expect(() => drained(forecastHistory(table, { ...options, ...changed }))).toThrow(reason);
  });
});
