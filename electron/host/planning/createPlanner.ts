import { BallastError } from '../../../core/base/errors.ts';
import { forecastColumns } from '../../../core/contract/forecastColumns.ts';
import { profileById } from '../../../core/contract/people.ts';
import type { RebalanceGrouping } from '../../../core/contract/rebalance.ts';
import type { Handlers } from '../../../core/contract/rpc.ts';
import { explainPosition } from '../../../core/plan/explainPosition.ts';
import { explainTransfer } from '../../../core/plan/explainTransfer.ts';
import { routeCurve } from '../../../core/plan/routeCurve.ts';
import { createInventoryTable } from '../../../core/plan/inventoryTable.ts';
import { createTableViews, type Table, type TableViews } from '../../../core/plan/table.ts';
import { createTransferGroupTable } from '../../../core/plan/transferGroupTable.ts';
import { createTransferTable, transferNumber } from '../../../core/plan/transferTable.ts';
import { countQueued, readJournal } from '../../../core/store/journalStore.ts';
import { countVehicles } from '../../../core/store/networkStore.ts';
import { readPlannedAt } from '../../../core/store/planStore.ts';
import { readLocationDemand } from '../../../core/store/demandStore.ts';
import { readCurrentDemand } from '../../../core/store/positionStore.ts';
import type { Transfer } from '../../../core/store/transferStore.ts';
import { applyCommandInSteps, redoInSteps, undoInSteps, undoState } from './applyCommand.ts';
import { createFeed, networkMinutesPerSecond } from './applyFeed.ts';
import { createForecastFollower } from './forecastFollower.ts';
import { explainKpi } from './explainKpi.ts';
import { createExports } from './exports.ts';
import { exportLines, gridLines, tableFile } from './exportTable.ts';
import { find } from './find.ts';
import { overridesInForceAt } from './forecastOverrides.ts';
import { createForecastViews } from './forecastViews.ts';
import { inSlices } from './inSlices.ts';
import { kpisOf } from './kpis.ts';
import { needContext } from './needContext.ts';
import { protectedParts } from './protectedParts.ts';
import { refuseFinance } from './refuseFinance.ts';
import { createRebalance, type Rebalance } from './rebalance.ts';
import { runPlan } from './runPlan.ts';
import { createRuns, type Runs } from './runs.ts';
import { today, type PlanSession } from './session.ts';
import { createTowerViews } from './towerViews.ts';

/** As many points as a chart can tell apart. */
const mostCurvePoints = 400;

export interface Planner {
  readonly handlers: Handlers;
  readonly tables: PlannerTables;
  readonly runs: Runs;
  readonly rebalance: Rebalance;
  /** Starts what is due: the first plan, or the forecast that a decision still waits for. */
  open(): void;
  /** One second of the feed's life; does nothing while it is stopped. */
  tick(): Promise<void>;
  /** Ends what is under way, starts nothing more, and resolves once nothing runs. */
  close(): Promise<void>;
}

export interface PlannerTables {
  readonly inventory: TableViews;
  readonly transfers: TableViews;
  readonly routes: TableViews;
  readonly itemGroups: TableViews;
  readonly tableOf: (name: 'inventory' | 'transfers') => Table;
}

