import { accumulatePool, createDemandPool, heldBackLength } from '../../../core/forecast/demandPool.ts';
import { fitPoolInSteps } from '../../../core/forecast/fitPool.ts';
import { notObserved } from '../../../core/model/position.ts';
import {
  createEvidence,
  type EvidenceBlock,
  type ForecastEvidence,
} from '../../../core/plan/forecastEvidence.ts';
import { dictionaryOf } from '../../../core/plan/inventoryTable.ts';
import { criticalities } from '../../../core/model/network.ts';
import type { PositionModel } from '../../../core/forecast/positionForecaster.ts';
import { readLocationDemand } from '../../../core/store/demandStore.ts';
import { readMeta } from '../../../core/store/metaStore.ts';
import { parseForecastModel } from './forecastModel.ts';
import { groupsOf } from './forecastPositions.ts';
import { createDemandReader } from './realDemand.ts';
import type { PlanSession } from './session.ts';

export interface EvidenceHolder {
  /** The evidence of the present forecast; null while it is computed. Starts computing where that is due. */
  present(): ForecastEvidence | null;
  /** 0 to 1. */
  ready(): number;
  /** Grows when evidence is replaced. */
  generation(): number;
}

/** Longest time in ms that a slice keeps the worker from answering. */
const sliceMs = 6;
const rowsAtOnce = 2_000;

/**
 * Holds back the last months of every dealer's histories, fits the pool on what is left, and judges the forecast that the
 * plan would have made of it: in slices between questions, from the first time that somebody asks, and again after every plan.
 */
export function createEvidenceHolder(session: PlanSession): EvidenceHolder {
  let evidence: ForecastEvidence | null = null;
  let evidenceOf = '';
  let working: { readonly key: string; readonly done: Promise<ForecastEvidence> } | null = null;
  /** Why the last pass ended; told to whoever asks next, who then starts another. */
  let failure: unknown = null;
  let progress = 0;
  let generation = 1;

  const keyOf = (): string => `${session.forecastVersion}/${session.state.network.periods}`;

  const start = (): Promise<ForecastEvidence> => {
    const key = keyOf();
    if (working?.key === key) return working.done;
    progress = 0;
    const done = (async (): Promise<ForecastEvidence> => {
      const pass = collectEvidence(session);
      for (;;) {
        const begun = session.now();
        do {
          const step = pass.next();
          if (step.done === true) {
            evidence = step.value;
            evidenceOf = key;
            working = null;
            generation++;
            return evidence;
          }
          progress = step.value;
        } while (session.now() - begun < sliceMs);
        await new Promise((resolve) => setImmediate(resolve));
        if (keyOf() !== key) return start();
      }
    })();
    working = { key, done };
    done.catch((error: unknown) => {
      failure = error;
      if (working?.done === done) working = null;
    });
    return done;
  };

  return {
    present() {
      if (evidence !== null && evidenceOf === keyOf()) return evidence;
      if (failure !== null) {
        const told = failure;
        failure = null;
        throw told;
      }
      if (session.hasForecast) void start();
      // What was judged before a month was closed or a plan was made still says more than nothing.
      return evidence !== null && evidenceOf.endsWith(`/${session.state.network.periods}`) ? evidence : null;
    },
    ready: () => (evidence !== null && evidenceOf === keyOf() ? 1 : Math.min(0.99, progress)),
    generation: () => generation,
  };
}

/** Yields the share done. */
export function* collectEvidence(session: PlanSession): Generator<number, ForecastEvidence> {
  const { state } = session;
  const { items, locations, periods } = state.network;
  const heldBack = Math.max(1, heldBackLength(periods));
  const cut = periods - heldBack;
  const families = dictionaryOf(items.map((item) => item.family));
  const regions = dictionaryOf(locations.map((location) => location.region));
  const { groupOfItem, groupCount, tree } = groupsOf(state);
  const pool = createDemandPool({ periods: cut, groupCount, tree, expectedSeries: state.count });
  const real = createDemandReader(session, periods, null);
  const dealers = locations.flatMap((location, index) => (location.kind === 'dealer' ? [index] : []));

  for (const [done, location] of dealers.entries()) {
    const { values } = real(location);
    const first = state.locationStart[location];
    const rows = state.locationStart[location + 1] - first;
    for (let from = 0; from < rows; from += rowsAtOnce) {
      const count = Math.min(rowsAtOnce, rows - from);
      const part = new Uint16Array(count * cut);
      const groups = new Uint16Array(count);
      for (let row = 0; row < count; row++) {
        const base = (from + row) * periods;
        part.set(values.subarray(base, base + cut), row * cut);
        groups[row] = groupOfItem[state.item[first + from + row]];
      }
      const ownRegion = new Uint16Array(count).fill(regions.codes[location]);
      accumulatePool(pool, part, count, groups, first + from, ownRegion);
      yield (0.4 * (done + from / rows)) / dealers.length;
    }
  }
  const fitting = fitPoolInSteps(pool);
  let step = fitting.next();
  while (step.done !== true) {
    yield 0.4;
    step = fitting.next();
  }
  // The plan's choices by segment; what it learnt from all months has seen these, so the pool stands in for it.
  const stored = readMeta(session.database, 'forecastModel');
  const kept = stored === null ? null : parseForecastModel(stored, groupCount, tree.regionCount);
  const model: PositionModel = { fit: step.value, choices: kept?.choices ?? [], global: null };

  const collector = createEvidence({
    positions: state.count,
    periods,
    heldBack,
    items: items.length,
    families: families.dictionary.length,
    regions: regions.dictionary.length,
    criticalities: criticalities.length,
  });
  const unitCostOfItem = Float64Array.from(items, (item) => item.unitCostMinor);
  const criticalityOfItem = Int32Array.from(items, (item) => criticalities.indexOf(item.criticality));
  for (const [done, location] of dealers.entries()) {
    const { history, lost, rows, first } = readDealer(session, location);
    const { values } = real(location);
    for (let from = 0; from < rows; from += rowsAtOnce) {
      const count = Math.min(rowsAtOnce, rows - from);
      const groups = Uint16Array.from(
        { length: count },
        (_, row) => groupOfItem[state.item[first + from + row]],
      );
      const block: EvidenceBlock = {
        firstPosition: first + from,
        rows: count,
        input: values.subarray(from * periods, (from + count) * periods),
        history: history.subarray(from * periods, (from + count) * periods),
        lost: lost.subarray(from * periods, (from + count) * periods),
        groups,
        item: state.item,
        familyOfItem: families.codes,
        criticalityOfItem,
        region: regions.codes[location],
        unitCostOfItem,
        onHand: state.onHand,
      };
      collector.judge(block, model);
      yield 0.45 + (0.5 * (done + from / rows)) / dealers.length;
    }
  }
  return collector.finish();
}

/** A dealer's demand, lost sales in it, and the lost sales alone. */
export function readDealer(
  session: PlanSession,
  location: number,
): {
  readonly history: Uint16Array;
  readonly lost: Uint16Array;
  readonly rows: number;
  readonly first: number;
} {
  const { state, database } = session;
  const { periods } = state.network;
  const first = state.locationStart[location];
  const rows = state.locationStart[location + 1] - first;
  const history = new Uint16Array(rows * periods);
  const lost = new Uint16Array(rows * periods);
  readLocationDemand(database, location, periods, rows, history, lost);
  for (let cell = 0; cell < history.length; cell++) {
    if (lost[cell] > 0) history[cell] = Math.min(notObserved - 1, history[cell] + lost[cell]);
  }
  return { history, lost, rows, first };
}
