import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Condition } from '../../../core/contract/grid.ts';
import {
  demandClassCode,
  demandClasses,
  intervalBorder,
  variationBorder,
} from '../../../core/forecast/demandClass.ts';
import { countQuadrant } from '../../../core/plan/forecastQuadrant.ts';
import {
  brushFilter,
  brushIn,
  brushOf,
  brushOfClass,
  isSameBrush,
  shareAt,
} from '../../../renderer/features/forecast/quadrantModel.ts';

const { adiEdges, cv2Edges } = countQuadrant(new Int32Array(0), Number, Number);
const borders = { adi: intervalBorder, cv2: variationBorder };

function passes(filter: readonly Condition[], adi: number, cv2: number): boolean {
  return filter.every((condition) => {
    if (condition.kind !== 'number') return true;
    const value = condition.column === 'adi' ? adi : cv2;
    return value >= (condition.from ?? -Infinity) && value <= (condition.to ?? Infinity);
  });
}

describe('the brush over the demand quadrant', () => {
  it('keeps the other conditions, and leaves nothing when it is cleared', () => {
    const other: Condition = { kind: 'values', column: 'family', values: ['Brakes'] };
    const brushed = brushFilter([other], brushOfClass('lumpy', borders));
    expect(brushed[0]).toEqual(other);
    expect(brushed).toHaveLength(3);
    expect(brushFilter(brushed, null)).toEqual([other]);
    expect(brushIn([other])).toBeNull();
  });

  it('of a class passes exactly the positions of the class', () => {
    const adi = fc.oneof(fc.double({ min: 1, max: 40, noNaN: true }), fc.constant(intervalBorder));
    const cv2 = fc.oneof(fc.double({ min: 0, max: 10, noNaN: true }), fc.constant(variationBorder));
    fc.assert(
      fc.property(adi, cv2, (interval, variation) => {
        // Within a millionth below a border the filter speaks of the border.
        fc.pre(interval >= intervalBorder || interval < intervalBorder - 1e-5);
        fc.pre(variation >= variationBorder || variation < variationBorder - 1e-5);
        const own = demandClasses[demandClassCode(interval, variation)];
        for (const name of ['smooth', 'erratic', 'intermittent', 'lumpy'] as const) {
          const filter = brushFilter([], brushOfClass(name, borders));
          expect(passes(filter, interval, variation)).toBe(name === own);
        }
      }),
    );
  });

  it('covers whole bins, whichever corner it was begun at', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(share, share, share, share, (x0, y0, x1, y1) => {
        const brush = brushOf({ x0, y0, x1, y1 }, adiEdges, cv2Edges);
        expect(isSameBrush(brush, brushOf({ x0: x1, y0: y1, x1: x0, y1: y0 }, adiEdges, cv2Edges))).toBe(
          true,
        );
        if (brush.adiFrom !== null) expect(adiEdges).toContain(brush.adiFrom);
        if (brush.cv2To !== null) expect(cv2Edges).toContain(brush.cv2To);
        expect(shareAt(brush.adiFrom ?? 0, adiEdges)).toBeLessThanOrEqual(Math.min(x0, x1) + 1e-9);
        if (brush.adiTo !== null)
          expect(shareAt(brush.adiTo, adiEdges)).toBeGreaterThanOrEqual(Math.max(x0, x1) - 1e-9);
        expect(isSameBrush(brushIn(brushFilter([], brush)), brushIn(brushFilter([], brush)))).toBe(true);
      }),
    );
  });

  it('knows the class borders as edges of its bins', () => {
    expect(adiEdges).toContain(intervalBorder);
    expect(cv2Edges).toContain(variationBorder);
    expect([...adiEdges]).toEqual(adiEdges.toSorted((a, b) => a - b));
    expect([...cv2Edges]).toEqual(cv2Edges.toSorted((a, b) => a - b));
  });
});
