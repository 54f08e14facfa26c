import type { AccuracyRow } from '../../../core/contract/forecast.ts';
import { accuracyOf, createAccuracySums } from '../../../core/forecast/accuracy.ts';
import { hashIndex } from '../../../core/forecast/demandPool.ts';
import { notObserved } from '../../../core/model/position.ts';
import type { ForecastEvidence } from '../../../core/plan/forecastEvidence.ts';
import { inUseMethod, judgedMethods, judgeMethod, labelOf } from '../../../core/plan/methodsOnSeries.ts';
import { readDealer } from './forecastEvidencePass.ts';
import { judgedMonths, readRealDemand, type RealDemand } from './realDemand.ts';
import type { PlanSession } from './session.ts';

/** Positions that every method is run on: enough to rank methods, few enough to take about a second. */
export const sampledPositions = 300;

/**
 * Every method on a sample of the dealers' positions with demand, drawn by position number and therefore the same
 * every time. Yields the share done.
 */
export function* judgeMethodSample(
  session: PlanSession,
  evidence: ForecastEvidence,
): Generator<number, readonly AccuracyRow[]> {
  const { state } = session;
  const { periods } = state.network;
  const sample = sampleOf(evidence);
  const sums = judgedMethods.map(() => createAccuracySums());
  let location = -1;
  let dealer: (ReturnType<typeof readDealer> & { readonly real: RealDemand }) | null = null;
  for (const [done, p] of sample.entries()) {
    if (dealer === null || state.location[p] !== location) {
      location = state.location[p];
      dealer = { ...readDealer(session, location), real: readRealDemand(session, location) };
    }
    const base = (p - dealer.first) * periods;
    const reported = Float64Array.from(dealer.history.subarray(base, base + periods), (units) =>
      units === notObserved ? Number.NaN : units,
    );
    const values = judgedMonths(dealer.real, p - dealer.first, reported);
    const flat = {
      mean: evidence.heldForecast[p],
      relative: evidence.heldWithin[p] + evidence.heldRate[p],
    };
    const series = { values, heldBack: evidence.heldBack, inUseThen: flat, inUseNow: flat };
    for (const [m, method] of judgedMethods.entries()) judgeMethod(method, series, sums[m]);
    yield done / sample.length;
  }
  return judgedMethods
    .map((method, m): AccuracyRow => {
      const { weightedQuantileLoss, biasPercent, coverage } = accuracyOf(method, sums[m]);
      return {
        label: labelOf(method),
        positions: sample.length,
        demand: sums[m].demand,
        loss: weightedQuantileLoss,
        bias: biasPercent === null ? null : biasPercent / 100,
        coverage: coverage === null ? null : coverage['0.9'] - coverage['0.1'],
        inUse: method === inUseMethod,
      };
    })
    .toSorted((a, b) => (a.loss ?? Infinity) - (b.loss ?? Infinity));
}

/** Ascending, so that a dealer's histories are read once. */
function sampleOf(evidence: ForecastEvidence): readonly number[] {
  const candidates: { p: number; key: number }[] = [];
  let limit = 0xffffffff;
  for (let p = 0; p < evidence.heldForecast.length; p++) {
    if (Number.isNaN(evidence.heldForecast[p]) || Number.isNaN(evidence.adi[p])) continue;
    const key = hashIndex(p);
    if (key > limit) continue;
    candidates.push({ p, key });
    if (candidates.length < 8 * sampledPositions) continue;
    candidates.sort((a, b) => a.key - b.key);
    candidates.length = sampledPositions;
    limit = candidates[sampledPositions - 1].key;
  }
  return candidates
    .toSorted((a, b) => a.key - b.key)
    .slice(0, sampledPositions)
    .map((candidate) => candidate.p)
    .toSorted((a, b) => a - b);
}
