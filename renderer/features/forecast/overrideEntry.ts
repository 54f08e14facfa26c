import type { OverrideValue } from '../../../core/contract/forecast.ts';

/**
 * An override as people type it into a cell: a figure, then why. `12 spring campaign` sets twelve units a month,
 * `+20% recall` and `*1.2 recall` move the baseline by a fifth, nothing clears it. Below zero it is refused, and without
 * a reason where none is given for it elsewhere.
 */
export type OverrideEntry =
  /** The reason may be empty: pasted figures get one together. */
  | { readonly kind: 'set'; readonly value: OverrideValue; readonly reason: string }
  | { readonly kind: 'clear' }
  | { readonly kind: 'refused'; readonly reason: string };

const shape = /^([+\-−*×]?)\s*(\d+(?:[.,]\d*)?|[.,]\d+)(?:\s*(%))?(.*)$/s;
const mostUnits = 1_000_000;
const longestReason = 500;

/** An entry that stands alone, as typed into a cell: with its reason. */
export function parseOverrideEntry(text: string): OverrideEntry {
  const entry = parsePastedOverride(text);
  if (entry.kind === 'set' && entry.reason === '')
    return refused('Say why, after the figure: 12 spring campaign.');
  return entry;
}

export function parsePastedOverride(text: string): OverrideEntry {
  const plain = text.trim();
  if (plain === '') return { kind: 'clear' };
  const match = shape.exec(plain);
  if (match === null || /^[^\s,;:·–-]/.test(match[4] ?? ''))
    return refused('Enter units a month or a change, then why: 12 spring campaign, +20% recall.');
  const [, sign = '', digits = '', percent = '', rest = ''] = match;
  const value = overrideValue(`${sign}${digits}${percent}`);
  if (typeof value === 'string') return refused(value);
  const reason = rest.replace(/^[\s,;:·–-]+/, '').trim();
  if (reason.length > longestReason) return refused(`A reason has at most ${longestReason} characters.`);
  return { kind: 'set', value, reason };
}

/** The figure alone; a text says why it is refused. */
export function overrideValue(text: string): OverrideValue | string {
  const match = /^([+\-−*×]?)\s*(\d+(?:[.,]\d*)?|[.,]\d+)\s*(%?)$/.exec(text.trim());
  if (match === null) return 'Enter units a month such as 12, or a change such as +20% or *1.2.';
  const [, sign = '', digits = '', percent = ''] = match;
  if (/,\d{3}$/.test(digits)) return `${digits} could be thousands or decimals: write it without a comma.`;
  const size = Number(digits.replace(',', '.'));
  const signed = sign === '' || sign === '+' ? size : -size;
  if (sign === '*' || sign === '×') return changeOf(percent === '%' ? size / 100 - 1 : size - 1);
  if (percent === '%') {
    if (sign === '') return `Write +${digits}% or -${digits}%: a change against the baseline.`;
    return changeOf(signed / 100);
  }
  if (signed < 0) return 'An override is not below zero. For a change write -20%.';
  if (sign === '+') return 'For a change write +20%; for units write 12.';
  if (size > mostUnits) return 'An override is at most 1000000 units a month.';
  return { kind: 'absolute', unitsAMonth: size };
}

/** A change against the baseline: 0.2 is a fifth more. */
function changeOf(change: number): OverrideValue | string {
  if (change < -1) return 'A change of less than −100 % would be below zero.';
  if (change > 100) return 'A change is at most +10000%.';
  return { kind: 'relative', change: Number(change.toFixed(6)) };
}

function refused(reason: string): OverrideEntry {
  return { kind: 'refused', reason };
}
