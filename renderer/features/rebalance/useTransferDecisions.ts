import { useCallback, useState, type RefObject } from 'react';
import { BallastError } from '../../../core/base/errors.ts';
import type { Command, CommandResult } from '../../../core/contract/commands.ts';
import { partsOfRows } from '../../app/partsOfRows.ts';
import { openProtection } from '../../app/protectionStore.ts';
import { useProfile, useView } from '../../app/viewStore.ts';
import type { GridHandle } from '../../components/grid/Grid.tsx';
import { errorToText } from '../../components/states/errorToText.ts';
import { showToast } from '../../components/toast/toastStore.ts';
import { useConnection } from '../../host/connection.ts';
import { approvalColumns, chooseApprovals, type ApprovalChoice } from './approval.ts';

export interface TransferDecisions {
  /** What came of it; null where it was refused, which has been said. */
  readonly apply: (command: Command) => Promise<CommandResult | null>;
  /** How many transfers a decision is about that the host still works on; 0 when none is under way. */
  readonly deciding: number;
  readonly approve: () => Promise<void>;
  readonly reject: () => Promise<void>;
  /** Opens the dialog that protects the selected transfers' parts at their donors. */
  readonly protect: () => Promise<void>;
  /** A, R and P on a cell. */
  readonly onKey: (event: KeyboardEvent) => boolean;
  /** Of several, some of which need somebody else; null when nothing is to be confirmed. */
  readonly choice: ApprovalChoice | null;
  readonly setChoice: (choice: ApprovalChoice | null) => void;
  /** Those for which a reason is asked for. */
  readonly rejecting: readonly string[];
  readonly setRejecting: (transfers: readonly string[]) => void;
}

/** From when a decision that is not answered yet is said to be under way. */
const lateMs = 300;

/** What can be decided about the selected transfers of a grid. */
export function useTransferDecisions(grid: RefObject<GridHandle | null>): TransferDecisions {
  const profile = useProfile();
  const [choice, setChoice] = useState<ApprovalChoice | null>(null);
  const [rejecting, setRejecting] = useState<readonly string[]>([]);

  const [deciding, setDeciding] = useState(0);
  /** What a command came to; the refusal of an entry is said at its cell, of a decision as a notice that stays. */
  const apply = useCallback(
    async (command: Command): Promise<CommandResult | null> => {
      const late = setTimeout(
        () => setDeciding('transfers' in command ? command.transfers.length : 1),
        lateMs,
      );
      try {
        const client = useConnection.getState().client;
        if (client === null) throw new BallastError('unavailable', 'The planning host is away.');
        const actor = useView.getState().profileId as 'planner';
        const result = await client.ask('command.apply', { actor, command });
        showToast({ tone: 'positive', title: result.label });
        grid.current?.collapse();
        grid.current?.changed();
        return result;
      } catch (error) {
        const known = error instanceof BallastError ? error : new BallastError('failed', String(error));
        const { title, detail } = errorToText(known);
        if (command.kind === 'set-transfer-quantity') grid.current?.note(detail);
        else showToast({ tone: 'error', title, detail });
        return null;
      } finally {
        clearTimeout(late);
        setDeciding(0);
      }
    },
    [grid],
  );

  const approve = async (): Promise<void> => {
    const data = await grid.current?.selectedRows(approvalColumns);
    if (data === null || data === undefined) return;
    if (data.rows.length === 1) {
      // One transfer goes to the host as it is: its answer says why not, in the words of the rule.
      const [transfer] = data.columns.get('transferId') ?? [];
      if (typeof transfer === 'string') await apply({ kind: 'approve-transfers', transfers: [transfer] });
      return;
    }
    const next = chooseApprovals(data, profile);
    if (next.others.length > 0) setChoice(next);
    else await apply({ kind: 'approve-transfers', transfers: [...next.approvable] });
  };

  const reject = async (): Promise<void> => {
    const data = await grid.current?.selectedRows(['transferId', 'state']);
    if (data === null || data === undefined) return;
    const ids = data.columns.get('transferId') ?? [];
    const states = data.columns.get('state') ?? [];
    const open = [...ids].map(String).filter((_, at) => states[at] === 'proposed');
    if (open.length === 0) grid.current?.note(`Only proposals can be rejected; this one is ${states[0]}.`);
    else setRejecting(open);
  };

  const protect = async (): Promise<void> => {
    const data = await grid.current?.selectedRows(['fromId', 'itemId']);
    openProtection(data === null || data === undefined ? [] : partsOfRows(data, 'fromId', 'itemId'));
  };

  const onKey = (event: KeyboardEvent): boolean => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return false;
    if (deciding > 0 && (event.key === 'a' || event.key === 'r')) return true;
    if (event.key === 'a') void approve();
    else if (event.key === 'r') void reject();
    else if (event.key === 'p') void protect();
    else return false;
    return true;
  };

  return { apply, deciding, approve, reject, protect, onKey, choice, setChoice, rejecting, setRejecting };
}
