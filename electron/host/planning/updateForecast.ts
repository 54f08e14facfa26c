import { BallastError } from '../../../core/base/errors.ts';
import { mappedSteps } from '../../../core/base/mappedSteps.ts';
import { type PositionColumns, positionColumnNames } from '../../../core/forecast/positionColumns.ts';
import {
  carryPlanRun,
  deleteOtherPlanColumns,
  nextPlanRun,
  readPlanRun,
  writePlanColumns,
} from '../../../core/store/planStore.ts';
import { foldClosedMonths } from './closeMonth.ts';
import { refreshConsensus } from './forecastOverrides.ts';
import { forecastPositions } from './forecastPositions.ts';
import { dealersBetween, writeForecastOf } from './historyDecisions.ts';
import type { PlanProgress } from './runPlan.ts';
import type { PlanSession } from './session.ts';

export interface ForecastUpdate {
  readonly locations: number;
  /** Positions whose forecast is another one than before. */
  readonly changed: number;
  readonly seconds: { readonly forecast: number; readonly recalculate: number; readonly save: number };
}

/** Positions whose forecast is saved in one transaction. */
const savedTogether = 20_000;

/**
 * Brings the forecast up to date with the model that the plan was made with, after a month was closed (all locations) or
 * a location's history was corrected (that one, and the warehouses above it): forecast, levels and risk of what
 * changed. Proposals stay; the next plan or the live one follows. Cancelled before its end, nothing has changed.
 */
export function* updateForecast(
  session: PlanSession,
  locations?: ReadonlySet<number>,
): Generator<PlanProgress, ForecastUpdate> {
  const { database, state } = session;
  if (!session.hasForecast) {
    throw new BallastError('conflict', 'There is no plan yet whose forecast could be brought up to date.');
  }
  const begun = session.now();
  const scope = { retrain: false, ...(locations === undefined ? {} : { locations }) };
  const { columns, madeOf } = yield* mappedSteps(forecastPositions(session, scope), ({ step, share }) => ({
    step,
    progress: 0.6 * share,
  }));
  const forecastAt = session.now();

  const changed = differing(session, columns);
  const touched = new Set(changed.map((p) => state.location[p]));
  const run = nextPlanRun(database);
  const saved = Array.from(state.network.locations.keys());
  const whole = locations === undefined;
  const isUpToDate =
    whole ||
    dealersBetween(state.network, session.forecastOf, madeOf).every((dealer) => locations.has(dealer));
  const noteDecisions = (): void => {
    if (isUpToDate) writeForecastOf(database, madeOf);
  };
  // The replica is written from the new columns while the arrays still hold the old forecast.
  const next = { ...state, ...columns };
  // A few locations fit into one transaction that replaces them in the plan's own run; all of them become a run.
  if (whole) {
    for (let at = 0; at < saved.length;) {
      const from = at;
      do at++;
      while (at < saved.length && state.locationStart[at] - state.locationStart[from] < savedTogether);
      database.transaction(() => {
        // The closed month stays beside the histories: rewriting them is left to the next plan.
        for (let location = from; location < at; location++) writePlanColumns(database, run, next, location);
      });
      yield { step: 'Saving', progress: 0.6 + (0.3 * at) / saved.length };
    }
    database.transaction(() => {
      carryPlanRun(database, run);
      noteDecisions();
      deleteOtherPlanColumns(database);
    });
  } else {
    const plan = readPlanRun(database);
    database.transaction(() => {
      for (const location of touched) writePlanColumns(database, plan, next, location);
      for (const location of locations) foldClosedMonths(session, location);
      noteDecisions();
    });
  }
  for (const name of positionColumnNames) state[name].set(columns[name]);
  if (isUpToDate) session.forecastOf = madeOf;
  const savedAt = session.now();
  const moved = refreshConsensus(session);
  session.forecastVersion++;
  session.urgent++;
  if (whole) yield* recalculateInSteps(session);
  else session.changed([...new Set([...changed, ...moved])], false);
  const end = session.now();
  return {
    locations: whole ? saved.length : locations.size,
    changed: changed.length,
    seconds: {
      forecast: (forecastAt - begun) / 1000,
      save: (savedAt - forecastAt) / 1000,
      recalculate: (end - savedAt) / 1000,
    },
  };
}

/** The replica has the forecast already: whoever cancels now waits for what is left, a second at most. */
function* recalculateInSteps(session: PlanSession): Generator<PlanProgress, void> {
  const { state, recalculation } = session;
  const { supplyOrder, locationStart } = state;
  let at = 0;
  const next = (): void => {
    const location = supplyOrder[at++];
    recalculation.all(locationStart[location], locationStart[location + 1]);
  };
  try {
    while (at < supplyOrder.length) {
      next();
      yield { step: 'Levels and risk', progress: 0.9 + (0.1 * at) / supplyOrder.length };
    }
  } finally {
    while (at < supplyOrder.length) next();
    session.changed([], false);
    // Every item's transfers depend on its forecast.
    session.itemChanged.fill(session.version);
  }
}

function differing(session: PlanSession, columns: PositionColumns): number[] {
  const { state } = session;
  const differs = new Uint8Array(state.count);
  for (const name of positionColumnNames) {
    const before = state[name];
    const after = columns[name];
    for (let p = 0; p < state.count; p++) if (before[p] !== after[p]) differs[p] = 1;
  }
  const changed: number[] = [];
  for (let p = 0; p < state.count; p++) if (differs[p] === 1) changed.push(p);
  return changed;
}
