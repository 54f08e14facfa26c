/**
 * How good the forecast is, position by position: the last months are held back, forecast from the months before them
 * with a model that has not seen them, and compared with what came. Beside it the demand pattern of every series, what
 * is exceptional about it, and the sums that levels above a position are shown with.
 *
 * Inputs: histories in units a month, series-major, 0xFFFF not observed, of positions that sell (dealers). Losses are
 * sums of pinball losses in units over `judgedLevels`; weighted quantile loss is 2 × their mean ÷ demand. Coverage is
 * randomised. A stockout prediction is P(demand of a held-back month exceeds the stock it begins with), for each of
 * `testStocks`; the Brier score is the mean of (P − outcome)². O(cells), about 3 µs a position.
 * Sources: G. W. Brier, "Verification of forecasts expressed in terms of probability", Monthly Weather Review 78
 * (1950); C. Czado, T. Gneiting and L. Held, "Predictive model assessment for count data", Biometrics 65 (2009).
 */
import { demandClassCode, demandClasses } from '../forecast/demandClass.ts';
import { negativeBinomialCdf, negativeBinomialQuantile } from '../forecast/negativeBinomial.ts';
import { judgedLevels, pinballLoss } from '../forecast/pinballLoss.ts';
import { createPositionColumns } from '../forecast/positionColumns.ts';
import { createPositionForecaster, type PositionModel } from '../forecast/positionForecaster.ts';
import { notObserved } from '../model/position.ts';
import { createExceptionFinder, type ExceptionColumns, type ExceptionFinder } from './forecastExceptions.ts';

/** Stocks that a month is imagined to begin with. */
const testStocks = [0, 1, 2, 5] as const;
export const reliabilityBins = 10;

/** Sums over outcomes; those of several groups add up. */
export interface OutcomeSums {
  positions: number;
  outcomes: number;
  demand: number;
  forecast: number;
  pinball: number;
  /** Randomised count of outcomes in the middle 80 %. */
  covered: number;
}

export interface ForecastEvidence {
  readonly heldBack: number;
  /** By position; NaN where nothing is judged (warehouses). Units a month over the held-back months. */
  readonly heldForecast: Float32Array;
  readonly heldDemand: Float32Array;
  readonly heldWithin: Float32Array;
  readonly heldRate: Float32Array;
  /** Minor units over all held-back months. */
  readonly errorMinor: Float32Array;
  readonly adi: Float32Array;
  readonly cv2: Float32Array;
  /** Bit k: the exception with index k in `forecastExceptionKinds`. */
  readonly exceptionBits: Uint8Array;
  /** Filled at the end of the pass. */
  readonly exceptions: () => ExceptionColumns;
  readonly byClass: readonly OutcomeSums[];
  readonly byFamily: readonly OutcomeSums[];
  readonly byRegion: readonly OutcomeSums[];
  readonly byCriticality: readonly OutcomeSums[];
  /** Three numbers a bin: sum of probabilities, events, predictions. */
  readonly reliability: Float64Array;
  readonly brier: { sum: number; events: number; count: number };
  /** Units by item and month, by family × region and month; lost sales of the same beside them. */
  readonly itemDemand: Float32Array;
  readonly itemLost: Float32Array;
  /** 1 where any dealer's month of the item was observed. */
  readonly itemObserved: Uint8Array;
  readonly cellDemand: Float64Array;
  readonly cellLost: Float64Array;
}

export interface EvidenceShape {
  readonly positions: number;
  readonly periods: number;
  readonly heldBack: number;
  readonly items: number;
  readonly families: number;
  readonly regions: number;
  readonly criticalities: number;
}

/** What a block of positions is, beside its histories. */
export interface EvidenceBlock {
  readonly firstPosition: number;
  readonly rows: number;
  /** What the forecast is made from: real demand, with spikes dampened and histories moved along replacements. */
  readonly input: Uint16Array;
  /** Demand as it came with lost sales in it, and the lost sales. */
  readonly history: Uint16Array;
  readonly lost: Uint16Array;
  readonly groups: Uint16Array;
  readonly item: Int32Array;
  readonly familyOfItem: Int32Array;
  readonly criticalityOfItem: Int32Array;
  readonly region: number;
  readonly unitCostOfItem: Float64Array;
  readonly onHand: Int32Array;
}

