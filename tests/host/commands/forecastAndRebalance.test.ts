import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ballast, result, temporaryFolder } from './ballast.ts';

describe('ballast forecast', () => {
  test('forecasts any history file, one row a series and period', async () => {
    const folder = temporaryFolder();
    const history = join(folder, 'history.csv');
    const out = join(folder, 'forecast.csv');
    writeFileSync(
      history,
      '\uFEFFitem,location,2025-11,2025-12,2026-01\r\n"A, left",L1,1,0,2\r\nB,L1,,0,1\r\n',
    );
    const ran = await ballast(
      'forecast',
      '--history',
      history,
      '--horizon',
      '2',
      '--method',
      'ses',
      '--alpha',
      '0.1',
      '--out',
      out,
    );
    expect(ran.code, ran.stderr).toBe(0);
    expect(result(ran)).toMatchObject({ series: 2 });
    const lines = readFileSync(out, 'utf8').trimEnd().split('\n');
    expect(lines[0]).toBe('item,location,period,mean,q0.1,q0.2,q0.3,q0.4,q0.5,q0.6,q0.7,q0.8,q0.9,method');
    expect(lines).toHaveLength(1 + 2 * 2);
    expect(lines[1]).toMatch(/^"A, left",L1,2026-02,1.0/);
  });

  test('a file that breaks the format is refused with file, row, column and reason, and nothing is written', async () => {
    const folder = temporaryFolder();
    const history = join(folder, 'history.csv');
    const out = join(folder, 'forecast.csv');
    const cases: readonly (readonly [string | Uint8Array, RegExp])[] = [
      ['item,2025-11,2025-12\nA,1,-1\n', /row 2.*2025-12/],
      ['item,2025-11,2025-12\nA,1,two\n', /row 2.*2025-12/],
      ['item,2025-11,2025-12\nA,1\n', /row 2/],
      ['item,2025-11,2026-01\nA,1,2\n', /2026-01/],
      ['item,2025-11,2025-12\nA,1,2\nA,1,2\n', /row 3/],
      ['', /history\.csv/],
      [Uint8Array.of(0x69, 0x74, 0x65, 0x6d, 0x0a, 0xff, 0xfe), /row 2.*UTF-8/],
    ];
    for (const [content, reason] of cases) {
      writeFileSync(history, content);
      const ran = await ballast('forecast', '--history', history, '--horizon', '2', '--out', out);
      expect(ran, JSON.stringify(content)).toMatchObject({ code: 2, stdout: '' });
      expect(ran.stderr).toContain('history.csv');
      expect(ran.stderr).toMatch(reason);
      expect(existsSync(out)).toBe(false);
    }
    expect(readdirSync(folder)).toEqual(['history.csv']);
  });

  test('options are checked before anything runs', async () => {
    const folder = temporaryFolder();
    const history = join(folder, 'history.csv');
    writeFileSync(history, 'item,2025-11,2025-12\nA,1,2\n');
    const out = join(folder, 'out.csv');
    for (const extra of [
      ['--horizon', '0'],
      ['--horizon', '2', '--method', 'magic'],
      ['--horizon', '2', '--levels', '0.1,1.5'],
      ['--horizon', '2', '--levels', ''],
      ['--horizon', '2', '--method', 'ses', '--alpha', '2'],
    ]) {
      const ran = await ballast('forecast', '--history', history, '--out', out, ...extra);
      expect(ran, extra.join(' ')).toMatchObject({ code: 2, stdout: '' });
    }
    expect(existsSync(out)).toBe(false);
  });
});

describe('ballast rebalance', () => {
  const problem = {
    currency: 'USD',
    locations: [
      { id: 'D001', latitude: 41.88, longitude: -87.63 },
      { id: 'D002', latitude: 40.1, longitude: -86.2 },
    ],
    lanes: [{ from: 'D001', to: 'D002', fixedCost: 18, costPerKg: 0.5 }],
    items: [
      {
        id: 'P1',
        weightKg: 2,
        surplus: [{ location: 'D001', quantity: 5, valuePerUnit: 1 }],
        need: [
          { location: 'D002', quantity: 1, valuePerUnit: 4 },
          { location: 'D002', quantity: 2, valuePerUnit: 12.5 },
        ],
      },
    ],
  };

  test('solves a problem file to the optimum that can be checked by hand', async () => {
    const folder = temporaryFolder();
    const file = join(folder, 'problem.json');
    const out = join(folder, 'plan.json');
    writeFileSync(file, JSON.stringify(problem));
    const ran = await ballast('rebalance', '--problem', file, '--out', out);
    expect(ran.code, ran.stderr).toBe(0);
    // 2 × (12.5 + 1 − 2 × 0.5) + 1 × (4 + 1 − 1) − 18 = 11
    expect(result(ran)).toMatchObject({ objective: 11, gap: expect.closeTo(0, 6) as number });
    expect(JSON.parse(readFileSync(out, 'utf8'))).toMatchObject({
      status: 'optimal',
      objective: 11,
      transfers: [{ item: 'P1', from: 'D001', to: 'D002', quantity: 3 }],
    });
  });

  test('a problem that breaks the format is refused with its place', async () => {
    const folder = temporaryFolder();
    const file = join(folder, 'problem.json');
    const out = join(folder, 'plan.json');
    const broken = structuredClone(problem);
    broken.items[0].need[1].quantity = -2;
    const cases: readonly (readonly [string, RegExp])[] = [
      ['{"currency":', /problem\.json/],
      [JSON.stringify(broken), /items\[0\]\.need\[1\]\.quantity/],
      [JSON.stringify({ ...problem, lanes: [...problem.lanes, ...problem.lanes] }), /lanes\[1\]/],
    ];
    for (const [content, reason] of cases) {
      writeFileSync(file, content);
      const ran = await ballast('rebalance', '--problem', file, '--out', out);
      expect(ran).toMatchObject({ code: 2, stdout: '' });
      expect(ran.stderr).toMatch(reason);
      expect(existsSync(out)).toBe(false);
    }
  });
});
