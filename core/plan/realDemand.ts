/**
 * The series that forecasts are made from: what customers of a location asked for, month by month, out of what its
 * system reported. Input: units delivered and units asked for but not delivered (lost sales), series-major; 0xFFFF is a
 * month that was not observed. Transfers and replenishments are in neither. In this order:
 *
 *   lost sales     are demand, at the location that was asked;
 *   uplifts        that planners have dated are taken out (historyUplifts.ts);
 *   stockouts      months that ran out are a lower bound, not an observation (censoredMonths.ts);
 *   supersessions  the whole history of a replaced item belongs to its successors, times the quantity each takes;
 *                  two items that replace each other share theirs by what was sold in the last year;
 *   outliers       a month beyond median + `outlierDeviations` robust deviations of the position's own months with
 *                  demand counts as that much (Hampel; the deviation is 1.4826 × MAD, never below the Poisson one);
 *   working days   where a calendar is given: months are brought to the same number of working days, whole units carried
 *                  over so that no demand is lost.
 *
 * O(cells), sorting only series with a large month. Source: Hampel, JASA 69 (1974), for the identifier.
 */
import { daysOfMonths } from '../base/calendar.ts';
import type { WorkingCalendar } from '../contract/calendar.ts';
import type { SeriesNote } from '../contract/forecast.ts';
import { notObserved } from '../model/position.ts';
import { censorMonths } from './censoredMonths.ts';
import { takeOutUplifts, type UpliftedMonth } from './historyUplifts.ts';
import type { DemandMove, SupersessionMoves } from './supersessionMoves.ts';
import { workingDayFactors } from './workingCalendars.ts';

export interface DemandCleaning {
  readonly censorStockouts: boolean;
  /** Share of a month's days without stock above which the month is no observation. */
  readonly stockoutShare: number;
  /** Robust deviations above the median from which a month is an outlier; 0 leaves all. */
  readonly outlierDeviations: number;
  /** Months with demand without which nothing is called an outlier. */
  readonly outlierMonths: number;
  /** By whose working days months are compared; null: they count as they are. */
  readonly calendar: WorkingCalendar | null;
}

export const defaultCleaning: DemandCleaning = {
  censorStockouts: true,
  stockoutShare: 0.5,
  outlierDeviations: 6,
  outlierMonths: 8,
  calendar: null,
};

/** Months by whose demand a pair shares its history. */
const sharedMonths = 12;

export interface ReportedDemand {
  readonly demand: Uint16Array;
  readonly lostSales: Uint16Array;
  /** Days of each month without stock. */
  readonly daysOut: Uint8Array;
  /** Item of each row. */
  readonly items: ArrayLike<number>;
  readonly uplifts: readonly UpliftedMonth[];
  readonly rows: number;
  readonly periods: number;
  readonly firstPeriod: string;
}

export interface CleanedDemand {
  /** Rows × periods. The reported demand's own array, changed in place. */
  readonly values: Uint16Array;
  /** 1 for rows whose history has moved to their successors: nothing is left to forecast. */
  readonly gone: Uint8Array;
}

/**
 * `rowOf` gives an item's row at this location, −1 where it has none; `note`, where somebody listens, hears what was
 * changed and why.
 */
export function cleanDemand(
  reported: ReportedDemand,
  cleaning: DemandCleaning,
  supersessions: SupersessionMoves,
  rowOf: (item: number) => number,
  note: ((row: number, note: SeriesNote) => void) | null,
  itemName: (item: number) => string,
): CleanedDemand {
  const { demand: values, rows, periods, items, uplifts } = reported;
  const gone = new Uint8Array(rows);
  const ranOut = addLostSales(reported);
  if (uplifts.length > 0) takeOutUplifts(values, items, periods, uplifts, note);
  if (cleaning.censorStockouts) {
    const daysIn = daysOfMonths(reported.firstPeriod, periods);
    const series = { values, lostSales: reported.lostSales, daysOut: reported.daysOut, daysIn };
    for (const row of ranOut) censorMonths(series, row, cleaning.stockoutShare, note);
  }
  moveHistories(values, periods, supersessions, rowOf, gone, note, itemName);
  if (cleaning.outlierDeviations > 0) {
    for (let row = 0; row < rows; row++) dampenOutliers(values, row, periods, cleaning, note);
  }
  if (cleaning.calendar !== null) {
    const factors = workingDayFactors(reported.firstPeriod, periods, cleaning.calendar);
    for (let row = 0; row < rows; row++) levelMonths(values, row * periods, factors);
  }
  return { values, gone };
}

/** Returns the rows in which anything says that a month ran out. */
function addLostSales({ demand, lostSales, daysOut, rows, periods }: ReportedDemand): number[] {
  const ranOut: number[] = [];
  for (let row = 0; row < rows; row++) {
    let any = 0;
    for (let cell = row * periods; cell < (row + 1) * periods; cell++) {
      const lost = lostSales[cell];
      any |= lost | daysOut[cell];
      if (lost > 0 && demand[cell] !== notObserved)
        demand[cell] = Math.min(notObserved - 1, demand[cell] + lost);
    }
    if (any !== 0) ranOut.push(row);
  }
  return ranOut;
}

