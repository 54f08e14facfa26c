import { AlarmClock, ArrowLeftRight, Check, RotateCcw, UserRoundPlus } from 'lucide-react';
import type { LocationName, WorkListEntry } from '../../../../core/contract/views.ts';
import { IconButton } from '../../../components/button/IconButton.tsx';
import { formatMoney } from '../../../components/format/formatNumber.ts';
import { RiskMark } from '../../../components/risk/RiskMark.tsx';
import { assigneeName, initials, kindLabels, outcomeText } from './workListTexts.ts';

export interface RowActions {
  readonly open: (entry: WorkListEntry) => void;
  readonly openTransfer: (entry: WorkListEntry) => void;
  readonly assign: (entry: WorkListEntry) => void;
  readonly snooze: (entry: WorkListEntry) => void;
  readonly resolve: (entry: WorkListEntry) => void;
  readonly reopen: (entry: WorkListEntry) => void;
}

export function WorkListRow({
  entry,
  row,
  total,
  top,
  height,
  location,
  currency,
  current,
  actions,
  onCurrent,
}: {
  readonly entry: WorkListEntry;
  readonly row: number;
  readonly total: number;
  readonly top: number;
  readonly height: number;
  readonly location: LocationName | undefined;
  readonly currency: string;
  readonly current: boolean;
  readonly actions: RowActions;
  readonly onCurrent: (row: number) => void;
}) {
  const open = entry.status === 'new' || entry.status === 'assigned';
  return (
    <div
      className="work-row"
      role="option"
      id={`work-${row}`}
      aria-selected={current}
      aria-posinset={row + 1}
      aria-setsize={total}
      data-testid="work-entry"
      data-entry={entry.id}
      data-explain={`position:${entry.position}`}
      style={{ transform: `translateY(${top}px)`, height }}
      onClick={() => onCurrent(row)}
      onDoubleClick={() => actions.open(entry)}
    >
      <RiskMark level={entry.level} />
      <div className="work-line">
        <span className="work-title">
          <span className="work-item">{entry.itemId}</span>
          <span className="work-name">{entry.itemDescription}</span>
        </span>
        <span className="work-money number">{formatMoney(entry.moneyAtRiskMinor, currency, 'whole')}</span>
      </div>
      <div className="work-line work-place">
        <span>
          <span className="muted">{kindLabels[entry.kind]}</span>
          <span className="work-at">
            {location?.id} {location?.name}
          </span>
        </span>
        <span className="work-tags">
          <span className="work-actions" onDoubleClick={(event) => event.stopPropagation()}>
            {open ? (
              <>
                <IconButton
                  size="small"
                  icon={UserRoundPlus}
                  label="Assign (A)"
                  tabIndex={-1}
                  data-testid="work-assign"
                  onClick={() => actions.assign(entry)}
                />
                <IconButton
                  size="small"
                  icon={AlarmClock}
                  label="Snooze (S)"
                  tabIndex={-1}
                  data-testid="work-snooze"
                  onClick={() => actions.snooze(entry)}
                />
                <IconButton
                  size="small"
                  icon={Check}
                  label="Resolve (R)"
                  tabIndex={-1}
                  data-testid="work-resolve"
                  onClick={() => actions.resolve(entry)}
                />
              </>
            ) : (
              <IconButton
                size="small"
                icon={RotateCcw}
                label="Reopen (O)"
                tabIndex={-1}
                data-testid="work-reopen"
                onClick={() => actions.reopen(entry)}
              />
            )}
          </span>
          {entry.assignee === null ? null : (
            <span className="work-assignee" title={`Assigned to ${assigneeName(entry.assignee)}`}>
              {initials(assigneeName(entry.assignee))}
            </span>
          )}
          {entry.transfer === null ? null : (
            <button
              type="button"
              className="work-transfer"
              tabIndex={-1}
              title={`Best transfer that would help: ${entry.transfer} (T)`}
              data-testid="work-transfer"
              onClick={(event) => {
                event.stopPropagation();
                actions.openTransfer(entry);
              }}
            >
              <ArrowLeftRight size={12} aria-hidden />
              {entry.transfer}
            </button>
          )}
        </span>
      </div>
      <div className="work-sentence" title={entry.sentence}>
        {open ? entry.sentence : `${outcomeText(entry)}. ${entry.sentence}`}
      </div>
    </div>
  );
}
