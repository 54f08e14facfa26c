/**
 * Why a transfer is proposed: what it brings at the receiver, what it does to the donor, what it costs, who may
 * decide and by which rule, and what else was possible. The curve shows what each further unit is worth.
 */
import { dayToIso } from '../base/calendar.ts';
import { roundMinor } from '../base/roundMinor.ts';
import type { ExplainSection, ExplainTerm, Explanation } from '../contract/explain.ts';
import { ruleReason } from '../policy/decisionTable.ts';
import type { Transfer } from '../store/transferStore.ts';
import { dayCount, unitCount } from './countText.ts';
import { protectedPartOf } from './agreements.ts';
import { alternativesNote, needAlternatives, type NeedContext } from './needAlternatives.ts';
import { stockoutCostMinor, type PlanParameters } from './parameters.ts';
import { positionOf, type PlanState } from './planState.ts';
import { receiverCurve } from './rebalanceProblem.ts';
import { returnLoss, type ReturnLoss } from './returnLoss.ts';
import { riskWith } from './transferTable.ts';

export function explainTransfer(
  state: PlanState,
  parameters: PlanParameters,
  transfer: Transfer,
  need: NeedContext,
): Explanation {
  const { items, locations } = state.network;
  const item = items[transfer.item];
  const from = locations[transfer.from];
  const to = locations[transfer.to];
  const receiver = positionOf(state, transfer.to, transfer.item);
  const donor = positionOf(state, transfer.from, transfer.item);
  const before = riskWith(state, parameters, receiver, transfer, false);
  const after = riskWith(state, parameters, receiver, transfer, true);
  return {
    title: `${transfer.id}: ${unitCount(transfer.quantity)} of ${item.id}`,
    subtitle: `${item.description} · ${from.name} → ${to.name}`,
    summary:
      `Moving ${unitCount(transfer.quantity)} from ${from.name} lowers the probability of a stockout at ${to.name} ` +
      `from ${percent(before)} to ${percent(after)} and arrives in ${dayCount(transfer.days)}.`,
    asOfMinutes: donor >= 0 && receiver >= 0 ? Math.min(state.asOf[donor], state.asOf[receiver]) : 0,
    sections: [
      economics(transfer),
      riskSection(state, parameters, transfer, receiver, before, after),
      donorSection(state, parameters, transfer, donor),
      decisionSection(transfer),
      alternatives(state, parameters, transfer, need, receiver),
    ],
    chart: receiver < 0 ? null : unitChart(state, parameters, transfer, receiver),
    links: [
      ...(receiver < 0
        ? []
        : [
            {
              kind: 'position' as const,
              label: `Receiver: ${item.id} at ${to.name}`,
              position: receiver,
              transfer: null,
            },
          ]),
      ...(donor < 0
        ? []
        : [
            {
              kind: 'position' as const,
              label: `Donor: ${item.id} at ${from.name}`,
              position: donor,
              transfer: null,
            },
          ]),
    ],
  };
}

function economics(transfer: Transfer): ExplainSection {
  return {
    title: 'Value',
    formula: 'net = benefit + donor effect − freight − handling',
    terms: [
      money('Benefit', transfer.benefitMinor, 'expected stockout cost avoided at the receiver'),
      money(
        'Donor effect',
        transfer.donorMinor,
        'holding saved − expected stockout cost put on the donor − return protection lost',
      ),
      money('Freight', -transfer.freightMinor, 'cost by weight + share by weight of the lane’s fixed cost'),
      money('Handling', -transfer.handlingMinor, 'picking, packing, receiving'),
      { ...money('Net', transfer.netMinor, 'formula'), result: true },
    ],
    note: 'Values as they were when the plan ran; each shipment’s fixed cost is paid once by everything on it.',
  };
}

function riskSection(
  state: PlanState,
  parameters: PlanParameters,
  transfer: Transfer,
  receiver: number,
  before: number,
  after: number,
): ExplainSection {
  const item = state.network.items[transfer.item];
  return {
    title: 'At the receiver',
    formula: 'P(stockout) = P(demand until the next arrival > available)',
    terms: [
      ...(receiver < 0
        ? []
        : [
            {
              label: 'Available',
              value: state.available[receiver],
              unit: 'units' as const,
              source: 'location’s system',
            },
            {
              label: 'Next arrival in',
              value: state.nextArrivalDays[receiver],
              unit: 'days' as const,
              source: 'inbound or lead time',
            },
          ]),
      { label: 'P(stockout) without', value: before, unit: 'share', source: 'negative binomial' },
      { label: 'P(stockout) with', value: after, unit: 'share', source: 'negative binomial', result: true },
      {
        label: 'Stockout cost',
        value: stockoutCostMinor(parameters, item, state.network.locations[transfer.to].kind),
        unit: 'money',
        source: `segment ${item.criticality}`,
      },
    ],
    note: null,
  };
}

