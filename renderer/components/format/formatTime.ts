/** Instants of the network's clock: whole minutes since 1970-01-01 UTC, shown in UTC and said so. */
import { formatNumber, unknownText } from './formatNumber.ts';

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(locale: string | undefined, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale ?? ''}|${JSON.stringify(options)}`;
  let found = formatters.get(key);
  if (found === undefined) {
    formatters.set(key, (found = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', ...options })));
  }
  return found;
}

/** `1 Apr 2001` in the reader's order. */
export function formatDate(minutes: number, locale?: string): string {
  if (!Number.isFinite(minutes)) return unknownText;
  return formatter(locale, { day: 'numeric', month: 'short', year: 'numeric' }).format(minutes * 60_000);
}

/** `13:05`. */
export function formatTime(minutes: number, locale?: string): string {
  if (!Number.isFinite(minutes)) return unknownText;
  return formatter(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(minutes * 60_000);
}

/** `1 Apr 2001, 13:05 UTC`. */
export function formatInstant(minutes: number, locale?: string): string {
  if (!Number.isFinite(minutes)) return unknownText;
  return `${formatDate(minutes, locale)}, ${formatTime(minutes, locale)} UTC`;
}

/** An age as its largest sensible unit: `12 min`, `5 h`, `3.5 days`. */
export function formatAge(minutes: number, locale?: string): string {
  if (!Number.isFinite(minutes)) return unknownText;
  if (minutes < 90) return `${formatNumber(minutes, 0, locale)} min`;
  if (minutes < 48 * 60) return `${formatNumber(minutes / 60, 0, locale)} h`;
  return `${formatNumber(minutes / 1440, 1, locale)} days`;
}
