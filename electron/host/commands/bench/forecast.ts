import { forecastWorkloads } from '../../../../core/forecast/forecastWorkload.ts';
import { forecastPositions } from '../../planning/forecastPositions.ts';
import { createSession, type PlanSession } from '../../planning/session.ts';
import { openReplica } from '../../replica/openReplica.ts';
import { createComputeCrew, workersFor } from '../../workers/computeCrew.ts';
import { figure, medianMs, memoryBandwidth, type Bench, type Figure } from './figure.ts';

const series = 50_000;
/** Bytes of a series of 39 months, as the point methods read it. */
const seriesBytes = 39 * 8;

/**
 * Series (or quantiles) a second on one thread; the anchor is reading as many histories once. Then the forecast of the
 * whole medium network from its replica, with the kept model and with training, beside the same on one thread.
 */
export const forecastBench: Bench = {
  name: 'forecast',
  async run(context) {
    const memory = { name: 'memory', value: memoryBandwidth() / seriesBytes };
    const kernels = forecastWorkloads(series).map(({ figure: name, count, run }) => {
      const ms = medianMs(3, run);
      if (name === 'fitPool') return figure('forecast', name, ms, 'ms');
      if (name === 'quantile') return figure('forecast', name, count / (ms / 1000), 'quantiles/s');
      return figure('forecast', name, count / (ms / 1000), 'series/s', memory);
    });
    return [...kernels, ...(await mediumFigures(await context.mediumReplica()))];
  },
};

async function mediumFigures(folder: string): Promise<Figure[]> {
  const database = openReplica(folder);
  try {
    const session = createSession(
      database,
      () => performance.now(),
      () => undefined,
    );
    const threads = workersFor(session.state.count, false);
    const figures: Figure[] = [];
    for (const retrain of [false, true]) {
      const value = await forecastMs(session, retrain, threads);
      const alone = { name: 'one-thread', value: await forecastMs(session, retrain, 0) };
      figures.push(figure('forecast', retrain ? 'medium-with-training' : 'medium', value, 'ms', alone));
    }
    return figures;
  } finally {
    database.close();
  }
}

/** Nothing is written: the replica keeps its plan. */
async function forecastMs(session: PlanSession, retrain: boolean, workers: number): Promise<number> {
  const begun = performance.now();
  let breathed = begun;
  for (const _ of forecastPositions(session, { retrain, crew: () => createComputeCrew(workers) })) {
    if (performance.now() - breathed < 50) continue;
    // What threads say besides their answers is heard between turns.
    await new Promise((resolve) => setImmediate(resolve));
    breathed = performance.now();
  }
  return performance.now() - begun;
}
