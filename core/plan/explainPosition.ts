/**
 * Why a position stands as it does: every formula of core/inventory with this position's values, where each came
 * from, the demand behind it, and what could be done about it.
 */
import { addMonths, daysPerMonth, dayToIso } from '../base/calendar.ts';
import type {
  ExplainChart,
  ExplainLink,
  ExplainSection,
  ExplainTerm,
  Explanation,
} from '../contract/explain.ts';
import type { ForecastOverride } from '../contract/forecast.ts';
import { riskLevels } from '../contract/views.ts';
import { demandClasses } from '../forecast/demandClass.ts';
import { positionMethodLabels, positionMethods } from '../forecast/positionMethods.ts';
import { leadTimeQuantile } from '../forecast/leadTimeDemand.ts';
import { notObserved } from '../model/position.ts';
import type { Transfer } from '../store/transferStore.ts';
import { protectedPartOf } from './agreements.ts';
import { alternativesNote, needAlternatives, type NeedContext } from './needAlternatives.ts';
import { stockoutCostMinor, type PlanParameters } from './parameters.ts';
import { dayCount, unitCount } from './countText.ts';
import { noArrival, type PlanState } from './planState.ts';
import type { Recalculation } from './recalculate.ts';
import { returnLoss } from './returnLoss.ts';

export interface PositionEvidence {
  /** Monthly demand and lost sales of the position, `periods` long. */
  readonly demand: Uint16Array;
  readonly lostSales: Uint16Array;
  /** Demand of the running month so far. */
  readonly current: { readonly quantity: number; readonly lostSales: number };
  /** Open proposals into or out of the position. */
  readonly transfers: readonly Transfer[];
  readonly need: NeedContext;
  /** Overrides in force that reach the position, newest first. */
  readonly overrides: readonly ForecastOverride[];
}

const fanLevels = [0.1, 0.25, 0.5, 0.75, 0.9] as const;
const fanMonths = 6;

export function explainPosition(
  state: PlanState,
  parameters: PlanParameters,
  recalculation: Recalculation,
  p: number,
  evidence: PositionEvidence,
): Explanation {
  const item = state.network.items[state.item[p]];
  const location = state.network.locations[state.location[p]];
  return {
    title: `${item.id} at ${location.id}`,
    subtitle: `${item.description} · ${location.name}`,
    summary: summaryOf(state, p, evidence),
    asOfMinutes: state.asOf[p],
    sections: [
      availableSection(state, p),
      arrivalSection(state, recalculation, p),
      demandSection(state, p, evidence.overrides),
      riskSection(state, parameters, p),
      levelsSection(state, parameters, p),
      balanceSection(state, parameters, recalculation, p),
      ...agreementSections(state, parameters, p),
      alternativesSection(state, parameters, p, evidence),
    ],
    // A warehouse has no consumption of its own to draw.
    chart: location.kind === 'dealer' ? demandChart(state, p, evidence) : null,
    links: evidence.transfers.slice(0, 5).map((transfer): ExplainLink => ({
      kind: 'transfer',
      label: `${transfer.id}: ${transfer.quantity} from ${state.network.locations[transfer.from].name} to ${state.network.locations[transfer.to].name}`,
      position: null,
      transfer: transfer.id,
    })),
  };
}

function summaryOf(state: PlanState, p: number, evidence: PositionEvidence): string {
  const level = riskLevels[state.risk[p]];
  const percent = Math.round(state.pStockout[p] * 100);
  const days = dayCount(state.nextArrivalDays[p]);
  const into = evidence.transfers.filter(
    (transfer) => transfer.to === state.location[p] && transfer.state === 'proposed',
  );
  const [best] = into.toSorted((a, b) => b.netMinor - a.netMinor);
  const help =
    best === undefined
      ? 'No worthwhile transfer is known; expedite the next order or accept the risk.'
      : `The best transfer is ${unitCount(best.quantity)} from ${state.network.locations[best.from].name} (${best.id}).`;
  if (level === 'none') {
    return state.excess[p] > 0
      ? `Safe until the next arrival in ${days}, with ${unitCount(state.excess[p])} more than it needs.`
      : `Safe until the next arrival in ${days}: ${percent} % probability of running out.`;
  }
  const waiting = state.backorder[p] > 0 ? `${unitCount(state.backorder[p])} waited for. ` : '';
  return `${waiting}${percent} % probability of running out before the next arrival in ${days}. ${help}`;
}

