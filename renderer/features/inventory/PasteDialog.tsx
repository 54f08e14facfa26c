import { Button } from '../../components/button/Button.tsx';
import { Dialog } from '../../components/dialog/Dialog.tsx';
import { useFocusOnOpen } from '../../components/dialog/useFocusOnOpen.ts';
import { countOf, formatCount, formatShare } from '../../components/format/formatNumber.ts';
import type { ServiceLevelPlan } from './serviceLevelEdit.ts';

interface PasteDialogProps {
  readonly plan: ServiceLevelPlan | null;
  readonly onApply: (plan: ServiceLevelPlan) => void;
  readonly onClose: () => void;
}

const shownRefusals = 6;

/** What a paste would change and what it refuses, before anything is changed. */
export function PasteDialog({ plan, onApply, onClose }: PasteDialogProps) {
  const content = useFocusOnOpen<HTMLDivElement>(plan !== null);
  const changes = plan?.positions.length ?? 0;
  return (
    <Dialog
      title="Change service levels"
      open={plan !== null}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            disabled={changes === 0}
            data-first-focus
            data-testid="paste-apply"
            onClick={() => plan !== null && onApply(plan)}
          >
            {changes === 0 ? 'Nothing to change' : `Change ${countOf(changes, 'position')}`}
          </Button>
        </>
      }
    >
      {plan !== null && (
        <div ref={content} className="paste-preview" data-testid="paste-preview">
          <p>{changeSentence(plan)}</p>
          <ul>
            {plan.unchanged > 0 && <li>{formatCount(plan.unchanged)} already stand as wanted.</li>}
            {plan.locked > 0 && (
              <li>{formatCount(plan.locked)} fall on columns that are not edited and are left out.</li>
            )}
            {plan.beyond > 0 && (
              <li>{formatCount(plan.beyond)} fall beyond the last row or column and are left out.</li>
            )}
          </ul>
          {plan.refused.length > 0 && (
            <table className="paste-refused">
              <caption>{countOf(plan.refused.length, 'cell')} refused</caption>
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
                {plan.refused.slice(0, shownRefusals).map(({ row, text, reason }) => (
                  <tr key={row}>
                    <td className="number">{formatCount(row + 1)}</td>
                    <td>{text}</td>
                    <td>{reason}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
          {plan.refused.length > shownRefusals && (
            <p className="muted">and {formatCount(plan.refused.length - shownRefusals)} more.</p>
          )}
          <p className="muted">It is one step of undo.</p>
        </div>
      )}
    </Dialog>
  );
}

function changeSentence(plan: ServiceLevelPlan): string {
  const count = plan.levels.length;
  if (count === 0) return 'No service level would change.';
  const set = plan.levels.filter((level) => level !== null);
  const returned = count - set.length;
  const parts: string[] = [];
  if (set.length > 0) {
    const low = Math.min(...set);
    const high = Math.max(...set);
    const to = low === high ? formatShare(low) : `between ${formatShare(low)} and ${formatShare(high)}`;
    parts.push(`${countOf(set.length, 'position')} will be set to ${to}.`);
  }
  if (returned > 0) parts.push(`${countOf(returned, 'position')} will return to the segment’s level.`);
  return parts.join(' ');
}
