import type { Kpi } from '../../../core/contract/views.ts';
import { createRowInserter } from '../../../core/store/insertRows.ts';
import { readMeta, writeMeta } from '../../../core/store/metaStore.ts';
import { readLocationDemand, readWaitingMonth } from '../../../core/store/demandStore.ts';
import { notObserved } from '../../../core/model/position.ts';
import type { PlanSession } from './session.ts';

/**
 * The network's figures with their definitions. Values are computed from the columns at the present version; the
 * trend is what earlier plan runs and feed hours recorded, or, for the fill rate, the months of history.
 */
export function kpisOf(session: PlanSession): Kpi[] {
  const totals = session.totals();
  const history = fillRateHistory(session);
  const trends = readTrends(session);
  const proposed = [...session.transfers.values()].filter(
    (transfer) => transfer.state === 'proposed' && transfer.verdict !== 'block',
  );
  const shared = { asOfMinutes: session.clockMinutes };
  const withTrend = (id: string, value: number): readonly number[] => [...(trends.get(id) ?? []), value];
  const daysOfSupply =
    totals.demandPerDayMinor > 0 ? totals.stockValueMinor / totals.demandPerDayMinor : Number.NaN;
  const excessShare = totals.stockValueMinor > 0 ? totals.excessValueMinor / totals.stockValueMinor : 0;
  const net = proposed.reduce((sum, transfer) => sum + transfer.netMinor, 0);
  return [
    {
      ...shared,
      id: 'moneyAtRisk',
      label: 'Money at risk',
      value: totals.moneyAtRiskMinor,
      unit: 'money',
      definition:
        'Sum over all positions of units expected short before the next arrival × cost of a stockout; at warehouses a share of it, since dealers still hold stock',
      trend: withTrend('moneyAtRisk', totals.moneyAtRiskMinor),
      better: 'lower',
      drill: { column: 'moneyAtRisk', from: 1 },
    },
    {
      ...shared,
      id: 'atRiskSoon',
      label: 'At risk in 2 weeks',
      value: totals.atRiskSoon,
      unit: 'count',
      definition: `Positions with at least ${Math.round(session.parameters.riskThresholds[1] * 100)} % probability of running out within 14 days`,
      trend: withTrend('atRiskSoon', totals.atRiskSoon),
      better: 'lower',
      drill: { column: 'risk', values: ['act', 'critical'] },
    },
    {
      ...shared,
      id: 'fillRate',
      label: 'Fill rate, 12 months',
      value: history.last12,
      unit: 'share',
      definition:
        'Units delivered from stock ÷ units asked for at dealers (delivered + lost) over the last 12 closed months',
      trend: history.months,
      better: 'higher',
      drill: null,
    },
    {
      ...shared,
      id: 'stockValue',
      label: 'Stock value',
      value: totals.stockValueMinor,
      unit: 'money',
      definition: 'Units on hand × unit cost, all locations; negative on hand counts as zero',
      trend: withTrend('stockValue', totals.stockValueMinor),
      better: 'neither',
      drill: { column: 'stockValue', from: 1 },
    },
    {
      ...shared,
      id: 'daysOfSupply',
      label: 'Days of supply',
      value: daysOfSupply,
      unit: 'days',
      definition:
        'Stock value ÷ mean demand a day at dealers, both at unit cost; stock in transit not counted',
      trend: withTrend('daysOfSupply', daysOfSupply),
      better: 'neither',
      drill: null,
    },
    {
      ...shared,
      id: 'excessShare',
      label: 'Excess share',
      value: excessShare,
      unit: 'share',
      definition:
        'Value of excess units ÷ stock value; excess is what stays above safety stock and hold-back through the excess window',
      trend: withTrend('excessShare', excessShare),
      better: 'lower',
      drill: { column: 'excess', from: 1 },
    },
    {
      ...shared,
      id: 'proposedNet',
      label: 'Open proposals, net',
      value: net,
      unit: 'money',
      definition:
        'Benefit less freight, handling and effect on donors, of all transfers proposed and not blocked',
      trend: withTrend('proposedNet', net),
      better: 'neither',
      drill: null,
    },
    {
      ...shared,
      id: 'backorders',
      label: 'Backorders',
      value: totals.backorderUnits,
      unit: 'count',
      definition: 'Units that customers wait for, all locations',
      trend: withTrend('backorders', totals.backorderUnits),
      better: 'lower',
      drill: { column: 'backorder', from: 1 },
    },
  ];
}

