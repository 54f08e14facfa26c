import { describe, expect, test } from 'vitest';
import { createRandom } from '../../core/base/random.ts';
import type { DemandSlice } from '../../core/forecast/distributionForecaster.ts';
import { chooseByHeldBackLoss } from '../../core/forecast/heldBackChoice.ts';
import { type Choice, parseModelFile } from '../../core/forecast/modelFile.ts';
import { dyingParts, shortFastMovers, sliceOf } from './demandSets.ts';
import { drained } from '../../core/base/drained.ts';
import { createRows as rows, forecasterOf as create, judgedLevels as levels } from './forecasting.ts';

describe('a small table', () => {
  const slice = sliceOf(shortFastMovers(120, 30, 1), 24);
  const { forecaster, model } = create('auto', slice, 6);
  const forecast = rows(forecaster, slice, 6);

  test('the same again, to the bit', () => {
    const again = create('auto', slice, 6);
    expect(again.model).toBe(model);
    expect(rows(again.forecaster, slice, 6)).toEqual(forecast);
  });

  test('periods after the origin are not read', () => {
    const blind = sliceOf(
      shortFastMovers(120, 30, 1).map((own) => own.slice(0, 24)),
      24,
    );
    expect(rows(create('auto', blind, 6).forecaster, blind, 6)).toEqual(forecast);
  });

  test('the model file gives the same bits again, without learning', () => {
    const again = create('auto', slice, 6, model);
    expect(again.model).toBeNull();
    expect(rows(again.forecaster, slice, 6)).toEqual(forecast);
  });

  test('whole demand has whole quantiles that never fall', () => {
    const width = 6 * (1 + levels.length);
    for (let i = 0; i < forecast.length; i++) {
      const q = (i % width) - 6;
      if (q < 0) continue;
      expect(Number.isInteger(forecast[i])).toBe(true);
      if (q % levels.length > 0) expect(forecast[i]).toBeGreaterThanOrEqual(forecast[i - 1]);
    }
  });
});

describe('demand that could mislead a choice', () => {
  test('a table of nothing but zeros forecasts zero', () => {
    const slice = sliceOf(
      Array.from({ length: 40 }, () => new Float64Array(30)),
      30,
    );
    expect(rows(create('auto', slice, 3).forecaster, slice, 3).every((value) => value === 0)).toBe(true);
  });

  test('scale in, scale out: units of a hundredth', () => {
    const whole = shortFastMovers(60, 30, 9);
    const parts = whole.map((own) => own.map((value) => value / 100));
    const plain = rows(create('auto', sliceOf(whole, 30), 2).forecaster, sliceOf(whole, 30), 2);
    const scaled = rows(create('auto', sliceOf(parts, 30), 2).forecaster, sliceOf(parts, 30), 2);
    plain.forEach((value, i) => expect(scaled[i]).toBeCloseTo(value / 100, 9));
  });

  test('items that stopped long ago are not forecast on', () => {
    const series = dyingParts(300, 48, 6);
    const slice = sliceOf(series, 48);
    const { forecaster } = create('auto', slice, 1);
    const mean = new Float64Array(1);
    const quantiles = new Float64Array(levels.length);
    let dead = 0;
    series.forEach((own, s) => {
      const idle = 47 - own.findLastIndex((value) => value > 0);
      if (idle < 24 || own.filter((value) => value > 0).length < 12) return;
      dead++;
      forecaster.forecast(s, levels, mean, quantiles);
      expect(mean[0]).toBe(0);
      expect(Math.max(...quantiles)).toBe(0);
    });
    expect(dead).toBeGreaterThan(5);
  });
});

