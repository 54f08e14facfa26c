import type {
  AccuracyGrouping,
  ForecastExceptionKind,
  ForecastNode,
  OverrideValue,
} from '../../../core/contract/forecast.ts';
import type { DemandClassName } from '../../../core/contract/forecastColumns.ts';
import { formatFixed, formatNumber, formatShare, unknownText } from '../../components/format/formatNumber.ts';

/** Words of the Forecast workspace. */
export const exceptionLabels: Readonly<Record<ForecastExceptionKind, string>> = {
  bias: 'Bias',
  break: 'Break',
  outlier: 'Outlier',
  died: 'Died',
};

export const exceptionDefinitions: Readonly<Record<ForecastExceptionKind, string>> = {
  bias: 'Demand of the held-back months lies beyond the forecast’s one-in-a-thousand tails',
  break: 'The rate changed by more than half and by more than three standard errors',
  outlier: 'A month of the last twelve stands six standard deviations above the others',
  died: 'No demand for longer than chance allows, and stock is still held',
};

export const classLabels: Readonly<Record<DemandClassName, string>> = {
  none: 'No demand',
  smooth: 'Smooth',
  erratic: 'Erratic',
  intermittent: 'Intermittent',
  lumpy: 'Lumpy',
};

export const levelLabels: Readonly<Record<ForecastNode['level'], string>> = {
  position: 'Position',
  item: 'Item',
  'family-region': 'Family in region',
  family: 'Family',
  region: 'Region',
  network: 'Network',
};

export const groupingLabels: Readonly<Record<AccuracyGrouping, string>> = {
  class: 'Demand class',
  family: 'Family',
  region: 'Region',
  criticality: 'Criticality',
  method: 'Method',
};

export function isExceptionKind(text: string): text is ForecastExceptionKind {
  return Object.hasOwn(exceptionLabels, text);
}

export function classLabel(name: string): string {
  return Object.hasOwn(classLabels, name) ? classLabels[name as DemandClassName] : name;
}

export function valueText(value: OverrideValue): string {
  if (value.kind === 'absolute') return `${formatNumber(value.unitsAMonth, 2)} a month`;
  return `${signed(value.change * 100)}% ${value.kind === 'uplift' ? 'uplift' : 'of baseline'}`;
}

/** Units a month: two decimals while they matter. */
export function unitsText(units: number): string {
  return formatNumber(units, units >= 1_000 ? 0 : units >= 100 ? 1 : 2);
}

export function lossText(loss: number | null): string {
  return loss === null ? unknownText : loss.toFixed(3);
}

export function biasText(bias: number | null): string {
  return bias === null ? unknownText : `${signed(bias * 100)}%`;
}

export function brierText(score: number | null): string {
  return score === null ? unknownText : formatFixed(score, 4);
}

export function coverageText(coverage: number | null): string {
  return coverage === null ? unknownText : formatShare(coverage, 1);
}

function signed(value: number): string {
  const rounded = Number(value.toFixed(1));
  return `${rounded > 0 ? '+' : ''}${formatNumber(rounded, 1)}`;
}
