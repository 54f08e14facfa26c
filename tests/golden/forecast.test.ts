import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { forecastHistory } from '../../core/forecast/forecastHistory.ts';
import { parseHistory } from '../../core/forecast/historyFile.ts';
import { carParts } from '../forecast/demandData.ts';
import {
  dyingParts,
  lumpyParts,
  shortFastMovers,
  shrinkingLumpyParts,
  sliceOf,
} from '../forecast/demandSets.ts';
import { drained } from '../../core/base/drained.ts';
import { createRows, forecasterOf, judge } from '../forecast/forecasting.ts';

const folder = (name: string): string => join(import.meta.dirname, name);
const read = (name: string): string => readFileSync(folder(name), 'utf8');

describe('forecast-1: car parts', () => {
  const expected = JSON.parse(read('forecast-1/expected.json')) as Record<string, number>;
  const { months, horizon } = expected;
  const slice = sliceOf(carParts(), months);
  const { forecaster, model } = forecasterOf('auto', slice, horizon);

  test('loss, coverage and bias', () => {
    const accuracy = judge(forecaster, slice, horizon);
    expect(accuracy.weightedQuantileLoss).toBeLessThanOrEqual(expected['weightedQuantileLossAtMost']);
    expect(accuracy.coverageErrorPoints).toBeLessThan(expected['coverageErrorPointsBelow']);
    expect(Math.abs(accuracy.biasPercent ?? 100)).toBeLessThan(expected['biasPercentWithin']);
  });

  test('a model file and blindfolds change nothing', () => {
    const blind = sliceOf(
      carParts().map((own) => own.slice(0, months)),
      months,
    );
    const again = forecasterOf('auto', blind, horizon, model);
    expect(again.model).toBeNull();
    expect(createRows(again.forecaster, blind, horizon)).toEqual(createRows(forecaster, slice, horizon));
  });
});

describe('forecast-2: awkward series', () => {
  const table = parseHistory(read('forecast-2/history.csv'), 'history.csv');
  const files = readdirSync(folder('forecast-2')).filter((name) => name.startsWith('expected-'));

  test('there are expectations', () => expect(files.length).toBeGreaterThanOrEqual(6));

  test.each(files)('%s', (name) => {
    const method = name.slice('expected-'.length, -'.csv'.length);
    const run = drained(forecastHistory(table, { method, horizon: 3, levels: [0.1, 0.5, 0.9] }));
    expect([...run.chunks()].join('')).toBe(read(`forecast-2/${name}`));
  });
});

describe('forecast-3: other kinds of demand', () => {
  const make = { shortFastMovers, lumpyParts, shrinkingLumpyParts, dyingParts };
  const expected = JSON.parse(read('forecast-3/expected.json')) as {
    worstAgainstNothing: number;
    sets: {
      name: keyof typeof make;
      count: number;
      periods: number;
      end: number;
      horizon: number;
      seed: number;
    }[];
  };

  test.each(expected.sets)(
    '$name, $end of $periods periods',
    ({ name, count, periods, end, horizon, seed }) => {
      const slice = sliceOf(make[name](count, periods, seed), end);
      const auto = judge(forecasterOf('auto', slice, horizon).forecaster, slice, horizon);
      const own = judge(forecasterOf('historicalQuantiles', slice, horizon).forecaster, slice, horizon);
      expect(auto.weightedQuantileLoss).toBeLessThan(own.weightedQuantileLoss ?? 0);
      expect(auto.weightedQuantileLoss).toBeLessThanOrEqual(expected.worstAgainstNothing);
    },
  );
});
