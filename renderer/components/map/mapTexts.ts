import { riskLevels, type LocationName, type LocationRisk } from '../../../core/contract/views.ts';
import { countOf, formatCount, formatMoney, formatNumber } from '../format/formatNumber.ts';
import { formatAge } from '../format/formatTime.ts';
import { riskLabels } from '../risk/riskPath.ts';
import { stageLabels, type MapArc } from './mapArcs.ts';
import type { MapMark } from './mapMarks.ts';

/** What the map says on hover, and to a screen reader: a heading and a few facts. */
export interface MapTip {
  readonly title: string;
  readonly facts: readonly (readonly [string, string])[];
  readonly hint: string;
}

export function markTip(
  mark: MapMark,
  names: readonly LocationName[],
  risks: ReadonlyMap<number, LocationRisk>,
  currency: string,
  hint: string,
): MapTip {
  const name = names[mark.key];
  const one = mark.locations.length === 1;
  const levels = riskLevels
    .map((level, index) => [riskLabels[level], mark.byLevel[index] ?? 0] as const)
    .filter(([, count]) => count > 0)
    .toReversed();
  const risk = risks.get(mark.key);
  return {
    title: one
      ? `${name.id} ${name.name}`
      : `${countOf(mark.locations.length, 'dealer')} around ${name.name}`,
    facts: [
      ...(mark.warehouse
        ? []
        : [['Money at risk', formatMoney(mark.moneyMinor, currency, 'whole')] as const]),
      ...levels.map(([label, count]) => [label, countOf(count, 'position')] as const),
      ...(one && risk !== undefined ? [['Feed age', formatAge(risk.feedAgeMinutes)] as const] : []),
    ],
    hint: one ? `${hint}, double-click to zoom in` : 'Click to zoom in',
  };
}

export function arcTip(arc: MapArc, names: readonly LocationName[], currency: string, hint: string): MapTip {
  const [from, to] = [names[arc.from], names[arc.to]];
  const one = arc.lanes.length === 1;
  return {
    title: one ? `${from.id} ${from.name} → ${to.id} ${to.name}` : `${from.name} → ${to.name} and nearby`,
    facts: [
      ...(one ? [] : [['Routes', formatCount(arc.lanes.length)] as const]),
      ['Stage', stageLabels[arc.stage]],
      ['Transfers', formatCount(arc.transfers)],
      ['Units', formatCount(arc.units)],
      ['Weight', `${formatNumber(arc.kg, 1)} kg`],
      ['Freight', formatMoney(arc.freightMinor, currency, 'whole')],
      ['Stock value', formatMoney(arc.valueMinor, currency, 'whole')],
      ['Net', formatMoney(arc.netMinor, currency, 'whole')],
    ],
    hint,
  };
}
