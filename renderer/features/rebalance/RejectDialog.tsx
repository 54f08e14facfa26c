import { useState } from 'react';
import { rejectReasons, type RejectReason } from '../../../core/contract/commands.ts';
import { Button } from '../../components/button/Button.tsx';
import { Dialog } from '../../components/dialog/Dialog.tsx';
import { countOf } from '../../components/format/formatNumber.ts';
import { reasonLabels } from './transferTexts.ts';

interface RejectDialogProps {
  readonly transfers: readonly string[];
  readonly onReject: (reason: RejectReason, note: string) => void;
  readonly onClose: () => void;
}

/** Why transfers are turned down: the plan does not propose them again while the reason holds. */
export function RejectDialog({ transfers, onReject, onClose }: RejectDialogProps) {
  const open = transfers.length > 0;
  return (
    <Dialog
      title={
        transfers.length === 1
          ? `Reject transfer ${transfers[0]}`
          : `Reject ${countOf(transfers.length, 'transfer')}`
      }
      open={open}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="danger" type="submit" form="reject-form" data-testid="reject-confirm">
            Reject {countOf(transfers.length, 'transfer')}
          </Button>
        </>
      }
    >
      {open && <RejectForm onReject={onReject} />}
    </Dialog>
  );
}

function RejectForm({ onReject }: Pick<RejectDialogProps, 'onReject'>) {
  const [reason, setReason] = useState<RejectReason>('dealer-keeps-stock');
  const [note, setNote] = useState('');
  return (
    <form
      id="reject-form"
      onSubmit={(event) => {
        event.preventDefault();
        onReject(reason, note.trim());
      }}
    >
      <fieldset className="reject-reasons">
        <legend className="muted">Reason</legend>
        {rejectReasons.map((code, index) => (
          <label key={code} className="choice">
            <input
              type="radio"
              name="reason"
              value={code}
              autoFocus={index === 0}
              checked={reason === code}
              onChange={() => setReason(code)}
            />
            {reasonLabels[code]}
          </label>
        ))}
      </fieldset>
      <label className="field">
        <span>Note{reason === 'other' ? '' : ', optional'}</span>
        <textarea
          rows={2}
          maxLength={500}
          value={note}
          required={reason === 'other'}
          data-testid="reject-note"
          onChange={(event) => setNote(event.target.value)}
        />
      </label>
    </form>
  );
}
