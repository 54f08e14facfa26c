import { Button } from '../../components/button/Button.tsx';
import { Dialog } from '../../components/dialog/Dialog.tsx';
import { useFocusOnOpen } from '../../components/dialog/useFocusOnOpen.ts';
import { countOf, formatCount, formatMoney } from '../../components/format/formatNumber.ts';
import type { ApprovalChoice } from './approval.ts';

interface ApproveDialogProps {
  readonly choice: ApprovalChoice | null;
  readonly currency: string;
  readonly onApprove: (transfers: readonly string[]) => void;
  readonly onClose: () => void;
}

const shown = 8;

/** A selection in which some transfers need somebody else: which, why, and the rest approved on its own. */
export function ApproveDialog({ choice, currency, onApprove, onClose }: ApproveDialogProps) {
  const content = useFocusOnOpen<HTMLDivElement>(choice !== null);
  const count = choice?.approvable.length ?? 0;
  return (
    <Dialog
      title="Approve transfers"
      open={choice !== null}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            data-first-focus
            disabled={count === 0}
            data-testid="approve-confirm"
            onClick={() => choice !== null && onApprove(choice.approvable)}
          >
            {count === 0 ? 'None can be approved' : `Approve ${countOf(count, 'transfer')}`}
          </Button>
        </>
      }
    >
      {choice !== null && (
        <div ref={content}>
          <p>
            {count === 0
              ? 'None of the selected transfers can be approved by this profile.'
              : `${countOf(count, 'transfer')} worth ${formatMoney(choice.netMinor, currency, 'whole')} net can be approved.`}
          </p>
          <p className="muted">{countOf(choice.others.length, 'transfer')} cannot:</p>
          <ul className="approve-others">
            {choice.others.slice(0, shown).map(({ transfer, reason }) => (
              <li key={transfer}>
                <b>{transfer}</b> {reason}.
              </li>
            ))}
          </ul>
          {choice.others.length > shown && (
            <p className="muted">and {formatCount(choice.others.length - shown)} more.</p>
          )}
        </div>
      )}
    </Dialog>
  );
}
