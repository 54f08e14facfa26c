import { BallastError } from '../../../core/base/errors.ts';
import type { ExplainTerm, Explanation } from '../../../core/contract/explain.ts';
import { riskLevels } from '../../../core/contract/views.ts';
import { kpisOf } from './kpis.ts';
import type { PlanSession } from './session.ts';

/** A figure of the network with its definition, what it is made of, and the locations that make most of it. */
export function explainKpi(session: PlanSession, id: string): Explanation {
  const kpi = kpisOf(session).find((candidate) => candidate.id === id);
  if (kpi === undefined) throw new BallastError('not-found', `There is no figure ${id}.`, { kpi: id });
  const totals = session.totals();
  const { locations } = session.state.network;
  const unit: ExplainTerm['unit'] =
    kpi.unit === 'money' ? 'money' : kpi.unit === 'share' ? 'share' : kpi.unit === 'days' ? 'days' : 'number';
  const byRisk = Array.from(locations.keys()).toSorted(
    (a, b) => totals.moneyAtRiskByLocation[b] - totals.moneyAtRiskByLocation[a] || a - b,
  );
  return {
    title: kpi.label,
    subtitle: session.state.network.name,
    summary: `${kpi.definition}.`,
    asOfMinutes: kpi.asOfMinutes,
    sections: [
      {
        title: 'Now',
        formula: null,
        terms: [
          { label: kpi.label, value: kpi.value, unit, source: 'columns of the plan', result: true },
          ...riskLevels.map((level, i): ExplainTerm => ({
            label: `Positions at level ${level}`,
            value: totals.byLevel[i],
            unit: 'number',
            source: 'probability of a stockout before the next arrival',
          })),
          {
            label: 'Stock value',
            value: totals.stockValueMinor,
            unit: 'money',
            source: 'on hand × unit cost',
          },
          {
            label: 'Excess value',
            value: totals.excessValueMinor,
            unit: 'money',
            source: 'excess × unit cost',
          },
          {
            label: 'Expected short',
            value: totals.expectedShort,
            unit: 'units',
            source: 'before the next arrival',
          },
        ],
        note: null,
      },
      {
        title: 'Locations with the most money at risk',
        formula: null,
        terms: byRisk.slice(0, 8).map((location): ExplainTerm => ({
          label: `${locations[location].id} ${locations[location].name}`,
          value: totals.moneyAtRiskByLocation[location],
          unit: 'money',
          source: locations[location].region,
        })),
        note: null,
      },
    ],
    chart: null,
    links: [],
  };
}
