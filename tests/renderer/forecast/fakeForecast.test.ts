import { expect, it } from 'vitest';
import type { AccuracyGrouping } from '../../../core/contract/forecast.ts';
import { createFakeHost } from '../../support/fakeHost.ts';

const everything = { sort: [], filter: [] };

it('the window’s fake host answers what the Forecast workspace asks, and follows its commands', async () => {
  const host = createFakeHost({ dealers: 6, items: 20 });
  const { handlers } = host;
  const window = await handlers['forecast.window']({ query: everything, from: 0, to: 50 });
  expect(window.total).toBeGreaterThan(20);
  const [position, other] = window.keys;
  const series = await handlers['forecast.series']({ node: { level: 'position', position } });
  expect(series.history.demand).toHaveLength(series.history.periods.length);
  const network = await handlers['forecast.series']({ node: { level: 'network' } });
  expect(network.positions).toBe(window.unfiltered);
  expect(network.future.baseline[0]).toBeCloseTo(window.totals['baseline'] ?? 0, 6);
  const quadrant = await handlers['forecast.quadrant']({ query: everything });
  expect(quadrant.byClass.reduce((a, b) => a + b, 0)).toBe(window.total);
  for (const by of ['class', 'family', 'region', 'criticality', 'method'] satisfies AccuracyGrouping[]) {
    const { rows } = await handlers['forecast.accuracy']({ by });
    expect(rows.reduce((total, row) => total + row.positions, 0)).toBe(window.total);
  }
  const page = await handlers['forecast.exceptions']({ kind: null, from: 0, to: 10 });
  expect(page.byKind.reduce((a, b) => a + b, 0)).toBe(page.total);
  const { items } = await handlers['forecast.worst']({ limit: 3 });
  expect(items).toHaveLength(3);

  const command = {
    kind: 'set-overrides' as const,
    positions: [position, other],
    values: [
      { kind: 'absolute' as const, unitsAMonth: 12 },
      { kind: 'relative' as const, change: 0.5 },
    ],
    reasons: ['fleet', 'garage'],
    from: '2001-04',
    to: '2001-06',
    expires: null,
  };
  await handlers['command.apply']({ actor: 'planner', command });
  const overridden = { sort: [], filter: [{ kind: 'number' as const, column: 'override', from: 0 }] };
  const ask = () => handlers['forecast.window']({ query: overridden, from: 0, to: 5 });
  expect([...(await ask()).keys]).toEqual([position, other]);
  await handlers['command.undo']({ actor: 'planner' });
  expect((await ask()).total).toBe(0);
  host.close();
});
