import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drained } from '../../../core/base/drained.ts';
import type { Explanation } from '../../../core/contract/explain.ts';
import { inventoryColumns, transferColumns } from '../../../core/contract/columns.ts';
import { methods } from '../../../core/contract/contract.ts';
import type { GridQuery, GridWindow } from '../../../core/contract/grid.ts';
import { createClient, serve, type Client } from '../../../core/contract/rpc.ts';
import { decodeMessage, encodeMessage } from '../../../core/contract/wire.ts';
import { createPlanner, type Planner } from '../../../electron/host/planning/createPlanner.ts';
import { exportLines, exportNames } from '../../../electron/host/planning/exportTable.ts';
import { runPlan } from '../../../electron/host/planning/runPlan.ts';
import type { PlanSession } from '../../../electron/host/planning/session.ts';
import { createPortPair } from '../../../electron/host/ports/createPortPair.ts';
import { openMiniSession } from '../../support/miniReplica.ts';

const everything: GridQuery = { sort: [], filter: [] };
let session: PlanSession;
let planner: Planner;
let client: Client;
let emptyClient: Client;
let empty: PlanSession;

beforeAll(() => {
  session = openMiniSession({ seed: 17, dealers: 10, items: 60 });
  drained(runPlan(session, { retrain: false }));
  planner = createPlanner(session, '0.0.1');
  const [a, b] = createPortPair();
  serve(b, planner.handlers);
  client = createClient(a);
  empty = openMiniSession({ seed: 18 });
  const [c, d] = createPortPair();
  serve(d, createPlanner(empty, '0.0.1').handlers);
  emptyClient = createClient(c);
});
afterAll(() => {
  client.close();
  emptyClient.close();
  session.database.close();
  empty.database.close();
});

