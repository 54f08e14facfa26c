import { addMonths, dayToMonth } from '../../../core/base/calendar.ts';
import {
  forecastExceptionKinds,
  type ForecastNode,
  type ForecastSeries,
  type MethodOnSeries,
} from '../../../core/contract/forecast.ts';
import { demandPattern } from '../../../core/forecast/demandClass.ts';
import { positionMethods, type PositionMethod } from '../../../core/forecast/positionMethods.ts';
import { negativeBinomialQuantile } from '../../../core/forecast/negativeBinomial.ts';
import { notObserved } from '../../../core/model/position.ts';
import type { ForecastEvidence } from '../../../core/plan/forecastEvidence.ts';
import { exceptionSentence } from '../../../core/plan/forecastExceptions.ts';
import type { PlanState } from '../../../core/plan/planState.ts';
import { dictionaryOf } from '../../../core/plan/inventoryTable.ts';
import { methodsOnSeries, type FlatForecast } from '../../../core/plan/methodsOnSeries.ts';
import { readDealer } from './forecastEvidencePass.ts';
import { itemIndex, nodeSubtitle, nodeTitle, positionsOfNode } from './forecastNodes.ts';
import { comingUnits, overridesAt, overridesOf } from './forecastOverrides.ts';
import { judgedMonths, readRealDemand } from './realDemand.ts';
import { today, type PlanSession } from './session.ts';

const comingMonths = 12;
const yearMonths = 12;
const fanLevels = [0.1, 0.25, 0.5, 0.75, 0.9] as const;

/**
 * History, fan, overrides and methods side by side, of one position or of a level above it. What rests on evidence is
 * left out while there is none.
 */
export function forecastSeries(
  session: PlanSession,
  evidence: ForecastEvidence | null,
  ready: number,
  node: ForecastNode,
): ForecastSeries {
  const { state } = session;
  const { network } = state;
  const { periods } = network;
  const positions = positionsOfNode(state, node);
  const { demand, lost } = historyOf(session, evidence, node);
  const spread = node.level === 'position' ? 0 : monthlySpread(demand, periods);
  const now = flatSum(positions, spread, (p) => state.mean[p], state.dispersionWithin, state.dispersionRate);
  const coming = comingUnits(session, positions, comingMonths);
  const first = dayToMonth(today(session));
  const pattern = demandPattern(demand, firstObserved(demand), periods);
  return {
    ready,
    title: nodeTitle(state, node),
    subtitle: nodeSubtitle(state, node, positions.length),
    node,
    positions: positions.length,
    history: {
      periods: Array.from({ length: periods }, (_, month) => addMonths(network.firstPeriod, month)),
      demand: demand.map((units, at) => units - lost[at]),
      lostSales: lost,
      notes: node.level === 'position' ? notesOf(session, node.position) : [],
    },
    future: {
      periods: Array.from({ length: comingMonths }, (_, ahead) => addMonths(first, ahead)),
      levels: fanLevels,
      ...coming,
      quantiles: fanOf(coming.consensus, now.relative),
    },
    overrides: node.level === 'position' ? overridesAt(session, node.position) : overridesOf(session, node),
    demandClass: pattern.demandClass,
    adi: Number.isNaN(pattern.adi) ? null : pattern.adi,
    cv2: Number.isNaN(pattern.adi) ? null : pattern.cv2Sample,
    methods:
      evidence === null
        ? []
        : markedInUse(
            state,
            node,
            keptMethods(evidence, node, () => {
              const { heldBack } = evidence;
              const inUseThen = flatThen(evidence, positions, node, demand);
              const values = judgedOf(session, node, demand);
              return methodsOnSeries({ values, heldBack, inUseThen, inUseNow: now }, comingMonths);
            }),
          ),
    heldBackMonths: evidence?.heldBack ?? 0,
    exceptions:
      node.level === 'position' && evidence !== null ? exceptionsAt(session, evidence, node.position) : [],
  };
}

/** Methods of a segment that no row is run for stand in the row of the pooled forecast that they build on. */
const builtOnPooled: Readonly<Partial<Record<PositionMethod, string>>> = {
  driftingAverage: 'Drifting average',
  learnt: 'Learnt trees',
  blend: 'Pooled and learnt, half each',
};

/** The row of what the plan forecasts with: a position's own method; above positions, the sum of theirs. */
function markedInUse(
  state: PlanState,
  node: ForecastNode,
  rows: readonly MethodOnSeries[],
): readonly MethodOnSeries[] {
  const method = node.level === 'position' ? positionMethods[state.forecastMethod[node.position]] : null;
  const label = method === null ? 'Sum of the positions' : builtOnPooled[method];
  if (label !== undefined) return rows.map((row) => (row.inUse ? { ...row, label } : row));
  return rows.map((row) => ({ ...row, inUse: row.method === method }));
}

/** What was changed in a position's history before it is forecast from, and why. */
function notesOf(session: PlanSession, position: number): ForecastSeries['history']['notes'] {
  const location = session.state.location[position];
  return readRealDemand(session, location).notes(position - session.state.locationStart[location]);
}

/** What methods are fitted to and judged by: levels above a position have no month without any stock. */
function judgedOf(session: PlanSession, node: ForecastNode, demand: Float64Array): Float64Array {
  if (node.level !== 'position') return demand;
  const location = session.state.location[node.position];
  const row = node.position - session.state.locationStart[location];
  return judgedMonths(readRealDemand(session, location), row, demand);
}

