import './menu.css';
import { Check, type LucideIcon } from 'lucide-react';
import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';

export interface MenuItem {
  readonly label: string;
  readonly run: () => void;
  readonly hint?: string;
  readonly checked?: boolean;
  readonly disabled?: boolean;
  readonly testId?: string;
}

/** A button that opens a list of choices: arrows move, Enter takes, Escape and Tab leave. */
export function Menu({
  label,
  icon: Icon,
  text,
  items,
  align = 'right',
  className,
  testId,
}: {
  /** Names the button for screen readers and as its tooltip. */
  readonly label: string;
  readonly icon?: LucideIcon;
  /** Shown on the button; an icon alone without it. */
  readonly text?: ReactNode;
  readonly items: readonly MenuItem[];
  readonly align?: 'left' | 'right';
  readonly className?: string;
  readonly testId?: string;
}) {
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const id = useId();

  useEffect(() => {
    if (!open) return undefined;
    const list = root.current?.querySelector('[role=menu]');
    const first = list?.querySelector('[aria-checked=true]') ?? list?.querySelector('[role^=menuitem]');
    (first as HTMLElement | null)?.focus();
    const outside = (event: PointerEvent): void => {
      if (!(event.target instanceof Node) || root.current?.contains(event.target) !== true) setOpen(false);
    };
    window.addEventListener('pointerdown', outside);
    return () => window.removeEventListener('pointerdown', outside);
  }, [open]);

  const close = (): void => {
    setOpen(false);
    root.current?.querySelector('button')?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!open) return;
    const choices = [...(root.current?.querySelectorAll<HTMLElement>('[role^=menuitem]') ?? [])];
    const at = choices.indexOf(document.activeElement as HTMLElement);
    const move: Readonly<Record<string, number>> = {
      ArrowDown: (at + 1) % choices.length,
      ArrowUp: (at - 1 + choices.length) % choices.length,
      Home: 0,
      End: choices.length - 1,
    };
    if (event.key in move) {
      event.preventDefault();
      event.stopPropagation();
      choices[move[event.key]]?.focus();
    } else if (event.key === 'Escape') {
      event.stopPropagation();
      close();
    } else if (event.key === 'Tab') {
      setOpen(false);
    }
  };

  return (
    <div className={`menu ${className ?? ''}`.trim()} ref={root} onKeyDown={onKeyDown}>
      <button
        type="button"
        className={text === undefined ? 'icon-button button-normal' : 'button button-ghost button-normal'}
        aria-label={label}
        title={label}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        data-testid={testId}
        onClick={() => setOpen((value) => !value)}
      >
        {Icon === undefined ? null : <Icon size={16} aria-hidden />}
        {text}
      </button>
      {open ? (
        <div className={`menu-list menu-${align}`} role="menu" id={id} aria-label={label}>
          {items.map((item) => (
            <button
              key={item.label}
              type="button"
              role={item.checked === undefined ? 'menuitem' : 'menuitemradio'}
              aria-checked={item.checked}
              disabled={item.disabled === true}
              data-testid={item.testId}
              tabIndex={-1}
              onClick={() => {
                close();
                item.run();
              }}
            >
              <span className="menu-check">
                {item.checked === true ? <Check size={14} aria-hidden /> : null}
              </span>
              <span className="menu-label">{item.label}</span>
              {item.hint === undefined ? null : <span className="muted">{item.hint}</span>}
            </button>
          ))}
        </div>
      ) : null}
    </div>
  );
}