export interface EvidenceCollector {
  readonly evidence: ForecastEvidence;
  /** The model has not seen the held-back months. */
  judge(block: EvidenceBlock, model: PositionModel): void;
  finish(): ForecastEvidence;
}

export function emptySums(): OutcomeSums {
  return { positions: 0, outcomes: 0, demand: 0, forecast: 0, pinball: 0, covered: 0 };
}

const classCount = demandClasses.length;
const lowTenth = 0.1;
const highTenth = 0.9;

export function createEvidence(shape: EvidenceShape): EvidenceCollector {
  const { positions, periods, heldBack } = shape;
  const cut = periods - heldBack;
  const unknown = (): Float32Array => new Float32Array(positions).fill(Number.NaN);
  const many = (count: number): OutcomeSums[] => Array.from({ length: count }, emptySums);
  const finder: ExceptionFinder = createExceptionFinder(periods, heldBack);
  let found: ExceptionColumns | null = null;
  const evidence: ForecastEvidence = {
    heldBack,
    heldForecast: unknown(),
    heldDemand: unknown(),
    heldWithin: new Float32Array(positions),
    heldRate: new Float32Array(positions),
    errorMinor: unknown(),
    adi: unknown(),
    cv2: unknown(),
    exceptionBits: new Uint8Array(positions),
    exceptions: () => (found ??= finder.done()),
    byClass: many(classCount),
    byFamily: many(shape.families),
    byRegion: many(shape.regions),
    byCriticality: many(shape.criticalities),
    reliability: new Float64Array(reliabilityBins * 3),
    brier: { sum: 0, events: 0, count: 0 },
    itemDemand: new Float32Array(shape.items * periods),
    itemLost: new Float32Array(shape.items * periods),
    itemObserved: new Uint8Array(shape.items * periods),
    cellDemand: new Float64Array(shape.families * shape.regions * periods),
    cellLost: new Float64Array(shape.families * shape.regions * periods),
  };
  const quantiles = new Float64Array(judgedLevels.length);
  const stockout = new Float64Array(testStocks.length);
  let cutHistory = new Uint16Array(0);
  let judged = new Uint16Array(0);
  let columns = createPositionColumns(0);

  const judge = (block: EvidenceBlock, model: PositionModel): void => {
    const { rows, firstPosition, history, lost } = block;
    if (cutHistory.length < rows * cut) {
      cutHistory = new Uint16Array(rows * cut);
      judged = new Uint16Array(rows * periods);
      columns = createPositionColumns(rows);
    }
    for (let row = 0; row < rows; row++) {
      cutHistory.set(block.input.subarray(row * periods, row * periods + cut), row * cut);
    }
    const cells = cutHistory.subarray(0, rows * cut);
    createPositionForecaster(model, columns)(
      { cells, periods: cut, rows, groups: block.groups, from: 0, to: rows },
      { firstPosition: 0, isDealer: true, region: block.region, gone: new Uint8Array(rows) },
    );
    // What no forecast is made from says nothing of one either: months without stock, histories that have moved on.
    for (let cell = 0; cell < rows * periods; cell++) {
      judged[cell] = block.input[cell] === notObserved ? notObserved : history[cell];
    }
    for (let row = 0; row < rows; row++) {
      const p = firstPosition + row;
      const item = block.item[p];
      const family = block.familyOfItem[item];
      const base = row * periods;
      const cell = (family * shape.regions + block.region) * periods;
      addMonths(history, lost, base, item * periods, cell);
      const demandClass = describe(history, base, p);

      const mean = columns.mean[row];
      const relative = columns.dispersionWithin[row] + columns.dispersionRate[row];
      const size = relative > 0 ? 1 / relative : Infinity;
      for (let q = 0; q < judgedLevels.length; q++) {
        quantiles[q] = negativeBinomialQuantile(judgedLevels[q], mean, size);
      }
      testStocks.forEach((stock, s) => {
        stockout[s] = 1 - negativeBinomialCdf(stock, mean, size);
      });
      let demand = 0;
      let months = 0;
      let error = 0;
      let pinball = 0;
      let covered = 0;
      for (let month = cut; month < periods; month++) {
        const outcome = judged[base + month];
        if (outcome === notObserved) continue;
        months++;
        demand += outcome;
        error += Math.abs(mean - outcome);
        pinball += pinballOf(outcome);
        covered += coveredShare(outcome, mean, size);
        judgeStockouts(outcome);
      }
      evidence.heldWithin[p] = columns.dispersionWithin[row];
      evidence.heldRate[p] = columns.dispersionRate[row];
      if (months === 0) continue;
      evidence.heldForecast[p] = mean;
      evidence.heldDemand[p] = demand / months;
      evidence.errorMinor[p] = error * block.unitCostOfItem[item];
      for (const sums of [
        evidence.byClass[demandClass],
        evidence.byFamily[family],
        evidence.byRegion[block.region],
        evidence.byCriticality[block.criticalityOfItem[item]],
      ]) {
        sums.positions++;
        sums.outcomes += months;
        sums.demand += demand;
        sums.forecast += mean * months;
        sums.pinball += pinball;
        sums.covered += covered;
      }
      evidence.exceptionBits[p] = finder.look({
        position: p,
        history: judged,
        base,
        mean,
        within: columns.dispersionWithin[row],
        rate: columns.dispersionRate[row],
        unitCostMinor: block.unitCostOfItem[item],
        onHand: block.onHand[p],
      });
    }
  };

  const addMonths = (
    history: Uint16Array,
    lost: Uint16Array,
    base: number,
    ofItem: number,
    ofCell: number,
  ): void => {
    for (let month = 0; month < periods; month++) {
      const units = history[base + month];
      if (units === notObserved) continue;
      evidence.itemObserved[ofItem + month] = 1;
      if (units === 0) continue;
      const missed = lost[base + month];
      evidence.itemDemand[ofItem + month] += units;
      evidence.itemLost[ofItem + month] += missed;
      evidence.cellDemand[ofCell + month] += units;
      evidence.cellLost[ofCell + month] += missed;
    }
  };

  /** Fills ADI and CV² over the whole history; the class as an index into `demandClasses`. */
  const describe = (history: Uint16Array, base: number, p: number): number => {
    let first = 0;
    while (first < periods && history[base + first] === notObserved) first++;
    let count = 0;
    let last = 0;
    let mean = 0;
    let squares = 0;
    for (let month = first; month < periods; month++) {
      const units = history[base + month];
      if (units === notObserved || units === 0) continue;
      count++;
      last = month;
      const difference = units - mean;
      mean += difference / count;
      squares += difference * (units - mean);
    }
    if (count === 0) return 0;
    const adi = (last - first + 1) / count;
    const cv2 = count > 1 ? squares / (count - 1) / (mean * mean) : 0;
    evidence.adi[p] = adi;
    evidence.cv2[p] = cv2;
    return demandClassCode(adi, cv2);
  };

  const pinballOf = (outcome: number): number => {
    let sum = 0;
    for (let q = 0; q < judgedLevels.length; q++) {
      sum += pinballLoss(judgedLevels[q], outcome - quantiles[q]);
    }
    return sum;
  };

  const judgeStockouts = (outcome: number): void => {
    testStocks.forEach((stock, s) => {
      const predicted = stockout[s];
      const event = outcome > stock ? 1 : 0;
      const bin = Math.min(reliabilityBins - 1, Math.floor(predicted * reliabilityBins)) * 3;
      evidence.reliability[bin] += predicted;
      evidence.reliability[bin + 1] += event;
      evidence.reliability[bin + 2]++;
      evidence.brier.sum += (predicted - event) ** 2;
      evidence.brier.events += event;
      evidence.brier.count++;
    });
  };

  return { evidence, judge, finish: () => (evidence.exceptions(), evidence) };
}

/** Share of an outcome's step of the distribution that lies between the tenth and the ninth tenth. */
function coveredShare(outcome: number, mean: number, size: number): number {
  const high = negativeBinomialCdf(outcome, mean, size);
  const low = outcome === 0 ? 0 : negativeBinomialCdf(outcome - 1, mean, size);
  if (high - low < 1e-12) return high > lowTenth && high <= highTenth ? 1 : 0;
  return Math.max(0, Math.min(high, highTenth) - Math.max(low, lowTenth)) / (high - low);
}

export function lossOf(sums: OutcomeSums): number | null {
  return sums.demand > 0 ? (2 * sums.pinball) / judgedLevels.length / sums.demand : null;
}
