import './connectionNotice.css';
import { useHostState } from '../hostState.ts';

/** Before the first plan has completed there are no forecasts: the figures are not wrong, but they say less. */
export function FirstPlanNotice() {
  const unplanned = useHostState((state) => state.app !== null && state.app.plannedAt === null);
  const run = useHostState((state) => state.runs.find((one) => one.status === 'running'));
  if (!unplanned) return null;
  return (
    <div className="first-plan" role="status" data-testid="first-plan">
      <strong>{run === undefined ? 'There is no plan yet' : 'The first plan is under way'}</strong>
      <p>
        {run === undefined
          ? 'Run it from the status bar. Until then risk shows only what is out of stock, and there are no proposals.'
          : 'Until it completes, risk shows only what is out of stock, and there are no proposals.'}
      </p>
    </div>
  );
}
