/**
 * Figures as the screen shows them: in the reader's locale, with the digits that carry meaning. NaN is
 * unknown and shows as a dash; 0 is zero and shows as 0.
 */
export const unknownText = '–';

const formatters = new Map<string, Intl.NumberFormat>();

function formatter(locale: string | undefined, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${locale ?? ''}|${JSON.stringify(options)}`;
  let found = formatters.get(key);
  if (found === undefined) formatters.set(key, (found = new Intl.NumberFormat(locale, options)));
  return found;
}

/** Whole numbers with separators: positions, events, rows. */
export function formatCount(value: number, locale?: string): string {
  return Number.isFinite(value) ? formatter(locale, { maximumFractionDigits: 0 }).format(value) : unknownText;
}

/** At most `digits` decimals, none that are zero: units, days, hours. */
export function formatNumber(value: number, digits = 1, locale?: string): string {
  return Number.isFinite(value)
    ? formatter(locale, { maximumFractionDigits: digits }).format(value)
    : unknownText;
}

/** Always `digits` decimals, for columns whose figures stand under each other. */
export function formatFixed(value: number, digits: number, locale?: string): string {
  return Number.isFinite(value)
    ? formatter(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value)
    : unknownText;
}

/** 0 to 1 as per cent; a share that is not 0 or 1 never rounds to 0 % or 100 %. */
export function formatShare(share: number, digits = 1, locale?: string): string {
  if (!Number.isFinite(share)) return unknownText;
  const percent = formatter(locale, {
    style: 'percent',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  const step = 10 ** -(digits + 2);
  if (share > 0 && share < step / 2) return `< ${percent.format(step)}`;
  if (share < 1 && share > 1 - step / 2) return `> ${percent.format(1 - step)}`;
  return percent.format(share);
}

/** Minor units as money. `compact` shortens from ten thousand on: tiles and marks on the map. */
export function formatMoney(
  minor: number,
  currency: string,
  style: 'full' | 'whole' | 'compact' = 'full',
  locale?: string,
): string {
  if (!Number.isFinite(minor)) return unknownText;
  const digits =
    formatter(locale, { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
  const value = minor / 10 ** digits;
  const base = { style: 'currency', currency, currencyDisplay: 'narrowSymbol' } as const;
  if (style === 'compact' && Math.abs(value) >= 10_000) {
    return formatter(locale, {
      ...base,
      notation: 'compact',
      minimumFractionDigits: 0,
      maximumSignificantDigits: 3,
    }).format(value);
  }
  if (style === 'full') return formatter(locale, base).format(value);
  return formatter(locale, { ...base, maximumFractionDigits: 0 }).format(value);
}

/** Short text for milliseconds of work: `3 ms`, `0.4 ms`, `1.8 s`. */
export function formatDuration(ms: number, locale?: string): string {
  if (!Number.isFinite(ms)) return unknownText;
  if (ms >= 1000) return `${formatNumber(ms / 1000, 1, locale)} s`;
  if (ms < 0.05) return `< ${formatNumber(0.1, 1, locale)} ms`;
  return `${formatNumber(ms, ms < 10 ? 1 : 0, locale)} ms`;
}

/** `one` with 1, otherwise `many`: `1 position`, `12 positions`. */
export function countOf(count: number, one: string, many = `${one}s`, locale?: string): string {
  return `${formatCount(count, locale)} ${count === 1 ? one : many}`;
}