function availableSection(state: PlanState, p: number): ExplainSection {
  const source = 'location’s system';
  return {
    title: 'Available',
    formula: 'available = max(0, on hand − reserved − in workshop − quality hold)',
    terms: [
      units('On hand', state.onHand[p], source),
      units('Reserved', state.reserved[p], source),
      units('In workshop', state.workInProgress[p], source),
      units('Quality hold', state.qualityHold[p], source),
      { ...units('Available', state.available[p], 'formula'), result: true },
      ...(state.plannedOut[p] > 0
        ? [units('Promised to transfers', state.plannedOut[p], 'decided transfers')]
        : []),
      ...(state.plannedIn[p] > 0
        ? [units('Coming by transfer', state.plannedIn[p], 'decided transfers')]
        : []),
      ...(state.backorder[p] > 0 ? [units('Backorder', state.backorder[p], source)] : []),
    ],
    note:
      state.onHand[p] < 0
        ? 'A negative figure is kept as it was sent and planned as zero until it is counted.'
        : null,
  };
}

function arrivalSection(state: PlanState, recalculation: Recalculation, p: number): ExplainSection {
  const known = state.arrivalDay[p] !== noArrival;
  const source = state.source[p];
  const supplier = state.supplier[state.location[p]];
  const terms: ExplainTerm[] = known
    ? [
        {
          label: 'Expected on',
          value: dayToIso(state.arrivalDay[p]),
          unit: 'text',
          source: 'inbound shipment',
        },
        units('Quantity', state.arrivalQuantity[p], 'inbound shipment'),
      ]
    : [
        {
          label: 'Lead time',
          value: state.leadTimeDays[p],
          unit: 'days',
          source: `lanes from ${placeName(state, supplier)}`,
        },
        ...(source >= 0 && state.available[source] === 0
          ? [
              {
                label: `Wait for stock at ${placeName(state, state.location[source])}`,
                value: state.nextArrivalDays[source],
                unit: 'days' as const,
                source: 'the source has none available',
              },
            ]
          : []),
      ];
  const late = known && state.arrivalDay[p] < recalculation.today;
  return {
    title: 'Next arrival',
    formula: known ? null : 'no inbound under way: lead time, plus waiting where the source is out',
    terms: [
      ...terms,
      {
        label: 'Next arrival in',
        value: state.nextArrivalDays[p],
        unit: 'days',
        source: 'formula',
        result: true,
      },
    ],
    note: late ? 'The shipment is overdue; it is taken to arrive tomorrow.' : null,
  };
}

function demandSection(state: PlanState, p: number, overrides: readonly ForecastOverride[]): ExplainSection {
  const months = state.nextArrivalDays[p] / daysPerMonth;
  return {
    title: 'Demand',
    formula: 'negative binomial over h months: mean·h, variance mean·h + (c₁·h + c₂·h²)·mean²',
    terms: [
      ...(overrides.length === 0 ? [] : overrideTerms(state, p, overrides)),
      {
        label: 'Mean',
        value: round(state.consensus[p], 4),
        unit: 'units/month',
        source: overrides.length === 0 ? 'forecast' : 'baseline with the overrides',
      },
      {
        label: 'Dispersion within months c₁',
        value: round(state.dispersionWithin[p], 3),
        unit: 'number',
        source: 'forecast',
      },
      {
        label: 'Dispersion of the rate c₂',
        value: round(state.dispersionRate[p], 3),
        unit: 'number',
        source: 'forecast',
      },
      {
        label: 'Method',
        value: methodOf(state, p),
        unit: 'text',
        source: 'least loss on held-back months of its segment',
      },
      {
        label: 'Class',
        value: demandClasses[state.demandClass[p]],
        unit: 'text',
        source: 'mean interval × variation of sizes',
      },
      {
        label: 'Until next arrival h',
        value: round(months, 2),
        unit: 'months',
        source: 'next arrival ÷ 30.44 days',
      },
      {
        label: 'Mean demand until then',
        value: round(state.consensus[p] * months, 3),
        unit: 'units',
        source: 'mean × h',
        result: true,
      },
    ],
    note:
      state.network.locations[state.location[p]].kind === 'dealer'
        ? null
        : 'A warehouse faces the demand of the locations it supplies; what it ships is not consumption.',
  };
}

