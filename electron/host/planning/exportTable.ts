import { BallastError } from '../../../core/base/errors.ts';
import { addMonths, minutesToIso } from '../../../core/base/calendar.ts';
import { csvLine } from '../../../core/base/csv.ts';
import { inventoryColumns, transferColumns, type GridColumn } from '../../../core/contract/columns.ts';
import type { GridQuery } from '../../../core/contract/grid.ts';
import { exceptionKinds, type TableFile } from '../../../core/contract/views.ts';
import { collectExceptions, exceptionId, exceptionStatus, levelOf } from '../../../core/plan/exceptions.ts';
import type { ColumnReader, Table, TableViews } from '../../../core/plan/table.ts';
import { leadTimeQuantile } from '../../../core/forecast/leadTimeDemand.ts';
import { judgedLevels } from '../../../core/forecast/pinballLoss.ts';
import { positionMethods } from '../../../core/forecast/positionMethods.ts';
import { readLocationDemand } from '../../../core/store/demandStore.ts';
import { notObserved, positionQuantities } from '../../../core/model/position.ts';
import { networkLines } from './exportNetwork.ts';
import { recordKey, type PlanSession } from './session.ts';

export const exportNames = [
  'inventory',
  'transfers',
  'exceptions',
  'forecasts',
  'locations',
  'items',
  'positions',
  'demand',
  'lanes',
  'supersessions',
  'inbound',
  'vehicles',
] as const;
export type ExportName = (typeof exportNames)[number];

const everything: GridQuery = { sort: [], filter: [] };

/** Which rows and columns of a grid; all without it. */
export interface GridExtract {
  readonly query?: GridQuery | undefined;
  readonly columns?: readonly string[] | undefined;
}

/** The rows of a table as CSV lines, the header first. Money in currency units, cells escaped for spreadsheets. */
export function* exportLines(
  session: PlanSession,
  what: ExportName,
  tables: {
    readonly inventory: TableViews;
    readonly transfers: TableViews;
    readonly tableOf: (name: 'inventory' | 'transfers') => Table;
  },
  extract: GridExtract = {},
): Generator<string> {
  switch (what) {
    case 'inventory':
      yield* gridLines(inventoryColumns, tables.tableOf('inventory'), tables.inventory, extract);
      break;
    case 'transfers':
      yield* gridLines(transferColumns, tables.tableOf('transfers'), tables.transfers, extract);
      break;
    case 'exceptions':
      yield* exceptionLines(session);
      break;
    case 'forecasts':
      yield* forecastLines(session);
      break;
    case 'positions':
      yield* positionLines(session);
      break;
    case 'demand':
      yield* demandLines(session);
      break;
    case 'inbound':
    case 'locations':
    case 'items':
    case 'lanes':
    case 'supersessions':
    case 'vehicles':
      yield* networkLines(session, what);
      break;
  }
}

const chunkLines = 2_000;

/** Lines as the bytes of a file, yielding between chunks of them. */
export function* tableFile(fileName: string, lines: Iterable<string>): Generator<void, TableFile> {
  const encoder = new TextEncoder();
  const chunks: Uint8Array[] = [];
  let waiting: string[] = [];
  let rows = -1;
  for (const line of lines) {
    waiting.push(line);
    rows++;
    if (waiting.length < chunkLines) continue;
    chunks.push(encoder.encode(waiting.join('')));
    waiting = [];
    yield;
  }
  chunks.push(encoder.encode(waiting.join('')));
  const bytes = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return { fileName, bytes, rows };
}

export function* gridLines(
  all: readonly GridColumn[],
  table: Table,
  views: TableViews,
  extract: GridExtract,
): Generator<string> {
  const columns =
    extract.columns?.map((id) => {
      const column = all.find((one) => one.id === id);
      if (column === undefined)
        throw new BallastError('bad-input', `There is no column ${id}.`, { column: id });
      return column;
    }) ?? all;
  const rows = views.rowsOf(extract.query ?? everything);
  yield csvLine(columns.map((column) => column.id));
  const readers = columns.map((column) => {
    const reader = table.columns[column.id];
    if (reader === undefined) throw new BallastError('failed', `The column ${column.id} has no reader.`);
    return { reader, money: column.unit === 'money' };
  });
  for (const row of rows) yield csvLine(readers.map(({ reader, money }) => cellOf(reader, row, money)));
}

