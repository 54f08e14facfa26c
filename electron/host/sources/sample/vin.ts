/**
 * Vehicle identification numbers: 17 characters without I, O and Q. In North America (first character 1 to
 * 5) position 9 is a check digit; elsewhere it is free. Source: ISO 3779; 49 CFR 565.15, table of the check
 * digit's calculation.
 */
const weights = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
const values: Readonly<Record<string, number>> = Object.fromEntries([
  ...Array.from('0123456789', (digit) => [digit, Number(digit)] as const),
  ...Array.from('ABCDEFGH', (letter, index) => [letter, index + 1] as const),
  ...Array.from('JKLMN', (letter, index) => [letter, index + 1] as const),
  ['P', 7] as const,
  ['R', 9] as const,
  ...Array.from('STUVWXYZ', (letter, index) => [letter, index + 2] as const),
]);

/** The character that belongs at position 9; whatever stands there is ignored. */
export function vinCheckDigit(vin: string): string {
  let sum = 0;
  for (let position = 0; position < 17; position++) sum += values[vin[position]] * weights[position];
  const remainder = sum % 11;
  return remainder === 10 ? 'X' : String(remainder);
}

export function isVin(text: string): boolean {
  return /^[0-9A-HJ-NPR-Z]{17}$/.test(text);
}

/** Whether the check digit holds; null for a number from outside North America, which need not have one. */
export function hasVinCheckDigit(vin: string): boolean | null {
  return /^[1-5]/.test(vin) ? vin[8] === vinCheckDigit(vin) : null;
}
