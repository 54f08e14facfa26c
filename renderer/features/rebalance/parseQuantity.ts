/**
 * A quantity as people type it: whole units, or a step from the present one (`+2`, `-1`, `*2`). NaN with the
 * reason where it is none.
 */
export type QuantityEntry =
  | { readonly kind: 'quantity'; readonly quantity: number }
  | { readonly kind: 'refused'; readonly reason: string };

export function parseQuantity(text: string, current: number): QuantityEntry {
  const match = /^([+\-−*×]?)\s*(\d+(?:[.,]\d+)?)$/.exec(text.trim());
  if (match === null)
    return refused('Enter whole units, such as 4 or +1. To ship nothing, reject the transfer.');
  const [, sign = '', digits = ''] = match;
  const value = Number(digits.replace(',', '.'));
  const wanted = target(sign, value, current);
  if (!Number.isFinite(wanted)) return refused('There is no present quantity to start from.');
  if (!Number.isInteger(wanted)) return refused(`${wanted} is not a whole number of units.`);
  if (wanted < 1) return refused('At least one unit. To ship nothing, reject the transfer.');
  if (wanted > 1_000_000) return refused('At most 1,000,000 units.');
  return { kind: 'quantity', quantity: wanted };
}

function target(sign: string, value: number, current: number): number {
  switch (sign) {
    case '+':
      return current + value;
    case '-':
    case '−':
      return current - value;
    case '*':
    case '×':
      return current * value;
    default:
      return value;
  }
}

function refused(reason: string): QuantityEntry {
  return { kind: 'refused', reason };
}
