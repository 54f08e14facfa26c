import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SeriesNote } from '../../core/contract/forecast.ts';
import type { Network } from '../../core/model/network.ts';
import { notObserved } from '../../core/model/position.ts';
import { takeOutUplifts, upliftedMonths } from '../../core/plan/historyUplifts.ts';
import { shareInForce, type OverrideRecord } from '../../core/plan/overrides.ts';

const x = notObserved;
const network = {
  firstPeriod: '2000-01',
  items: [{ family: 'Brakes' }, { family: 'Brakes' }, { family: 'Lamps' }],
  locations: [
    { kind: 'rdc', region: 'North' },
    { kind: 'dealer', region: 'North' },
    { kind: 'dealer', region: 'South' },
  ],
} as unknown as Network;

function uplift(value: number, more: Partial<OverrideRecord> = {}): OverrideRecord {
  return {
    id: 'V000001-1',
    level: 'network',
    location: -1,
    item: -1,
    family: '',
    region: '',
    kind: 'uplift',
    value,
    from: '2000-02',
    to: '2000-03',
    reason: 'Spring campaign',
    author: 'planner',
    createdMinutes: 1,
    expires: null,
    ...more,
  };
}

/** Rows are items 0, 1, 2. */
function taken(
  records: readonly OverrideRecord[],
  series: readonly (readonly number[])[],
  location = 1,
): { readonly rows: number[][]; readonly notes: (SeriesNote & { readonly row: number })[] } {
  const periods = series[0].length;
  const values = Uint16Array.from(series.flat());
  const notes: (SeriesNote & { readonly row: number })[] = [];
  takeOutUplifts(
    values,
    [0, 1, 2],
    periods,
    upliftedMonths(records, network, periods, location),
    (row, note) => notes.push({ row, ...note }),
  );
  return {
    rows: series.map((_, row) => [...values.subarray(row * periods, (row + 1) * periods)]),
    notes,
  };
}

describe('an uplift in history', () => {
  it('divides what was asked for in its months, and says so with its reason', () => {
    const series = [
      [30, 30, 60, 30],
      [9, x, 6, 9],
      [0, 0, 0, 2],
    ];
    const { rows, notes } = taken([uplift(0.5)], series);
    expect(rows).toEqual([
      [30, 20, 40, 30],
      [9, x, 4, 9],
      [0, 0, 0, 2],
    ]);
    expect(notes).toEqual([
      { row: 0, period: 1, kind: 'uplift', text: '30 counted as 20: uplift of 50 % (Spring campaign)' },
      { row: 0, period: 2, kind: 'uplift', text: '60 counted as 40: uplift of 50 % (Spring campaign)' },
      { row: 1, period: 2, kind: 'uplift', text: '6 counted as 4: uplift of 50 % (Spring campaign)' },
    ]);
  });

  it('raises what a recall or a strike kept down, and leaves out a month of which hardly anything was left', () => {
    expect(
      taken(
        [uplift(-0.5)],
        [[8, 4, 3, 8], [1], [1]].map((row) => [...row, 0, 0, 0].slice(0, 4)),
      ).rows[0],
    ).toEqual([8, 8, 6, 8]);
    const none = taken(
      [uplift(-1)],
      [
        [8, 0, 1, 8],
        [0, x, 0, 0],
        [0, 0, 0, 0],
      ],
    );
    expect(none.rows[0]).toEqual([8, x, x, 8]);
    expect(none.notes[0].text).toBe('0 not counted: uplift of −100 % (Spring campaign)');
  });

  it('reaches the dealers, families and items that it names, and no other override does', () => {
    const series = [
      [8, 8],
      [8, 8],
      [8, 8],
    ];
    const lifted = (record: OverrideRecord, location: number): string =>
      taken([record], series, location)
        .rows.map(([, february]) => (february === 8 ? '-' : 'x'))
        .join('');
    expect(lifted(uplift(1), 1)).toBe('xxx');
    expect(lifted(uplift(1), 0)).toBe('---');
    expect(lifted(uplift(1, { level: 'region', region: 'North' }), 1)).toBe('xxx');
    expect(lifted(uplift(1, { level: 'region', region: 'North' }), 2)).toBe('---');
    expect(lifted(uplift(1, { level: 'family', family: 'Brakes' }), 2)).toBe('xx-');
    expect(lifted(uplift(1, { level: 'item', item: 1 }), 2)).toBe('-x-');
    expect(lifted(uplift(1, { level: 'position', location: 2, item: 1 }), 2)).toBe('-x-');
    expect(lifted(uplift(1, { level: 'position', location: 2, item: 1 }), 1)).toBe('---');
    expect(lifted(uplift(1, { kind: 'relative' }), 1)).toBe('---');
    expect(lifted(uplift(8, { kind: 'absolute' }), 1)).toBe('---');
  });

  it('counts once where several reach a position: the narrowest, of those the newest', () => {
    const wide = uplift(1);
    const narrow = uplift(3, { id: 'V2', level: 'item', item: 0, from: '2000-02', to: '2000-02' });
    const newer = uplift(0.25, { id: 'V3', createdMinutes: 9 });
    const series = [
      [8, 40, 40],
      [8, 40, 40],
      [0, 0, 0],
    ];
    for (const records of [
      [wide, narrow, newer],
      [newer, narrow, wide],
    ]) {
      expect(taken(records, series).rows.slice(0, 2)).toEqual([
        [8, 10, 32],
        [8, 32, 32],
      ]);
    }
  });

  it('counts by its days in the month in which it expired', () => {
    const record = uplift(1, { expires: '2000-03-15' });
    expect(shareInForce(record, '2000-02')).toBe(1);
    expect(shareInForce(record, '2000-03')).toBeCloseTo(15 / 31, 12);
    expect(shareInForce(record, '2000-04')).toBe(0);
    expect(shareInForce(uplift(1, { to: '2000-04', expires: '2000-03-15' }), '2000-04')).toBe(0);
    expect(
      taken(
        [record],
        [
          [46, 46, 46],
          [0, 0, 0],
          [0, 0, 0],
        ],
      ).rows[0],
    ).toEqual([46, 23, 31]);
  });

  it('is taken out of many small series as a whole, and never below nothing', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(3), { minLength: 3, maxLength: 200 }),
        fc.double({ min: -0.7, max: 5, noNaN: true }),
        (units, change) => {
          const values = Uint16Array.from(units);
          const items = units.map(() => 0);
          const uplifts = upliftedMonths([uplift(change, { from: '2000-01' })], network, 1, 1);
          takeOutUplifts(values, items, 1, uplifts, () => undefined);
          const before = units.reduce((sum, one) => sum + one, 0);
          const after = values.reduce((sum, one) => sum + one, 0);
          expect(Math.abs(after - before / (1 + change))).toBeLessThanOrEqual(0.5 + 1e-9);
          for (const [row, one] of values.entries()) if (units[row] === 0) expect(one).toBe(0);
        },
      ),
      { numRuns: 200 },
    );
  });
});
