import { describe, expect, test } from 'vitest';
import type { Explanation } from '../../../core/contract/explain.ts';
import { explanationToText, termText } from '../../../renderer/features/explain/termText.ts';

describe('terms of an explanation', () => {
  test('values carry their unit', () => {
    expect(termText({ value: 4, unit: 'units' }, 'USD')).toBe('4 units');
    expect(termText({ value: 0.125, unit: 'share' }, 'USD')).toBe('12.5%');
    expect(termText({ value: 12_345, unit: 'money' }, 'USD')).toBe('$123.45');
    expect(termText({ value: Number.NaN, unit: 'days' }, 'USD')).toBe('–');
    expect(termText({ value: 'lumpy', unit: 'text' }, 'USD')).toBe('lumpy');
  });

  test('the copy has every term with its source', () => {
    const explanation: Explanation = {
      title: 'P1 at D001',
      subtitle: 'Filter',
      summary: 'Runs out.',
      asOfMinutes: 16_436_160,
      sections: [
        {
          title: 'Available',
          formula: 'available = on hand − reserved',
          terms: [
            { label: 'On hand', value: 5, unit: 'units', source: 'dealer system' },
            { label: 'Available', value: 3, unit: 'units', source: '', result: true },
          ],
          note: 'Counted yesterday.',
        },
      ],
      chart: null,
      links: [],
    };
    const text = explanationToText(explanation, 'USD');
    for (const part of [
      'P1 at D001',
      'Runs out.',
      'available = on hand − reserved',
      'On hand: 5 units  (dealer system)',
      '= Available: 3 units',
      'Counted yesterday.',
    ]) {
      expect(text).toContain(part);
    }
  });
});
