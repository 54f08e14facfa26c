import { describe, expect, test } from 'vitest';
import {
  boundToText,
  describeCondition,
  filterKind,
  parseBound,
  sameCondition,
  withCondition,
} from '../../../renderer/components/grid/filterCondition.ts';

describe('filter conditions', () => {
  test('bounds are typed as people read them and travel in the column’s unit', () => {
    expect(parseBound('97', 'share', 'USD')).toBe(0.97);
    expect(parseBound('97%', 'share', 'USD')).toBe(0.97);
    expect(parseBound('1,250.50', 'money', 'USD')).toBe(125_050);
    expect(parseBound('1250', 'money', 'JPY')).toBe(1250);
    expect(parseBound(' 12 ', 'units', 'USD')).toBe(12);
    expect(parseBound('', 'units', 'USD')).toBeUndefined();
    expect(parseBound('many', 'units', 'USD')).toBeNaN();
  });

  test('a bound is shown as it was typed', () => {
    for (const [text, unit] of [
      ['97.5', 'share'],
      ['1250.5', 'money'],
      ['-3', 'units'],
    ] as const) {
      expect(boundToText(parseBound(text, unit, 'USD'), unit, 'USD')).toBe(text);
    }
    expect(boundToText(undefined, 'units', 'USD')).toBe('');
  });

  test('a column has one condition, replaced in place', () => {
    const risk = { kind: 'values' as const, column: 'risk', values: ['critical'] };
    const excess = { kind: 'number' as const, column: 'excess', from: 1 };
    const both = withCondition([risk], 'excess', excess);
    const changed = withCondition(both, 'risk', { ...risk, values: ['act'] });
    expect(changed).toEqual([{ ...risk, values: ['act'] }, excess]);
    expect(withCondition(changed, 'risk', null)).toEqual([excess]);
  });

  test('a list of values is the same in any order', () => {
    const values = (list: string[]) => ({ kind: 'values' as const, column: 'risk', values: list });
    expect(sameCondition(values(['act', 'critical']), values(['critical', 'act']))).toBe(true);
    expect(sameCondition(values(['act']), values(['critical', 'act']))).toBe(false);
    expect(sameCondition({ ...values(['act']), column: 'state' }, values(['act']))).toBe(false);
    const from = { kind: 'number' as const, column: 'excess', from: 1 };
    expect(sameCondition(from, { ...from })).toBe(true);
    expect(sameCondition(from, { ...from, to: 2 })).toBe(false);
  });

  test('chips say the condition in words', () => {
    const money = { label: 'Money at risk', unit: 'money' as const };
    const say = (condition: Parameters<typeof describeCondition>[0]): string =>
      describeCondition(condition, money, 'USD');
    expect(say({ kind: 'number', column: 'x', from: 100_000 })).toMatch(/^Money at risk ≥ 1.?000$/);
    expect(say({ kind: 'number', column: 'x', from: 100, to: 100 })).toBe('Money at risk = 1');
    expect(say({ kind: 'text', column: 'x', mode: 'startsWith', value: 'OIL' })).toBe(
      'Money at risk starts with OIL',
    );
    expect(say({ kind: 'values', column: 'x', values: ['a', '', 'c', 'd', 'e'] })).toBe(
      'Money at risk: a, empty, c and 2 more',
    );
  });

  test('few distinct values make a list, numbers a range, the rest text', () => {
    const column = { id: 'x', label: 'X', definition: '', width: 90 };
    expect(filterKind({ ...column, unit: 'text', distinct: true })).toBe('values');
    expect(filterKind({ ...column, unit: 'text' })).toBe('text');
    expect(filterKind({ ...column, unit: 'money' })).toBe('number');
  });
});
