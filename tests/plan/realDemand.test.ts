import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SeriesNote } from '../../core/contract/forecast.ts';
import type { Network, Supersession } from '../../core/model/network.ts';
import { notObserved } from '../../core/model/position.ts';
import { cleanDemand, defaultCleaning, type DemandCleaning } from '../../core/plan/realDemand.ts';
import type { UpliftedMonth } from '../../core/plan/historyUplifts.ts';
import { workingDayFactors } from '../../core/plan/workingCalendars.ts';
import { supersessionMoves } from '../../core/plan/supersessionMoves.ts';
import { parseDay } from '../../core/base/calendar.ts';

const x = notObserved;
const plain: DemandCleaning = { ...defaultCleaning, censorStockouts: false, outlierDeviations: 0 };
const day = parseDay('2001-01-01');

function edge(item: number, replacedBy: number, more: Partial<Supersession> = {}): Supersession {
  return { item, replacedBy, kind: 'one-way', effectiveFrom: '2000-06-01', quantityPer: 1, ...more };
}

function movesOf(supersessions: readonly Supersession[]): ReturnType<typeof supersessionMoves> {
  return supersessionMoves({ supersessions } as Partial<Network> as Network, day);
}

/** Rows are items 0, 1, 2 …, but for those that are not stocked. */
function cleaned(
  series: readonly (readonly number[])[],
  options: {
    readonly lost?: readonly (readonly number[])[];
    readonly edges?: readonly Supersession[];
    readonly cleaning?: DemandCleaning;
    readonly stocked?: (item: number) => boolean;
    readonly daysOut?: readonly (readonly number[])[];
    readonly uplifts?: readonly UpliftedMonth[];
  } = {},
): {
  readonly rows: number[][];
  readonly gone: number[];
  readonly notes: (SeriesNote & { readonly row: number })[];
} {
  const periods = series[0].length;
  const lost = options.lost ?? series.map(() => series[0].map(() => 0));
  const notes: (SeriesNote & { readonly row: number })[] = [];
  const { values, gone } = cleanDemand(
    {
      demand: Uint16Array.from(series.flat()),
      lostSales: Uint16Array.from(lost.flat()),
      daysOut: Uint8Array.from((options.daysOut ?? series.map(() => series[0].map(() => 0))).flat()),
      items: series.map((_, item) => item),
      uplifts: options.uplifts ?? [],
      rows: series.length,
      periods,
      firstPeriod: '2000-01',
    },
    options.cleaning ?? plain,
    movesOf(options.edges ?? []),
    (item) => (options.stocked?.(item) === false || item >= series.length ? -1 : item),
    (row, note) => notes.push({ row, ...note }),
    (item) => `P${item}`,
  );
  return {
    rows: series.map((_, row) => [...values.subarray(row * periods, (row + 1) * periods)]),
    gone: [...gone],
    notes,
  };
}

