import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../core/base/random.ts';
import { demandClasses } from '../../../core/forecast/demandClass.ts';
import { forecastBlock, type PooledForecastColumns } from '../../../core/forecast/pooledNegativeBinomial.ts';
import {
  createLearntForecaster,
  learnForecast,
  parseForecastModel,
  writeForecastModel,
  type ForecastModel,
} from '../../../electron/host/planning/forecastModel.ts';

const periods = 24;
const rows = 1_100;
const groupCount = 40;
const groups = Uint16Array.from({ length: rows }, (_, row) => row % groupCount);

/** Months with a trend that a pool with one discount cannot see, so that there is something to learn. */
function drawHistories(): Uint16Array {
  const random = createRandom('model/1');
  const values = new Uint16Array(rows * periods);
  for (let row = 0; row < rows; row++) {
    const mean = row % 3 === 0 ? 6 : 0.4;
    for (let period = 0; period < periods; period++) {
      values[row * periods + period] = random.poisson(row % 3 === 0 ? mean * (0.4 + period / 20) : mean);
    }
  }
  return values;
}

const values = drawHistories();

function learnt(isTrees: boolean, blocks: number): ForecastModel {
  const learning = learnForecast({ periods, groupCount, series: rows, isTrees }, function* (visit) {
    // Blocks are cut where the sample's runs are.
    const size = 128 * Math.ceil(rows / 128 / blocks);
    for (let from = 0; from < rows; from += size) {
      const count = Math.min(size, rows - from);
      visit(
        values.subarray(from * periods, (from + count) * periods),
        count,
        groups.subarray(from, from + count),
        from,
      );
      yield (from + count) / rows;
    }
  });
  let last = 0;
  for (;;) {
    const step = learning.next();
    if (step.done === true) return step.value;
    expect(step.value).toBeGreaterThanOrEqual(last);
    expect(step.value).toBeLessThanOrEqual(1);
    last = step.value;
  }
}

function columns(): PooledForecastColumns {
  return {
    mean: new Float32Array(rows),
    dispersionWithin: new Float32Array(rows),
    dispersionRate: new Float32Array(rows),
    demandClass: new Uint8Array(rows),
    lastDemandAge: new Uint8Array(rows),
  };
}

function forecast(model: ForecastModel): {
  readonly pooled: PooledForecastColumns;
  readonly chosen: PooledForecastColumns;
} {
  const pooled = columns();
  const chosen = columns();
  forecastBlock(values, periods, rows, groups, model.fit, pooled, 0);
  forecastBlock(values, periods, rows, groups, model.fit, chosen, 0);
  createLearntForecaster(model)(values, periods, rows, groups, chosen, 0);
  return { pooled, chosen };
}

describe('the forecast model of positions', () => {
  it('takes trees for the demand classes whose held-back months they forecast better, and the pool for the others', () => {
    const model = learnt(true, 1);
    const { trees } = model;
    if (trees === null) throw new Error('trees won nowhere');
    expect(trees.classes).toEqual(
      trees.losses.filter((loss) => loss.learnt < loss.pooled * 0.995).map((loss) => loss.demandClass),
    );
    const { pooled, chosen } = forecast(model);
    let changed = 0;
    for (let row = 0; row < rows; row++) {
      expect(chosen.mean[row]).toBeGreaterThanOrEqual(0);
      if (chosen.mean[row] !== pooled.mean[row]) {
        changed++;
        expect(trees.classes).toContain(demandClasses[pooled.demandClass[row]]);
      }
    }
    expect(changed).toBeGreaterThan(rows / 10);
    // As it is kept, it forecasts the same bits; over other items it is of no use.
    const kept = parseForecastModel(writeForecastModel(model), groupCount);
    if (kept === null) throw new Error('the model was not read');
    expect(forecast(kept).chosen).toEqual(chosen);
    expect(parseForecastModel(writeForecastModel(model), groupCount + 1)).toBeNull();
    // The same data cut into other blocks: the same model.
    expect(writeForecastModel(learnt(true, 3))).toBe(writeForecastModel(model));
  });

  it('is the pool alone where no training was asked for', () => {
    const model = learnt(false, 2);
    expect(model.trees).toBeNull();
    const { pooled, chosen } = forecast(model);
    expect(chosen).toEqual(pooled);
  });
});
