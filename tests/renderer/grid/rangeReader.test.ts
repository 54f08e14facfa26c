import { describe, expect, test } from 'vitest';
import { readLoadedRange, readRange } from '../../../renderer/components/grid/rangeReader.ts';
import { columnStatistics, rangeStatistics } from '../../../renderer/components/grid/rangeStatistics.ts';
import { createWindowCache } from '../../../renderer/components/grid/windowCache.ts';
import { countingHost, noQuery } from './gridWindow.ts';

const wanted = [
  { id: 'value', numeric: true },
  { id: 'name', numeric: false },
];

function setUp(rows: number, held = false) {
  const host = countingHost(rows, { held });
  return {
    host,
    cache: createWindowCache(host.source, { blockSize: 100, capacity: 10, query: noQuery }),
  };
}

describe('ranges beyond what is loaded', () => {
  test('loaded rows are read without asking', async () => {
    const { host, cache } = setUp(500);
    await cache.load(0);
    const stretches = [{ from: 2, to: 4 }];
    const data = readLoadedRange(cache, stretches, wanted);
    expect([...(data?.rows ?? [])]).toEqual([2, 3]);
    expect([...(data?.columns.get('value') ?? [])]).toEqual([21, 31]);
    expect(data?.columns.get('name')).toEqual(['even', 'odd']);
    expect(readLoadedRange(cache, [{ from: 90, to: 110 }], wanted)).toBeNull();
    await readRange(cache, host.source, stretches, wanted);
    expect(host.asked).toHaveLength(1);
  });

  test('others are read in chunks, clipped at the end', async () => {
    const { host, cache } = setUp(4500);
    const data = await readRange(cache, host.source, [{ from: 10, to: 4600 }], wanted);
    expect(host.asked.map(({ from, to }) => [from, to])).toEqual([
      [10, 2010],
      [2010, 4010],
      [4010, 4600],
    ]);
    expect(data?.rows).toHaveLength(4490);
    expect(data?.keys.at(-1)).toBe(4499);
    expect(data?.columns.get('value')).toHaveLength(4490);
  });

  test('a range whose order has changed meanwhile is given up', async () => {
    const { host, cache } = setUp(500, true);
    const reading = readRange(cache, host.source, [{ from: 0, to: 300 }], wanted);
    cache.sortAgain();
    host.release();
    expect(await reading).toBeNull();
  });
});

describe('figures of a selection', () => {
  const displayed = [
    { id: 'name', unit: 'text' as const },
    { id: 'value', unit: 'units' as const },
    { id: 'price', unit: 'money' as const },
  ];
  const data = {
    rows: Int32Array.of(4, 5, 6),
    keys: Int32Array.of(14, 15, 16),
    columns: new Map<string, Float64Array | string[]>([
      ['name', ['x', 'y', 'z']],
      ['value', Float64Array.of(1, Number.NaN, 5)],
      ['price', Float64Array.of(100, 200, 300)],
    ]),
  };
  const range = (rowFrom: number, rowTo: number, columnFrom: number, columnTo: number) => ({
    rowFrom,
    rowTo,
    columnFrom,
    columnTo,
  });

  test('count, sum and average leave out text and unknown values', () => {
    expect(rangeStatistics(data, [range(4, 7, 0, 2)], displayed)).toEqual({
      cells: 6,
      rows: 3,
      numbers: 2,
      sum: 6,
      average: 3,
      unit: 'units',
    });
  });

  test('a cell under two ranges counts once', () => {
    const twice = [range(4, 7, 1, 2), range(4, 6, 1, 2)];
    expect(rangeStatistics(data, twice, displayed)).toMatchObject({ cells: 3, sum: 6 });
  });

  test('units and money are not added up', () => {
    const mixed = rangeStatistics(data, [range(4, 7, 1, 3)], displayed);
    expect(mixed).toMatchObject({ cells: 6, numbers: 5, unit: null });
    expect(mixed.sum).toBeNaN();
  });

  test('whole columns take the totals of the host', () => {
    const [, value] = displayed;
    expect(columnStatistics(2_000_000, { value: 5_000_000 }, [value])).toMatchObject({
      cells: 2_000_000,
      sum: 5_000_000,
      average: 2.5,
    });
    expect(columnStatistics(10, {}, [value])).toBeNull();
  });
});