describe('supersession moves', () => {
  it('give a one-way predecessor its history to the successor, times the quantity per unit', () => {
    const { rows, gone, notes } = cleaned(
      [
        [3, 0, x, 1],
        [x, x, 2, 4],
      ],
      { edges: [edge(0, 1, { quantityPer: 2 })] },
    );
    expect(rows).toEqual([
      [x, x, x, x],
      [6, 0, 2, 6],
    ]);
    expect(gone).toEqual([1, 0]);
    expect(notes).toEqual([{ row: 1, period: 0, kind: 'moved', text: '8 units asked for as P0' }]);
  });

  it('do nothing before they are in effect', () => {
    const series = [
      [3, 0],
      [x, 2],
    ];
    expect(cleaned(series, { edges: [edge(0, 1, { effectiveFrom: '2001-01-02' })] }).rows).toEqual(series);
    expect(cleaned(series, { edges: [edge(0, 1, { effectiveFrom: '2001-01-01' })] }).gone).toEqual([1, 0]);
  });

  it('add up along a chain of three, whatever the order of the records', () => {
    const series = [
      [5, 1],
      [2, 2],
      [0, 1],
    ];
    const edges = [edge(0, 1), edge(1, 2, { quantityPer: 3 })];
    for (const order of [edges, edges.toReversed()]) {
      const { rows, gone } = cleaned(series, { edges: order });
      expect(rows[2]).toEqual([21, 10]);
      expect(gone).toEqual([1, 1, 0]);
    }
  });

  it('pass over a successor that is not stocked here, and leave the history where there is none', () => {
    const series = [
      [5, 1],
      [0, 0],
      [0, 1],
    ];
    const edges = [edge(0, 1), edge(1, 2, { quantityPer: 3 })];
    expect(cleaned(series, { edges, stocked: (item) => item !== 1 }).rows[2]).toEqual([15, 4]);
    expect(cleaned(series, { edges, stocked: (item) => item === 0 })).toMatchObject({
      rows: [
        [5, 1],
        [0, 0],
        [0, 1],
      ],
      gone: [0, 0, 0],
    });
  });

  it('give each part of a kit the whole history, times the quantity that the kit takes of it', () => {
    const { rows } = cleaned(
      [
        [2, 1],
        [1, x],
        [x, x],
      ],
      { edges: [edge(0, 1, { quantityPer: 4 }), edge(0, 2)] },
    );
    expect(rows).toEqual([
      [x, x],
      [9, 4],
      [2, 1],
    ]);
  });

  it('share the demand of two that replace each other by the last year, each month kept whole', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 40 })), {
          minLength: 1,
          maxLength: 30,
        }),
        fc.integer({ min: 1, max: 3 }),
        (months, quantityPer) => {
          const series = [months.map(([a]) => a), months.map(([, b]) => b)];
          const { rows } = cleaned(series, { edges: [edge(0, 1, { kind: 'two-way', quantityPer })] });
          months.forEach(([a, b], month) => {
            expect(rows[0][month] * quantityPer + rows[1][month]).toBe(a * quantityPer + b);
            expect(rows[0][month]).toBeLessThanOrEqual(a * quantityPer + b);
          });
          const recent = months.slice(-12);
          const units = recent.reduce((sum, [a, b]) => sum + a * quantityPer + b, 0);
          const share = units === 0 ? 0.5 : recent.reduce((sum, [a]) => sum + a * quantityPer, 0) / units;
          const all = months.reduce((sum, [a, b]) => sum + a * quantityPer + b, 0);
          if (quantityPer === 1) {
            const shared = rows[0].reduce((sum, value) => sum + value, 0);
            expect(Math.abs(shared - share * all)).toBeLessThanOrEqual(1);
          }
        },
      ),
      { numRuns: 100 },
    );
  });

  it('end, whatever loops the records form: no unit is lost and none comes twice', () => {
    const edges = fc.array(fc.tuple(fc.nat(5), fc.nat(5), fc.boolean()), { maxLength: 12 });
    fc.assert(
      fc.property(edges, fc.array(fc.nat(9), { minLength: 6, maxLength: 6 }), (drawn, units) => {
        // One successor each, so that a unit has one place to go to.
        const once = new Map(
          drawn.map(([from, to, oneWay]) => [from, edge(from, to, { kind: oneWay ? 'one-way' : 'two-way' })]),
        );
        const { rows, gone } = cleaned(
          units.map((unit) => [unit]),
          { edges: [...once.values()] },
        );
        const sum = rows.reduce((total, [value]) => total + (value === x ? 0 : value), 0);
        expect(sum).toBe(units.reduce((total, unit) => total + unit, 0));
        expect(gone.some((one) => one === 0)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});

describe('real demand', () => {
  it('counts lost sales where they were asked for', () => {
    expect(cleaned([[2, 0, x]], { lost: [[1, 3, 0]] }).rows).toEqual([[3, 3, x]]);
  });

  it('counts a month that ran out as a usual one where that is more, and says so', () => {
    const months = [8, 9, 7, 8, 8, 8, 1, 12];
    const lost = [0, 0, 0, 0, 0, 0, 2, 1];
    const { rows, notes } = cleaned([months], {
      lost: [lost],
      cleaning: { ...plain, censorStockouts: true },
    });
    expect(rows).toEqual([[8, 9, 7, 8, 8, 8, 8, 13]]);
    expect(notes).toEqual([
      { row: 0, period: 6, kind: 'censored', text: 'Ran out: 3 asked for, counted as a usual month of 8' },
    ]);
    // With too few months to know what is usual, what was asked for counts.
    expect(
      cleaned([months.slice(2)], { lost: [lost.slice(2)], cleaning: { ...plain, censorStockouts: true } })
        .rows,
    ).toEqual([[7, 8, 8, 8, 3, 13]]);
  });

  it('does not count a month mostly without stock in which less than usual was asked for, and says so', () => {
    const cleaning = { ...plain, censorStockouts: true };
    const months = [2, 0, 3, 1, 2, 1, 0, 2, 1, 4, 0, 2];
    const daysOut = [0, 0, 0, 0, 0, 0, 31, 15, 20, 20, 15, 0];
    const { rows, notes } = cleaned([months], { daysOut: [daysOut], cleaning });
    // Usual is 13 units in 9 months: July and September are a lower bound; October had more, August half a month.
    expect(rows).toEqual([[2, 0, 3, 1, 2, 1, x, 2, x, 4, 0, 2]]);
    expect(notes).toEqual([
      {
        row: 0,
        period: 6,
        kind: 'censored',
        text: 'Without stock on 31 of 31 days: 0 asked for, not counted',
      },
      {
        row: 0,
        period: 8,
        kind: 'censored',
        text: 'Without stock on 20 of 30 days: 1 asked for, not counted',
      },
    ]);
    // As reported where the plan is told to take months as they come.
    expect(cleaned([months], { daysOut: [daysOut], cleaning: plain }).rows).toEqual([months]);
  });

  it('does not count a month in vain without stock even of a part too new to know what is usual', () => {
    const cleaning = { ...plain, censorStockouts: true };
    const { rows } = cleaned([[x, x, 3, 0, 1]], { daysOut: [[0, 0, 0, 30, 31]], cleaning });
    expect(rows).toEqual([[x, x, 3, x, 1]]);
  });

  it('takes a part that stays out for half a year for one that is not kept any more', () => {
    const cleaning = { ...plain, censorStockouts: true };
    const sold = [3, 2, 4, 3, 2, 3, 4, 2];
    for (const [out, counted] of [
      [5, x],
      [6, 0],
      [9, 0],
    ] as const) {
      const months = [...sold, ...Array.from({ length: out }, () => 0)];
      const daysOut = months.map((_, month) => (month < sold.length ? 0 : 28));
      const { rows } = cleaned([months], { daysOut: [daysOut], cleaning });
      expect(rows).toEqual([[...sold, ...Array.from({ length: out }, () => counted)]]);
    }
  });

  it('dampens a month far beyond the series own others, with the reason, and nothing in a steady or growing one', () => {
    const cleaning = { ...plain, outlierDeviations: 6 };
    const spike = [3, 4, 0, 2, 3, 5, 4, 3, 2, 90, 3, 0];
    const { rows, notes } = cleaned([spike], { cleaning });
    expect(rows[0].with(9, 90)).toEqual(spike);
    expect(rows[0][9]).toBe(Math.ceil(3 + 6 * Math.max(1.4826, Math.sqrt(3))));
    expect(notes).toEqual([
      { row: 0, period: 9, kind: 'outlier', text: '90 counted as 14: a usual month with demand has 3' },
    ]);
    for (const calm of [
      [10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30, 32],
      [0, 0, 90, 0, 0, 0, 80, 0, 0, 95, 0, 0],
    ]) {
      expect(cleaned([calm], { cleaning })).toMatchObject({ rows: [calm], notes: [] });
    }
  });

  it('brings months to the same number of working days and loses no unit', () => {
    const week = { weekdays: [0, 1, 1, 1, 1, 1, 0], holidays: [] };
    const factors = workingDayFactors('2000-02', 2, week);
    // February 2000 had 21 working days, March 23.
    expect(factors[1] / factors[0]).toBeCloseTo(23 / 21, 12);
    const months = Array.from({ length: 24 }, () => 210);
    const { rows } = cleaned([months], { cleaning: { ...plain, calendar: week } });
    const level = workingDayFactors('2000-01', 24, week);
    const wanted = months.reduce((sum, units, month) => sum + units / level[month], 0);
    expect(rows[0].reduce((sum, units) => sum + units, 0)).toBe(Math.round(wanted));
    expect(rows[0][1]).toBeGreaterThan(rows[0][2]);
    expect(
      cleaned([[1, 0, x, 1]], {
        cleaning: { ...plain, calendar: { weekdays: [1, 1, 1, 1, 1, 1, 1], holidays: [] } },
      }).rows,
    ).toEqual([[1, 0, x, 1]]);
  });

  it('of any reported history is finite, and observed where the report is, unless it moved', () => {
    const cell = fc.oneof(
      { weight: 4, arbitrary: fc.nat(50) },
      { weight: 1, arbitrary: fc.constantFrom(x, x - 1, 0) },
    );
    const table = fc.array(fc.array(cell, { minLength: 14, maxLength: 14 }), { minLength: 3, maxLength: 3 });
    const days = fc.array(fc.array(fc.nat(28), { minLength: 14, maxLength: 14 }), {
      minLength: 3,
      maxLength: 3,
    });
    fc.assert(
      fc.property(table, table, days, fc.constantFrom(0, 1, 2, 3), (series, lost, daysOut, kind) => {
        const edges = [
          [],
          [edge(0, 1)],
          [edge(0, 1), edge(1, 2)],
          [edge(0, 1, { kind: 'two-way', quantityPer: 3 })],
        ][kind];
        const { rows, gone } = cleaned(series, {
          lost: lost.map((row) => row.map((units) => (units >= x - 1 ? 0 : units))),
          edges,
          daysOut,
          cleaning: {
            ...defaultCleaning,
            calendar: { weekdays: [0, 1, 1, 1, 1, 1, 0.5], holidays: ['07-04'] },
          },
        });
        rows.forEach((row, r) =>
          row.forEach((units, month) => {
            expect(units).toBeLessThanOrEqual(x);
            const isOut = daysOut[r][month] > 14;
            if (gone[r] === 0 && series[r][month] !== x && !isOut) expect(units).not.toBe(x);
          }),
        );
      }),
      { numRuns: 100 },
    );
  });
});
