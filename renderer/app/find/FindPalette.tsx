import './findPalette.css';
import { ArrowLeftRight, Box, Car, MapPin, PackageSearch, Search, type LucideIcon } from 'lucide-react';
import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import type { FindResult } from '../../../core/contract/views.ts';
import { useCommands } from '../../host/useCommand.ts';
import { useQuestion } from '../../host/useQuestion.ts';
import { useHostState } from '../hostState.ts';
import { closeFind, useFind } from './findStore.ts';
import { openFound } from './openFound.ts';
import { matchingCommands, windowCommands } from './windowCommands.ts';

const kinds: Readonly<Record<FindResult['kind'], { readonly icon: LucideIcon; readonly name: string }>> = {
  item: { icon: Box, name: 'Item' },
  location: { icon: MapPin, name: 'Location' },
  vehicle: { icon: Car, name: 'Vehicle' },
  transfer: { icon: ArrowLeftRight, name: 'Transfer' },
  position: { icon: PackageSearch, name: 'Position' },
};

interface Choice {
  readonly key: string;
  readonly icon: LucideIcon;
  /** The number that people know it by; empty for commands. */
  readonly id: string;
  readonly title: string;
  readonly detail: string;
  readonly kind: string;
  readonly run: () => void;
}

/** Ctrl+K: anything in the network by its number or name, and every command of the window. */
export function FindPalette() {
  const open = useFind((state) => state.open);
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (open) dialog.current?.showModal();
    else dialog.current?.close();
  }, [open]);
  return (
    <dialog
      ref={dialog}
      className="find"
      aria-label="Find"
      onClose={closeFind}
      onClick={(event) => {
        if (event.target === dialog.current) closeFind();
      }}
    >
      {open ? <FindBody /> : null}
    </dialog>
  );
}

function FindBody() {
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const host = useHostState();
  const commands = useCommands();
  const list = useRef<HTMLUListElement>(null);
  const wanted = text.trim();
  const { answer, answered } = useQuestion('app.find', wanted === '' ? null : { text: wanted, limit: 30 });
  // Enter may come before the answer to the last letter does; it then takes the first of that answer.
  const [early, setEarly] = useState(false);
  const settled = wanted === '' || answered?.text === wanted;

  const choices = useMemo<readonly Choice[]>(
    () => [
      ...(answer ?? []).map((found) => ({
        key: `${found.kind}:${found.id}`,
        icon: kinds[found.kind].icon,
        id: found.id,
        title: found.title,
        detail: found.detail,
        kind: kinds[found.kind].name,
        run: () => openFound(found),
      })),
      ...matchingCommands(windowCommands(host, commands), text).map((command) => ({
        key: command.id,
        icon: command.icon,
        id: '',
        title: command.title,
        detail: command.hint,
        kind: 'Command',
        run: command.run,
      })),
    ],
    [answer, host, commands, text],
  );
  const current = Math.min(at, choices.length - 1);
  useEffect(() => {
    list.current?.children[current]?.scrollIntoView({ block: 'nearest' });
  }, [current]);

  const take = (choice: Choice | undefined): void => {
    if (choice === undefined) return;
    closeFind();
    choice.run();
  };
  const first = settled && early ? choices[0] : undefined;
  useEffect(() => {
    if (first === undefined) return;
    closeFind();
    first.run();
  }, [first]);
  const onKeyDown = (event: KeyboardEvent): void => {
    const last = choices.length - 1;
    if (event.key === 'ArrowDown') setAt(Math.min(last, current + 1));
    else if (event.key === 'ArrowUp') setAt(Math.max(0, current - 1));
    else if (event.key === 'PageDown') setAt(Math.min(last, current + 8));
    else if (event.key === 'PageUp') setAt(Math.max(0, current - 8));
    else if (event.key === 'Enter') {
      if (settled) take(choices[current]);
      else setEarly(true);
    } else return;
    event.preventDefault();
  };

  return (
    <div className="find-body">
      <div className="find-field">
        <Search size={16} aria-hidden />
        <input
          autoFocus
          role="combobox"
          aria-expanded="true"
          aria-controls="find-list"
          aria-activedescendant={current < 0 ? undefined : `find-${current}`}
          aria-label="Find an item, location, VIN, transfer or command"
          placeholder="Item, location, VIN, transfer or command"
          data-testid="find-input"
          value={text}
          maxLength={100}
          spellCheck={false}
          onChange={(event) => {
            setText(event.target.value);
            setAt(0);
            setEarly(false);
          }}
          onKeyDown={onKeyDown}
        />
        <kbd>Esc</kbd>
      </div>
      <ul className="find-list" id="find-list" role="listbox" aria-label="Results" ref={list}>
        {choices.map((choice, index) => (
          <li
            key={choice.key}
            id={`find-${index}`}
            role="option"
            aria-selected={index === current}
            data-testid="find-result"
            onPointerMove={() => setAt(index)}
            onClick={() => take(choice)}
          >
            <choice.icon size={15} aria-hidden />
            <span className="find-title">
              {choice.id === '' ? null : <strong>{choice.id}</strong>} {choice.title}
            </span>
            <span className="find-detail">{choice.detail}</span>
            <span className="find-kind">{choice.kind}</span>
          </li>
        ))}
        {choices.length === 0 && settled ? (
          <li className="find-none" role="presentation">
            Nothing in the network or among the commands matches “{wanted}”.
          </li>
        ) : null}
      </ul>
    </div>
  );
}
