import { beforeEach, describe, expect, it } from 'vitest';
import { createExports, type Exports } from '../../../electron/host/planning/exports.ts';
import { tableFile } from '../../../electron/host/planning/exportTable.ts';

/** Lines enough for several chunks, and how many of them were asked for. */
function source(): { readonly lines: Iterable<string>; readonly taken: () => number; ended: () => boolean } {
  let taken = 0;
  let isEnded = false;
  function* lines(): Generator<string> {
    try {
      for (; taken < 20_000; taken++) yield `${taken}\n`;
    } finally {
      isEnded = true;
    }
  }
  return { lines: lines(), taken: () => taken, ended: () => isEnded };
}

describe('exports under way', () => {
  let exports: Exports;
  beforeEach(() => {
    let clock = 0;
    // Every look at the clock is a slice's length, so each chunk is a slice of its own.
    exports = createExports(() => (clock += 10));
  });

  it('are given up by their ticket, and stop reading rows', async () => {
    const { lines, taken, ended } = source();
    const written = exports.write('mine', tableFile('rows.csv', lines));
    expect(exports.cancel('theirs')).toBe(false);
    expect(exports.cancel('mine')).toBe(true);
    await expect(written).rejects.toMatchObject({ code: 'cancelled' });
    expect(taken()).toBeGreaterThan(0);
    expect(taken()).toBeLessThan(20_000);
    expect(ended()).toBe(true);
    expect(exports.cancel('mine')).toBe(false);
  });

  it('go on where another one is given up, and are whole', async () => {
    const first = exports.write('first', tableFile('rows.csv', source().lines));
    const second = exports.write('second', tableFile('rows.csv', source().lines));
    exports.cancel('first');
    await expect(first).rejects.toMatchObject({ code: 'cancelled' });
    // The first line is the header.
    expect((await second).rows).toBe(19_999);
    expect(exports.cancel('second')).toBe(false);
    expect((await exports.write(undefined, tableFile('rows.csv', source().lines))).rows).toBe(19_999);
  });
});
