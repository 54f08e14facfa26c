import { describe, expect, test } from 'vitest';
import type { ColumnUnit } from '../../../core/contract/columns.ts';
import { cellText, clipboardText, totalText } from '../../../renderer/components/grid/cellText.ts';
import { statisticsToSummary } from '../../../renderer/components/grid/statisticsText.ts';
import { rangeToTsv } from '../../../renderer/components/grid/gridClipboard.ts';

describe('figures in cells', () => {
  test('unknown is a dash, zero is zero', () => {
    expect(cellText(Number.NaN, 'units', 0, 'USD')).toBe('–');
    expect(cellText(0, 'units', 0, 'USD')).toBe('0');
    expect(cellText(Number.POSITIVE_INFINITY, 'days', 0, 'USD')).toBe('∞');
  });

  test('spreadsheets get plain numbers in the units people read', () => {
    expect(clipboardText(123_450, 'money', 'USD')).toBe('1234.5');
    expect(clipboardText(0.97, 'share', 'USD')).toBe('97%');
    expect(clipboardText(0.999, 'share', 'USD')).toBe('99.9%');
    expect(clipboardText(-3, 'units', 'USD')).toBe('-3');
    expect(clipboardText(Number.NaN, 'days', 'USD')).toBe('');
  });

  test('totals of two million rows fit their cell', () => {
    for (const unit of ['units', 'days', 'money'] as const) {
      expect(totalText(98_765_432_100, unit, 'USD').length, unit).toBeLessThan(12);
    }
  });

  test('a range is copied as it stands, gaps between ranges empty', () => {
    const columns = [
      { id: 'name', unit: 'text' as ColumnUnit },
      { id: 'value', unit: 'money' as ColumnUnit },
    ].map((column) => ({ ...column, label: column.id, definition: '', width: 90 }));
    const data = {
      rows: Int32Array.of(0, 2),
      keys: Int32Array.of(0, 2),
      columns: new Map<string, Float64Array | string[]>([
        ['name', ['=SUM(A1)', 'x']],
        ['value', Float64Array.of(1050, -20)],
      ]),
    };
    const bounds = [
      { rowFrom: 0, rowTo: 1, columnFrom: 0, columnTo: 2 },
      { rowFrom: 2, rowTo: 3, columnFrom: 1, columnTo: 2 },
    ];
    expect(rangeToTsv(data, bounds, ['name', 'value'], { columns, currency: 'USD' })).toBe(
      "'=SUM(A1)\t10.5\r\n\t-0.2",
    );
  });

  test('a sum of shares is not said, their average is', () => {
    const summary = statisticsToSummary(
      { cells: 2, rows: 2, numbers: 2, sum: 1.9, average: 0.95, unit: 'share' },
      'USD',
    );
    expect(summary).toMatchObject({ sumText: '–', averageText: '95.0%' });
    expect(statisticsToSummary(null, 'USD')).toBeNull();
  });
});