/** Answers every question of the contract from a session. Runs inside the planning worker, or in a test. */
export function createPlanner(session: PlanSession, version: string): Planner {
  const { state, database } = session;
  const tables = createPlannerTables(session);
  const tower = createTowerViews(session);
  const forecast = createForecastViews(session);
  const runs = createRuns(session);
  const rebalance = createRebalance(session, () => runs.list().some((run) => run.status === 'running'));
  const forecastFollower = createForecastFollower(session, runs);
  const feed = createFeed(session);
  const exports = createExports(session.now);
  let plannedDay = today(session);
  let isTicking = false;
  let isClosed = false;
  const locations = state.network.locations.map(
    ({ id, name, kind, region, ownerGroup, latitude, longitude }) => ({
      id,
      name,
      kind,
      region,
      ownerGroup,
      latitude,
      longitude,
    }),
  );
  const vehicles = countVehicles(database);

  const transferOf = (id: string): Transfer => {
    const transfer = session.transfers.get(id);
    if (transfer === undefined) {
      throw new BallastError('not-found', `${id} is no longer there: a newer plan has replaced it.`, {
        transfer: id,
      });
    }
    return transfer;
  };

  /** The plan follows a decision once it is answered. */
  const followed = async <T>(work: Generator<unknown, T>): Promise<T> => {
    const result = await inSlices(session.now, work);
    rebalance.wake();
    forecastFollower.wake();
    return result;
  };

  const handlers: Handlers = {
    'app.state': () => ({
      version,
      network: state.network.name,
      currency: state.network.currency,
      clockMinutes: session.clockMinutes,
      positions: state.count,
      locations,
      items: state.network.items.length,
      vehicles,
      plannedAt: readPlannedAt(database),
      queuedDecisions: countQueued(database),
      recalculation: session.lastRecalculation,
      planVersion: session.version,
    }),
    'app.find': ({ text, limit }) => find(session, text, limit),
    'app.export': ({ what, query, columns, ticket }) => {
      const extract = { query, columns };
      const lines =
        what === 'forecast-view'
          ? gridLines(forecastColumns, forecast.source(), forecast.table, extract)
          : exportLines(session, what, tables, extract);
      return exports.write(ticket, tableFile(`${what}.csv`, lines));
    },
    'app.cancelExport': ({ ticket }) => ({ cancelled: exports.cancel(ticket) }),
    'tower.kpis': () => kpisOf(session),
    'tower.map': () => tower.map(),
    'tower.workList': (input) => tower.workList(input),
    'inventory.window': ({ query, from, to, refresh }) =>
      tables.inventory.window(query, from, to, refresh === true, session.now),
    'inventory.distinct': ({ column }) => tables.inventory.distinct(column),
    'inventory.rowOf': ({ query, position }) => ({ row: tables.inventory.rowOf(query, position) }),
    'rebalance.window': ({ query, from, to, refresh }) =>
      tables.transfers.window(query, from, to, refresh === true, session.now),
    'rebalance.distinct': ({ column }) => tables.transfers.distinct(column),
    'rebalance.summary': () => rebalance.summary(),
    'rebalance.preview': ({ settings, items }) => rebalance.preview(settings, items),
    'rebalance.adopt': ({ actor, preview }) => {
      const profile = profileById(actor);
      refuseFinance(profile, 'adopt-plan');
      return rebalance.adopt(preview, profile);
    },
    'rebalance.frontier': () => rebalance.frontier(),
    'rebalance.routeCurve': () => routeCurve(state, session.transfers.values(), mostCurvePoints),
    'rebalance.groups': ({ by, query, from, to, refresh }) =>
      tables[by === 'route' ? 'routes' : 'itemGroups'].window(query, from, to, refresh === true, session.now),
    'rebalance.groupDistinct': ({ by, column }) =>
      tables[by === 'route' ? 'routes' : 'itemGroups'].distinct(column),
    'rebalance.protectedParts': (input) => protectedParts(session, input),
    'rebalance.rowOf': ({ query, transfer }) => ({
      row: tables.transfers.rowOf(query, transferNumber(transfer)),
    }),
    ...forecast.handlers,
    'explain.position': ({ position }) => {
      if (position >= state.count) throw new BallastError('not-found', `There is no position ${position}.`);
      return explainPosition(
        state,
        session.parameters,
        session.recalculation,
        position,
        evidenceOf(session, position),
      );
    },
    'explain.transfer': ({ transfer }) => {
      const found = transferOf(transfer);
      return explainTransfer(state, session.parameters, found, needContext(session, found.item));
    },
    'explain.kpi': ({ kpi }) => explainKpi(session, kpi),
    'command.apply': ({ actor, command }) =>
      followed(applyCommandInSteps(session, profileById(actor), command)),
    'command.undo': ({ actor }) => followed(undoInSteps(session, profileById(actor))),
    'command.redo': ({ actor }) => followed(redoInSteps(session, profileById(actor))),
    'command.undoState': ({ actor }) => undoState(session, profileById(actor)),
    'command.journal': ({ limit }) => readJournal(database, limit),
    'plan.run': ({ retrain }) => ({ run: runs.start('Plan', runPlan(session, { retrain })) }),
    'plan.cancel': ({ run }) => ({ cancelled: runs.cancel(run) }),
    'plan.runs': () => runs.list(),
    'feed.state': () => feed.state(),
    'feed.set': ({ running }) => {
      feed.setRunning(running);
      return feed.state();
    },
  };
  return {
    handlers,
    tables,
    runs,
    rebalance,
    open() {
      if (session.hasForecast) forecastFollower.wake();
      else runs.start('First plan', runPlan(session, { retrain: false }));
    },
    async tick() {
      rebalance.wake();
      // The network's clock stands still while a new day is worked in.
      if (isTicking || !feed.state().running || !session.hasForecast) return;
      isTicking = true;
      try {
        await inSlices(session.now, feed.advanceInSlices(networkMinutesPerSecond));
      } finally {
        isTicking = false;
      }
      // A plan a day: stock moves on, and yesterday's proposals are not today's.
      if (isClosed || plannedDay === today(session) || runs.list().some((run) => run.status === 'running'))
        return;
      plannedDay = today(session);
      runs.start('Daily plan', runPlan(session, { retrain: false }));
    },
    close() {
      isClosed = true;
      rebalance.close();
      forecastFollower.close();
      for (const { run } of runs.list()) runs.cancel(run);
      return runs.idle();
    },
  };
}

