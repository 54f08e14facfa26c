/**
 * Predictions of stockouts and what came of them. A prediction is a row until it is due, marked when its position runs
 * out before; then only sums by month of its due day and by tenth of probability stay. Predictions are few (a sample of
 * the positions a day, at most a month ahead), so both tables are bounded.
 */
import { addMonths, dayToMonth, minutesToDay } from '../base/calendar.ts';
import type { Database, ReadDatabase } from './database.ts';
import { createRowInserter } from './insertRows.ts';
import type { StockCrossing } from './stockoutStore.ts';

export interface StockoutPrediction {
  readonly location: number;
  readonly item: number;
  /** Network minutes. */
  readonly madeAt: number;
  readonly dueAt: number;
  readonly probability: number;
}

/** Tenths of probability that predictions are kept by. */
const predictionBins = 10;
/** Months whose sums are kept. */
const keptMonths = 24;

/** `predictions` in key order: by location and item. */
export function writePredictions(database: Database, predictions: readonly StockoutPrediction[]): void {
  const rows = createRowInserter(database, 'stockout_prediction', [
    'location_idx',
    'item_idx',
    'made_at',
    'due_at',
    'probability',
  ]);
  for (const { location, item, madeAt, dueAt, probability } of predictions) {
    rows.put(location, item, madeAt, dueAt, probability);
  }
  rows.flush();
}

/** What ran out was predicted, with whatever probability, by all that are open then. */
export function markRanOut(database: Database, crossings: readonly StockCrossing[]): void {
  const mark = database.prepare(
    `UPDATE stockout_prediction SET ran_out = 1
     WHERE location_idx = ? AND item_idx = ? AND made_at < ? AND due_at >= ?`,
  );
  for (const { location, item, minutes, isOut } of crossings) {
    if (isOut) mark.run(location, item, minutes, minutes);
  }
}

/** Takes what is due into the sums, and lets the oldest of those go. */
export function judgePredictions(database: Database, nowMinutes: number): void {
  const add = database.prepare(
    `INSERT INTO stockout_judged (month, bin, first_made, predictions, predicted, ran_out, squares)
     VALUES (?, ?, ?, 1, ?, ?, ?)
     ON CONFLICT (month, bin) DO UPDATE SET first_made = min(first_made, excluded.first_made),
       predictions = predictions + 1, predicted = predicted + excluded.predicted,
       ran_out = ran_out + excluded.ran_out, squares = squares + excluded.squares`,
  );
  const due = database
    .prepare('SELECT made_at, due_at, probability, ran_out FROM stockout_prediction WHERE due_at < ?')
    .all(nowMinutes);
  for (const row of due) {
    const probability = Number(row['probability']);
    const outcome = Number(row['ran_out']);
    add.run(
      dayToMonth(minutesToDay(Number(row['due_at']))),
      Math.min(predictionBins - 1, Math.floor(probability * predictionBins)),
      Number(row['made_at']),
      probability,
      outcome,
      (probability - outcome) ** 2,
    );
  }
  database.prepare('DELETE FROM stockout_prediction WHERE due_at < ?').run(nowMinutes);
  database
    .prepare('DELETE FROM stockout_judged WHERE month < ?')
    .run(addMonths(dayToMonth(minutesToDay(nowMinutes)), -keptMonths));
}

/** Sums over predictions that have come due. */
export interface PredictionRecord {
  readonly bins: readonly {
    readonly predictions: number;
    readonly predicted: number;
    readonly ranOut: number;
  }[];
  /** Sum of (probability − outcome)². */
  readonly squares: number;
  /** When the first of them was made; null without any. */
  readonly sinceMinutes: number | null;
  /** Predictions that are not due yet, and when the first of them is. */
  readonly open: number;
  readonly nextDueMinutes: number | null;
}

export function readPredictionRecord(database: ReadDatabase): PredictionRecord {
  const bins = Array.from({ length: predictionBins }, () => ({ predictions: 0, predicted: 0, ranOut: 0 }));
  let squares = 0;
  let since = Number.POSITIVE_INFINITY;
  database
    .prepare(
      `SELECT bin, sum(predictions), sum(predicted), sum(ran_out), sum(squares), min(first_made)
       FROM stockout_judged GROUP BY bin ORDER BY bin`,
    )
    .each([], ([bin, predictions, predicted, ranOut, sum, first]) => {
      bins[Number(bin)] = {
        predictions: Number(predictions),
        predicted: Number(predicted),
        ranOut: Number(ranOut),
      };
      squares += Number(sum);
      since = Math.min(since, Number(first));
    });
  const open = database
    .prepare('SELECT count(*) AS open, min(due_at) AS next FROM stockout_prediction')
    .get();
  const next = open?.['next'] ?? null;
  return {
    bins,
    squares,
    sinceMinutes: Number.isFinite(since) ? since : null,
    open: Number(open?.['open'] ?? 0),
    nextDueMinutes: next === null ? null : Number(next),
  };
}