/** What the mean would be without planners, and what each of them says instead. */
function overrideTerms(
  state: PlanState,
  p: number,
  overrides: readonly ForecastOverride[],
): ExplainSection['terms'] {
  const text = ({ value }: ForecastOverride): string => {
    if (value.kind === 'absolute') return `${round(value.unitsAMonth, 4)} a month`;
    return `${value.change < 0 ? '−' : '+'}${round(Math.abs(value.change) * 100, 1)} %`;
  };
  return [
    { label: 'Baseline', value: round(state.mean[p], 4), unit: 'units/month', source: 'forecast' },
    ...overrides.map((override): ExplainSection['terms'][number] => ({
      label: `Override of ${override.target}`,
      value: text(override),
      unit: 'text',
      source: `${override.author}, ${override.from} to ${override.to}: ${override.reason}`,
    })),
  ];
}

function riskSection(state: PlanState, parameters: PlanParameters, p: number): ExplainSection {
  const item = state.network.items[state.item[p]];
  const { kind } = state.network.locations[state.location[p]];
  const cost = stockoutCostMinor(parameters, item, kind);
  const [watch, act, critical] = parameters.riskThresholds;
  return {
    title: 'Risk',
    formula: 'money at risk = expected short × stockout cost',
    terms: [
      {
        label: 'P(stockout before the next arrival)',
        value: state.pStockout[p],
        unit: 'share',
        source: 'P(demand > available)',
      },
      {
        label: 'Expected short',
        value: round(state.expectedShort[p], 3),
        unit: 'units',
        source: 'E[(demand − available)⁺] + backorder',
      },
      {
        label: 'Stockout cost',
        value: cost,
        unit: 'money',
        source: `segment ${item.criticality}: fixed part + ${Math.round(parameters.stockoutCostShare * 100)} % of unit cost${kind === 'dealer' ? '' : `, at a warehouse ${Math.round(parameters.warehouseStockoutShare * 100)} % of that`}`,
      },
      { label: 'Money at risk', value: state.moneyAtRisk[p], unit: 'money', source: 'formula', result: true },
      {
        label: 'Level',
        value: riskLevels[state.risk[p]],
        unit: 'text',
        source: `watch from ${Math.round(watch * 100)} %, act from ${Math.round(act * 100)} %, critical from ${Math.round(critical * 100)} % or when customers wait`,
      },
    ],
    note: null,
  };
}

function levelsSection(state: PlanState, parameters: PlanParameters, p: number): ExplainSection {
  const location = state.network.locations[state.location[p]];
  const item = state.network.items[state.item[p]];
  const review = parameters.reviewDays[location.kind];
  const set = state.serviceLevelSet[p] > 0;
  return {
    title: 'Levels',
    formula: 'reorder point = smallest s with P(demand over lead time + review ≤ s) ≥ service level',
    terms: [
      {
        label: 'Service level',
        value: state.serviceLevel[p],
        unit: 'share',
        source: set
          ? 'set by a planner'
          : `segment ${item.criticality} × ${demandClasses[state.demandClass[p]]}`,
      },
      { label: 'Lead time', value: state.leadTimeDays[p], unit: 'days', source: 'supplying lanes' },
      { label: 'Review period', value: review, unit: 'days', source: `${location.kind} review` },
      { ...units('Reorder point', state.reorderPoint[p], 'formula'), result: true },
      units(
        'Safety stock',
        round(state.safetyStock[p], 2),
        'reorder point − mean demand over lead time + review',
      ),
      { ...units('Order up to', state.orderUpTo[p], 'reorder point + order quantity'), result: true },
      units(
        'Order quantity',
        state.orderUpTo[p] - state.reorderPoint[p],
        `economic order quantity in packs of ${item.packQuantity}`,
      ),
    ],
    note:
      item.status === 'active'
        ? null
        : `The item is ${item.status}: ${item.status === 'stop-sale' ? 'no levels are planned' : 'it is not reordered'}.`,
  };
}

