import { useEffect, useId, useState } from 'react';
import type { GridColumn } from '../../../core/contract/columns.ts';
import type { Condition } from '../../../core/contract/grid.ts';
import { Button } from '../button/Button.tsx';
import { formatCount } from '../format/formatNumber.ts';
import { unitLabel } from './cellText.ts';
import { boundToText, filterKind, parseBound } from './filterCondition.ts';
import type { DistinctValue, GridSource } from './gridSource.ts';

interface FilterEditorProps {
  readonly column: GridColumn;
  readonly condition: Condition | null;
  readonly source: GridSource;
  readonly currency: string;
  readonly onChange: (condition: Condition | null) => void;
  readonly onDone: () => void;
  /** How a value of the column is shown. */
  readonly valueLabel?: (value: string) => string;
}

/** Edits the condition of one column; values take effect at once, numbers and text with Enter or Apply. */
export function FilterEditor(props: FilterEditorProps) {
  const { column } = props;
  const kind = props.condition?.kind ?? filterKind(column);
  return (
    <div className="filter-editor">
      <h3>{column.label}</h3>
      <p className="muted filter-definition">{column.definition}</p>
      {kind === 'number' && <NumberFilter {...props} />}
      {kind === 'text' && <TextFilter {...props} />}
      {kind === 'values' && <ValuesFilter {...props} />}
    </div>
  );
}

function Buttons({ onClear, submit }: { readonly onClear: () => void; readonly submit: boolean }) {
  return (
    <div className="filter-buttons">
      <Button size="small" variant="ghost" onClick={onClear}>
        Clear
      </Button>
      {submit && (
        <Button type="submit" size="small" variant="primary">
          Apply
        </Button>
      )}
    </div>
  );
}

function NumberFilter({ column, condition, currency, onChange, onDone }: FilterEditorProps) {
  const before = condition?.kind === 'number' ? condition : null;
  const [from, setFrom] = useState(boundToText(before?.from, column.unit, currency));
  const [to, setTo] = useState(boundToText(before?.to, column.unit, currency));
  const [problem, setProblem] = useState<string | null>(null);
  const note = useId();
  const unit = unitLabel(column.unit, currency);

  const apply = (): void => {
    const low = parseBound(from, column.unit, currency);
    const high = parseBound(to, column.unit, currency);
    if (Number.isNaN(low) || Number.isNaN(high)) {
      setProblem('Numbers only, for example 12 or 0.5.');
      return;
    }
    if (low !== undefined && high !== undefined && low > high) {
      setProblem('The lower bound is above the upper one.');
      return;
    }
    const bounds = {
      ...(low === undefined ? {} : { from: low }),
      ...(high === undefined ? {} : { to: high }),
    };
    onChange(
      low === undefined && high === undefined ? null : { kind: 'number', column: column.id, ...bounds },
    );
    onDone();
  };

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        apply();
      }}
    >
      <div className="filter-range">
        <label>
          From
          <input
            inputMode="decimal"
            value={from}
            aria-invalid={problem !== null}
            aria-describedby={note}
            onChange={(event) => setFrom(event.target.value)}
          />
        </label>
        <label>
          To
          <input
            inputMode="decimal"
            value={to}
            aria-invalid={problem !== null}
            aria-describedby={note}
            onChange={(event) => setTo(event.target.value)}
          />
        </label>
        {unit !== '' && <span className="muted filter-unit">{unit}</span>}
      </div>
      <p id={note} className="filter-problem" role="alert">
        {problem}
      </p>
      <Buttons
        submit
        onClear={() => {
          onChange(null);
          onDone();
        }}
      />
    </form>
  );
}

const modes = [
  { id: 'contains', label: 'contains' },
  { id: 'startsWith', label: 'starts with' },
  { id: 'equals', label: 'is exactly' },
] as const;

function TextFilter({ column, condition, onChange, onDone }: FilterEditorProps) {
  const before = condition?.kind === 'text' ? condition : null;
  const [mode, setMode] = useState<(typeof modes)[number]['id']>(before?.mode ?? 'contains');
  const [value, setValue] = useState(before?.value ?? '');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const text = value.trim();
        onChange(text === '' ? null : { kind: 'text', column: column.id, mode, value: text });
        onDone();
      }}
    >
      <div className="filter-text">
        <input
          aria-label={`${column.label} text`}
          value={value}
          maxLength={200}
          onChange={(event) => setValue(event.target.value)}
        />
        <select
          aria-label="How to compare"
          value={mode}
          onChange={(event) => setMode(event.target.value as typeof mode)}
        >
          {modes.map(({ id, label }) => (
            <option key={id} value={id}>
              {label}
            </option>
          ))}
        </select>
      </div>
      <Buttons
        submit
        onClear={() => {
          onChange(null);
          onDone();
        }}
      />
    </form>
  );
}

const shownValues = 200;

function ValuesFilter({ column, condition, source, onChange, onDone, valueLabel }: FilterEditorProps) {
  const [values, setValues] = useState<readonly DistinctValue[] | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [search, setSearch] = useState('');
  const chosen = new Set(condition?.kind === 'values' ? condition.values : []);

  useEffect(() => {
    let current = true;
    source.distinct(column.id).then(
      (answer) => current && setValues(answer),
      (error: unknown) => current && setProblem(error instanceof Error ? error.message : String(error)),
    );
    return () => {
      current = false;
    };
  }, [source, column.id]);

  const label = (value: string): string => (value === '' ? 'empty' : (valueLabel?.(value) ?? value));
  const wanted = search.trim().toLowerCase();
  const matching = (values ?? []).filter(({ value }) => label(value).toLowerCase().includes(wanted));
  const choose = (value: string, wants: boolean): void => {
    const next = new Set(chosen);
    if (wants) next.add(value);
    else next.delete(value);
    onChange(next.size === 0 ? null : { kind: 'values', column: column.id, values: [...next] });
  };

  return (
    <div>
      {(values?.length ?? 0) > 8 && (
        <input
          className="filter-search"
          type="search"
          placeholder="Find a value"
          aria-label={`Find a value of ${column.label}`}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
      )}
      {problem !== null && <p className="filter-problem">{problem}</p>}
      {values === null && problem === null && <p className="muted">Counting values…</p>}
      <ul className="filter-values">
        {matching.slice(0, shownValues).map(({ value, count }) => (
          <li key={value}>
            <label>
              <input
                type="checkbox"
                checked={chosen.has(value)}
                onChange={(event) => choose(value, event.target.checked)}
              />
              <span>{label(value)}</span>
              <span className="number muted">{formatCount(count)}</span>
            </label>
          </li>
        ))}
      </ul>
      {matching.length > shownValues && (
        <p className="muted">{formatCount(matching.length - shownValues)} more; type to narrow them.</p>
      )}
      {values !== null && matching.length === 0 && <p className="muted">No value matches.</p>}
      <Buttons
        submit={false}
        onClear={() => {
          onChange(null);
          onDone();
        }}
      />
    </div>
  );
}
