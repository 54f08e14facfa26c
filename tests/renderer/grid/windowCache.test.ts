import { describe, expect, test } from 'vitest';
import { createWindowCache, sameQuery } from '../../../renderer/components/grid/windowCache.ts';
import { countingHost, noQuery } from './gridWindow.ts';

const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));
const descending = { sort: [{ column: 'value', direction: 'descending' as const }], filter: [] };

describe('window cache', () => {
  test('reads values out of the columns of the block that has the row', async () => {
    const host = countingHost(250);
    const cache = createWindowCache(host.source, { blockSize: 100, capacity: 4, query: noQuery });
    expect(cache.reader(3).key).toBe(-1);
    expect(cache.reader(3).number('value')).toBeNaN();
    expect(cache.reader(3).text('name')).toBe('');
    expect(await cache.load(2)).toBe(true);
    expect(cache.has(249)).toBe(true);
    expect(cache.has(250)).toBe(false);
    const row = cache.reader(201);
    expect([row.key, row.number('value'), row.text('name')]).toEqual([201, 2011, 'odd']);
    expect(row.text('value')).toBe('');
    expect(row.number('name')).toBeNaN();
    expect(row.number('absent')).toBeNaN();
    expect(cache.meta?.total).toBe(250);
    expect(cache.loadedRowOf(230)).toBe(230);
    expect(cache.loadedRowOf(30)).toBe(-1);
  });

  test('asks once for a block however often it is wanted', async () => {
    const host = countingHost(250, { held: true });
    const cache = createWindowCache(host.source, { blockSize: 100, capacity: 4, query: noQuery });
    const both = [cache.load(0), cache.load(0)];
    host.release();
    expect(await Promise.all(both)).toEqual([true, true]);
    await cache.load(0);
    expect(host.asked).toHaveLength(1);
  });

  test('drops the block that was used longest ago', async () => {
    const host = countingHost(1000);
    const cache = createWindowCache(host.source, { blockSize: 100, capacity: 2, query: noQuery });
    await cache.load(0);
    await cache.load(1);
    await cache.load(0);
    await cache.load(2);
    expect([cache.has(0), cache.has(100), cache.has(200)]).toEqual([true, false, true]);
  });

  test('keeps showing moved values until the block is asked for again', async () => {
    const host = countingHost(250);
    const cache = createWindowCache(host.source, { blockSize: 100, capacity: 4, query: noQuery });
    await cache.load(0);
    await cache.load(1);
    host.state.version = 2;
    cache.invalidate();
    expect(cache.reader(5).number('value')).toBe(51);
    expect(await cache.refresh(0, 40)).toEqual([0]);
    expect(cache.reader(5).number('value')).toBe(52);
    expect(cache.reader(105).number('value')).toBe(1051);
    expect(cache.meta?.stale).toBe(true);
    expect(await cache.refresh(0, 40)).toEqual([]);
    expect(await cache.refresh(90, 110)).toEqual([1]);
  });

  test('an answer to a question asked before a change is shown and asked for again', async () => {
    const host = countingHost(250, { held: true });
    const cache = createWindowCache(host.source, { blockSize: 100, capacity: 4, query: noQuery });
    const first = cache.load(0);
    cache.invalidate();
    host.state.version = 2;
    host.release();
    expect(await first).toBe(true);
    expect(cache.reader(1).number('value')).toBe(11);
    const again = cache.refresh(0, 10);
    host.release();
    expect(await again).toEqual([0]);
    expect(cache.reader(1).number('value')).toBe(12);
  });

  test('an answer to an earlier query is dropped', async () => {
    const host = countingHost(250, { held: true });
    const cache = createWindowCache(host.source, { blockSize: 100, capacity: 4, query: noQuery });
    const late = cache.load(0);
    expect(cache.setQuery(descending)).toBe(true);
    const wanted = cache.load(0);
    host.release();
    expect(await late).toBe(false);
    expect(await wanted).toBe(true);
    expect(cache.reader(0).key).toBe(249);
    expect(cache.setQuery(structuredClone(descending))).toBe(false);
  });

  test('only one question asks the host to sort anew, the others wait for it', async () => {
    const host = countingHost(250, { held: true });
    const cache = createWindowCache(host.source, { blockSize: 100, capacity: 4, query: noQuery });
    const before = cache.epoch;
    cache.sortAgain();
    expect(cache.epoch).toBe(before + 1);
    const both = Promise.all([cache.load(0), cache.load(1)]);
    await settle();
    expect(host.asked.map((one) => [one.from, one.refresh])).toEqual([[0, true]]);
    host.release();
    await settle();
    host.release();
    expect(await both).toEqual([true, true]);
    expect(host.asked.map((one) => [one.from, one.refresh])).toEqual([
      [0, true],
      [100, false],
    ]);
  });

  test('a failure to sort anew is asked for again', async () => {
    const host = countingHost(250);
    const cache = createWindowCache(host.source, { blockSize: 100, capacity: 4, query: noQuery });
    cache.sortAgain();
    host.state.fail = true;
    await expect(cache.load(0)).rejects.toThrow('the host is away');
    host.state.fail = false;
    expect(await cache.load(0)).toBe(true);
    expect(host.asked.map((one) => one.refresh)).toEqual([true, true]);
  });

  test('after a new line the count of a restarted host is taken though its version is lower', async () => {
    const host = countingHost(250);
    const cache = createWindowCache(host.source, { blockSize: 100, capacity: 4, query: noQuery });
    host.state.version = 9;
    await cache.load(0);
    cache.clear();
    host.state.version = 1;
    host.state.rows = 120;
    await cache.load(0);
    expect(cache.meta).toMatchObject({ version: 1, total: 120 });
  });

  test('queries are the same by their words', () => {
    expect(sameQuery(descending, structuredClone(descending))).toBe(true);
    expect(sameQuery(descending, noQuery)).toBe(false);
  });
});
