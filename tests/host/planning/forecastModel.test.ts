import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../core/base/random.ts';
import {
  createPositionColumns,
  positionColumnNames,
  type PositionColumns,
} from '../../../core/forecast/positionColumns.ts';
import type { PositionModel } from '../../../core/forecast/positionForecaster.ts';
import { learntShareOf, positionMethods, segmentOf } from '../../../core/forecast/positionMethods.ts';
import type { WorkBlock } from '../../../core/forecast/positionWork.ts';
import {
  gatheredEnds,
  learnForecast,
  parseForecastModel,
  readForecastChoices,
  writeForecastModel,
} from '../../../electron/host/planning/forecastModel.ts';
import { createComputeCrew } from '../../../electron/host/workers/computeCrew.ts';
import { drained } from '../../../core/base/drained.ts';

const periods = 30;
const rows = 1_280;
const groupCount = 40;
const groups = Uint16Array.from({ length: rows }, (_, row) => row % groupCount);

const tree = {
  familyOf: Int32Array.from({ length: groupCount }, (_, group) => group % 3),
  familyCount: 3,
  regionCount: 1,
};

/** Months with a trend that a pool with one discount cannot see, so that there is something to learn. */
function drawHistories(): Uint16Array {
  const random = createRandom('model/1');
  const values = new Uint16Array(rows * periods);
  for (let row = 0; row < rows; row++) {
    for (let period = 0; period < periods; period++) {
      const mean = row % 3 === 0 ? 6 * (0.4 + (period / 20) ** 2) : 0.4;
      values[row * periods + period] = random.poisson(mean);
    }
  }
  return values;
}

const cells = drawHistories();
const gone = new Uint8Array(rows);

function blocks(size: number): WorkBlock[] {
  const found: WorkBlock[] = [];
  for (let from = 0; from < rows; from += size) {
    const to = Math.min(rows, from + size);
    found.push({ cells, gone, rows, firstPosition: 0, from, to, isDealer: true, region: 0 });
  }
  return found;
}

/** What was learnt, and what it forecasts: on the thread that asks, unless there are workers. */
function learnt(isTrees: boolean, size: number, kept: PositionModel | null = null, workers = 0) {
  const crew = createComputeCrew(workers);
  const ends = gatheredEnds(periods, rows);
  const columns = createPositionColumns(rows, (bytes) => new SharedArrayBuffer(bytes));
  drained(crew.everyone('open', { periods, ends, series: rows, groupCount, tree, groups, columns }));
  const pieces = blocks(size);
  const learning = learnForecast(crew, { ends, isTrees }, pieces, pieces.length);
  let last = 0;
  let model = kept;
  while (model === null) {
    const step = learning.next();
    if (step.done === true) {
      model = step.value;
      break;
    }
    expect(step.value).toBeGreaterThanOrEqual(last);
    expect(step.value).toBeLessThanOrEqual(1);
    last = step.value;
  }
  const forecastBy = (one: PositionModel): PositionColumns => {
    drained(crew.everyone('use', one));
    drained(crew.each('forecast', blocks(size)));
    return Object.fromEntries(
      positionColumnNames.map((name) => [name, columns[name].slice()]),
    ) as unknown as PositionColumns;
  };
  const pooled = forecastBy({ ...model, choices: [], global: null });
  const chosen = forecastBy(model);
  void crew.close();
  return { model, pooled, chosen };
}

describe('the forecast model of positions', () => {
  it('forecasts a segment by what was clearly better on held-back months, the others by the pool, and says which', () => {
    const { model, pooled, chosen } = learnt(true, 512);
    const better = model.choices.filter(({ method }) => method !== 'negativeBinomial');
    expect(better.some(({ method }) => learntShareOf(method) > 0)).toBe(true);
    expect(model.global).not.toBeNull();
    for (const { loss, pooledLoss } of better) expect(loss).toBeLessThan(0.995 * pooledLoss);
    let changed = 0;
    for (let row = 0; row < rows; row++) {
      const segment = segmentOf(pooled.demandClass[row], pooled.mean[row]);
      const choice = model.choices.find((one) => one.segment === segment);
      expect(positionMethods[chosen.forecastMethod[row]]).toBe(choice?.method ?? 'negativeBinomial');
      expect(chosen.mean[row]).toBeGreaterThanOrEqual(0);
      if (chosen.mean[row] !== pooled.mean[row]) changed++;
    }
    expect(changed).toBeGreaterThan(rows / 10);
  });

  it('forecasts the same bits once it was kept and read, and is of no use over other items', () => {
    const { model, chosen } = learnt(true, 512);
    const text = writeForecastModel(model);
    const kept = parseForecastModel(text, groupCount, 1);
    if (kept === null) throw new Error('the model was not read');
    expect(learnt(true, 512, kept).chosen).toEqual(chosen);
    expect(readForecastChoices(text)).toEqual(model.choices);
    expect(parseForecastModel(text, groupCount + 1, 1)).toBeNull();
    expect(parseForecastModel(text, groupCount, 2)).toBeNull();
    expect(parseForecastModel(text.replace('"version":2', '"version":1'), groupCount, 1)).toBeNull();
  });

  it('is the same whatever the blocks are, and on threads, learnt forecasts included', () => {
    const alone = learnt(true, 1_280);
    expect(alone.chosen.forecastMethod.some((code) => learntShareOf(positionMethods[code]) > 0)).toBe(true);
    const many = learnt(true, 128, null, 3);
    expect(writeForecastModel(many.model)).toBe(writeForecastModel(alone.model));
    expect(many.chosen).toEqual(alone.chosen);
  });

  it('learns no trees unless that was asked for, and judges nothing on a short or small network', () => {
    const { model } = learnt(false, 512);
    expect(model.global).toBeNull();
    expect(model.choices.every(({ method }) => learntShareOf(method) === 0)).toBe(true);
    expect(gatheredEnds(3, 5_000)).toEqual([3]);
    expect(gatheredEnds(39, 999)).toEqual([39]);
    expect(gatheredEnds(16, 5_000)).toEqual([16, 12]);
    expect(gatheredEnds(39, 5_000)).toEqual([39, 33, 27]);
  });
});
