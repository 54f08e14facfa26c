import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  gatherMarks,
  gatherMarksInView,
  markRadius,
  placeLabels,
  placeLevel,
  type MapPlace,
} from '../../../renderer/components/map/mapMarks.ts';

const places = fc
  .array(
    fc.record({
      x: fc.double({ min: 0, max: 900, noNaN: true }),
      y: fc.double({ min: 0, max: 600, noNaN: true }),
      moneyMinor: fc.nat(1_000_000),
      warehouse: fc.boolean(),
      byLevel: fc.tuple(fc.nat(200), fc.nat(20), fc.nat(9), fc.nat(9)),
    }),
    { maxLength: 60 },
  )
  .map((list): MapPlace[] => list.map((place, location) => ({ ...place, location })));

const largestOf = (list: readonly MapPlace[]): number =>
  list.reduce((most, place) => (place.warehouse ? most : Math.max(most, place.moneyMinor)), 0);

describe('marks', () => {
  test('every place stands in exactly one mark, and money and positions add up', () => {
    fc.assert(
      fc.property(places, (list) => {
        const marks = gatherMarks(list, largestOf(list));
        const seen = marks.flatMap((mark) => mark.locations).toSorted((a, b) => a - b);
        expect(seen).toEqual(list.map((place) => place.location));
        const money = (items: readonly { readonly moneyMinor: number }[]): number =>
          items.reduce((sum, item) => sum + item.moneyMinor, 0);
        expect(money(marks)).toBe(money(list));
        expect(marks.reduce((sum, mark) => sum + mark.byLevel[3], 0)).toBe(
          list.reduce((sum, place) => sum + place.byLevel[3], 0),
        );
      }),
    );
  });

  test('no two marks of dealers overlap, and warehouses stand alone', () => {
    fc.assert(
      fc.property(places, (list) => {
        const marks = gatherMarks(list, largestOf(list));
        for (const mark of marks) if (mark.warehouse) expect(mark.locations).toHaveLength(1);
        const dealers = marks.filter((mark) => !mark.warehouse);
        dealers.forEach((a, at) => {
          for (const b of dealers.slice(at + 1)) {
            expect(Math.hypot(a.x - b.x, a.y - b.y)).toBeGreaterThanOrEqual(a.radius + b.radius - 1e-9);
          }
        });
      }),
    );
  });

  test('places out of sight stand alone, and none is lost', () => {
    const view = { width: 400, height: 300 };
    fc.assert(
      fc.property(places, (list) => {
        const marks = gatherMarksInView(list, largestOf(list), view);
        expect(marks.flatMap((mark) => mark.locations).toSorted((a, b) => a - b)).toEqual(
          list.map((place) => place.location),
        );
        for (const mark of marks) {
          if (mark.x > view.width + 80 || mark.y > view.height + 80) expect(mark.locations).toHaveLength(1);
        }
      }),
    );
  });

  test('size grows with money and stays within bounds', () => {
    expect(markRadius(0, 100)).toBeLessThan(markRadius(10, 100));
    expect(markRadius(50, 100)).toBeLessThan(markRadius(100, 100));
    expect(markRadius(1e12, 100)).toBe(markRadius(1e15, 100));
    expect(markRadius(5, 0)).toBe(markRadius(0, 0));
  });

  test('a place’s level compares its shares with the network’s, and is never none where there is risk', () => {
    const network = [900, 50, 30, 20];
    expect(placeLevel([100, 0, 0, 0], network)).toBe('none');
    expect(placeLevel([980, 0, 0, 20], network)).toBe('critical');
    expect(placeLevel([981, 0, 0, 19], network)).toBe('watch');
    expect(placeLevel([950, 0, 40, 10], network)).toBe('act');
    expect(placeLevel([95, 5, 0, 0], network)).toBe('watch');
    expect(placeLevel(network, network)).toBe('critical');
    expect(placeLevel([0, 0, 0, 0], network)).toBe('none');
    expect(placeLevel([5, 0, 0, 1], [5, 0, 0, 0])).toBe('critical');
  });

  test('a warehouse in the middle of a dealer moves to its edge', () => {
    const at = { x: 100, y: 100, byLevel: [9, 0, 0, 1] };
    const marks = gatherMarks(
      [
        { ...at, location: 0, warehouse: true, moneyMinor: 50 },
        { ...at, location: 1, warehouse: false, moneyMinor: 100 },
      ],
      100,
    );
    const [warehouse, dealer] = [true, false].map((kind) => marks.find((mark) => mark.warehouse === kind)!);
    expect([dealer.x, dealer.y]).toEqual([100, 100]);
    expect(Math.hypot(warehouse.x - dealer.x, warehouse.y - dealer.y)).toBeGreaterThan(dealer.radius);
  });

  test('names cover neither marks nor each other, and stay on the map', () => {
    const view = { width: 900, height: 600 };
    fc.assert(
      fc.property(places, (list) => {
        const marks = gatherMarks(list, largestOf(list));
        const labels = placeLabels(marks, (mark) => `Place ${mark.key}`, view);
        const boxes = labels.map((label) => ({
          left: label.x,
          right: label.x + 6.4 * label.text.length + 4,
          top: label.y - 7,
          bottom: label.y + 7,
        }));
        boxes.forEach((a, at) => {
          expect(a.left).toBeGreaterThanOrEqual(0);
          expect(a.right).toBeLessThanOrEqual(view.width);
          for (const b of boxes.slice(at + 1)) {
            expect(a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom).toBe(false);
          }
        });
      }),
    );
  });
});
