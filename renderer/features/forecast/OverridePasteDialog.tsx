import { useState } from 'react';
import type { Command } from '../../../core/contract/commands.ts';
import { countOf, formatCount } from '../../components/format/formatNumber.ts';
import { PasteDialog } from '../../components/grid/PasteDialog.tsx';
import { unitsText, valueText } from './forecastTexts.ts';
import { OverrideFields } from './OverrideFields.tsx';
import { overrideSpanErrors, usualSpan } from './overrideForm.ts';
import { overridesCommand, unitsOf, withoutReason, type OverridePlan } from './overridePlan.ts';

interface OverridePasteDialogProps {
  readonly plan: OverridePlan | null;
  /** The running month on the network's clock. */
  readonly month: string;
  readonly today: string;
  readonly onApply: (command: Extract<Command, { kind: 'set-overrides' }>) => void;
  readonly onClose: () => void;
}

const shownEntries = 6;

/** What pasted overrides would change, with the months they hold and the reason of those that say none. */
export function OverridePasteDialog(props: OverridePasteDialogProps) {
  // Every paste begins with fields of its own; what closes is the dialog that was open.
  const [opened, setOpened] = useState<{ readonly plan: OverridePlan | null; readonly turn: number }>({
    plan: null,
    turn: 0,
  });
  if (opened.plan !== props.plan) {
    setOpened({ plan: props.plan, turn: opened.turn + (props.plan === null ? 0 : 1) });
  }
  return <Preview key={opened.turn} {...props} />;
}

function Preview({ plan, month, today, onApply, onClose }: OverridePasteDialogProps) {
  const [span, setSpan] = useState(usualSpan(month));
  const [tried, setTried] = useState(false);
  const missing = plan === null ? 0 : withoutReason(plan);
  // Where every cell says why, the field may stay empty.
  const errors = overrideSpanErrors(
    missing === 0 && span.reason === '' ? { ...span, reason: '-' } : span,
    month,
    today,
  );
  const sets = plan?.entries.some(({ value }) => value !== null) ?? false;
  return (
    <PasteDialog
      title="Override forecasts"
      remains={plan}
      changes={plan?.entries.length ?? 0}
      rowNoun="position"
      onClose={onClose}
      onApply={() => {
        setTried(true);
        if (plan === null || (sets && Object.keys(errors).length > 0)) return;
        const expires = span.expires === '' ? null : span.expires;
        onApply(overridesCommand(plan, { ...span, reason: span.reason.trim(), expires }));
      }}
    >
      {plan !== null && plan.entries.length > 0 && (
        <>
          <p>{changeSentence(plan)}</p>
          <table className="paste-cells" data-testid="paste-changes">
            <thead>
              <tr>
                <th scope="col">Position</th>
                <th scope="col" className="number">
                  Baseline
                </th>
                <th scope="col">Override</th>
                <th scope="col">Reason</th>
              </tr>
            </thead>
            <tbody>
              {plan.entries.slice(0, shownEntries).map((entry) => (
                <tr key={entry.row}>
                  <td>{entry.place}</td>
                  <td className="number">{unitsText(entry.baseline)}</td>
                  <td>{entry.value === null ? 'none' : valueText(entry.value)}</td>
                  <td>{entry.reason === '' && entry.value !== null ? span.reason : entry.reason}</td>
                </tr>
              ))}
            </tbody>
          </table>
          {plan.entries.length > shownEntries && (
            <p className="muted">and {formatCount(plan.entries.length - shownEntries)} more.</p>
          )}
          {sets && (
            <OverrideFields
              span={span}
              errors={tried ? errors : {}}
              reasonLabel={
                missing === 0
                  ? 'Reason, said in every cell already'
                  : `Reason of ${countOf(missing, 'entry', 'entries')} without one`
              }
              onChange={setSpan}
            />
          )}
        </>
      )}
    </PasteDialog>
  );
}

function changeSentence(plan: OverridePlan): string {
  const set = plan.entries.filter(({ value }) => value !== null);
  const sum = (units: (entry: (typeof set)[number]) => number): string =>
    unitsText(set.reduce((total, entry) => total + (units(entry) || 0), 0));
  const parts: string[] = [];
  if (set.length > 0) {
    const before = sum(({ baseline }) => baseline);
    parts.push(
      `${countOf(set.length, 'position')} from a baseline of ${before} to ${sum(unitsOf)} units a month.`,
    );
  }
  const returned = plan.entries.length - set.length;
  if (returned > 0) parts.push(`${countOf(returned, 'position')} back to the baseline.`);
  return parts.join(' ');
}
