import { addMonths } from '../../../core/base/calendar.ts';
import type {
  AccuracyGrouping,
  AccuracyRow,
  ForecastAccuracy,
  ForecastExceptionKind,
  ForecastExceptionPage,
  ForecastQuadrant,
  WorstItem,
  WorstItems,
} from '../../../core/contract/forecast.ts';
import { forecastExceptionKinds } from '../../../core/contract/forecast.ts';
import type { GridQuery } from '../../../core/contract/grid.ts';
import type { Handlers } from '../../../core/contract/rpc.ts';
import { demandClasses, intervalBorder, variationBorder } from '../../../core/forecast/demandClass.ts';
import { criticalities } from '../../../core/model/network.ts';
import {
  emptySums,
  type ForecastEvidence,
  lossOf,
  type OutcomeSums,
  reliabilityBins,
} from '../../../core/plan/forecastEvidence.ts';
import { exceptionSentence } from '../../../core/plan/forecastExceptions.ts';
import { countQuadrant } from '../../../core/plan/forecastQuadrant.ts';
import { createForecastTable } from '../../../core/plan/forecastTable.ts';
import { dictionaryOf } from '../../../core/plan/inventoryTable.ts';
import { createTableViews, type Table, type TableViews } from '../../../core/plan/table.ts';
import { calendarView } from './calendars.ts';
import { createEvidenceHolder } from './forecastEvidencePass.ts';
import { judgeMethodSample } from './forecastMethodSample.ts';
import { overrideMark } from './forecastOverrides.ts';
import { forecastSeries } from './forecastSeries.ts';
import { inSlices } from './inSlices.ts';
import type { PlanSession } from './session.ts';
import { storedPredictions } from './stockoutPredictions.ts';

export interface ForecastViews {
  readonly handlers: Pick<Handlers, ForecastMethod>;
  readonly table: TableViews;
  readonly source: () => Table;
}
type ForecastMethod = Extract<keyof Handlers, `forecast.${string}`>;

const longestPage = 500;

/** Answers what the Forecast workspace asks. What takes a pass over all histories is computed when first asked for. */
export function createForecastViews(session: PlanSession): ForecastViews {
  const { state } = session;
  const evidence = createEvidenceHolder(session);
  const mark = overrideMark(session);
  const source = createForecastTable(state, {
    evidence: () => evidence.present(),
    override: (p) => mark(p),
    version: () => session.version + evidence.generation(),
    urgent: () => session.urgent + evidence.generation(),
    generation: () => evidence.generation(),
  });
  const table = createTableViews(() => source);
  const methodRows = keptByEvidence(session);

  return {
    table,
    source: () => source,
    handlers: {
      'forecast.window': ({ query, from, to, refresh }) =>
        table.window(query, from, to, refresh === true, session.now),
      'forecast.distinct': ({ column }) => table.distinct(column),
      'forecast.rowOf': ({ query, position }) => ({ row: table.rowOf(query, position) }),
      'forecast.series': ({ node }) => {
        const present = evidence.present();
        return forecastSeries(session, present, evidence.ready(), node);
      },
      'forecast.quadrant': ({ query }) =>
        quadrantOf(table, source, evidence.present(), evidence.ready(), query),
      'forecast.accuracy': async ({ by }) => {
        const present = evidence.present();
        const stored = storedPredictions(session);
        if (present === null) return { ...nothingYet(evidence.ready()), stored };
        const rows = by === 'method' ? await methodRows(present) : rowsBy(session, present, by);
        return { ...accuracyOf(present, evidence.ready(), rows), stored };
      },
      'forecast.exceptions': ({ kind, from, to }) =>
        exceptionPage(session, evidence.present(), evidence.ready(), kind, from, to),
      'forecast.calendar': (input) => calendarView(session, input),
      'forecast.worst': ({ limit }) => worstItems(session, evidence.present(), evidence.ready(), limit),
    },
  };
}

/** Without the conditions that the brush itself sets. */
function quadrantOf(
  table: TableViews,
  source: Table,
  evidence: ForecastEvidence | null,
  ready: number,
  query: GridQuery,
): ForecastQuadrant {
  const filter = query.filter.filter(({ column }) => column !== 'adi' && column !== 'cv2');
  const rows =
    evidence === null
      ? new Int32Array(0)
      : table.rowsOf({ sort: [], filter }).map((row) => source.key?.(row) ?? row);
  const found = countQuadrant(
    rows,
    (p) => evidence?.adi[p] ?? Number.NaN,
    (p) => evidence?.cv2[p] ?? Number.NaN,
  );
  const byClass = demandClasses.map(() => 0);
  for (const p of rows) {
    const interval = evidence?.adi[p] ?? Number.NaN;
    if (!(interval > 0)) byClass[0]++;
    else
      byClass[
        1 + ((evidence?.cv2[p] ?? 0) >= variationBorder ? 1 : 0) + (interval >= intervalBorder ? 2 : 0)
      ]++;
  }
  return { ready, ...found, byClass, borders: { adi: intervalBorder, cv2: variationBorder } };
}

function nothingYet(ready: number): Omit<ForecastAccuracy, 'stored'> {
  return {
    ready,
    heldBackMonths: 0,
    positions: 0,
    all: rowOf('All positions', emptySums()),
    rows: [],
    reliability: [],
    brier: null,
    brierOfBaseRate: null,
  };
}

