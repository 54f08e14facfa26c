import { ListFilter, X } from 'lucide-react';
import { useState } from 'react';
import type { GridColumn } from '../../../core/contract/columns.ts';
import type { Condition } from '../../../core/contract/grid.ts';
import { Button } from '../button/Button.tsx';
import { conditionOf, describeCondition, sameCondition, withCondition } from './filterCondition.ts';
import { FilterEditor } from './FilterEditor.tsx';
import type { GridSource } from './gridSource.ts';
import { Popover } from './Popover.tsx';

/** A filter one click away; pressed when exactly its condition is set. */
export interface QuickFilter {
  readonly label: string;
  readonly condition: Condition;
  readonly title?: string;
}

export interface OpenFilter {
  readonly column: string;
  readonly anchor: HTMLElement;
}

interface FilterBarProps {
  readonly columns: readonly GridColumn[];
  readonly filter: readonly Condition[];
  readonly source: GridSource;
  readonly currency: string;
  readonly quick: readonly QuickFilter[];
  readonly open: OpenFilter | null;
  readonly onOpen: (open: OpenFilter | null) => void;
  readonly onChange: (filter: readonly Condition[]) => void;
  readonly valueLabel?: (column: string, value: string) => string;
}

/** The conditions that are set, each as a chip that opens its editor; quick filters; a door to every column. */
export function FilterBar(props: FilterBarProps) {
  const { columns, filter, quick, currency, open, onOpen, onChange, valueLabel } = props;
  const [picking, setPicking] = useState<HTMLElement | null>(null);
  const byId = new Map(columns.map((column) => [column.id, column]));
  const isQuick = (condition: Condition): boolean =>
    quick.some((candidate) => sameCondition(candidate.condition, condition));
  const edited = open === null ? undefined : byId.get(open.column);

  return (
    <div className="filter-bar" role="group" aria-label="Filter">
      {quick.map(({ label, condition, title }) => {
        const pressed = filter.some((candidate) => sameCondition(candidate, condition));
        return (
          <button
            key={label}
            type="button"
            className="filter-chip is-quick"
            aria-pressed={pressed}
            title={title}
            onClick={() => onChange(withCondition(filter, condition.column, pressed ? null : condition))}
          >
            {label}
          </button>
        );
      })}
      {filter
        .filter((condition) => !isQuick(condition))
        .map((condition) => {
          const column = byId.get(condition.column);
          if (column === undefined) return null;
          const shown =
            condition.kind === 'values' && valueLabel !== undefined
              ? { ...condition, values: condition.values.map((value) => valueLabel(column.id, value)) }
              : condition;
          return (
            <span key={condition.column} className="filter-chip is-set">
              <button
                type="button"
                onClick={(event) => onOpen({ column: column.id, anchor: event.currentTarget })}
              >
                {describeCondition(shown, column, currency)}
              </button>
              <button
                type="button"
                className="filter-chip-remove"
                aria-label={`Remove filter ${column.label}`}
                onClick={() => onChange(withCondition(filter, column.id, null))}
              >
                <X size={12} aria-hidden="true" />
              </button>
            </span>
          );
        })}
      <Button
        variant="ghost"
        size="small"
        icon={ListFilter}
        aria-haspopup="dialog"
        aria-expanded={picking !== null}
        onClick={(event) => setPicking(picking === null ? event.currentTarget : null)}
      >
        Filter
      </Button>
      {filter.length > 1 && (
        <Button variant="ghost" size="small" onClick={() => onChange([])}>
          Clear all
        </Button>
      )}
      {picking !== null && (
        <Popover label="Choose a column to filter" anchor={picking} onClose={() => setPicking(null)}>
          <ColumnPicker
            columns={columns}
            onPick={(column) => {
              setPicking(null);
              onOpen({ column, anchor: picking });
            }}
          />
        </Popover>
      )}
      {open !== null && edited !== undefined && (
        <Popover label={`Filter ${edited.label}`} anchor={open.anchor} onClose={() => onOpen(null)}>
          <FilterEditor
            key={edited.id}
            column={edited}
            condition={conditionOf(filter, edited.id)}
            source={props.source}
            currency={currency}
            onChange={(condition) => onChange(withCondition(filter, edited.id, condition))}
            onDone={() => onOpen(null)}
            {...(valueLabel === undefined ? {} : { valueLabel: (value) => valueLabel(edited.id, value) })}
          />
        </Popover>
      )}
    </div>
  );
}

function ColumnPicker({
  columns,
  onPick,
}: {
  readonly columns: readonly GridColumn[];
  readonly onPick: (column: string) => void;
}) {
  const [search, setSearch] = useState('');
  const wanted = search.trim().toLowerCase();
  const matching = columns.filter((column) => column.label.toLowerCase().includes(wanted));
  return (
    <form
      className="column-picker"
      onSubmit={(event) => {
        event.preventDefault();
        const first = matching[0];
        if (first !== undefined) onPick(first.id);
      }}
    >
      <input
        type="search"
        placeholder="Find a column"
        aria-label="Find a column"
        value={search}
        onChange={(event) => setSearch(event.target.value)}
      />
      <ul>
        {matching.map((column) => (
          <li key={column.id}>
            <button type="button" title={column.definition} onClick={() => onPick(column.id)}>
              {column.label}
            </button>
          </li>
        ))}
      </ul>
      {matching.length === 0 && <p className="muted">No column matches.</p>}
    </form>
  );
}