function balanceSection(
  state: PlanState,
  parameters: PlanParameters,
  recalculation: Recalculation,
  p: number,
): ExplainSection {
  const location = state.network.locations[state.location[p]];
  const window = state.leadTimeDays[p] + parameters.reviewDays[location.kind];
  const excessDays = Math.max(window * parameters.excessWindow, parameters.excessWindowDays);
  return {
    title: 'Shortage and excess',
    formula: 'excess = smallest projected on hand in its window − max(safety stock, hold-back)',
    terms: [
      {
        label: 'Shortage window',
        value: window * parameters.shortageWindow,
        unit: 'days',
        source: `${parameters.shortageWindow} × (lead time + review)`,
      },
      { ...units('Shortage', state.shortage[p], 'safety stock − projected on hand'), result: true },
      {
        label: 'Excess window',
        value: excessDays,
        unit: 'days',
        source: `${parameters.excessWindow} × (lead time + review), at least ${parameters.excessWindowDays} days`,
      },
      units(
        'Hold-back',
        round(recalculation.holdBack(p), 2),
        `reorder point + demand above its mean until the next delivery, at ${Math.round(parameters.holdBackLevel * 100)} %`,
      ),
      { ...units('Excess', state.excess[p], 'formula'), result: true },
    ],
    note: null,
  };
}

/** What the dealer has agreed about the part, where it has. */
function agreementSections(state: PlanState, parameters: PlanParameters, p: number): ExplainSection[] {
  const part = protectedPartOf(state.agreements, state.location[p], state.item[p]);
  const loss = returnLoss(state, parameters, p);
  if (part === null && loss === null) return [];
  const terms: ExplainTerm[] = [];
  if (part !== null) {
    const by = part.author === 'programme' ? 'the dealer’s programme' : part.author;
    terms.push({
      label: 'Protected part',
      value: 'never given away',
      unit: 'text',
      source: `agreement ${part.agreement}, since ${dayToIso(part.sinceDay)}, by ${by}${part.note === '' ? '' : `: ${part.note}`}`,
    });
  }
  if (loss !== null) {
    const { protection, unsoldShare, unitMinor } = loss;
    terms.push(
      units('Under return protection', protection.quantity, protection.programme),
      {
        label: 'Hold period ends',
        value: dayToIso(protection.untilDay),
        unit: 'text',
        source: protection.programme,
      },
      {
        label: 'Expected unsold by then',
        value: unsoldShare,
        unit: 'share',
        source: 'E[(protected − demand)⁺] ÷ protected',
      },
      {
        label: 'Lost by a unit that is given away',
        value: Math.round(unitMinor),
        unit: 'money',
        source: `unit cost × ${Math.round(parameters.returnCreditShare * 100)} % credit × expected unsold`,
        result: true,
      },
    );
  }
  return [
    {
      title: 'Agreements',
      formula: null,
      terms,
      note: loss === null ? null : 'Units beyond the protected quantity go first and lose nothing.',
    },
  ];
}

/** What could be done, with its money, and why it is or is not proposed. */
function alternativesSection(
  state: PlanState,
  parameters: PlanParameters,
  p: number,
  evidence: PositionEvidence,
): ExplainSection {
  return {
    title: 'Alternatives',
    formula: null,
    terms: needAlternatives(state, parameters, p, evidence.need),
    note: alternativesNote,
  };
}

function demandChart(state: PlanState, p: number, evidence: PositionEvidence): ExplainChart {
  const { periods, firstPeriod } = state.network;
  const labels: string[] = [];
  const values: number[] = [];
  for (let period = 0; period < periods; period++) {
    labels.push(addMonths(firstPeriod, period));
    const quantity = evidence.demand[period];
    values.push(quantity === notObserved ? Number.NaN : quantity + evidence.lostSales[period]);
  }
  const demand = {
    mean: state.consensus[p],
    dispersionWithin: state.dispersionWithin[p],
    dispersionRate: state.dispersionRate[p],
  };
  return {
    kind: 'demand-history',
    xLabel: 'Month',
    yLabel: 'Units asked for',
    labels,
    values,
    fan: Array.from({ length: fanMonths }, (_, month) => ({
      label: addMonths(firstPeriod, periods + month),
      quantiles: fanLevels.map((level) => leadTimeQuantile(level, 1, demand)),
    })),
    fanLevels,
  };
}

function units(label: string, value: number, source: string): ExplainTerm {
  return { label, value, unit: 'units', source };
}

function placeName(state: PlanState, location: number): string {
  return location < 0 ? 'the supplier' : state.network.locations[location].name;
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}

function methodOf(state: PlanState, p: number): string {
  const { kind } = state.network.locations[state.location[p]];
  return kind === 'dealer'
    ? positionMethodLabels[positionMethods[state.forecastMethod[p]]]
    : 'Sum over the locations it supplies';
}