function moveHistories(
  values: Uint16Array,
  periods: number,
  { moves, pairs }: SupersessionMoves,
  rowOf: (item: number) => number,
  gone: Uint8Array,
  note: ((row: number, note: SeriesNote) => void) | null,
  itemName: (item: number) => string,
): void {
  /** Successors that are stocked here, or the ones after them; with none, the item keeps what it sells. */
  const inherit = (row: number, item: number, quantityPer: number, name: string): boolean => {
    let inherited = false;
    for (const move of moves.get(item) ?? []) {
      const to = rowOf(move.to);
      const quantity = quantityPer * move.quantityPer;
      if (to >= 0) addHistory(values, periods, row, to, quantity, note, name);
      if (to >= 0 || inherit(row, move.to, quantity, name)) inherited = true;
    }
    return inherited;
  };
  for (const item of moves.keys()) {
    const row = rowOf(item);
    if (row < 0 || !inherit(row, item, 1, itemName(item))) continue;
    gone[row] = 1;
    values.fill(notObserved, row * periods, (row + 1) * periods);
  }
  for (const pair of pairs) {
    const from = rowOf(pair.from);
    const to = rowOf(pair.to);
    if (from >= 0 && to >= 0) shareHistory(values, periods, from, to, pair, note, itemName);
  }
}

function addHistory(
  values: Uint16Array,
  periods: number,
  from: number,
  to: number,
  quantityPer: number,
  note: ((row: number, note: SeriesNote) => void) | null,
  name: string,
): void {
  let units = 0;
  let first = -1;
  for (let period = 0; period < periods; period++) {
    const old = values[from * periods + period];
    if (old === notObserved) continue;
    const cell = to * periods + period;
    const own = values[cell] === notObserved ? 0 : values[cell];
    values[cell] = Math.min(notObserved - 1, own + old * quantityPer);
    units += old * quantityPer;
    if (old > 0 && first < 0) first = period;
  }
  if (first >= 0) note?.(to, { period: first, kind: 'moved', text: `${units} units asked for as ${name}` });
}

/** Each month's total stays; it is parted by the share that each had of the last year, whole units carried over. */
function shareHistory(
  values: Uint16Array,
  periods: number,
  a: number,
  b: number,
  { from, to, quantityPer }: DemandMove,
  note: ((row: number, note: SeriesNote) => void) | null,
  itemName: (item: number) => string,
): void {
  let recentA = 0;
  let recentB = 0;
  for (let period = Math.max(0, periods - sharedMonths); period < periods; period++) {
    const ofA = values[a * periods + period];
    const ofB = values[b * periods + period];
    if (ofA !== notObserved) recentA += ofA * quantityPer;
    if (ofB !== notObserved) recentB += ofB;
  }
  const share = recentA + recentB > 0 ? recentA / (recentA + recentB) : 0.5;
  let asked = 0;
  let given = 0;
  let first = -1;
  for (let period = 0; period < periods; period++) {
    const ofA = values[a * periods + period];
    const ofB = values[b * periods + period];
    if (ofA === notObserved && ofB === notObserved) continue;
    const total = (ofA === notObserved ? 0 : ofA * quantityPer) + (ofB === notObserved ? 0 : ofB);
    asked += total;
    const due = Math.floor((share * asked) / quantityPer + 1e-9) - given;
    const parted = Math.max(0, Math.min(due, Math.floor(total / quantityPer)));
    given += parted;
    if (first < 0 && total > 0) first = period;
    values[a * periods + period] = parted;
    values[b * periods + period] = Math.min(notObserved - 1, total - parted * quantityPer);
  }
  if (first < 0) return;
  const percent = Math.round(share * 100);
  note?.(a, {
    period: first,
    kind: 'moved',
    text: `Demand shared with ${itemName(to)}: ${percent} % counts here`,
  });
  note?.(b, {
    period: first,
    kind: 'moved',
    text: `Demand shared with ${itemName(from)}: ${100 - percent} % counts here`,
  });
}

const sizes = new Uint16Array(1024);

function dampenOutliers(
  values: Uint16Array,
  row: number,
  periods: number,
  { outlierDeviations, outlierMonths }: DemandCleaning,
  note: ((row: number, note: SeriesNote) => void) | null,
): void {
  const from = row * periods;
  let count = 0;
  let most = 0;
  for (let cell = from; cell < from + periods && count < sizes.length; cell++) {
    const value = values[cell];
    if (value === 0 || value === notObserved) continue;
    sizes[count++] = value;
    if (value > most) most = value;
  }
  // No deviation is below one unit and no median below one: nothing smaller can be an outlier.
  if (count < outlierMonths || most <= 1 + outlierDeviations) return;
  // The deviation is at least the Poisson one: most series have a median from which their most is no outlier.
  const leastMedian = ((Math.sqrt(outlierDeviations ** 2 + 4 * most) - outlierDeviations) / 2) ** 2;
  let above = 0;
  for (let i = 0; i < count; i++) if (sizes[i] >= leastMedian) above++;
  if (2 * above > count) return;
  const sorted = sizes.subarray(0, count);
  sorted.sort();
  const median = middle(sorted);
  const spread = Float64Array.from(sorted, (size) => Math.abs(size - median)).toSorted();
  const deviation = Math.max(1.4826 * middle(spread), Math.sqrt(median));
  const limit = Math.ceil(median + outlierDeviations * deviation);
  if (most <= limit) return;
  for (let cell = from; cell < from + periods; cell++) {
    if (values[cell] === notObserved || values[cell] <= limit) continue;
    note?.(row, {
      period: cell - from,
      kind: 'outlier',
      text: `${values[cell]} counted as ${limit}: a usual month with demand has ${median}`,
    });
    values[cell] = limit;
  }
}

function middle(sorted: Uint16Array | Float64Array): number {
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

function levelMonths(values: Uint16Array, from: number, factors: Float64Array): void {
  let wanted = 0;
  let given = 0;
  for (let period = 0; period < factors.length; period++) {
    const value = values[from + period];
    if (value === 0 || value === notObserved || factors[period] === 0) continue;
    wanted += value / factors[period];
    const levelled = Math.min(notObserved - 1, Math.max(0, Math.round(wanted) - given));
    values[from + period] = levelled;
    given += levelled;
  }
}
