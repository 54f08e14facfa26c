import { dayToIso, minutesPerDay, minutesToDay } from '../../../core/base/calendar.ts';
import type { StoredPredictions } from '../../../core/contract/forecast.ts';
import { hashIndex } from '../../../core/forecast/demandPool.ts';
import { emptiedWithin, predictionDays } from '../../../core/plan/stockoutPrediction.ts';
import {
  judgePredictions,
  readPredictionRecord,
  writePredictions,
  type StockoutPrediction,
} from '../../../core/store/stockoutPredictionStore.ts';
import type { PlanSession } from './session.ts';

/** Positions that a day's predictions are kept of: enough for a Brier score to three digits within a week. */
const predictedPositions = 2_000;
/** A system that has not spoken for longer would not say either that it ran out. */
const longestSilence = minutesPerDay;

/**
 * Judges the predictions that have come due and keeps today's, of a sample of the dealers' positions that is the same
 * every day. To be called once a network day, when the arrays are up to date: one transaction.
 */
export function keepPredictions(session: PlanSession): void {
  const { database, clockMinutes } = session;
  const predictions = predictionsOf(session);
  database.transaction(() => {
    judgePredictions(database, clockMinutes);
    writePredictions(database, predictions);
  });
}

function predictionsOf(session: PlanSession): StockoutPrediction[] {
  const { state, clockMinutes } = session;
  const { locations, items } = state.network;
  const dealers = locations.flatMap(({ kind }, location) => (kind === 'dealer' ? [location] : []));
  const positions = dealers.reduce(
    (sum, location) => sum + state.locationStart[location + 1] - state.locationStart[location],
    0,
  );
  const threshold = Math.min(1, predictedPositions / positions) * 2 ** 32;
  const predictions: StockoutPrediction[] = [];
  for (const location of dealers) {
    for (let p = state.locationStart[location]; p < state.locationStart[location + 1]; p++) {
      if (hashIndex(p) >= threshold || items[state.item[p]].status !== 'active') continue;
      const days = predictionDays(state, p);
      if (days === 0 || state.asOf[p] < clockMinutes - longestSilence) continue;
      predictions.push({
        location,
        item: state.item[p],
        madeAt: clockMinutes,
        dueAt: clockMinutes + days * minutesPerDay,
        probability: emptiedWithin(state, p, days),
      });
    }
  }
  return predictions;
}

/** How the kept predictions did. */
export function storedPredictions({ database }: PlanSession): StoredPredictions {
  const { bins, squares, sinceMinutes, open, nextDueMinutes } = readPredictionRecord(database);
  const count = bins.reduce((sum, { predictions }) => sum + predictions, 0);
  const rate = bins.reduce((sum, { ranOut }) => sum + ranOut, 0) / count;
  const dayOf = (minutes: number | null): string | null =>
    minutes === null ? null : dayToIso(minutesToDay(minutes));
  return {
    predictions: count,
    since: dayOf(sinceMinutes),
    open,
    nextDue: dayOf(nextDueMinutes),
    reliability: bins
      .filter(({ predictions }) => predictions > 0)
      .map(({ predictions, predicted, ranOut }) => ({
        predicted: predicted / predictions,
        observed: ranOut / predictions,
        count: predictions,
      })),
    brier: count > 0 ? squares / count : null,
    brierOfBaseRate: count > 0 ? rate * (1 - rate) : null,
  };
}
