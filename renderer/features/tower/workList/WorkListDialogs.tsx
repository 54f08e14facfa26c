import { useState, type FormEvent } from 'react';
import { resolutionCodes, type Command, type ResolutionCode } from '../../../../core/contract/commands.ts';
import { profiles } from '../../../../core/contract/people.ts';
import type { WorkListEntry } from '../../../../core/contract/views.ts';
import { useProfile } from '../../../app/viewStore.ts';
import { Button } from '../../../components/button/Button.tsx';
import { Dialog } from '../../../components/dialog/Dialog.tsx';
import { countOf } from '../../../components/format/formatNumber.ts';
import { codeLabels } from './workListTexts.ts';

export interface Asked {
  readonly kind: 'assign' | 'snooze' | 'resolve';
  readonly entry: WorkListEntry;
}

interface FormProps {
  readonly asked: Asked;
  readonly onClose: () => void;
  readonly onApply: (command: Command) => void;
}

/** What assigning, snoozing and resolving ask for, each a short form whose Enter applies it. */
export function WorkListDialogs({
  asked,
  ...rest
}: Omit<FormProps, 'asked'> & { readonly asked: Asked | null }) {
  if (asked === null) return null;
  const props = { asked, ...rest };
  if (asked.kind === 'assign') return <AssignDialog {...props} />;
  return asked.kind === 'snooze' ? <SnoozeDialog {...props} /> : <ResolveDialog {...props} />;
}

function Frame({
  title,
  asked,
  onClose,
  onSubmit,
  submit,
  children,
}: {
  readonly title: string;
  readonly asked: Asked;
  readonly onClose: () => void;
  readonly onSubmit: () => void;
  readonly submit: string;
  readonly children: React.ReactNode;
}) {
  return (
    <Dialog
      title={title}
      open
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form="work-form" data-testid="work-form-apply">
            {submit}
          </Button>
        </>
      }
    >
      <p className="muted">
        {asked.entry.itemId} {asked.entry.itemDescription}
      </p>
      <form
        id="work-form"
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          onSubmit();
        }}
      >
        {children}
      </form>
    </Dialog>
  );
}

function Choices<T extends string | number>({
  name,
  values,
  value,
  label,
  onChange,
}: {
  readonly name: string;
  readonly values: readonly T[];
  readonly value: T;
  readonly label: (value: T) => string;
  readonly onChange: (value: T) => void;
}) {
  return (
    <div className="work-choices" role="radiogroup" aria-label={name}>
      {values.map((one) => (
        <label key={one} className="choice">
          <input
            type="radio"
            name={name}
            value={one}
            checked={one === value}
            onChange={() => onChange(one)}
          />
          {label(one)}
        </label>
      ))}
    </div>
  );
}

function AssignDialog({ asked, onClose, onApply }: FormProps) {
  const me = useProfile();
  const [assignee, setAssignee] = useState<string>(asked.entry.assignee ?? me.id);
  const apply = (): void =>
    onApply({
      kind: 'assign-exceptions',
      exceptions: [asked.entry.id],
      assignee: assignee === '' ? null : assignee,
    });
  return (
    <Frame title="Assign" asked={asked} onClose={onClose} onSubmit={apply} submit="Assign">
      <Choices
        name="Assignee"
        values={[...profiles.map((profile) => profile.id), '']}
        value={assignee}
        label={(id) => {
          const profile = profiles.find((one) => one.id === id);
          if (profile === undefined) return 'Nobody';
          return profile.id === me.id ? `${profile.name} (me)` : profile.name;
        }}
        onChange={setAssignee}
      />
    </Frame>
  );
}

function SnoozeDialog({ asked, onClose, onApply }: FormProps) {
  const [days, setDays] = useState(3);
  const apply = (): void => onApply({ kind: 'snooze-exceptions', exceptions: [asked.entry.id], days });
  return (
    <Frame title="Snooze" asked={asked} onClose={onClose} onSubmit={apply} submit="Snooze">
      <Choices
        name="Comes back after"
        values={[1, 3, 7, 14, 30]}
        value={days}
        label={(count) => countOf(count, 'day')}
        onChange={setDays}
      />
    </Frame>
  );
}

function ResolveDialog({ asked, onClose, onApply }: FormProps) {
  const [code, setCode] = useState<ResolutionCode>(resolutionCodes[0]);
  const [note, setNote] = useState('');
  const apply = (): void =>
    onApply({ kind: 'resolve-exceptions', exceptions: [asked.entry.id], code, note: note.trim() });
  return (
    <Frame title="Resolve" asked={asked} onClose={onClose} onSubmit={apply} submit="Resolve">
      <Choices
        name="Code"
        values={resolutionCodes}
        value={code}
        label={(one) => codeLabels[one]}
        onChange={setCode}
      />
      <label className="field">
        <span>Note (optional)</span>
        <textarea
          rows={2}
          maxLength={500}
          value={note}
          data-testid="resolve-note"
          onChange={(event) => setNote(event.target.value)}
        />
      </label>
    </Frame>
  );
}
