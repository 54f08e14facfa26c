import type { SeriesNote } from '../../../core/contract/forecast.ts';
import { notObserved } from '../../../core/model/position.ts';
import { positionOf } from '../../../core/plan/planState.ts';
import { upliftedMonths } from '../../../core/plan/historyUplifts.ts';
import { cleanDemand } from '../../../core/plan/realDemand.ts';
import { calendarOf } from '../../../core/plan/workingCalendars.ts';
import { supersessionMoves, type SupersessionMoves } from '../../../core/plan/supersessionMoves.ts';
import { readLocationDemand } from '../../../core/store/demandStore.ts';
import { readDaysOut } from '../../../core/store/stockoutStore.ts';
import { today, type PlanSession } from './session.ts';

export interface RealDemand {
  /** Rows × `periods` units, series-major; 0xFFFF is a month that was not observed. */
  readonly values: Uint16Array;
  /** 1 where the item has been replaced here and its history moved. */
  readonly gone: Uint8Array;
  /** What was changed in a row's series and why, oldest first. */
  readonly notes: (row: number) => readonly SeriesNote[];
}

/** The series that a location's forecasts are made from, with what was changed in them. */
export function readRealDemand(session: PlanSession, location: number): RealDemand {
  const notes = new Map<number, SeriesNote[]>();
  const reader = createDemandReader(session, session.state.network.periods, (row, note) => {
    const known = notes.get(row);
    if (known === undefined) notes.set(row, [note]);
    else known.push(note);
  });
  const { values, gone } = reader(location);
  return {
    values,
    gone,
    notes: (row) => (notes.get(row) ?? []).toSorted((a, b) => a.period - b.period),
  };
}

/**
 * The months of a row's reported demand that a method may be fitted to and judged by; NaN where a month was without stock
 * and therefore says nothing. What has been replaced keeps its own: there is nothing else to show for it.
 */
export function judgedMonths(
  { values, gone }: RealDemand,
  row: number,
  reported: Float64Array,
): Float64Array {
  const base = row * reported.length;
  return gone[row] === 1
    ? reported
    : reported.map((units, month) => (values[base + month] === notObserved ? Number.NaN : units));
}

/** Reads location after location into one buffer, which the next call fills anew. */
export function createDemandReader(
  session: PlanSession,
  periods: number,
  note: ((row: number, note: SeriesNote) => void) | null,
): (location: number) => { readonly values: Uint16Array; readonly gone: Uint8Array; readonly rows: number } {
  const { state, database } = session;
  const { locations, items, firstPeriod } = state.network;
  const { demandCleaning } = session.parameters;
  const { calendars } = session;
  const replaced = supersessionMoves(state.network, today(session));
  const none: SupersessionMoves = { moves: new Map(), pairs: [] };
  let demand = new Uint16Array(0);
  let lostSales = new Uint16Array(0);
  let daysOut = new Uint8Array(0);
  return (location) => {
    const from = state.locationStart[location];
    const rows = state.locationStart[location + 1] - from;
    if (demand.length < rows * periods) {
      demand = new Uint16Array(rows * periods);
      lostSales = new Uint16Array(rows * periods);
      daysOut = new Uint8Array(rows * periods);
    }
    const stocked = state.item.subarray(from, from + rows);
    readLocationDemand(database, location, periods, rows, demand, lostSales);
    readDaysOut(database, location, periods, stocked, daysOut);
    const uplifts = upliftedMonths(session.overrides.values(), state.network, periods, location);
    const dealer = locations[location].kind === 'dealer';
    const { values, gone } = cleanDemand(
      { demand, lostSales, daysOut, items: stocked, uplifts, rows, periods, firstPeriod },
      { ...demandCleaning, calendar: calendarOf(calendars, locations[location].region) },
      dealer ? replaced : none,
      (item) => {
        const p = positionOf(state, location, item);
        return p < 0 ? -1 : p - from;
      },
      note,
      (item) => items[item].id,
    );
    if (!dealer) hideSilent(values, rows, periods);
    return { values, gone, rows };
  };
}

/**
 * A warehouse that has never sold an item has no series of it: zeros there are not months in which nobody wanted the
 * item, and would pull down what its dealers' series share.
 */
function hideSilent(demand: Uint16Array, rows: number, periods: number): void {
  for (let row = 0; row < rows; row++) {
    const to = (row + 1) * periods;
    let silent = true;
    for (let cell = row * periods; cell < to && silent; cell++) {
      silent = demand[cell] === 0 || demand[cell] === notObserved;
    }
    if (silent) demand.fill(notObserved, row * periods, to);
  }
}
