import type { Explanation } from '../../../core/contract/explain.ts';
import type { Kpi } from '../../../core/contract/views.ts';
import type { FakeTransfer } from './fakeDecisions.ts';
import { figuresOf, type FakeNetwork } from './fakeNetwork.ts';

export function explainPosition(
  network: FakeNetwork,
  transfers: readonly FakeTransfer[],
  index: number,
  clockMinutes: number,
): Explanation {
  const position = network.positions[index];
  const item = network.items[position.item];
  const location = network.locations[position.location];
  const figures = figuresOf(network, position);
  const best = transfers.find((one) => one.position === index && one.state === 'proposed');
  return {
    title: `${item.id} at ${location.id}`,
    subtitle: `${item.description} · ${location.name}`,
    summary:
      best === undefined
        ? `Runs out with probability ${Math.round(100 * figures.pStockout)} % before the next arrival. No transfer pays for itself.`
        : `Move ${best.quantity} from ${network.locations[best.from].name}: the probability of a stockout falls from ${Math.round(100 * best.pBefore)} % to ${Math.round(100 * best.pAfter)} %.`,
    asOfMinutes: clockMinutes - network.feedAgeMinutes[position.location],
    sections: [
      {
        title: 'Available',
        formula: 'available = max(0, on hand − reserved − work in progress − quality hold)',
        terms: [
          { label: 'On hand', value: position.onHand, unit: 'units', source: 'dealer system' },
          { label: 'Reserved', value: position.reserved, unit: 'units', source: 'dealer system' },
          { label: 'Work in progress', value: 0, unit: 'units', source: 'dealer system' },
          { label: 'Quality hold', value: 0, unit: 'units', source: 'dealer system' },
          { label: 'Available', value: figures.available, unit: 'units', source: 'formula', result: true },
        ],
        note: null,
      },
      {
        title: 'Money at risk',
        formula: 'money at risk = expected short × cost of a stockout',
        terms: [
          { label: 'P(stockout)', value: figures.pStockout, unit: 'share', source: 'Poisson until arrival' },
          {
            label: 'Expected short',
            value: figures.expectedShort,
            unit: 'units',
            source: 'lead-time demand',
          },
          {
            label: 'Cost of a stockout',
            value: item.stockoutCostMinor,
            unit: 'money',
            source: `segment ${item.criticality}`,
          },
          {
            label: 'Money at risk',
            value: figures.moneyAtRiskMinor,
            unit: 'money',
            source: 'formula',
            result: true,
          },
        ],
        note: `Next arrival in ${position.nextArrivalDays} days.`,
      },
      {
        title: 'Alternatives',
        formula: null,
        terms: [
          {
            label: 'Expedite from the warehouse',
            value: 'freight exceeds the benefit',
            unit: 'text',
            source: 'lane R01',
          },
          {
            label: 'Wait for the next arrival',
            value: 'leaves the expected short',
            unit: 'text',
            source: 'inbound',
          },
        ],
        note: null,
      },
    ],
    chart: {
      kind: 'demand-history',
      xLabel: 'Month',
      yLabel: 'Units',
      labels: Array.from({ length: 12 }, (_, i) => `2000-${String(i + 1).padStart(2, '0')}`),
      values: Array.from({ length: 12 }, (_, i) =>
        Math.max(0, Math.round(position.forecastMean + 2 * Math.sin(i * 1.7 + index))),
      ),
      fan: [1, 2, 3].map((month) => ({
        label: `2001-0${month}`,
        quantiles: [0.2, 0.6, 1, 1.5, 2.4].map((factor) => factor * position.forecastMean),
      })),
      fanLevels: [0.1, 0.25, 0.5, 0.75, 0.9],
    },
    links:
      best === undefined
        ? []
        : [{ kind: 'transfer', label: `Transfer ${best.id}`, position: null, transfer: best.id }],
  };
}

export function explainTransfer(
  network: FakeNetwork,
  transfer: FakeTransfer,
  clockMinutes: number,
): Explanation {
  const from = network.locations[transfer.from];
  const to = network.locations[transfer.to];
  return {
    title: `Transfer ${transfer.id}`,
    subtitle: `${transfer.quantity} × ${network.items[transfer.item].id} · ${from.id} → ${to.id}`,
    summary: `Ship ${transfer.quantity} from ${from.name} to ${to.name}.`,
    asOfMinutes: clockMinutes,
    sections: [
      {
        title: 'Net value',
        formula: 'net = benefit + donor effect − freight − handling',
        terms: [
          { label: 'Benefit', value: transfer.benefitMinor, unit: 'money', source: 'stockout cost avoided' },
          { label: 'Donor effect', value: 0, unit: 'money', source: from.id },
          {
            label: 'Freight',
            value: transfer.freightMinor,
            unit: 'money',
            source: `lane ${from.id} → ${to.id}`,
          },
          { label: 'Handling', value: 90 * transfer.quantity, unit: 'money', source: 'per unit' },
          { label: 'Net', value: transfer.netMinor, unit: 'money', source: 'formula', result: true },
        ],
        note: null,
      },
      {
        title: 'Verdict',
        formula: null,
        terms: [
          { label: 'Verdict', value: transfer.verdict, unit: 'text', source: 'rule R-03', result: true },
        ],
        note: null,
      },
    ],
    chart: null,
    links: [{ kind: 'position', label: `Receiver ${to.id}`, position: transfer.position, transfer: null }],
  };
}

export function explainKpi(kpi: Kpi): Explanation {
  return {
    title: kpi.label,
    subtitle: 'Figure of the control tower',
    summary: kpi.definition,
    asOfMinutes: kpi.asOfMinutes,
    sections: [
      {
        title: 'Value',
        formula: kpi.definition,
        terms: [
          {
            label: kpi.label,
            value: kpi.value,
            unit:
              kpi.unit === 'money'
                ? 'money'
                : kpi.unit === 'share'
                  ? 'share'
                  : kpi.unit === 'days'
                    ? 'days'
                    : 'number',
            source: 'sum over positions',
            result: true,
          },
        ],
        note: null,
      },
    ],
    chart: null,
    links: [],
  };
}