/** Every figure of an explanation is said with a label, a unit and where it comes from; none is unknown by accident. */
function expectSound(explanation: Explanation): void {
  expect(explanation.title).not.toBe('');
  expect(explanation.sections.length).toBeGreaterThan(0);
  for (const section of explanation.sections) {
    for (const term of section.terms) {
      expect([term.label, term.source].includes('')).toBe(false);
      expect(String(term.value)).not.toMatch(/NaN|undefined|\[object/);
    }
  }
  expect(JSON.stringify(explanation)).not.toMatch(/undefined|NaN|!"/);
}

describe('the planner', () => {
  it('has a handler for every question and for nothing else', () => {
    expect(Object.keys(planner.handlers).toSorted()).toEqual([...methods].toSorted());
  });

  it('answers every question that asks for nothing, also before the first plan, in what a wire can carry', async () => {
    for (const from of [client, emptyClient]) {
      for (const method of ['app.state', 'tower.kpis', 'tower.map', 'plan.runs', 'feed.state'] as const) {
        const answer = await from.ask(method, {});
        expect(decodeMessage(encodeMessage(answer))).toEqual(answer);
      }
    }
    expect((await emptyClient.ask('app.state', {})).plannedAt).toBeNull();
    expect((await client.ask('app.state', {})).plannedAt).toMatch(/^2001-01-01T/);
  });

  it('shows every column in both grids, with texts and numbers as the columns say', async () => {
    const check = (window: GridWindow, columns: readonly { id: string; unit: string }[]): void => {
      expect(Object.keys(window.columns).toSorted()).toEqual(columns.map(({ id }) => id).toSorted());
      for (const { id, unit } of columns) {
        const isText = unit === 'text' || unit === 'level';
        expect(window.columns[id].kind, id).toBe(isText ? 'text' : 'number');
      }
      expect(window.total).toBeGreaterThan(10);
    };
    const asked = { query: everything, from: 0, to: 50 };
    check(await client.ask('inventory.window', asked), inventoryColumns);
    check(await client.ask('rebalance.window', asked), transferColumns);
    for (const { id, unit, ...column } of inventoryColumns) {
      if (!('distinct' in column)) continue;
      expect(
        (await client.ask('inventory.distinct', { column: id })).length,
        `${id} ${unit}`,
      ).toBeGreaterThan(0);
    }
  });

  it('finds where a position and a transfer stand in sorted rows', async () => {
    const query: GridQuery = { sort: [{ column: 'moneyAtRisk', direction: 'descending' }], filter: [] };
    const window = await client.ask('inventory.window', { query, from: 3, to: 4 });
    expect(await client.ask('inventory.rowOf', { query, position: window.keys[0] })).toEqual({ row: 3 });
    const byNet: GridQuery = { sort: [{ column: 'net', direction: 'descending' }], filter: [] };
    const { columns } = await client.ask('rebalance.window', { query: byNet, from: 2, to: 3 });
    const ids = columns['transferId'];
    if (ids.kind !== 'text') throw new Error('not a text');
    const [transfer] = ids.dictionary;
    expect(await client.ask('rebalance.rowOf', { query: byNet, transfer })).toEqual({ row: 2 });
    expect(await client.ask('rebalance.rowOf', { query: byNet, transfer: 'T999999' })).toEqual({ row: null });
  });

  it('explains every position, transfer and figure, before the first plan too', async () => {
    for (let position = 0; position < session.state.count; position++) {
      expectSound(await client.ask('explain.position', { position }));
    }
    for (let position = 0; position < empty.state.count; position += 5) {
      expectSound(await emptyClient.ask('explain.position', { position }));
    }
    for (const transfer of session.transfers.keys())
      expectSound(await client.ask('explain.transfer', { transfer }));
    for (const { id } of await client.ask('tower.kpis', {}))
      expectSound(await client.ask('explain.kpi', { kpi: id }));
    for (const [ask, code] of [
      [client.ask('explain.position', { position: session.state.count }), 'not-found'],
      [client.ask('explain.transfer', { transfer: 'T999999' }), 'not-found'],
      [client.ask('explain.kpi', { kpi: 'constructor' }), 'not-found'],
    ] as const) {
      await expect(ask).rejects.toMatchObject({ code });
    }
  });

  it('pages the work list without a gap, by status, place and person', async () => {
    const all = await client.ask('tower.workList', { from: 0, to: 500, status: 'open' });
    expect(all.total).toBe(all.entries.length);
    expect(all.total).toBeGreaterThan(20);
    const pages = await Promise.all(
      Array.from({ length: Math.ceil(all.total / 7) }, (_, page) =>
        client.ask('tower.workList', { from: page * 7, to: page * 7 + 7, status: 'open' }),
      ),
    );
    expect(pages.flatMap((page) => page.entries)).toEqual(all.entries);
    const money = all.entries.map((entry) => entry.moneyAtRiskMinor);
    expect(money).toEqual(money.toSorted((a, b) => b - a));
    const [first] = all.entries;
    const here = await client.ask('tower.workList', {
      from: 0,
      to: 500,
      status: 'open',
      locations: [first.location],
    });
    expect(here.entries).toEqual(all.entries.filter((entry) => entry.location === first.location));

    await client.ask('command.apply', {
      actor: 'planner',
      command: { kind: 'snooze-exceptions', exceptions: [first.id], days: 3 },
    });
    const asleep = await client.ask('tower.workList', { from: 0, to: 9, status: 'snoozed' });
    expect(asleep.entries.map((entry) => entry.id)).toEqual([first.id]);
    expect(asleep.entries[0].snoozedUntilMinutes).toBe(session.clockMinutes + 3 * 1440);
    expect((await client.ask('tower.workList', { from: 0, to: 9, status: 'open' })).total).toBe(
      all.total - 1,
    );
    await client.ask('command.undo', { actor: 'planner' });
    expect(await client.ask('tower.workList', { from: 0, to: 500, status: 'open' })).toEqual(all);
  });

  it('finds ids first, then beginnings of words, then what is inside, however many lesser hits there are', async () => {
    const items = await client.ask('app.find', { text: 'p00', limit: 5 });
    expect(items.map(({ id }) => id)).toEqual(['P001', 'P002', 'P003', 'P004', 'P005']);
    const [pair] = await client.ask('app.find', { text: 'p001 @ d1', limit: 5 });
    const position = pair?.target ?? -1;
    if (pair !== undefined) {
      const { state } = session;
      expect(state.network.items[state.item[position]].id).toBe('P001');
      expect(state.network.locations[state.location[position]].id).toBe('D1');
    }
    expect((await client.ask('app.find', { text: '4352', limit: 5 })).map(({ kind }) => kind)).toEqual([
      'vehicle',
    ]);
    expect(await client.ask('app.find', { text: '%', limit: 50 })).toEqual([]);
    expect(await client.ask('app.find', { text: '  ', limit: 50 })).toEqual([]);
    // Forty parts have a 0 in their id; only the best are wanted, and a location that begins so comes first.
    const inside = await client.ask('app.find', { text: 'd1', limit: 2 });
    expect(inside.map(({ id }) => id)).toEqual(['D1', 'D10']);
  });

  it('runs a plan in the background on request, once at a time', async () => {
    const { run } = await client.ask('plan.run', { retrain: false });
    // Time stands still here: the first slice is the whole run.
    expect((await client.ask('plan.runs', {}))[0]).toMatchObject({ run, status: 'completed' });
    expect(await client.ask('plan.cancel', { run })).toEqual({ cancelled: false });
  });
});

describe('exports', () => {
  it('are CSV with the columns that they name, a line a row, money in currency units', () => {
    for (const name of exportNames) {
      const text = [...exportLines(session, name, planner.tables)].join('');
      const [header, ...rows] = parse(text);
      expect(header.length, name).toBeGreaterThan(2);
      expect(new Set(rows.map((row) => row.length)).size, name).toBeLessThanOrEqual(1);
      expect(text, name).not.toMatch(/NaN|undefined|null|Infinity/);
      expect(text.endsWith('\n'), name).toBe(true);
    }
    const lines = [...exportLines(session, 'inventory', planner.tables)];
    expect(lines).toHaveLength(session.state.count + 1);
    const [header, first] = parse(lines.slice(0, 2).join(''));
    expect(header).toEqual(inventoryColumns.map(({ id }) => id));
    const { state } = session;
    expect(Number(first[header.indexOf('unitCost')])).toBe(
      state.network.items[state.item[0]].unitCostMinor / 100,
    );
    expect(Number(first[header.indexOf('onHand')])).toBe(state.onHand[0]);
    expect(first[header.indexOf('locationId')]).toBe('C1');
  });

  it('follow the grid’s query', async () => {
    const query: GridQuery = {
      sort: [{ column: 'net', direction: 'descending' }],
      filter: [{ kind: 'values', column: 'state', values: ['proposed'] }],
    };
    const file = await client.ask('app.export', { what: 'transfers', query });
    const [header, ...rows] = parse(new TextDecoder().decode(file.bytes));
    expect(file.rows).toBe(rows.length);
    expect(new Set(rows.map((row) => row[header.indexOf('state')]))).toEqual(new Set(['proposed']));
    const net = rows.map((row) => Number(row[header.indexOf('net')]));
    expect(net).toEqual(net.toSorted((a, b) => b - a));
  });

  it('are what a grid shows: its rows in their order, its columns in theirs', async () => {
    const query: GridQuery = {
      sort: [{ column: 'consensus', direction: 'descending' }],
      filter: [{ kind: 'number', column: 'consensus', from: 0.5 }],
    };
    const columns = ['locationId', 'itemId', 'consensus', 'baseline'];
    const file = await client.ask('app.export', { what: 'forecast-view', query, columns });
    const [header, ...rows] = parse(new TextDecoder().decode(file.bytes));
    expect(header).toEqual(columns);
    const window = await client.ask('forecast.window', { query, from: 0, to: 5_000 });
    expect(rows).toHaveLength(window.total);
    const { state } = session;
    expect(rows.map(([location, item]) => `${location} ${item}`)).toEqual(
      [...window.keys].map(
        (p) => `${state.network.locations[state.location[p]].id} ${state.network.items[state.item[p]].id}`,
      ),
    );
    // The file of distributions is of the same forecast.
    const [names, ...forecasts] = parse([...exportLines(session, 'forecasts', planner.tables)].join(''));
    const means = new Map(
      forecasts.map((row) => [
        `${row[names.indexOf('location')]} ${row[names.indexOf('item')]}`,
        Number(row[names.indexOf('mean')]),
      ]),
    );
    for (const [location, item, consensus] of rows) {
      expect(means.get(`${location} ${item}`)).toBeCloseTo(Number(consensus), 6);
    }
    await expect(
      client.ask('app.export', { what: 'forecast-view', columns: ['colour'] }),
    ).rejects.toMatchObject({ code: 'bad-input' });
  });

  it('keep every digit of a whole number', () => {
    const { state } = session;
    const before = state.onHand[1];
    state.onHand[1] = 1_234_567_891;
    const [header, , row] = parse(
      [...exportLines(session, 'inventory', planner.tables)].slice(0, 3).join(''),
    );
    expect(row[header.indexOf('onHand')]).toBe('1234567891');
    state.onHand[1] = before;
  });
});
