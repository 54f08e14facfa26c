import './pasteDialog.css';
import type { ReactNode } from 'react';
import { Button } from '../button/Button.tsx';
import { Dialog } from '../dialog/Dialog.tsx';
import { useFocusOnOpen } from '../dialog/useFocusOnOpen.ts';
import { countOf, formatCount } from '../format/formatNumber.ts';

/** What every paste says of the cells that it leaves out. */
export interface PasteRemains {
  readonly unchanged: number;
  readonly refused: readonly { readonly row: number; readonly text: string; readonly reason: string }[];
  /** Pasted cells that fell on other columns, and beyond the last row. */
  readonly locked: number;
  readonly beyond: number;
}

interface PasteDialogProps {
  readonly title: string;
  /** Null: closed. */
  readonly remains: PasteRemains | null;
  /** Rows that would change. */
  readonly changes: number;
  readonly rowNoun: string;
  /** What would change, and what else has to be said for it. */
  readonly children: ReactNode;
  readonly onApply: () => void;
  readonly onClose: () => void;
}

const shownRefusals = 6;

/** What a paste would change and what it refuses, before anything is changed. */
export function PasteDialog(props: PasteDialogProps) {
  const { title, remains, changes, rowNoun, children, onApply, onClose } = props;
  const content = useFocusOnOpen<HTMLDivElement>(remains !== null);
  return (
    <Dialog
      title={title}
      open={remains !== null}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            disabled={changes === 0}
            data-first-focus
            data-testid="paste-apply"
            onClick={onApply}
          >
            {changes === 0 ? 'Nothing to change' : `Change ${countOf(changes, rowNoun)}`}
          </Button>
        </>
      }
    >
      {remains !== null && (
        <div ref={content} className="paste-preview" data-testid="paste-preview">
          {children}
          <ul>
            {remains.unchanged > 0 && <li>{formatCount(remains.unchanged)} already stand as wanted.</li>}
            {remains.locked > 0 && (
              <li>{formatCount(remains.locked)} fall on columns that are not edited and are left out.</li>
            )}
            {remains.beyond > 0 && (
              <li>{formatCount(remains.beyond)} fall beyond the last row or column and are left out.</li>
            )}
          </ul>
          {remains.refused.length > 0 && (
            <table className="paste-cells paste-refused">
              <caption>{countOf(remains.refused.length, 'cell')} refused</caption>
              <thead>
                <tr>
                  <th scope="col" className="number">
                    Row
                  </th>
                  <th scope="col">Entry</th>
                  <th scope="col">Reason</th>
                </tr>
              </thead>
              <tbody>
                {remains.refused.slice(0, shownRefusals).map(({ row, text, reason }) => (
                  <tr key={row}>
                    <td className="number">{formatCount(row + 1)}</td>
                    <td>{text}</td>
                    <td>{reason}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
          {remains.refused.length > shownRefusals && (
            <p className="muted">and {formatCount(remains.refused.length - shownRefusals)} more.</p>
          )}
          <p className="muted">It is one step of undo.</p>
        </div>
      )}
    </Dialog>
  );
}
