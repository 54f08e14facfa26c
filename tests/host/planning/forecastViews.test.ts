import { afterEach, describe, expect, it } from 'vitest';
import type { Input } from '../../../core/contract/contract.ts';
import type { ForecastSeries } from '../../../core/contract/forecast.ts';
import { profileById } from '../../../core/contract/people.ts';
import { createPlanner, type Planner } from '../../../electron/host/planning/createPlanner.ts';
import { applyCommand } from '../../../electron/host/planning/applyCommand.ts';
import { readDealer } from '../../../electron/host/planning/forecastEvidencePass.ts';
import { runPlan } from '../../../electron/host/planning/runPlan.ts';
import type { PlanSession } from '../../../electron/host/planning/session.ts';
import { openMiniSession } from '../../support/miniReplica.ts';

let session: PlanSession | null = null;

afterEach(() => {
  session?.database.close();
  session = null;
});

function planned(seed: number): { readonly session: PlanSession; readonly planner: Planner } {
  session = openMiniSession({ seed });
  for (const _ of runPlan(session, { retrain: false })) {
    // To its end.
  }
  return { session, planner: createPlanner(session, 'test') };
}

const everything = { sort: [], filter: [] };

/** Computes the evidence and waits for it. */
async function ready(planner: Planner): Promise<void> {
  for (;;) {
    const series = await planner.handlers['forecast.series']({ node: { level: 'network' } });
    if (series.ready === 1) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe('forecast views', () => {
  it('add positions up to every level, in history and in the coming months', async () => {
    const { session, planner } = planned(1);
    const ask = async (input: Input<'forecast.series'>): Promise<ForecastSeries> =>
      planner.handlers['forecast.series'](input);
    const { items, locations } = session.state.network;
    await ready(planner);
    const whole = await ask({ node: { level: 'network' } });
    const dealers = locations.flatMap(({ kind }, index) => (kind === 'dealer' ? [index] : []));
    let sum = 0;
    let demand = 0;
    for (const location of dealers) {
      const { history, rows, first } = readDealer(session, location);
      for (let p = first; p < first + rows; p++) sum += session.state.mean[p];
      for (const units of history) if (units !== 0xffff) demand += units;
    }
    expect(whole.future.baseline[0]).toBeCloseTo(sum, 3);
    const shown =
      whole.history.demand.reduce((a, b) => a + b, 0) + whole.history.lostSales.reduce((a, b) => a + b, 0);
    expect(shown).toBe(demand);
    expect(demand).toBeGreaterThan(0);
    for (const level of ['family', 'region'] as const) {
      const names =
        level === 'family'
          ? [...new Set(items.map((item) => item.family))]
          : [...new Set(dealers.map((at) => locations[at].region))];
      const parts = await Promise.all(
        names.map((name) =>
          ask({ node: level === 'family' ? { level, family: name } : { level, region: name } }),
        ),
      );
      expect(parts.reduce((total, part) => total + part.future.baseline[0], 0)).toBeCloseTo(sum, 3);
      expect(parts.reduce((total, part) => total + part.positions, 0)).toBe(whole.positions);
    }
    const ofItems = await Promise.all(items.map(({ id }) => ask({ node: { level: 'item', item: id } })));
    expect(ofItems.reduce((total, part) => total + part.future.baseline[0], 0)).toBeCloseTo(sum, 3);
  });

  it('answer at once with what they have, while the forecast is judged', async () => {
    const { session, planner } = planned(2);
    let clock = 0;
    Object.assign(session, { now: () => clock++ });
    const ask = (node: Input<'forecast.series'>['node']) => planner.handlers['forecast.series']({ node });
    const node = { level: 'position', position: busiest(session) } as const;
    const early = await ask(node);
    expect(early).toMatchObject({ methods: [], exceptions: [] });
    expect(early.ready).toBeLessThan(1);
    expect(early.history.demand.some((units) => units > 0)).toBe(true);
    const network = await ask({ level: 'network' });
    expect(network.history.demand.every(Number.isNaN)).toBe(true);
    expect(network.future.baseline[0]).toBeGreaterThan(0);
    await ready(planner);
    const series = await ask(node);
    expect(series.methods).not.toEqual([]);
    expect(series.history).toEqual(early.history);
    expect(series.future).toEqual(early.future);
  });

  it('shows a position with its fan, and every method judged on the months held back', async () => {
    const { session, planner } = planned(2);
    await ready(planner);
    const p = busiest(session);
    const series = await planner.handlers['forecast.series']({ node: { level: 'position', position: p } });
    expect(series.history.periods).toHaveLength(session.state.network.periods);
    expect(series.future.periods[0]).toBe('2001-01');
    expect(series.future.baseline[0]).toBeCloseTo(session.state.mean[p], 6);
    const { levels, quantiles } = series.future;
    for (let q = 1; q < levels.length; q++) expect(quantiles[q]).toBeGreaterThanOrEqual(quantiles[q - 1]);
    expect(series.methods.filter((row) => row.inUse)).toHaveLength(1);
    expect(series.methods.length).toBeGreaterThan(15);
    const losses = series.methods.map((row) => row.loss ?? Infinity);
    expect(losses).toEqual(losses.toSorted((a, b) => a - b));
    expect(losses[0]).toBeGreaterThan(0);
    for (const row of series.methods) for (const units of row.mean) expect(units).toBeGreaterThanOrEqual(0);
  });

  it('counts every judged position once in each grouping, and in the quadrant', async () => {
    const { planner } = planned(3);
    await ready(planner);
    const { handlers } = planner;
    const byClass = await handlers['forecast.accuracy']({ by: 'class' });
    expect(byClass.ready).toBe(1);
    for (const by of ['family', 'region', 'criticality'] as const) {
      const other = await handlers['forecast.accuracy']({ by });
      expect(other.rows.reduce((sum, row) => sum + row.positions, 0)).toBe(byClass.positions);
      expect(other.rows.reduce((sum, row) => sum + row.demand, 0)).toBe(byClass.all.demand);
    }
    const predictions = byClass.reliability.reduce((sum, bin) => sum + bin.count, 0);
    expect(predictions).toBeGreaterThan(byClass.positions);
    expect(byClass.brier).toBeLessThan(byClass.brierOfBaseRate ?? 0);
    const quadrant = await handlers['forecast.quadrant']({ query: everything });
    expect(quadrant.counts.reduce((a, b) => a + b, 0)).toBe(quadrant.positions);
    const brushed = await handlers['forecast.window']({
      query: { sort: [], filter: [{ kind: 'number', column: 'adi', from: 1.32 }] },
      from: 0,
      to: 1,
    });
    expect(brushed.total).toBe(quadrant.byClass[3] + quadrant.byClass[4]);
    const methods = await handlers['forecast.accuracy']({ by: 'method' });
    expect(methods.rows.filter((row) => row.inUse)).toHaveLength(1);
  });

  it('tells whoever asks next why judging failed, and judges again after that', async () => {
    const { session, planner } = planned(6);
    const ask = async () => planner.handlers['forecast.accuracy']({ by: 'class' });
    const block = session.database.prepare('SELECT data FROM demand_block WHERE location_idx = 2').get()?.[
      'data'
    ];
    session.database.exec("UPDATE demand_block SET data = x'ff' WHERE location_idx = 2");
    await expect(
      (async () => {
        for (let turn = 0; turn < 50; turn++) {
          await ask();
          await new Promise((resolve) => setImmediate(resolve));
        }
      })(),
    ).rejects.toMatchObject({ code: 'replica-corrupt' });
    session.database
      .prepare('UPDATE demand_block SET data = ? WHERE location_idx = 2')
      .run(block as Uint8Array);
    await ready(planner);
    expect((await ask()).ready).toBe(1);
  });

  it('lists exceptions by money, as the grid marks them', async () => {
    const { planner } = planned(4);
    await ready(planner);
    const page = await planner.handlers['forecast.exceptions']({ kind: null, from: 0, to: 500 });
    expect(page.total).toBeGreaterThan(0);
    const money = page.entries.map((entry) => entry.moneyMinor);
    expect(money).toEqual(money.toSorted((a, b) => b - a));
    expect(page.byKind.reduce((a, b) => a + b, 0)).toBe(page.total);
    const marked = await planner.handlers['forecast.window']({
      query: {
        sort: [],
        filter: [{ kind: 'values', column: 'exception', values: ['died', 'break', 'bias', 'outlier'] }],
      },
      from: 0,
      to: 1,
    });
    expect(marked.total).toBe(new Set(page.entries.map((entry) => entry.position)).size);
    const worst = await planner.handlers['forecast.worst']({ limit: 5 });
    const errors = worst.items.map((item) => item.errorMinor);
    expect(errors).toEqual(errors.toSorted((a, b) => b - a));
    expect(errors[0]).toBeGreaterThan(0);
  });

  it('shows an override in the grid and in the series, apart from the baseline', async () => {
    const { session, planner } = planned(5);
    await ready(planner);
    const p = busiest(session);
    const baseline = session.state.mean[p];
    applyCommand(session, profileById('planner'), {
      kind: 'set-override',
      target: { kind: 'positions', positions: [p] },
      value: { kind: 'relative', change: 0.5 },
      from: '2001-01',
      to: '2001-03',
      reason: 'Spring campaign',
      expires: null,
    });
    const series = await planner.handlers['forecast.series']({ node: { level: 'position', position: p } });
    expect(series.future.baseline[0]).toBeCloseTo(baseline, 4);
    expect(series.future.consensus[0]).toBeCloseTo(baseline * 1.5, 3);
    expect(series.future.consensus[3]).toBeCloseTo(baseline, 3);
    // The fan is that of what is planned with, wide and high while the override holds.
    const { quantiles, levels } = series.future;
    const spread = (month: number): number => quantiles[(month + 1) * levels.length - 1];
    expect(spread(0)).toBeGreaterThan(spread(3));
    expect(spread(2)).toBe(spread(0));
    expect(series.overrides[0]).toMatchObject({ reason: 'Spring campaign', author: 'planner' });
    const row = await planner.handlers['forecast.window']({
      query: { sort: [], filter: [{ kind: 'number', column: 'override', from: 0 }] },
      from: 0,
      to: 5,
    });
    expect([...row.keys]).toEqual([p]);
  });
});

function busiest(session: PlanSession): number {
  const { state } = session;
  let best = -1;
  for (let p = 0; p < state.count; p++) {
    if (state.network.locations[state.location[p]].kind !== 'dealer') continue;
    if (best < 0 || state.mean[p] > state.mean[best]) best = p;
  }
  return best;
}
