import type { OverrideSpan } from './overrideForm.ts';

interface OverrideFieldsProps {
  readonly span: OverrideSpan;
  readonly errors: Partial<Record<keyof OverrideSpan, string>>;
  readonly reasonLabel?: string;
  readonly onChange: (span: OverrideSpan) => void;
}

/** Months, reason and expiry of an override. */
export function OverrideFields({ span, errors, reasonLabel = 'Reason', onChange }: OverrideFieldsProps) {
  const field = (name: keyof OverrideSpan, label: string, type: string, hint?: string) => (
    <OverrideField
      name={name}
      label={label}
      type={type}
      hint={hint}
      value={span[name]}
      error={errors[name]}
      onChange={(value) => onChange({ ...span, [name]: value })}
    />
  );
  return (
    <>
      <div className="field-pair">
        {field('from', 'First month', 'month')}
        {field('to', 'Last month', 'month')}
      </div>
      {field('reason', reasonLabel, 'text', 'Spring campaign')}
      {field('expires', 'Expires, optional', 'date')}
    </>
  );
}

interface OverrideFieldProps {
  readonly name: string;
  readonly label: string;
  readonly type: string;
  readonly hint?: string | undefined;
  readonly value: string;
  readonly error: string | undefined;
  readonly onChange: (value: string) => void;
}

export function OverrideField({ name, label, type, hint, value, error, onChange }: OverrideFieldProps) {
  return (
    <label className="field">
      <span>{label}</span>
      <input
        type={type}
        value={value}
        placeholder={hint}
        aria-invalid={error !== undefined}
        data-testid={`override-${name}`}
        onChange={(event) => onChange(event.target.value)}
      />
      {error !== undefined && (
        <span className="field-error" role="alert">
          {error}
        </span>
      )}
    </label>
  );
}
