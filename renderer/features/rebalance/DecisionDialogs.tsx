import type { RefObject } from 'react';
import type { GridHandle } from '../../components/grid/Grid.tsx';
import { ApproveDialog } from './ApproveDialog.tsx';
import { RejectDialog } from './RejectDialog.tsx';
import type { TransferDecisions } from './useTransferDecisions.ts';

/** What a decision about several transfers asks before it is made; the focus returns to their grid. */
export function DecisionDialogs({
  decisions,
  grid,
  currency,
}: {
  readonly decisions: TransferDecisions;
  readonly grid: RefObject<GridHandle | null>;
  readonly currency: string;
}) {
  const { apply, choice, setChoice, rejecting, setRejecting } = decisions;
  return (
    <>
      <ApproveDialog
        choice={choice}
        currency={currency}
        onClose={() => setChoice(null)}
        onApprove={(transfers) => {
          setChoice(null);
          grid.current?.focus();
          void apply({ kind: 'approve-transfers', transfers: [...transfers] });
        }}
      />
      <RejectDialog
        transfers={rejecting}
        onClose={() => setRejecting([])}
        onReject={(reason, note) => {
          const transfers = [...rejecting];
          setRejecting([]);
          grid.current?.focus();
          void apply({ kind: 'reject-transfers', transfers, reason, note });
        }}
      />
    </>
  );
}
