/**
 * A service level as people type it. `97`, `97%`, `97,5` and `0.97` set it; `+1%` and `-0.5%` move it by percentage
 * points and `*1.01` scales it; nothing returns it to the segment. A level is a probability below one: 100 % would
 * need unlimited stock. `1` is refused because it could be 1 % or 100 %.
 */
export type ServiceLevelEntry =
  | { readonly kind: 'level'; readonly level: number }
  | { readonly kind: 'segment' }
  | { readonly kind: 'refused'; readonly reason: string };

const shape = /^([+\-−*×]?)\s*(\d+(?:[.,]\d*)?|[.,]\d+)\s*(%?)$/;

export function parseServiceLevel(text: string, current: number): ServiceLevelEntry {
  const plain = text.trim();
  if (plain === '') return { kind: 'segment' };
  const match = shape.exec(plain);
  if (match === null) return refused('Enter a service level such as 97, 97.5% or 0.97.');
  const [, sign = '', digits = '', percent = ''] = match;
  const value = Number(digits.replace(',', '.'));
  if (sign === '') {
    if (value === 1 && percent === '') return refused('1 could be 1 % or 100 %: write 1% or 0.99.');
    return inside(percent === '%' || value >= 1 ? value / 100 : value);
  }
  if (!Number.isFinite(current)) return refused('There is no present level to start from.');
  if (sign === '*' || sign === '×') {
    return percent === '%' ? inside((current * value) / 100) : inside(current * value);
  }
  const points = percent === '%' || value >= 1 ? value / 100 : value;
  return inside(sign === '+' ? current + points : current - points);
}

function inside(level: number): ServiceLevelEntry {
  const rounded = Number(level.toFixed(6));
  if (rounded >= 1) return refused('100 % would need unlimited stock: enter less, such as 99.9%.');
  if (rounded <= 0) return refused('A service level is above 0 %.');
  return { kind: 'level', level: rounded };
}

function refused(reason: string): ServiceLevelEntry {
  return { kind: 'refused', reason };
}
