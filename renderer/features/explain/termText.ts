import type { ExplainTerm, Explanation } from '../../../core/contract/explain.ts';
import { formatMoney, formatNumber, formatShare } from '../../components/format/formatNumber.ts';
import { formatInstant } from '../../components/format/formatTime.ts';

/** A term's value with its unit, as the panel shows it. Unknown is a dash. */
export function termText(term: Pick<ExplainTerm, 'value' | 'unit'>, currency: string): string {
  const { value, unit } = term;
  if (typeof value === 'string') return value;
  switch (unit) {
    case 'money':
      return formatMoney(value, currency);
    case 'share':
      return formatShare(value, 1);
    case 'text':
    case 'number':
      return formatNumber(value, 3);
    case 'units':
    case 'days':
    case 'months':
    case 'kg':
    case 'units/month':
      return Number.isFinite(value) ? `${formatNumber(value, 2)} ${unit}` : formatNumber(value);
  }
}

/** The whole explanation as plain text, for a mail or a ticket. */
export function explanationToText(explanation: Explanation, currency: string): string {
  const lines = [explanation.title, explanation.subtitle, '', explanation.summary];
  lines.push(`Data as of ${formatInstant(explanation.asOfMinutes)}`);
  for (const section of explanation.sections) {
    lines.push('', section.title);
    if (section.formula !== null) lines.push(`  ${section.formula}`);
    for (const term of section.terms) {
      const source = term.source === '' ? '' : `  (${term.source})`;
      lines.push(`  ${term.result === true ? '= ' : ''}${term.label}: ${termText(term, currency)}${source}`);
    }
    if (section.note !== null) lines.push(`  ${section.note}`);
  }
  return `${lines.join('\n').replaceAll('\n\n\n', '\n\n')}\n`;
}
