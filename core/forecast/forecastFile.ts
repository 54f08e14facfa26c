/**
 * Writes a forecast file: `item[,location],period,mean,q0.1,…,method`, one row per series and period, numbers in
 * shortest round-trip form, in chunks of text so that no file has to fit into one string.
 */
import { csvText } from './csvRecords.ts';
import type { DistributionForecaster } from './distributionForecaster.ts';
import type { HistoryTable } from './historyFile.ts';
import { addPeriods } from './historyPeriods.ts';

const seriesAChunk = 512;

export function* forecastFileChunks(
  table: HistoryTable,
  forecaster: DistributionForecaster,
  horizon: number,
  levels: readonly number[],
): Generator<string, void> {
  const { items, locations, periods, periodKind } = table;
  const last = periods[periods.length - 1];
  const labels = Array.from({ length: horizon }, (_, h) => addPeriods(last, periodKind, h + 1));
  const names = locations === null ? 'item' : 'item,location';
  yield `${names},period,mean,${levels.map((level) => `q${level}`).join(',')},method\n`;

  const mean = new Float64Array(horizon);
  const quantiles = new Float64Array(horizon * levels.length);
  const asked = Float64Array.from(levels);
  let text = '';
  for (let s = 0; s < items.length; s++) {
    forecaster.forecast(s, asked, mean, quantiles);
    const name = locations === null ? csvText(items[s]) : `${csvText(items[s])},${csvText(locations[s])}`;
    const method = forecaster.methodOf(s);
    for (let h = 0; h < horizon; h++) {
      text += `${name},${labels[h]},${mean[h]}`;
      for (let q = 0; q < asked.length; q++) text += `,${quantiles[h * asked.length + q]}`;
      text += `,${method}\n`;
    }
    if (s % seriesAChunk === seriesAChunk - 1) {
      yield text;
      text = '';
    }
  }
  if (text !== '') yield text;
}
