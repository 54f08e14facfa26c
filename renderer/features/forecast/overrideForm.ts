import { overrideValue } from './overrideEntry.ts';

/** The fields of an override as typed. */
export interface OverrideForm {
  readonly value: string;
  readonly from: string;
  readonly to: string;
  readonly reason: string;
  /** Empty: until the last month is over. */
  readonly expires: string;
}

const month = /^\d{4}-(0[1-9]|1[0-2])$/;
const day = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;

/** Why each field is refused; nothing for those that are accepted. `present` is the running month. */
export function overrideFormErrors(
  form: OverrideForm,
  present: string,
  today: string,
): Partial<Record<keyof OverrideForm, string>> {
  const errors: Partial<Record<keyof OverrideForm, string>> = {};
  const value = overrideValue(form.value);
  if (typeof value === 'string') errors.value = value;
  if (!month.test(form.from)) errors.from = 'Enter a month such as 2026-03.';
  if (!month.test(form.to)) errors.to = 'Enter a month such as 2026-03.';
  else if (form.to < present) errors.to = 'The last month is over already.';
  else if (month.test(form.from) && form.to < form.from) errors.to = 'The last month lies before the first.';
  const reason = form.reason.trim();
  if (reason === '') errors.reason = 'Say why: an override without a reason is refused.';
  else if (reason.length > 500) errors.reason = 'A reason has at most 500 characters.';
  if (form.expires !== '') {
    if (!day.test(form.expires)) errors.expires = 'Enter a day such as 2026-03-31.';
    else if (form.expires < today) errors.expires = 'That day has passed.';
  }
  return errors;
}
