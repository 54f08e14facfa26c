import { describe, expect, test } from 'vitest';
import { compareAccuracy } from '../../core/forecast/accuracy.ts';
import { accuracyLines, accuracyTable } from '../../core/forecast/accuracyTable.ts';
import { distributionMethodNames } from '../../core/forecast/distributionMethods.ts';
import { parseHistory } from '../../core/forecast/historyFile.ts';
import { readDemandCsv } from './demandData.ts';
import { drained } from '../../core/base/drained.ts';

const carPartsTable = parseHistory(
  readDemandCsv('carparts-history.csv')
    .map((row) => row.join(','))
    .join('\n'),
  'carparts-history.csv',
);

describe('accuracy', () => {
  test('by hand: two series, one period held back', () => {
    // Last-12 quantiles of A are all 2, of B all 0; A had 4, B had 1.
    const table = parseHistory('item,2000-01,2000-02,2000-03\nA,2,2,4\nB,0,0,1\n', 'h.csv');
    const [zero, own] = drained(
      compareAccuracy(table, { horizon: 1, origins: 1, methods: ['zero', 'historicalQuantiles'] }),
    );
    expect(zero.weightedQuantileLoss).toBeCloseTo(1, 12);
    expect(zero.rmse).toBeCloseTo(Math.sqrt((16 + 1) / 2), 12);
    expect(zero.biasPercent).toBe(-100);
    expect(own.weightedQuantileLoss).toBeCloseTo((2 * 0.5 * (2 + 1)) / 5, 12);
    expect(own.biasPercent).toBeCloseTo(-60, 12);
    expect(own.outcomes).toBe(2);
  });

  test('car parts: figures of the yardsticks and of the pooled model', () => {
    const methods = ['zero', 'historicalQuantiles', 'negativeBinomial'];
    const [zero, own, pooled] = drained(compareAccuracy(carPartsTable, { horizon: 12, origins: 1, methods }));
    expect(zero.weightedQuantileLoss).toBeCloseTo(1, 9);
    expect(own.weightedQuantileLoss).toBeCloseTo(0.928, 2);
    expect(pooled.weightedQuantileLoss).toBeLessThan(0.88);
    expect(pooled.coverageErrorPoints).toBeLessThan(3);
    expect(Math.abs(pooled.biasPercent ?? 100)).toBeLessThan(10);
  });

  test('several origins are all judged', () => {
    const table = parseHistory('item,2000-01,2000-02,2000-03,2000-04\nA,2,2,4,1\n', 'h.csv');
    const [zero] = drained(compareAccuracy(table, { horizon: 1, origins: 3, methods: ['zero'] }));
    expect(zero.outcomes).toBe(3);
    expect(zero.rmse).toBeCloseTo(Math.sqrt((4 + 16 + 1) / 3), 12);
  });

  test('the table has every method, the all-zero forecast first', () => {
    const text = ['item,2000-01,2000-02,2000-03,2000-04,2000-05', 'A,1,0,2,1,1', 'B,0,0,0,3,0'].join('\n');
    const rows = drained(compareAccuracy(parseHistory(text, 'h.csv'), { horizon: 2, origins: 2 }));
    expect(rows[0].method).toBe('zero');
    expect(rows.map((row) => row.method).toSorted()).toEqual([...distributionMethodNames].toSorted());
    const lines = accuracyTable(rows).trimEnd().split('\n');
    expect(lines).toHaveLength(rows.length + 1);
    expect(lines[0]).toMatch(/^method +quantile loss +RMSE +bias % +coverage/u);
    expect(lines[1]).toMatch(/^zero +1\.0000/u);
    const json = accuracyLines(rows).trimEnd().split('\n');
    expect(JSON.parse(json[0])).toMatchObject({ method: 'zero', weightedQuantileLoss: 1 });
  });

  test('held-back periods without demand or observation have no figure, not a wrong one', () => {
    const table = parseHistory('item,2000-01,2000-02\nA,1,0\nB,1,\n', 'h.csv');
    const [zero] = drained(compareAccuracy(table, { horizon: 1, origins: 1, methods: ['zero'] }));
    expect(zero.weightedQuantileLoss).toBeNull();
    expect(zero.biasPercent).toBeNull();
    expect(accuracyTable([zero])).toContain('n/a');
  });

  test('too few periods are refused', () => {
    const table = parseHistory('item,2000-01,2000-02\nA,1,0\n', 'h.csv');
    expect(() => drained(compareAccuracy(table, { horizon: 2, origins: 1 }))).toThrow(/too few/u);
    expect(() => drained(compareAccuracy(table, { horizon: 0, origins: 1 }))).toThrow(/--horizon/u);
    expect(() => drained(compareAccuracy(table, { horizon: 1, origins: 0 }))).toThrow(/--origins/u);
  });
});
