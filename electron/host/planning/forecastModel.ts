import { mappedSteps } from '../../../core/base/mappedSteps.ts';
import { heldBackLength, mergePool } from '../../../core/forecast/demandPool.ts';
import { plainRegions, type PlainRegionFactors, typedRegions } from '../../../core/forecast/groupTree.ts';
import { parseModelFile, writeModelFile } from '../../../core/forecast/modelFile.ts';
import {
  addChoiceSums,
  chooseBySegment,
  createChoiceSums,
  type JudgedOrigin,
  type SegmentChoice,
} from '../../../core/forecast/positionChoice.ts';
import type { PositionModel } from '../../../core/forecast/positionForecaster.ts';
import { learntShareOf } from '../../../core/forecast/positionMethods.ts';
import type { SampledRun } from '../../../core/forecast/positionSample.ts';
import type { JudgingInput, WorkBlock } from '../../../core/forecast/positionWork.ts';
import type { PoolFit } from '../../../core/forecast/pooledNegativeBinomial.ts';
import type { ComputeCrew } from '../workers/computeCrew.ts';

/** With fewer series there is too little to judge by or to learn from: the pool forecasts them. */
const leastSeries = 1_000;
/** Months that an origin has before it at least. */
const leastMonthsBefore = 12;
/** Sampled runs that one piece of work judges: a few milliseconds. */
const runsAtOnce = 2;

/** Months that pools are gathered of: all of them, then those before each origin that methods are judged from. */
export function gatheredEnds(periods: number, series: number): readonly number[] {
  const length = heldBackLength(periods);
  if (length === 0 || series < leastSeries) return [periods];
  const origins = [periods - length, periods - 2 * length];
  return [periods, ...origins.filter((end, o) => o === 0 || end >= leastMonthsBefore)];
}

/**
 * Fits the pool on all months and decides, a segment at a time, what forecasts it best, by quantile loss after origins that
 * the judged models have not seen: the pool, a point method, or, where `isTrees`, the model learnt on all series. Goes
 * through every block once; the crew has been opened for the job. Yields the share done.
 */
export function* learnForecast(
  crew: ComputeCrew,
  { ends, isTrees }: { readonly ends: readonly number[]; readonly isTrees: boolean },
  blocks: Iterable<WorkBlock>,
  blockCount: number,
): Generator<number, PositionModel> {
  const [periods, ...origins] = ends;
  const most = isTrees ? 0.3 : 0.7;
  yield* mappedSteps(crew.each('gather', blocks), (done) => (most * done) / blockCount);
  const [first, ...others] = yield* mappedSteps(crew.everyone('gathered', null), () => most);
  for (const { pools } of others) for (const [e, pool] of pools.entries()) mergePool(first.pools[e], pool);
  const runs = [first, ...others].flatMap((one) => one.runs).toSorted((a, b) => a.first - b.first);
  let done = most;
  const closer = (): number => (done += (1 - done) * 0.002);
  const [fit, ...before] = yield* mappedSteps(crew.each('fit', first.pools), closer);
  if (origins.length === 0 || runs.length === 0) return { fit, choices: [], global: null };

  const length = periods - origins[0];
  const judged = origins.map((end, o): JudgedOrigin => ({ end, length, fit: before[o] }));
  const [unseen = null, global = null] = isTrees
    ? yield* mappedSteps(crew.each('learn', trainings(runs, periods, judged, fit)), closer)
    : [];
  const sums = createChoiceSums();
  const pieces = judgings(runs, periods, judged, unseen);
  for (const part of yield* mappedSteps(crew.each('judge', pieces), closer)) addChoiceSums(sums, part);
  const choices = chooseBySegment(sums);
  return { fit, choices, global: choices.some(({ method }) => learntShareOf(method) > 0) ? global : null };
}

/** One model that has not seen what it is judged on, and one that has seen everything, to forecast with. */
function trainings(
  runs: readonly SampledRun[],
  periods: number,
  judged: readonly JudgedOrigin[],
  fit: PoolFit,
) {
  const earliest = judged[judged.length - 1];
  const horizon = earliest.length;
  return [
    { runs, periods, end: earliest.end, horizon, fit: earliest.fit },
    { runs, periods, end: periods, horizon, fit },
  ];
}

function* judgings(
  runs: readonly SampledRun[],
  periods: number,
  origins: readonly JudgedOrigin[],
  global: JudgingInput['global'],
): Generator<JudgingInput, void> {
  for (let at = 0; at < runs.length; at += runsAtOnce) {
    yield { runs: runs.slice(at, at + runsAtOnce), periods, origins, global };
  }
}

const formatVersion = 2;

interface KeptModel {
  readonly version: number;
  readonly fit: Omit<PoolFit, 'groupMean' | 'groupActive' | 'regions'> & {
    readonly groupMean: readonly number[];
    readonly groupActive: readonly number[];
    readonly regions: PlainRegionFactors | null;
  };
  readonly choices: readonly SegmentChoice[];
  /** A model file (core/forecast/modelFile.ts); null where no segment is forecast by it. */
  readonly learnt: string | null;
}

/** What is kept with the plan between trainings. */
export function writeForecastModel({ fit, choices, global }: PositionModel): string {
  const kept: KeptModel = {
    version: formatVersion,
    fit: {
      ...fit,
      groupMean: [...fit.groupMean],
      groupActive: [...fit.groupActive],
      regions: fit.regions === undefined ? null : plainRegions(fit.regions),
    },
    choices,
    learnt:
      global === null
        ? null
        : writeModelFile({
            pool: global.pool,
            global,
            seasonal: false,
            choice: { learntShare: 1, trust: Infinity, caution: 1, form: 'distribution' },
            classChoices: {},
          }),
  };
  return JSON.stringify(kept);
}

/** Null where the model was learnt over other items or regions than there are now, or kept by an earlier version. */
export function parseForecastModel(
  text: string,
  groupCount: number,
  regionCount: number,
): PositionModel | null {
  const { version, fit, choices, learnt } = JSON.parse(text) as KeptModel;
  if (version !== formatVersion || fit.groupMean.length !== groupCount) return null;
  const { regions, ...pool } = fit;
  // Regions are numbered by the network's locations: others than those of the training have no factor.
  if (regions !== null && regions.regionCount !== regionCount) return null;
  return {
    fit: {
      ...pool,
      groupMean: Float64Array.from(fit.groupMean),
      groupActive: Float64Array.from(fit.groupActive),
      ...(regions === null ? {} : { regions: typedRegions(regions) }),
    },
    choices,
    global: learnt === null ? null : parseModelFile(learnt, 'the forecast model in the replica').global,
  };
}

/** What forecasts each segment, and the losses that decided it. */
export function readForecastChoices(text: string): readonly SegmentChoice[] {
  const { version, choices } = JSON.parse(text) as KeptModel;
  return version === formatVersion ? choices : [];
}
