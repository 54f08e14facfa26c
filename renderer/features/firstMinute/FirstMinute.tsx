import './firstMinute.css';
import { Check, X } from 'lucide-react';
import { useState } from 'react';
import type { AppState } from '../../../core/contract/views.ts';
import { useAppState } from '../../app/hostState.ts';
import {
  finishFirstMinute,
  openExplain,
  openSelected,
  select,
  setProfile,
  setTowerView,
  goTo,
  useProfile,
  useView,
} from '../../app/viewStore.ts';
import { Button } from '../../components/button/Button.tsx';
import { IconButton } from '../../components/button/IconButton.tsx';
import { formatMoney } from '../../components/format/formatNumber.ts';
import { useCommand } from '../../host/useCommand.ts';
import { approverOf, nextStep, stepIndex, stepNames, type Lesson, type Step } from './firstMinuteSteps.ts';
import { useLesson } from './useLesson.ts';

/**
 * A strip over the workspace that leads a new planner once through the main job, on the real screens and with a
 * real decision. It can be closed at any time and comes back from the find (Ctrl+K).
 */
export function FirstMinute() {
  const done = useView((state) => state.firstMinuteDone);
  const app = useAppState();
  if (done || app === null || app.plannedAt === null) return null;
  return <Strip app={app} />;
}

function Strip({ app }: { readonly app: AppState }) {
  const [step, setStep] = useState<Step>('risk');
  const { lesson, ready } = useLesson(true);
  if (!ready) return null;
  return (
    <section className="first-minute" aria-label="First minute" data-testid="first-minute" data-step={step}>
      <ol className="first-steps">
        {stepNames.map((name, index) => (
          <li
            key={name}
            aria-current={index === stepIndex(step) ? 'step' : undefined}
            data-done={index < stepIndex(step)}
          >
            <span className="first-number">
              {index < stepIndex(step) ? <Check size={12} aria-label="done" /> : index + 1}
            </span>
            <span className="first-name">{name}</span>
          </li>
        ))}
      </ol>
      {lesson === null ? (
        <p className="first-text">
          No open position has a transfer that helps it at the moment. The work list shows what else there is.
        </p>
      ) : (
        <Lead app={app} lesson={lesson} step={step} onNext={() => setStep(nextStep(step))} />
      )}
      <IconButton
        icon={X}
        size="small"
        label="Close the first minute"
        data-testid="first-minute-dismiss"
        onClick={() => finishFirstMinute()}
      />
    </section>
  );
}

function Lead({
  app,
  lesson,
  step,
  onNext,
}: {
  readonly app: AppState;
  readonly lesson: Lesson;
  readonly step: Step;
  readonly onNext: () => void;
}) {
  const apply = useCommand();
  const profile = useProfile();
  const [busy, setBusy] = useState(false);
  const { entry, transfer } = lesson;
  const place = app.locations[entry.location];
  const position = { kind: 'position', id: entry.position } as const;
  const approver = approverOf(transfer, profile);

  const approve = async (): Promise<void> => {
    if (approver === null) return;
    setProfile(approver.id);
    setBusy(true);
    const result = await apply(
      { kind: 'approve-transfers', transfers: [transfer.id] },
      { actor: approver.id },
    );
    setBusy(false);
    if (result !== null) onNext();
  };

  switch (step) {
    case 'risk':
      return (
        <Row
          text={`${entry.itemId} ${entry.itemDescription} at ${place.id} ${place.name} has ${formatMoney(entry.moneyAtRiskMinor, app.currency, 'whole')} at risk: no position that a transfer can help has more.`}
          button="Show it"
          onClick={() => {
            setTowerView({ status: 'open', locations: [], mine: false });
            goTo('tower');
            select(position);
            onNext();
          }}
        />
      );
    case 'why':
      return (
        <Row
          text={entry.sentence}
          button="Explain why"
          onClick={() => {
            openExplain(position);
            onNext();
          }}
        />
      );
    case 'transfer':
      return (
        <Row
          text={`Proposal ${transfer.id} would help most. Its cost, benefit and verdict are in Rebalance.`}
          button="Show the transfer"
          onClick={() => {
            openSelected('rebalance', { kind: 'transfer', id: transfer.id });
            onNext();
          }}
        />
      );
    case 'approve':
      return (
        <Row
          text={
            approver === null
              ? 'None of the profiles may approve this transfer.'
              : approver.id === profile.id
                ? `${transfer.id} is within your limit. The decision can be undone with Ctrl+Z.`
                : `${transfer.id} needs the role ${approver.role}: who proposes does not approve. The decision can be undone with Ctrl+Z.`
          }
          button={
            approver === null || approver.id === profile.id
              ? `Approve ${transfer.id}`
              : `Approve as ${approver.name}`
          }
          disabled={busy || approver === null}
          onClick={() => void approve()}
        />
      );
    case 'done':
      return (
        <Row
          text={`${transfer.id} is approved and queued for the hub. The work list holds what comes next.`}
          button="Back to the work list"
          onClick={() => {
            finishFirstMinute();
            goTo('tower');
          }}
        />
      );
  }
}

function Row({
  text,
  button,
  disabled = false,
  onClick,
}: {
  readonly text: string;
  readonly button: string;
  readonly disabled?: boolean;
  readonly onClick: () => void;
}) {
  return (
    <>
      <p className="first-text" aria-live="polite" title={text} data-testid="first-minute-text">
        {text}
      </p>
      <Button variant="primary" data-testid="first-minute-next" disabled={disabled} onClick={onClick}>
        {button}
      </Button>
    </>
  );
}