/** Quantiles month by month: overrides move the mean, the distribution keeps its relative width. */
function fanOf(means: Float64Array, relative: number): Float64Array {
  const size = relative > 0 ? 1 / relative : Infinity;
  const known = new Map<number, readonly number[]>();
  return Float64Array.from({ length: means.length * fanLevels.length }, (_, at) => {
    const mean = means[Math.floor(at / fanLevels.length)];
    const quantiles =
      known.get(mean) ?? fanLevels.map((level) => negativeBinomialQuantile(level, mean, size));
    known.set(mean, quantiles);
    return quantiles[at % fanLevels.length];
  });
}

/** The forecast as it would have been made before the months held back. */
function flatThen(
  evidence: ForecastEvidence,
  positions: Int32Array,
  node: ForecastNode,
  demand: Float64Array,
): FlatForecast {
  return flatSum(
    positions,
    node.level === 'position' ? 0 : monthlySpread(demand, demand.length - evidence.heldBack),
    (p) => (Number.isNaN(evidence.heldForecast[p]) ? 0 : evidence.heldForecast[p]),
    evidence.heldWithin,
    evidence.heldRate,
  );
}

/** Demand with lost sales in it, and lost sales, by month; NaN not observed. */
function historyOf(
  session: PlanSession,
  evidence: ForecastEvidence | null,
  node: ForecastNode,
): { readonly demand: Float64Array; readonly lost: Float64Array } {
  const { state } = session;
  const { periods, items, locations } = state.network;
  const demand = new Float64Array(periods);
  const lost = new Float64Array(periods);
  if (node.level === 'position') {
    const dealer = readDealer(session, state.location[node.position]);
    const base = (node.position - dealer.first) * periods;
    for (let month = 0; month < periods; month++) {
      const units = dealer.history[base + month];
      demand[month] = units === notObserved ? Number.NaN : units;
      lost[month] = units === notObserved ? 0 : dealer.lost[base + month];
    }
    return { demand, lost };
  }
  if (evidence === null) return { demand: demand.fill(Number.NaN), lost };
  if (node.level === 'item') {
    const base = itemIndex(state, node.item) * periods;
    for (let month = 0; month < periods; month++) {
      const seen = evidence.itemObserved[base + month] === 1;
      demand[month] = seen ? evidence.itemDemand[base + month] : Number.NaN;
    }
    lost.set(evidence.itemLost.subarray(base, base + periods));
    return { demand, lost };
  }
  const families = dictionaryOf(items.map((item) => item.family)).dictionary;
  const regions = dictionaryOf(locations.map((location) => location.region)).dictionary;
  families.forEach((family, f) => {
    if ('family' in node && node.family !== family) return;
    regions.forEach((region, r) => {
      if ('region' in node && node.region !== region) return;
      const base = (f * regions.length + r) * periods;
      for (let month = 0; month < periods; month++) {
        demand[month] += evidence.cellDemand[base + month];
        lost[month] += evidence.cellLost[base + month];
      }
    });
  });
  return { demand, lost };
}

/**
 * Means of positions add up, and so do variances where they are independent. Seasons and the market move positions
 * together: the sum is at least as uncertain as its own past months were. Held as a negative binomial again.
 */
function flatSum(
  positions: Int32Array,
  leastRelative: number,
  mean: (p: number) => number,
  within: Float32Array,
  rate: Float32Array,
): FlatForecast {
  let total = 0;
  let beyond = 0;
  for (const p of positions) {
    const own = mean(p);
    total += own;
    beyond += (within[p] + rate[p]) * own * own;
  }
  return { mean: total, relative: total > 0 ? Math.max(leastRelative, beyond / (total * total)) : 0 };
}

/**
 * Relative variance of the last two years of a series around the mean of the twelve months before each; at most 1, as
 * a series that is growing from nothing is no guide.
 */
function monthlySpread(demand: Float64Array, end: number): number {
  let squares = 0;
  let months = 0;
  for (let month = Math.max(yearMonths, end - 2 * yearMonths); month < end; month++) {
    const before =
      demand.subarray(month - yearMonths, month).reduce((sum, units) => sum + units, 0) / yearMonths;
    const ratio = demand[month] / before;
    if (!Number.isFinite(ratio)) continue;
    squares += (ratio - 1) ** 2;
    months++;
  }
  return months === 0 ? 0 : Math.min(1, squares / months);
}

function exceptionsAt(
  session: PlanSession,
  evidence: ForecastEvidence,
  position: number,
): ForecastSeries['exceptions'] {
  if (evidence.exceptionBits[position] === 0) return [];
  const found = evidence.exceptions();
  const list: { kind: (typeof forecastExceptionKinds)[number]; sentence: string }[] = [];
  for (let at = 0; at < found.length; at++) {
    if (found.position[at] !== position) continue;
    const kind = forecastExceptionKinds[found.kind[at]];
    const period = addMonths(session.state.network.firstPeriod, found.month[at]);
    list.push({
      kind,
      sentence: exceptionSentence(kind, found.a[at], found.b[at], period, evidence.heldBack),
    });
  }
  return list;
}

function firstObserved(values: Float64Array): number {
  const first = values.findIndex((value) => !Number.isNaN(value));
  return first < 0 ? values.length : first;
}

const keptNodes = 50;
const kept = new WeakMap<ForecastEvidence, Map<string, readonly MethodOnSeries[]>>();

/** Histories stay as they are until there is other evidence: methods are run on a series once, however often it is asked for. */
function keptMethods(
  evidence: ForecastEvidence,
  node: ForecastNode,
  run: () => readonly MethodOnSeries[],
): readonly MethodOnSeries[] {
  const key = JSON.stringify(node);
  const known = kept.get(evidence) ?? new Map<string, readonly MethodOnSeries[]>();
  kept.set(evidence, known);
  const rows = known.get(key) ?? run();
  known.delete(key);
  known.set(key, rows);
  for (const oldest of known.keys()) {
    if (known.size <= keptNodes) break;
    known.delete(oldest);
  }
  return rows;
}