export function createPlannerTables(session: PlanSession): PlannerTables {
  const { state } = session;
  const inventory = createInventoryTable(
    state,
    () => session.version,
    () => session.urgent,
    () => session.clockMinutes,
  );
  let transfers: Table | null = null;
  let transfersAt = -1;
  const transferTable = (): Table => {
    if (transfers === null || transfersAt !== session.transferGeneration) {
      transfersAt = session.transferGeneration;
      const at = transfersAt;
      transfers = createTransferTable(
        state,
        session.parameters,
        [...session.transfers.values()],
        () => session.version,
        () => at,
      );
    }
    return transfers;
  };
  const groupTable = (by: RebalanceGrouping): (() => Table) => {
    let table: Table | null = null;
    let tableAt = -1;
    return () => {
      if (table === null || tableAt !== session.transferGeneration) {
        tableAt = session.transferGeneration;
        const at = tableAt;
        table = createTransferGroupTable(
          state,
          session.transfers.values(),
          by,
          () => session.version,
          () => at,
        );
      }
      return table;
    };
  };
  return {
    inventory: createTableViews(() => inventory),
    transfers: createTableViews(transferTable),
    routes: createTableViews(groupTable('route')),
    itemGroups: createTableViews(groupTable('item')),
    tableOf: (name) => (name === 'inventory' ? inventory : transferTable()),
  };
}

function evidenceOf(session: PlanSession, p: number): Parameters<typeof explainPosition>[4] {
  const { state, database } = session;
  const { periods } = state.network;
  const location = state.location[p];
  const from = state.locationStart[location];
  const rows = state.locationStart[location + 1] - from;
  const demand = new Uint16Array(rows * periods);
  const lostSales = new Uint16Array(rows * periods);
  readLocationDemand(database, location, periods, rows, demand, lostSales);
  const row = p - from;
  return {
    demand: demand.subarray(row * periods, (row + 1) * periods),
    lostSales: lostSales.subarray(row * periods, (row + 1) * periods),
    current: readCurrentDemand(database, location, state.item[p]),
    transfers: [...session.transfers.ofItem(state.item[p])]
      .filter(
        (transfer) =>
          (transfer.to === location || transfer.from === location) && transfer.state !== 'rejected',
      )
      .toSorted((a, b) => b.netMinor - a.netMinor),
    need: needContext(session, state.item[p]),
    overrides: overridesInForceAt(session, p),
  };
}