describe('model files that are refused', () => {
  const { model } = create('auto', sliceOf(shortFastMovers(40, 24, 1), 24), 3);
  const changed = (change: (json: Record<string, unknown>) => void): string => {
    const json = JSON.parse(model ?? '') as Record<string, unknown>;
    change(json);
    return JSON.stringify(json);
  };

  test.each([
    ['text', () => 'not a model', /not JSON/u],
    ['other JSON', () => '{"a":1}', /not a demand model/u],
    ['another version', () => changed((json) => (json['version'] = 99)), /version/u],
    ['no choice', () => changed((json) => delete json['choice']), /choice/u],
    [
      'another set of features',
      () => changed((json) => ((json['global'] as { features: string[] }).features[0] = 'moon')),
      /other features/u,
    ],
    [
      'a tree with a loop',
      () =>
        changed((json) => {
          const [tree] = (json['global'] as { meanTrees: { left: number[]; feature: number[] }[] }).meanTrees;
          tree.feature[0] = 0;
          tree.left[0] = 0;
        }),
      /not a tree/u,
    ],
    [
      'a tree whose nodes share a child',
      () =>
        changed((json) => {
          const { meanTrees } = json['global'] as { meanTrees: object[] };
          const value = [0, 0, 0, 0, 0];
          meanTrees[0] = { feature: [0, 0, 0, -1, -1], bin: value, left: [1, 3, 3, 0, 0], value };
        }),
      /not a tree/u,
    ],
    [
      'a tree of more nodes than trees are packed for',
      () =>
        changed((json) => {
          const { meanTrees } = json['global'] as { meanTrees: object[] };
          const left = Array.from({ length: 601 }, (_, node) => node + 1);
          const feature = left.map((_, node) => (node % 2 === 0 && node < 600 ? 0 : -1));
          meanTrees[0] = { feature, bin: left.map(() => 0), left, value: left.map(() => 0) };
        }),
      /meanTrees/u,
    ],
    ['a drift without bound', () => changed((json) => (json['drift'] = 1e9)), /drift/u],
  ])('%s', (_name, text, reason) => {
    expect(() => parseModelFile(text(), 'm.json')).toThrow(reason);
    expect(() => parseModelFile(text(), 'm.json')).toThrow(/m\.json/u);
  });

  test('and the unchanged one is read', () => {
    expect(parseModelFile(model ?? '', 'm.json').choice).toBeDefined();
  });
});

describe('pool groups', () => {
  test('a new location of a fast item starts higher than one of a slow item', () => {
    const random = createRandom('groups');
    const rate = [0.2, 6];
    const series = Array.from({ length: 60 }, (_, s) =>
      Float64Array.from({ length: 24 }, () => (s < 2 ? Number.NaN : random.poisson(rate[s % 2]))),
    );
    const grouped = {
      ...sliceOf(series, 24),
      groups: Uint16Array.from(series, (_, s) => s % 2),
      groupCount: 2,
    };
    for (const method of ['negativeBinomial', 'auto']) {
      const { forecaster } = create(method, grouped, 1);
      const mean = new Float64Array(1);
      const quantiles = new Float64Array(levels.length);
      forecaster.forecast(0, levels, mean, quantiles);
      const slow = mean[0];
      forecaster.forecast(1, levels, mean, quantiles);
      expect(slow).toBeLessThan(1);
      expect(mean[0]).toBeGreaterThan(3);
    }
  });
});

describe('choosing by held-back loss', () => {
  const slice = sliceOf(shortFastMovers(50, 24, 4), 24);
  const nothing: Choice = { learntShare: 0, trust: Infinity, caution: 1, form: 'distribution' };
  const history: Choice = { learntShare: 0, trust: Infinity, caution: 1, form: 'history' };
  const origins = [18, 21].map((origin) => ({
    origin,
    forecasterOf: (choice: Choice) =>
      forecasterFor(choice.form === 'history' ? 'historicalQuantiles' : 'zero', { ...slice, end: origin }),
  }));

  test('takes the candidate with the least loss, whatever their order', () => {
    expect(drained(chooseByHeldBackLoss(slice, [nothing, history], origins, 6))?.choice).toBe(history);
    expect(drained(chooseByHeldBackLoss(slice, [history, nothing], origins, 6))?.choice).toBe(history);
  });

  test('of equals the first', () => {
    const same: Choice = { ...history, trust: 3 };
    expect(drained(chooseByHeldBackLoss(slice, [same, history], origins, 6))?.choice).toBe(same);
  });

  test('does not choose where nothing was asked for', () => {
    const silent = sliceOf(
      Array.from({ length: 30 }, () => new Float64Array(24)),
      24,
    );
    const [first] = origins;
    expect(drained(chooseByHeldBackLoss(silent, [nothing, history], [first], 6))).toBeNull();
  });
});

function forecasterFor(method: string, slice: DemandSlice) {
  return create(method, slice, 6).forecaster;
}
