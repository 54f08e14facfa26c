import { describe, expect, it } from 'vitest';
import { createRandom } from '../../core/base/random.ts';
import { forecastExceptionKinds, type ForecastExceptionKind } from '../../core/contract/forecast.ts';
import {
  createExceptionFinder,
  exceptionSentence,
  gravestException,
} from '../../core/plan/forecastExceptions.ts';

const periods = 36;
const heldBack = 6;

function find(months: readonly number[], mean: number, onHand = 0): readonly ForecastExceptionKind[] {
  const finder = createExceptionFinder(periods, heldBack);
  const bits = finder.look({
    position: 0,
    history: Uint16Array.from(months),
    base: 0,
    mean,
    within: 0.05,
    rate: 0.05,
    unitCostMinor: 1_000,
    onHand,
  });
  const found = finder.done();
  expect(found.length).toBe(forecastExceptionKinds.filter((_, k) => (bits & (1 << k)) !== 0).length);
  return forecastExceptionKinds.filter((_, k) => (bits & (1 << k)) !== 0);
}

const steady = (level: number): number[] =>
  Array.from({ length: periods }, (_, month) => level + (month % 2));

describe('forecast exceptions', () => {
  it('leave a steady series alone', () => {
    expect(find(steady(5), 5.5)).toEqual([]);
    expect(find(Array<number>(periods).fill(0), 0)).toEqual([]);
    expect(find(Array<number>(periods).fill(0xffff), 0)).toEqual([]);
  });

  it('see a forecast that missed on one side', () => {
    expect(find(steady(20), 4)).toContain('bias');
    expect(find(steady(1), 40)).toContain('bias');
  });

  it('see a step in the history', () => {
    const stepped = steady(4).map((units, month) => (month >= periods - heldBack ? units * 5 : units));
    expect(find(stepped, 22)).toContain('break');
  });

  it('see one month that stands out, and where', () => {
    const months = steady(3);
    months[periods - 4] = 60;
    expect(find(months, 5)).toContain('outlier');
    months[periods - 4] = 4;
    months[2] = 60;
    expect(find(months, 3.5)).not.toContain('outlier');
  });

  it('see a part that died only while it is still held', () => {
    const months = steady(3).map((units, month) => (month >= periods - 14 ? 0 : units));
    expect(find(months, 0, 7)).toContain('died');
    expect(find(months, 0, 0)).not.toContain('died');
  });

  it('are rare where demand is as forecast', () => {
    const random = createRandom('calm');
    let flagged = 0;
    const series = 2_000;
    for (let s = 0; s < series; s++) {
      const rate = random.gamma(2, 1.5);
      const months = Array.from({ length: periods }, () => random.poisson(rate));
      if (find(months, rate, 5).length > 0) flagged++;
    }
    expect(flagged / series).toBeLessThan(0.03);
  });

  it('are said with their figures, the gravest first', () => {
    expect(exceptionSentence('outlier', 34, 2.126, '2025-11', 6)).toBe(
      '34 units in 2025-11; the other months average 2.13.',
    );
    expect(gravestException(0)).toBeNull();
    expect(gravestException(0b1001)).toBe('died');
    expect(gravestException(0b0101)).toBe('bias');
  });
});
