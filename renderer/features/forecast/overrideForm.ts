import { addMonths } from '../../../core/base/calendar.ts';
import type { OverrideValue } from '../../../core/contract/forecast.ts';
import { overrideValue } from './overrideEntry.ts';

/** What every override says beside its figure, as typed. */
export interface OverrideSpan {
  readonly from: string;
  readonly to: string;
  readonly reason: string;
  /** Empty: until the last month is over. */
  readonly expires: string;
}

/** The fields of an override as typed. */
export interface OverrideForm extends OverrideSpan {
  /** An event that ends: its months may be over, and history is cleared of it. */
  readonly isUplift: boolean;
  readonly value: string;
}

/** Months that an override holds unless somebody says otherwise, the running one included. */
export const usualMonths = 6;

export function usualSpan(present: string): OverrideSpan {
  return { from: present, to: addMonths(present, usualMonths - 1), reason: '', expires: '' };
}

const month = /^\d{4}-(0[1-9]|1[0-2])$/;
const day = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;

/** The value as it is sent; else why it is refused. */
export function overrideFormValue({ value, isUplift }: OverrideForm): OverrideValue | string {
  const typed = overrideValue(value);
  if (!isUplift || typeof typed === 'string') return typed;
  return typed.kind === 'absolute'
    ? 'An uplift is a change, such as +50%.'
    : { kind: 'uplift', change: typed.change };
}

/** Why each field is refused; nothing for those that are accepted. `present` is the running month. */
export function overrideFormErrors(
  form: OverrideForm,
  present: string,
  today: string,
): Partial<Record<keyof OverrideForm, string>> {
  const value = overrideFormValue(form);
  return {
    ...(typeof value === 'string' ? { value } : {}),
    ...overrideSpanErrors(form, present, today, form.isUplift),
  };
}

/** The same for the fields beside the figure. `isPast`: the months may be over. */
export function overrideSpanErrors(
  form: OverrideSpan,
  present: string,
  today: string,
  isPast = false,
): Partial<Record<keyof OverrideSpan, string>> {
  const errors: Partial<Record<keyof OverrideSpan, string>> = {};
  if (!month.test(form.from)) errors.from = 'Enter a month such as 2026-03.';
  if (!month.test(form.to)) errors.to = 'Enter a month such as 2026-03.';
  else if (!isPast && form.to < present) errors.to = 'The last month is over already.';
  else if (month.test(form.from) && form.to < form.from) errors.to = 'The last month lies before the first.';
  const reason = form.reason.trim();
  if (reason === '') errors.reason = 'Say why: an override without a reason is refused.';
  else if (reason.length > 500) errors.reason = 'A reason has at most 500 characters.';
  if (form.expires !== '') {
    if (!day.test(form.expires)) errors.expires = 'Enter a day such as 2026-03-31.';
    else if (!isPast && form.expires < today) errors.expires = 'That day has passed.';
    else if (form.expires.slice(0, 7) < form.from) errors.expires = 'That day lies before the first month.';
  }
  return errors;
}