/** Keeps the present figures for later trends: one point an hour of the network's clock. */
export function recordKpis(session: PlanSession): void {
  const hour = Math.floor(session.clockMinutes / 60) * 60;
  const kpis = kpisOf(session);
  session.database.transaction(() => {
    session.database.prepare('DELETE FROM kpi_snapshot WHERE at = ?').run(hour);
    const rows = createRowInserter(session.database, 'kpi_snapshot', ['at', 'kpi', 'value']);
    for (const kpi of kpis) {
      if (kpi.id !== 'fillRate' && Number.isFinite(kpi.value)) rows.put(hour, kpi.id, kpi.value);
    }
    rows.flush();
    // Trends show no more: an earlier snapshot would only be read past.
    session.database.prepare(deleteOldSnapshots).run(trendLength);
  });
  trendCache.delete(session);
}

const trendLength = 48;
const deleteOldSnapshots =
  'DELETE FROM kpi_snapshot WHERE at < (SELECT min(at) FROM (SELECT DISTINCT at FROM kpi_snapshot ORDER BY at DESC LIMIT ?))';
const trendCache = new WeakMap<PlanSession, Map<string, number[]>>();

function readTrends(session: PlanSession): Map<string, number[]> {
  const known = trendCache.get(session);
  if (known !== undefined) return known;
  const trends = new Map<string, number[]>();
  session.database
    .prepare('SELECT kpi, value FROM kpi_snapshot ORDER BY kpi, at')
    .each([], ([kpi, value]) => {
      const values = trends.get(String(kpi)) ?? [];
      values.push(Number(value));
      if (values.length > trendLength) values.shift();
      trends.set(String(kpi), values);
    });
  trendCache.set(session, trends);
  return trends;
}

/** Units of the last 12 closed months one by one, oldest first. */
interface FillMonths {
  readonly periods: number;
  readonly delivered: readonly number[];
  readonly lost: readonly number[];
}
interface FillRates {
  readonly periods: number;
  readonly last12: number;
  readonly months: readonly number[];
}
const fillMonths = 12;
const fillRates = new WeakMap<PlanSession, FillRates>();

/** Closed months do not change: found once in the histories and kept in the replica until there are more of them. */
function fillRateHistory(session: PlanSession): FillRates {
  const { periods } = session.state.network;
  const known = fillRates.get(session);
  if (known?.periods === periods) return known;
  const stored = parseFillMonths(readMeta(session.database, 'fillRates'));
  const months =
    stored?.periods === periods
      ? stored
      : ((stored && withLastMonth(session, stored)) ?? computeFillMonths(session));
  if (months !== stored) {
    session.database.transaction(() => writeMeta(session.database, 'fillRates', JSON.stringify(months)));
  }
  const rate = (units: number, missed: number): number => (units + missed > 0 ? units / (units + missed) : 1);
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  const rates = {
    periods,
    last12: rate(sum(months.delivered), sum(months.lost)),
    months: months.delivered.map((units, at) => rate(units, months.lost[at])),
  };
  fillRates.set(session, rates);
  return rates;
}

/** Null where there is none, or an earlier version kept something else. */
function parseFillMonths(text: string | null): FillMonths | null {
  const stored = JSON.parse(text ?? 'null') as Partial<FillMonths> | null;
  if (stored?.periods === undefined || stored.delivered === undefined || stored.lost === undefined)
    return null;
  return { periods: stored.periods, delivered: stored.delivered, lost: stored.lost };
}

/** A month that was just closed is added from its own rows, without reading histories; null once it is in them. */
function withLastMonth(session: PlanSession, stored: FillMonths): FillMonths | null {
  const { periods } = session.state.network;
  const month = stored.periods + 1 === periods ? readWaitingMonth(session.database, stored.periods) : null;
  if (month === null) return null;
  return {
    periods,
    delivered: [...stored.delivered, month.delivered].slice(-fillMonths),
    lost: [...stored.lost, month.lost].slice(-fillMonths),
  };
}

function computeFillMonths(session: PlanSession): FillMonths {
  const { state, database } = session;
  const { periods, locations } = state.network;
  const first = Math.max(0, periods - fillMonths);
  const delivered = new Float64Array(periods);
  const lostUnits = new Float64Array(periods);
  let demand = new Uint16Array(0);
  let lost = new Uint16Array(0);
  for (let location = 0; location < locations.length; location++) {
    const rows = state.locationStart[location + 1] - state.locationStart[location];
    if (rows === 0 || locations[location].kind !== 'dealer') continue;
    if (demand.length < rows * periods) {
      demand = new Uint16Array(rows * periods);
      lost = new Uint16Array(rows * periods);
    }
    readLocationDemand(database, location, periods, rows, demand, lost);
    for (let row = 0; row < rows; row++) {
      for (let period = first; period < periods; period++) {
        const cell = row * periods + period;
        if (demand[cell] === notObserved) continue;
        delivered[period] += demand[cell];
        lostUnits[period] += lost[cell];
      }
    }
  }
  return { periods, delivered: [...delivered.subarray(first)], lost: [...lostUnits.subarray(first)] };
}