function donorSection(
  state: PlanState,
  parameters: PlanParameters,
  transfer: Transfer,
  donor: number,
): ExplainSection {
  const protectedPart = protectedPartOf(state.agreements, transfer.from, transfer.item);
  const loss = donor < 0 ? null : returnLoss(state, parameters, donor);
  return {
    title: 'At the donor',
    formula: 'left after giving ≥ hold-back',
    terms: [
      {
        label: 'Left after giving',
        value: transfer.facts.donorLeft,
        unit: 'units',
        source: 'available less what is promised',
      },
      {
        label: 'Kept at least',
        value: Math.max(0, transfer.facts.donorHoldBack),
        unit: 'units',
        source: 'hold-back and demand in the excess window',
      },
      ...(donor < 0
        ? []
        : [
            {
              label: 'P(stockout) at the donor',
              value: state.pStockout[donor],
              unit: 'share' as const,
              source: 'negative binomial',
            },
          ]),
      ...(loss === null ? [] : returnTerms(parameters, transfer, loss)),
    ],
    note:
      protectedPart === null
        ? null
        : `Protected by agreement ${protectedPart.agreement}: the dealer never gives this part${protectedPart.note === '' ? '' : ` (${protectedPart.note})`}.`,
  };
}

/** What the donor could return, how much of that the transfer takes, and what that costs it. */
function returnTerms(
  parameters: PlanParameters,
  { facts }: Transfer,
  { protection, unitMinor, unsoldShare }: ReturnLoss,
): ExplainTerm[] {
  const lost = facts.returnUnits ?? 0;
  return [
    {
      label: 'Under return protection',
      value: protection.quantity,
      unit: 'units',
      source: `${protection.programme}, until ${dayToIso(protection.untilDay)}`,
    },
    {
      label: 'Would lose it',
      value: lost,
      unit: 'units',
      source: 'those that reach below the protected quantity; others go first',
    },
    money(
      'Return protection lost',
      -roundMinor(lost * unitMinor),
      `in the donor effect: units × unit cost × ${percent(parameters.returnCreditShare)} credit × ${percent(unsoldShare)} expected unsold by then`,
    ),
  ];
}

function decisionSection(transfer: Transfer): ExplainSection {
  const { facts } = transfer;
  const terms: ExplainTerm[] = [
    {
      label: 'Verdict',
      value: transfer.verdict,
      unit: 'text',
      source: `rule ${transfer.rule}`,
      result: true,
    },
    { label: 'Rule', value: ruleReason(transfer.rule), unit: 'text', source: transfer.rule },
    ...(transfer.role === ''
      ? []
      : [{ label: 'Decided by', value: transfer.role, unit: 'text' as const, source: 'decision table' }]),
    { label: 'Value moved', value: facts.valueMinor, unit: 'money', source: 'quantity × unit cost' },
    {
      label: 'Same owner group',
      value: facts.sameOwnerGroup ? 'yes' : 'no',
      unit: 'text',
      source: 'locations',
    },
    { label: 'Age of the older feed', value: facts.feedAgeHours, unit: 'number', source: 'hours' },
    {
      label: 'State',
      value: transfer.state,
      unit: 'text',
      source: transfer.decidedBy === null ? 'open' : `decided by ${transfer.decidedBy}`,
    },
    ...(transfer.reason === null
      ? []
      : [{ label: 'Reason', value: transfer.reason, unit: 'text' as const, source: 'given on rejection' }]),
  ];
  return { title: 'Decision', formula: null, terms, note: facts.brokenLimit ?? null };
}

function alternatives(
  state: PlanState,
  parameters: PlanParameters,
  transfer: Transfer,
  need: NeedContext,
  receiver: number,
): ExplainSection {
  const terms =
    receiver < 0
      ? []
      : needAlternatives(state, parameters, receiver, need, transfer.quantity).filter(
          ({ source }) => !source.startsWith(`${transfer.id},`),
        );
  return {
    title: 'Alternatives',
    formula: null,
    terms,
    note: alternativesNote,
  };
}

function unitChart(
  state: PlanState,
  parameters: PlanParameters,
  transfer: Transfer,
  receiver: number,
): Explanation['chart'] {
  const item = state.network.items[transfer.item];
  const curve = new Float64Array(Math.min(24, Math.max(6, transfer.quantity + 3)));
  const { units, stride } = receiverCurve(
    state,
    parameters,
    receiver,
    stockoutCostMinor(parameters, item, state.network.locations[transfer.to].kind),
    curve,
  );
  return {
    kind: 'unit-value',
    xLabel: stride === 1 ? 'Further unit' : `Further ${stride} units`,
    yLabel: 'Value of a unit',
    labels: Array.from({ length: units }, (_, k) => String((k + 1) * stride)),
    values: [...curve.subarray(0, units)],
    fan: [],
    fanLevels: [],
  };
}

function money(label: string, value: number, source: string): ExplainTerm {
  return { label, value, unit: 'money', source };
}

function percent(share: number): string {
  return Number.isNaN(share) ? 'unknown' : `${Math.round(share * 100)} %`;
}
