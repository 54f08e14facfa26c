import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BallastError } from '../../core/base/errors.ts';
import { notObserved } from '../../core/model/position.ts';
import { decodeDemandBlock, encodeDemandBlock } from '../../core/store/demandBlock.ts';

interface Histories {
  readonly periods: number;
  readonly rows: number;
  readonly demand: Uint16Array;
  readonly lost: Uint16Array;
}

const cell = fc.oneof(
  { weight: 5, arbitrary: fc.constant(0) },
  { weight: 2, arbitrary: fc.constant(notObserved) },
  { weight: 2, arbitrary: fc.integer({ min: 1, max: 5 }) },
  { weight: 1, arbitrary: fc.integer({ min: 100, max: notObserved - 1 }) },
);
const lostCell = fc.oneof(
  { weight: 5, arbitrary: fc.constant(0) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 0xffff }) },
);

const histories: fc.Arbitrary<Histories> = fc
  .tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 0, max: 6 }))
  .chain(([periods, rows]) =>
    fc.record({
      periods: fc.constant(periods),
      rows: fc.constant(rows),
      demand: fc
        .array(cell, { minLength: rows * periods, maxLength: rows * periods })
        .map((cells) => Uint16Array.from(cells)),
      lost: fc
        .array(lostCell, { minLength: rows * periods, maxLength: rows * periods })
        .map((cells) => Uint16Array.from(cells)),
    }),
  );

function decoded(
  bytes: Uint8Array,
  periods: number,
  rows: number,
): { demand: Uint16Array; lost: Uint16Array } {
  const demand = new Uint16Array(rows * periods).fill(77);
  const lost = new Uint16Array(rows * periods).fill(77);
  decodeDemandBlock(bytes, periods, rows, demand, lost);
  return { demand, lost };
}

describe('demand block', () => {
  it('gives back what was put in; a month without observation has no lost sales', () => {
    fc.assert(
      fc.property(histories, ({ periods, rows, demand, lost }) => {
        const back = decoded(encodeDemandBlock(demand, lost, periods, rows), periods, rows);
        expect(back.demand).toEqual(demand);
        expect(back.lost).toEqual(lost.map((units, i) => (demand[i] === notObserved ? 0 : units)));
      }),
      { numRuns: 600 },
    );
  });

  it('says that bytes are corrupt, or reads them as histories that are written as the same bytes', () => {
    const mutation = fc.tuple(
      fc.constantFrom('flip', 'cut', 'add', 'drop'),
      fc.nat(),
      fc.integer({ min: 1, max: 255 }),
    );
    fc.assert(
      fc.property(histories, fc.array(mutation, { minLength: 1, maxLength: 3 }), (given, mutations) => {
        const { periods, rows } = given;
        let bytes = [...encodeDemandBlock(given.demand, given.lost, periods, rows)];
        for (const [kind, at, value] of mutations) {
          const place = bytes.length === 0 ? 0 : at % bytes.length;
          if (kind === 'flip' && bytes.length > 0) bytes[place] ^= value;
          else if (kind === 'cut') bytes = bytes.slice(0, place);
          else if (kind === 'add') bytes.splice(place, 0, value);
          else bytes.splice(place, 1);
        }
        const block = Uint8Array.from(bytes);
        let back: ReturnType<typeof decoded>;
        try {
          back = decoded(block, periods, rows);
        } catch (error) {
          expect(error).toBeInstanceOf(BallastError);
          expect((error as BallastError).code).toBe('replica-corrupt');
          return;
        }
        expect(encodeDemandBlock(back.demand, back.lost, periods, rows)).toEqual(block);
      }),
      { numRuns: 3000 },
    );
  });

  it.each([
    ['is empty', []],
    [
      'has a run that ends before it starts',
      [1, 0x80, 0x80, 0x80, 0x80, 0x08, 0x84, 0x80, 0x80, 0x80, 0x08, 0],
    ],
    ['never ends a number', [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]],
    ['counts more runs than bytes', [0xff, 0xff, 0xff, 0xff, 0x07]],
    ['observes beyond its months', [1, 0, 5, 0]],
    ['puts demand into a month without observation', [1, 1, 3, 1, 0, 2]],
    ['puts demand beyond its months', [1, 0, 4, 1, 4, 2]],
    ['holds a quantity that stands for no observation', [1, 0, 4, 1, 0, 0xfe, 0xff, 0x07]],
    ['holds lost sales beyond 16 bits', [1, 0, 4, 1, 0, 3, 0x80, 0x80, 0x04]],
    ['goes on after its end', [1, 0, 4, 0, 0]],
  ])('is refused where it %s', (_name, bytes) => {
    expect(() => decoded(Uint8Array.from(bytes), 4, 1)).toThrow(BallastError);
  });

  it('holds the largest quantity and takes a dozen bytes for a sparse series', () => {
    const demand = Uint16Array.from({ length: 39 }, (_, i) => (i % 13 === 5 ? notObserved - 1 : 0));
    const lost = Uint16Array.from({ length: 39 }, (_, i) => (i === 5 ? 0xffff : 0));
    const bytes = encodeDemandBlock(demand, lost, 39, 1);
    expect(decoded(bytes, 39, 1)).toEqual({ demand, lost });
    expect(encodeDemandBlock(new Uint16Array(39), new Uint16Array(39), 39, 1)).toHaveLength(4);
  });
});
