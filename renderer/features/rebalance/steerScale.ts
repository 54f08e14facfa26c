import type { RebalanceSettings } from '../../../core/contract/rebalance.ts';
import { formatMoney, formatNumber } from '../../components/format/formatNumber.ts';

/** One slider: whole positions from 0 to `last`, each a value of one setting. */
export interface SteerScale {
  readonly setting: Exclude<keyof RebalanceSettings, 'wholePacks'>;
  readonly label: string;
  /** What it does, as its tooltip says it. */
  readonly definition: string;
  readonly low: string;
  readonly high: string;
  readonly values: readonly number[];
  text(value: number, currency: string): string;
}

const money = (values: readonly number[]): number[] => values.map((value) => value * 100);
const factors = Array.from({ length: 33 }, (_, step) => Number((2 ** ((step - 16) / 8)).toFixed(3)));

export const steerScales: readonly SteerScale[] = [
  {
    setting: 'serviceFactor',
    label: 'Service against cost',
    definition: 'How much a stockout weighs: × 1 as it costs, more puts service before cost',
    low: 'Cost',
    high: 'Service',
    values: factors,
    text: (value) => `× ${formatNumber(value, 2)}`,
  },
  {
    setting: 'reachDays',
    label: 'Reach',
    definition: 'Transfers take lanes of at most this many days',
    low: 'Near',
    high: 'Far',
    values: [1, 2, 3, 4, 5, 6, 7],
    text: (value) => (value === 1 ? '1 day' : `${value} days`),
  },
  {
    setting: 'riskFloorMinor',
    label: 'Floor of money at risk',
    definition: 'Positions with less money at risk get no transfer',
    low: 'Everything',
    high: 'The worst',
    values: money([0, 5, 10, 20, 50, 100, 150, 200, 300, 500, 750, 1_000, 2_000]),
    text: (value, currency) => formatMoney(value, currency, 'whole'),
  },
  {
    setting: 'leastNetMinor',
    label: 'Least net of a shipment',
    definition: 'What a lane carries must together be worth at least this after all costs',
    low: 'Any',
    high: 'Large',
    values: money([0, 5, 10, 20, 30, 50, 75, 100, 150, 200, 300, 500, 1_000]),
    text: (value, currency) => formatMoney(value, currency, 'whole'),
  },
];

/** The slider's position nearest to a value, which may lie between two. */
export function positionOfValue(scale: SteerScale, value: number): number {
  let best = 0;
  for (const [position, candidate] of scale.values.entries()) {
    if (Math.abs(candidate - value) < Math.abs(scale.values[best] - value)) best = position;
  }
  return best;
}

/** What a shipment and a lane may carry at most; 0, the loosest, stands at the end. */
export const limitScales: readonly SteerScale[] = [
  {
    setting: 'kgPerShipment',
    label: 'Most kg a shipment',
    definition: 'What one shipment on a lane carries; each further one pays the lane’s fixed cost again',
    low: 'Light',
    high: 'Any weight',
    values: [25, 50, 100, 200, 300, 500, 1_000, 1_500, 3_000, 0],
    text: (value) => (value === 0 ? 'Any weight' : `${formatNumber(value, 0)} kg`),
  },
  {
    setting: 'shipmentsPerLane',
    label: 'Shipments a lane',
    definition: 'How many shipments a lane may send in one plan',
    low: 'One',
    high: 'Any number',
    values: [1, 2, 3, 5, 10, 0],
    text: (value) => (value === 0 ? 'Any number' : formatNumber(value, 0)),
  },
];

export function isSameSettings(a: RebalanceSettings, b: RebalanceSettings): boolean {
  return (
    a.wholePacks === b.wholePacks &&
    [...steerScales, ...limitScales].every(({ setting }) => a[setting] === b[setting])
  );
}
