import { Columns3, Pin, PinOff } from 'lucide-react';
import { useState } from 'react';
import type { GridColumn } from '../../../core/contract/columns.ts';
import { Button } from '../button/Button.tsx';
import type { ColumnLayout } from './columnLayout.ts';
import { Popover } from './Popover.tsx';

interface ColumnChooserProps {
  readonly columns: readonly GridColumn[];
  readonly layout: ColumnLayout;
  readonly standardLayout: ColumnLayout;
  readonly onChange: (layout: ColumnLayout) => void;
}

/** Shows and hides, pins and moves columns; the same is done by dragging in the header. */
export function ColumnChooser({ columns, layout, standardLayout, onChange }: ColumnChooserProps) {
  const [open, setOpen] = useState<HTMLElement | null>(null);
  const [search, setSearch] = useState('');
  const byId = new Map(columns.map((column) => [column.id, column]));
  const wanted = search.trim().toLowerCase();
  const shown = layout.filter((place) => (byId.get(place.id)?.label ?? '').toLowerCase().includes(wanted));
  const hidden = layout.filter((place) => place.hidden).length;

  const change = (id: string, part: Partial<ColumnLayout[number]>): void => {
    const next = layout.map((place) => (place.id === id ? { ...place, ...part } : place));
    onChange([...next.filter((place) => place.pinned), ...next.filter((place) => !place.pinned)]);
  };
  const move = (id: string, by: 1 | -1): void => {
    const at = layout.findIndex((place) => place.id === id);
    const to = at + by;
    const place = layout[at];
    if (place === undefined || layout[to] === undefined || layout[to].pinned !== place.pinned) return;
    onChange(layout.toSpliced(at, 1).toSpliced(to, 0, place));
  };

  return (
    <>
      <Button
        variant="ghost"
        size="small"
        icon={Columns3}
        aria-haspopup="dialog"
        aria-expanded={open !== null}
        onClick={(event) => setOpen(open === null ? event.currentTarget : null)}
        title="Show, hide, pin and move columns"
      >
        <span className="grid-optional">Columns</span>
      </Button>
      {open !== null && (
        <Popover label="Columns" anchor={open} onClose={() => setOpen(null)}>
          <div className="column-chooser">
            <input
              type="search"
              placeholder="Find a column"
              aria-label="Find a column"
              value={search}
              onChange={(event) => setSearch(event.target.value)}
            />
            <ul>
              {shown.map((place) => {
                const column = byId.get(place.id);
                if (column === undefined) return null;
                return (
                  <li
                    key={place.id}
                    onKeyDown={(event) => {
                      if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
                      event.preventDefault();
                      move(place.id, event.key === 'ArrowUp' ? -1 : 1);
                    }}
                  >
                    <label title={column.definition}>
                      <input
                        type="checkbox"
                        checked={!place.hidden}
                        onChange={(event) => change(place.id, { hidden: !event.target.checked })}
                      />
                      <span>{column.label}</span>
                    </label>
                    <button
                      type="button"
                      className={place.pinned ? 'column-pin is-pinned' : 'column-pin'}
                      aria-pressed={place.pinned}
                      aria-label={`Pin ${column.label}`}
                      title={place.pinned ? 'Unpin' : 'Pin to the left'}
                      onClick={() => change(place.id, { pinned: !place.pinned, hidden: false })}
                    >
                      {place.pinned ? (
                        <Pin size={13} aria-hidden="true" />
                      ) : (
                        <PinOff size={13} aria-hidden="true" />
                      )}
                    </button>
                  </li>
                );
              })}
            </ul>
            <div className="filter-buttons">
              <span className="muted">{hidden === 0 ? 'All shown' : `${hidden} hidden`} · Alt+↑↓ moves</span>
              <Button size="small" variant="ghost" onClick={() => onChange(standardLayout)}>
                Reset
              </Button>
            </div>
          </div>
        </Popover>
      )}
    </>
  );
}
