import { useState } from 'react';
import { addMonths } from '../../../core/base/calendar.ts';
import type { Command } from '../../../core/contract/commands.ts';
import type { OverrideTarget } from '../../../core/contract/forecast.ts';
import { Button } from '../../components/button/Button.tsx';
import { Dialog } from '../../components/dialog/Dialog.tsx';
import { overrideFormErrors, type OverrideForm } from './overrideForm.ts';
import { overrideValue } from './overrideEntry.ts';

export interface OverrideRequest {
  readonly target: OverrideTarget;
  /** What it would change: `12 positions`, `Brakes · North`. */
  readonly what: string;
}

interface OverrideDialogProps {
  readonly request: OverrideRequest | null;
  /** The running month on the network's clock. */
  readonly month: string;
  readonly today: string;
  readonly onApply: (command: Extract<Command, { kind: 'set-override' }>) => void;
  readonly onClose: () => void;
}

/** Sets an override with its months, reason and expiry. */
export function OverrideDialog({ request, month, today, onApply, onClose }: OverrideDialogProps) {
  return (
    <Dialog
      title={`Override the forecast of ${request?.what ?? ''}`}
      open={request !== null}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form="override-form" data-testid="override-confirm">
            Set override
          </Button>
        </>
      }
    >
      {request !== null && <Form request={request} month={month} today={today} onApply={onApply} />}
    </Dialog>
  );
}

function Form({
  request,
  month,
  today,
  onApply,
}: Pick<OverrideDialogProps, 'month' | 'today' | 'onApply'> & { readonly request: OverrideRequest }) {
  const [form, setForm] = useState<OverrideForm>({
    value: '',
    from: month,
    to: addMonths(month, 5),
    reason: '',
    expires: '',
  });
  const [tried, setTried] = useState(false);
  const errors = overrideFormErrors(form, month, today);
  const field = (
    name: keyof OverrideForm,
    label: string,
    input: { readonly type: string; readonly hint?: string },
  ) => (
    <label className="field">
      <span>{label}</span>
      <input
        type={input.type}
        value={form[name]}
        placeholder={input.hint}
        aria-invalid={tried && errors[name] !== undefined}
        data-testid={`override-${name}`}
        onChange={(event) => setForm({ ...form, [name]: event.target.value })}
      />
      {tried && errors[name] !== undefined && (
        <span className="field-error" role="alert">
          {errors[name]}
        </span>
      )}
    </label>
  );
  return (
    <form
      id="override-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        const value = overrideValue(form.value);
        if (Object.keys(errors).length > 0 || typeof value === 'string') return;
        onApply({
          kind: 'set-override',
          target: request.target,
          value,
          from: form.from,
          to: form.to,
          reason: form.reason.trim(),
          expires: form.expires === '' ? null : form.expires,
        });
      }}
    >
      {field(
        'value',
        request.target.kind === 'node'
          ? 'Units a month of the whole, or a change'
          : 'Units a month of each, or a change',
        {
          type: 'text',
          hint: '12 or +20%',
        },
      )}
      <div className="field-pair">
        {field('from', 'First month', { type: 'month' })}
        {field('to', 'Last month', { type: 'month' })}
      </div>
      {field('reason', 'Reason', { type: 'text', hint: 'Spring campaign' })}
      {field('expires', 'Expires, optional', { type: 'date' })}
      <p className="muted quadrant-note">
        The baseline stays as it is; the plan uses the override while it holds.
      </p>
    </form>
  );
}