function rowsBy(
  session: PlanSession,
  evidence: ForecastEvidence,
  by: Exclude<AccuracyGrouping, 'method'>,
): readonly AccuracyRow[] {
  const { items, locations } = session.state.network;
  const groups = (): { readonly sums: readonly OutcomeSums[]; readonly labels: readonly string[] } => {
    switch (by) {
      case 'class':
        return { sums: evidence.byClass, labels: demandClasses };
      case 'criticality':
        return { sums: evidence.byCriticality, labels: criticalities };
      case 'family':
        return { sums: evidence.byFamily, labels: dictionaryOf(items.map((item) => item.family)).dictionary };
      case 'region':
        return {
          sums: evidence.byRegion,
          labels: dictionaryOf(locations.map((location) => location.region)).dictionary,
        };
    }
  };
  const { sums, labels } = groups();
  const rows = sums.map((entry, at) => rowOf(labels[at], entry)).filter((row) => row.positions > 0);
  return by === 'family' || by === 'region' ? rows.toSorted((a, b) => b.demand - a.demand) : rows;
}

function rowOf(label: string, sums: OutcomeSums): AccuracyRow {
  return {
    label,
    positions: sums.positions,
    demand: sums.demand,
    loss: lossOf(sums),
    bias: sums.demand > 0 ? sums.forecast / sums.demand - 1 : null,
    coverage: sums.outcomes > 0 ? sums.covered / sums.outcomes : null,
    inUse: false,
  };
}

function accuracyOf(
  evidence: ForecastEvidence,
  ready: number,
  rows: readonly AccuracyRow[],
): Omit<ForecastAccuracy, 'stored'> {
  const all = emptySums();
  for (const sums of evidence.byClass) {
    all.positions += sums.positions;
    all.outcomes += sums.outcomes;
    all.demand += sums.demand;
    all.forecast += sums.forecast;
    all.pinball += sums.pinball;
    all.covered += sums.covered;
  }
  const { sum, events, count } = evidence.brier;
  const rate = events / count;
  return {
    ready,
    heldBackMonths: evidence.heldBack,
    positions: all.positions,
    all: rowOf('All positions', all),
    rows,
    reliability: Array.from({ length: reliabilityBins }, (_, bin) => {
      const [predicted, observed, predictions] = evidence.reliability.subarray(bin * 3, bin * 3 + 3);
      return { predicted: predicted / predictions, observed: observed / predictions, count: predictions };
    }).filter((bin) => bin.count > 0),
    brier: count > 0 ? sum / count : null,
    brierOfBaseRate: count > 0 ? rate * (1 - rate) : null,
  };
}

function exceptionPage(
  session: PlanSession,
  evidence: ForecastEvidence | null,
  ready: number,
  kind: ForecastExceptionKind | null,
  from: number,
  to: number,
): ForecastExceptionPage {
  const byKind = forecastExceptionKinds.map(() => 0);
  if (evidence === null) return { ready, total: 0, byKind, entries: [] };
  const { state } = session;
  const { items, locations, firstPeriod } = state.network;
  const found = evidence.exceptions();
  const entries: ForecastExceptionPage['entries'][number][] = [];
  const end = Math.min(to, from + longestPage);
  let total = 0;
  for (let at = 0; at < found.length; at++) {
    byKind[found.kind[at]]++;
    const own = forecastExceptionKinds[found.kind[at]];
    if (kind !== null && own !== kind) continue;
    if (total >= from && total < end) {
      const position = found.position[at];
      const item = items[state.item[position]];
      const period = addMonths(firstPeriod, found.month[at]);
      entries.push({
        position,
        kind: own,
        item: item.id,
        description: item.description,
        location: locations[state.location[position]].id,
        sentence: exceptionSentence(own, found.a[at], found.b[at], period, evidence.heldBack),
        moneyMinor: found.moneyMinor[at],
      });
    }
    total++;
  }
  return { ready, total, byKind, entries };
}

function worstItems(
  session: PlanSession,
  evidence: ForecastEvidence | null,
  ready: number,
  limit: number,
): WorstItems {
  if (evidence === null) return { ready, heldBackMonths: 0, items: [] };
  const { state } = session;
  const { items } = state.network;
  const rows = items.map((entry, item): WorstItem => {
    let positions = 0;
    let demand = 0;
    let forecast = 0;
    let errorMinor = 0;
    for (let at = state.itemStart[item]; at < state.itemStart[item + 1]; at++) {
      const p = state.byItem[at];
      if (Number.isNaN(evidence.heldForecast[p])) continue;
      positions++;
      demand += evidence.heldDemand[p];
      forecast += evidence.heldForecast[p];
      errorMinor += evidence.errorMinor[p];
    }
    const { id, description, family } = entry;
    return { item: id, description, family, positions, demand, forecast, errorMinor: Math.round(errorMinor) };
  });
  return {
    ready,
    heldBackMonths: evidence.heldBack,
    items: rows
      .filter((row) => row.errorMinor > 0)
      .toSorted((a, b) => b.errorMinor - a.errorMinor)
      .slice(0, limit),
  };
}

/** The methods' rows of one evidence, computed once in slices. */
function keptByEvidence(
  session: PlanSession,
): (evidence: ForecastEvidence) => Promise<readonly AccuracyRow[]> {
  const kept = new WeakMap<ForecastEvidence, Promise<readonly AccuracyRow[]>>();
  return (evidence) => {
    let rows = kept.get(evidence);
    if (rows === undefined) {
      rows = inSlices(session.now, judgeMethodSample(session, evidence));
      kept.set(evidence, rows);
    }
    return rows;
  };
}
