import { useState } from 'react';
import type { Command } from '../../../core/contract/commands.ts';
import type { OverrideTarget } from '../../../core/contract/forecast.ts';
import { Button } from '../../components/button/Button.tsx';
import { Dialog } from '../../components/dialog/Dialog.tsx';
import { OverrideField, OverrideFields } from './OverrideFields.tsx';
import { overrideFormErrors, overrideFormValue, usualSpan, type OverrideForm } from './overrideForm.ts';

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
  const [form, setForm] = useState<OverrideForm>({ ...usualSpan(month), value: '', isUplift: false });
  const [tried, setTried] = useState(false);
  const errors = overrideFormErrors(form, month, today);
  const shownErrors = tried ? errors : {};
  return (
    <form
      id="override-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        const value = overrideFormValue(form);
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
      <OverrideField
        name="value"
        label={
          request.target.kind === 'node'
            ? 'Units a month of the whole, or a change'
            : 'Units a month of each, or a change'
        }
        type="text"
        hint={form.isUplift ? '+50%' : '12, +20% or *1.2'}
        value={form.value}
        error={shownErrors.value}
        onChange={(value) => setForm({ ...form, value })}
      />
      <label className="check-field">
        <input
          type="checkbox"
          checked={form.isUplift}
          data-testid="override-isUplift"
          onChange={(event) => setForm({ ...form, isUplift: event.target.checked })}
        />
        <span>A campaign, a recall: an event that ends</span>
      </label>
      <OverrideFields span={form} errors={shownErrors} onChange={(span) => setForm({ ...form, ...span })} />
      <p className="muted quadrant-note">
        {form.isUplift
          ? 'The plan uses the uplift while it holds. History is cleared of its months that are over, and the baseline follows.'
          : 'The baseline stays as it is; the plan uses the override while it holds.'}
      </p>
    </form>
  );
}
