import './switch.css';

/** One of a few choices, all of them seen: a row of buttons of which one is pressed. */
export function Switch<T extends string>({
  label,
  shown = false,
  options,
  value,
  testId,
  onChange,
}: {
  readonly label: string;
  /** Whether the label stands before the buttons; a screen reader hears it either way. */
  readonly shown?: boolean;
  readonly options: readonly { readonly id: T; readonly label: string; readonly title?: string }[];
  readonly value: T;
  readonly testId: string;
  readonly onChange: (value: T) => void;
}) {
  return (
    <span className="switch">
      {shown && (
        <span className="muted" aria-hidden="true">
          {label}
        </span>
      )}
      <span className="switch-options" role="group" aria-label={label}>
        {options.map((option) => (
          <button
            key={option.id}
            type="button"
            aria-pressed={option.id === value}
            title={option.title}
            data-testid={`${testId}-${option.id}`}
            onClick={() => onChange(option.id)}
          >
            {option.label}
          </button>
        ))}
      </span>
    </span>
  );
}