function cellOf(reader: ColumnReader, row: number, money: boolean): string | number {
  if (reader.kind === 'text') return reader.dictionary()[reader.code(row)] ?? '';
  const value = reader.value(row);
  if (Number.isNaN(value)) return '';
  if (money) return Number((value / 100).toFixed(2));
  // Columns that are no whole numbers are Float32: nine digits say them exactly, more would show noise.
  return Number.isInteger(value) ? value : Number(value.toPrecision(9));
}

function* exceptionLines(session: PlanSession): Generator<string> {
  const { state } = session;
  yield csvLine(['id', 'kind', 'location', 'item', 'level', 'moneyAtRisk', 'status', 'assignee', 'code']);
  const { position, kind } = collectExceptions(state, session.clockMinutes);
  for (let i = 0; i < position.length; i++) {
    const p = position[i];
    const name = exceptionKinds[kind[i]];
    const record = session.records.get(recordKey(name, state.location[p], state.item[p]));
    yield csvLine([
      exceptionId(state, name, p),
      name,
      state.network.locations[state.location[p]].id,
      state.network.items[state.item[p]].id,
      levelOf(state, p),
      Number((state.moneyAtRisk[p] / 100).toFixed(2)),
      exceptionStatus(record, state.moneyAtRisk[p], session.clockMinutes),
      record?.assignee ?? '',
      record?.code ?? '',
    ]);
  }
}

/** The forecast file of every position, for the month after its history: what is planned with, overrides included. */
function* forecastLines(session: PlanSession): Generator<string> {
  const { state } = session;
  const period = addMonths(state.network.firstPeriod, state.network.periods);
  yield csvLine([
    'item',
    'location',
    'period',
    'mean',
    ...judgedLevels.map((level) => `q${level}`),
    'method',
  ]);
  for (let p = 0; p < state.count; p++) {
    const demand = {
      mean: state.consensus[p],
      dispersionWithin: state.dispersionWithin[p],
      dispersionRate: state.dispersionRate[p],
    };
    yield csvLine([
      state.network.items[state.item[p]].id,
      state.network.locations[state.location[p]].id,
      period,
      demand.mean,
      ...judgedLevels.map((level) => leadTimeQuantile(level, 1, demand)),
      session.overridden?.[p] === 1 ? 'override' : positionMethods[state.forecastMethod[p]],
    ]);
  }
}

function* positionLines(session: PlanSession): Generator<string> {
  const { state } = session;
  const names = positionQuantities.filter((name) => name !== 'returnPending');
  yield csvLine(['location', 'item', ...names, 'asOf']);
  for (let p = 0; p < state.count; p++) {
    yield csvLine([
      state.network.locations[state.location[p]].id,
      state.network.items[state.item[p]].id,
      ...names.map((name) => state[name][p]),
      minutesToIso(state.asOf[p]),
    ]);
  }
}

function* demandLines(session: PlanSession): Generator<string> {
  const { state, database } = session;
  const { periods, firstPeriod, locations, items } = state.network;
  yield csvLine(['location', 'item', 'period', 'quantity', 'lostSales']);
  for (let location = 0; location < locations.length; location++) {
    const from = state.locationStart[location];
    const rows = state.locationStart[location + 1] - from;
    if (rows === 0) continue;
    const demand = new Uint16Array(rows * periods);
    const lost = new Uint16Array(rows * periods);
    readLocationDemand(database, location, periods, rows, demand, lost);
    for (let cell = 0; cell < rows * periods; cell++) {
      if (demand[cell] === notObserved || (demand[cell] === 0 && lost[cell] === 0)) continue;
      const row = Math.floor(cell / periods);
      yield csvLine([
        locations[location].id,
        items[state.item[from + row]].id,
        addMonths(firstPeriod, cell - row * periods),
        demand[cell],
        lost[cell],
      ]);
    }
  }
}
