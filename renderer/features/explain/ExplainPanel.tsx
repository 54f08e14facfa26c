import './explain.css';
import { MousePointerClick } from 'lucide-react';
import type { ExplainLink } from '../../../core/contract/explain.ts';
import { useHostState } from '../../app/hostState.ts';
import { openExplain, openSelected, useView } from '../../app/viewStore.ts';
import { EmptyState } from '../../components/states/EmptyState.tsx';
import { ErrorState } from '../../components/states/ErrorState.tsx';
import { LoadingState } from '../../components/states/LoadingState.tsx';
import { useQuestion } from '../../host/useQuestion.ts';
import { ExplanationView } from './ExplanationView.tsx';

const follow = { refreshOn: ['changed', 'run'], everyMs: 1000, keep: false } as const;

/** Why the selected thing is as it is; it follows the selection and the host's changes. */
export function ExplainPanel() {
  const selection = useView((state) => state.selection);
  const workspace = useView((state) => state.workspace);
  const currency = useHostState((state) => state.app?.currency ?? null);
  const clockMinutes = useHostState((state) => state.clockMinutes);
  const position = useQuestion(
    'explain.position',
    selection?.kind === 'position' ? { position: selection.id } : null,
    follow,
  );
  const transfer = useQuestion(
    'explain.transfer',
    selection?.kind === 'transfer' ? { transfer: selection.id } : null,
    follow,
  );
  const kpi = useQuestion('explain.kpi', selection?.kind === 'kpi' ? { kpi: selection.id } : null, follow);

  if (selection === null) {
    return (
      <EmptyState
        icon={MousePointerClick}
        title="Nothing selected"
        detail="Select a row, a mark on the map or a figure: its formula, the values in it, their age and the alternatives stand here. Alt+click explains any figure."
      />
    );
  }
  const { answer, error, askAgain } = { position, transfer, kpi }[selection.kind];
  if (answer === null || currency === null) {
    return error === null ? (
      <LoadingState label="Reading the figures" />
    ) : (
      <ErrorState error={error} onRetry={askAgain} />
    );
  }
  const onLink = (link: ExplainLink): void => {
    if (link.transfer !== null) openSelected('rebalance', { kind: 'transfer', id: link.transfer });
    else if (link.position !== null && workspace === 'tower')
      openExplain({ kind: 'position', id: link.position });
    else if (link.position !== null) openSelected('inventory', { kind: 'position', id: link.position });
  };
  return (
    <ExplanationView explanation={answer} currency={currency} clockMinutes={clockMinutes} onLink={onLink} />
  );
}
