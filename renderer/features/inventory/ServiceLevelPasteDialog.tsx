import { PasteDialog } from '../../components/grid/PasteDialog.tsx';
import { countOf, formatShare } from '../../components/format/formatNumber.ts';
import type { ServiceLevelPlan } from './serviceLevelEdit.ts';

interface ServiceLevelPasteDialogProps {
  readonly plan: ServiceLevelPlan | null;
  readonly onApply: (plan: ServiceLevelPlan) => void;
  readonly onClose: () => void;
}

/** What pasted service levels would change. */
export function ServiceLevelPasteDialog({ plan, onApply, onClose }: ServiceLevelPasteDialogProps) {
  return (
    <PasteDialog
      title="Change service levels"
      remains={plan}
      changes={plan?.positions.length ?? 0}
      rowNoun="position"
      onClose={onClose}
      onApply={() => plan !== null && onApply(plan)}
    >
      {plan !== null && <p>{changeSentence(plan)}</p>}
    </PasteDialog>
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
