import type { GridQuery } from '../../../core/contract/grid.ts';
import type { RebalanceSummary } from '../../../core/contract/rebalance.ts';
import { Figure } from '../../components/figure/Figure.tsx';
import { formatCount, formatMoney, formatShare } from '../../components/format/formatNumber.ts';
import { useQuestion } from '../../host/useQuestion.ts';
import { verdictDefinitions, verdictLabels } from './transferTexts.ts';
import '../../components/chip/chip.css';

interface SummaryStripProps {
  readonly summary: RebalanceSummary | null;
  readonly currency: string;
  readonly query: GridQuery;
  readonly onVerdict: (verdict: string | null) => void;
}

const verdicts = ['auto', 'approve', 'block'] as const;
const follow = { refreshOn: ['changed', 'run'], everyMs: 1000 } as const;

/** All open proposals in one line: what they bring and cost, and how many each verdict has. */
export function SummaryStrip({ summary, currency, query, onVerdict }: SummaryStripProps) {
  const all = useQuestion('rebalance.window', proposals(), follow).answer;
  const auto = useQuestion('rebalance.window', proposals('auto'), follow).answer;
  const approve = useQuestion('rebalance.window', proposals('approve'), follow).answer;
  const block = useQuestion('rebalance.window', proposals('block'), follow).answer;
  const windows = { auto, approve, block };
  const chosen = query.filter.find((condition) => condition.column === 'verdict');
  const money = (value: number | undefined): string =>
    value === undefined ? '–' : formatMoney(value, currency, 'compact');
  const net = all?.totals['net'];
  const room = roomToBound(summary);
  return (
    <div className="rebalance-strip" role="group" aria-label="Open proposals" data-testid="rebalance-summary">
      <dl className="figures">
        <Figure label="Proposals" value={all === null ? '–' : formatCount(all.total)} />
        <Figure label="Net" value={money(net)} strong />
        <Figure
          label="Gap"
          value={summary?.gap === null || summary === null ? '–' : `≤ ${formatShare(summary.gap, 2)}`}
          title={`The plan is at most this far below the best possible plan of its problem, as it was solved: worth ${money(summary?.objectiveMinor ?? undefined)}, bound ${money(summary?.upperBoundMinor ?? undefined)}.`}
        />
        <Figure
          label="Bound"
          value={money(net === undefined || room === undefined ? undefined : net + room)}
          title={`The net and at most ${money(room)} more: no plan for the same stock, needs and settings is worth more. Transfers that somebody edited count as they are, stockouts weigh as the service factor says.`}
        />
        <Figure label="Benefit" value={money(all?.totals['benefit'])} />
        <Figure label="Donor effect" value={money(all?.totals['donor'])} />
        <Figure label="Freight" value={money(all?.totals['freight'])} />
        <Figure label="Handling" value={money(all?.totals['handling'])} />
      </dl>
      <div className="verdict-chips">
        {verdicts.map((verdict) => {
          const window = windows[verdict];
          const pressed =
            chosen?.kind === 'values' && chosen.values.length === 1 && chosen.values[0] === verdict;
          return (
            <button
              key={verdict}
              type="button"
              className={`chip verdict-chip verdict-${verdict}`}
              aria-pressed={pressed}
              title={verdictDefinitions[verdict]}
              data-testid={`verdict-${verdict}`}
              onClick={() => onVerdict(pressed ? null : verdict)}
            >
              <i className="verdict-mark" aria-hidden="true" />
              {verdictLabels[verdict]}
              <b>{window === null ? '–' : formatCount(window.total)}</b>
              <span className="muted">{money(window?.totals['net'])}</span>
            </button>
          );
        })}
      </div>
    </div>
  );
}

function proposals(verdict?: string) {
  return {
    query: {
      sort: [],
      filter: [
        { kind: 'values' as const, column: 'state', values: ['proposed'] },
        ...(verdict === undefined ? [] : [{ kind: 'values' as const, column: 'verdict', values: [verdict] }]),
      ],
    },
    from: 0,
    to: 1,
  };
}

/** How much more any plan could be worth. */
function roomToBound(summary: RebalanceSummary | null): number | undefined {
  if (summary === null || summary.upperBoundMinor === null || summary.objectiveMinor === null)
    return undefined;
  return summary.upperBoundMinor - summary.objectiveMinor;
}
