import './dialog.css';
import { X } from 'lucide-react';
import { useEffect, useRef, type ReactNode } from 'react';
import { IconButton } from '../button/IconButton.tsx';

/**
 * A modal dialog on the platform's own element: focus stays inside, Escape closes, focus returns. It begins on the
 * content (the chosen option, else the first control), so that Enter confirms rather than closes.
 */
export function Dialog({
  title,
  open,
  onClose,
  children,
  footer,
  width = 440,
}: {
  readonly title: string;
  readonly open: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
  readonly footer?: ReactNode;
  readonly width?: number;
}) {
  const element = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = element.current;
    if (dialog === null) return;
    if (open && !dialog.open) {
      dialog.showModal();
      const first = dialog.querySelector<HTMLElement>('.dialog-content :is(input, textarea, select, button)');
      (dialog.querySelector<HTMLElement>('.dialog-content input:checked') ?? first)?.focus();
    }
    if (!open && dialog.open) dialog.close();
  }, [open]);
  return (
    <dialog
      ref={element}
      className="dialog"
      style={{ width }}
      aria-label={title}
      onClose={onClose}
      onClick={(event) => {
        if (event.target === element.current) onClose();
      }}
    >
      {open ? (
        <div className="dialog-body">
          <header>
            <h2>{title}</h2>
            <IconButton label="Close" icon={X} size="small" onClick={onClose} />
          </header>
          <div className="dialog-content">{children}</div>
          {footer === undefined ? null : <footer>{footer}</footer>}
        </div>
      ) : null}
    </dialog>
  );
}
