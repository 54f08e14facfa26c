import './protection.css';
import { useState } from 'react';
import type { Command, PartAt } from '../../../core/contract/commands.ts';
import type { ProtectedParts } from '../../../core/contract/protection.ts';
import { BallastError } from '../../../core/base/errors.ts';
import { closeProtection, useProtection, type ProtectionRequest } from '../../app/protectionStore.ts';
import { useProfile, useView } from '../../app/viewStore.ts';
import { Button } from '../../components/button/Button.tsx';
import { Dialog } from '../../components/dialog/Dialog.tsx';
import { countOf, formatCount } from '../../components/format/formatNumber.ts';
import { errorToText } from '../../components/states/errorToText.ts';
import { showToast } from '../../components/toast/toastStore.ts';
import { useConnection } from '../../host/connection.ts';
import { useQuestion } from '../../host/useQuestion.ts';
import { ProtectedPartsTable } from './ProtectedPartsTable.tsx';

const mostRows = 500;
const follow = { refreshOn: ['changed'], everyMs: 500 } as const;

/** Parts that dealers never give: protects what is selected, lists what is protected, lifts it again. */
export function ProtectionDialog() {
  const request = useProtection((state) => state.request);
  return (
    <Dialog title="Protected parts" open={request !== null} onClose={closeProtection} width={880}>
      {request !== null && <Protection request={request} />}
    </Dialog>
  );
}

function Protection({ request }: { readonly request: ProtectionRequest }) {
  const [locationId, setLocationId] = useState(request.locationId);
  const [parts, setParts] = useState(request.parts);
  const { answer, askAgain } = useQuestion(
    'rebalance.protectedParts',
    { locationId, limit: mostRows },
    follow,
  );
  const role = useProfile().role;

  const apply = async (command: Command): Promise<boolean> => {
    try {
      const client = useConnection.getState().client;
      if (client === null) throw new BallastError('unavailable', 'The planning host is away.');
      const actor = useView.getState().profileId as 'planner';
      const { label } = await client.ask('command.apply', { actor, command });
      showToast({ tone: 'positive', title: label });
      askAgain();
      return true;
    } catch (error) {
      const known = error instanceof BallastError ? error : new BallastError('failed', String(error));
      showToast({ tone: 'error', ...errorToText(known) });
      return false;
    }
  };

  return (
    <div className="protection" data-testid="protection">
      {parts.length > 0 && (
        <ProtectForm
          parts={parts}
          known={answer}
          disabled={role === 'finance'}
          onProtect={async (agreement, note) => {
            if (await apply({ kind: 'protect-parts', parts: [...parts], agreement, note })) setParts([]);
          }}
        />
      )}
      <div className="protection-bar">
        <label>
          <span className="muted">Dealer</span>
          <select
            value={locationId ?? ''}
            data-testid="protection-dealer"
            onChange={(event) => setLocationId(event.target.value === '' ? null : event.target.value)}
          >
            <option value="">All dealers</option>
            {dealersOf(answer, locationId).map(({ id, count }) => (
              <option key={id} value={id}>
                {id} ({formatCount(count)})
              </option>
            ))}
          </select>
        </label>
        <span className="muted" data-testid="protection-count">
          {answer === null ? '' : countOf(answer.total, 'part')}
          {answer !== null && answer.total > answer.rows.length
            ? `, the first ${formatCount(answer.rows.length)} shown`
            : ''}
        </span>
      </div>
      {answer !== null && (
        <ProtectedPartsTable
          rows={answer.rows}
          mayLift={role !== 'finance'}
          onLift={(part) => void apply({ kind: 'unprotect-parts', parts: [part], note: '' })}
        />
      )}
      <p className="muted protection-note">
        A part that is never given leaves the dealer in no plan, also while its stock is at zero. A returnable
        unit may leave; the right to return it is lost then, which counts as a cost of the donor.
      </p>
    </div>
  );
}

function dealersOf(
  answer: ProtectedParts | null,
  chosen: string | null,
): readonly { readonly id: string; readonly count: number }[] {
  const known = (answer?.dealers ?? []).map(({ locationId, count }) => ({ id: locationId, count }));
  if (chosen === null || known.some(({ id }) => id === chosen)) return known;
  return [...known, { id: chosen, count: 0 }].toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

function ProtectForm({
  parts,
  known,
  disabled,
  onProtect,
}: {
  readonly parts: readonly PartAt[];
  readonly known: ProtectedParts | null;
  readonly disabled: boolean;
  readonly onProtect: (agreement: string, note: string) => Promise<void>;
}) {
  const [agreement, setAgreement] = useState('');
  const [note, setNote] = useState('');
  const already = new Map(
    (known?.rows ?? [])
      .filter(({ kind }) => kind === 'never-given')
      .map((row) => [`${row.locationId} ${row.itemId}`, row.agreement]),
  );
  const held = parts.flatMap((part) => already.get(`${part.locationId} ${part.itemId}`) ?? []);
  const [first] = parts;
  return (
    <form
      className="protection-form"
      onSubmit={(event) => {
        event.preventDefault();
        void onProtect(agreement.trim(), note.trim());
      }}
    >
      <p>
        {parts.length === 1 && first !== undefined ? (
          <>
            <b>{first.itemId}</b> at <b>{first.locationId}</b> is never given from now on.
          </>
        ) : (
          <>
            <b>{countOf(parts.length, 'part')}</b> at {partsPlace(parts)} are never given from now on.
          </>
        )}{' '}
        {held.length > 0 && (
          <span className="muted">
            {parts.length === 1
              ? `It is protected under ${held[0]} already.`
              : `${formatCount(held.length)} of them ${held.length === 1 ? 'is' : 'are'} protected already.`}
          </span>
        )}
      </p>
      <div className="protection-fields">
        <label className="field">
          <span>Agreement</span>
          <input
            list="protection-agreements"
            required
            maxLength={40}
            value={agreement}
            disabled={disabled}
            data-testid="protect-agreement"
            onChange={(event) => setAgreement(event.target.value)}
          />
          <datalist id="protection-agreements">
            {(known?.agreements ?? []).map((name) => (
              <option key={name} value={name} />
            ))}
          </datalist>
        </label>
        <label className="field">
          <span>Reason, optional</span>
          <input
            maxLength={500}
            value={note}
            disabled={disabled}
            data-testid="protect-note"
            onChange={(event) => setNote(event.target.value)}
          />
        </label>
        <Button
          variant="primary"
          type="submit"
          disabled={disabled || agreement.trim() === ''}
          title={disabled ? 'Finance reviews costs and does not protect parts' : 'Proposals follow at once'}
          data-testid="protect-confirm"
        >
          Protect
        </Button>
      </div>
    </form>
  );
}

function partsPlace(parts: readonly PartAt[]): string {
  const dealers = new Set(parts.map(({ locationId }) => locationId));
  return dealers.size === 1 ? (parts[0]?.locationId ?? '') : countOf(dealers.size, 'dealer');
}
