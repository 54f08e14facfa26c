import { useState } from 'react';
import type { CalendarView, WorkingCalendar } from '../../../core/contract/calendar.ts';
import type { Command } from '../../../core/contract/commands.ts';
import { Button } from '../../components/button/Button.tsx';
import { formatFixed, formatNumber } from '../../components/format/formatNumber.ts';
import { ErrorState } from '../../components/states/ErrorState.tsx';
import { LoadingState } from '../../components/states/LoadingState.tsx';
import { useQuestion } from '../../host/useQuestion.ts';
import {
  calendarToForm,
  formToCalendar,
  isSameWeek,
  presets,
  weekdayNames,
  type CalendarForm,
} from './calendarForm.ts';
import { unitsText } from './forecastTexts.ts';

interface CalendarPaneProps {
  readonly mayEdit: boolean;
  readonly onApply: (command: Extract<Command, { kind: 'set-calendar' }>) => void;
}

const wholeNetwork = '';

/** Which days are worked, in the network or a region: what another calendar would make of the coming months, and setting it. */
export function CalendarPane({ mayEdit, onApply }: CalendarPaneProps) {
  const [place, setPlace] = useState(wholeNetwork);
  const region = place === wholeNetwork ? null : place;
  /** What is being tried; undefined: the calendar as it is, null: none of its own. */
  const [form, setForm] = useState<CalendarForm | null | undefined>(undefined);
  const calendar = form === undefined || form === null ? form : formToCalendar(form);
  const trial = calendar === undefined || typeof calendar === 'string' ? null : { calendar };
  const { answer, answered, error, askAgain } = useQuestion(
    'forecast.calendar',
    { region, trial },
    { refreshOn: ['changed'], everyMs: 1_000 },
  );
  if (answer === null) {
    return error === null ? (
      <LoadingState label="Loading working days" />
    ) : (
      <ErrorState error={error} onRetry={askAgain} />
    );
  }
  // While another place is asked about, the form still shows the one that was answered.
  const isAnswered = answered?.region === region;
  const shown = form === undefined ? (answer.own === null ? null : calendarToForm(answer.own)) : form;
  const isChanged = trial !== null && JSON.stringify(trial.calendar) !== JSON.stringify(answer.own);
  return (
    <div className="calendar" data-testid="calendar-pane">
      <div className="series-bar">
        <label>
          <span className="muted">Place</span>
          <select
            value={place}
            data-testid="calendar-place"
            onChange={(event) => {
              setPlace(event.target.value);
              setForm(undefined);
            }}
          >
            <option value={wholeNetwork}>Whole network</option>
            {answer.regions.map(({ region: name, hasOwn }) => (
              <option key={name} value={name}>
                {hasOwn ? `${name} (own calendar)` : name}
              </option>
            ))}
          </select>
        </label>
        <span className="series-actions">
          <Button size="small" disabled={form === undefined} onClick={() => setForm(undefined)}>
            Revert
          </Button>
          <Button
            size="small"
            variant="primary"
            disabled={!mayEdit || !isChanged || !isAnswered}
            title="Forecasts follow in a run of their own"
            data-testid="calendar-apply"
            onClick={() => {
              if (trial === null) return;
              onApply({ kind: 'set-calendar', region, calendar: trial.calendar });
              setForm(undefined);
            }}
          >
            Use this calendar
          </Button>
        </span>
      </div>
      {isAnswered && (
        <CalendarFields
          form={shown}
          inherited={answer.inherited}
          isRegion={region !== null}
          onForm={setForm}
        />
      )}
      {typeof calendar === 'string' && (
        <p className="field-error" role="alert">
          {calendar}
        </p>
      )}
      <MonthsTable months={answer.months} isTrial={isChanged} />
    </div>
  );
}

interface CalendarFieldsProps {
  readonly form: CalendarForm | null;
  readonly inherited: WorkingCalendar | null;
  readonly isRegion: boolean;
  readonly onForm: (form: CalendarForm | null) => void;
}

function CalendarFields({ form, inherited, isRegion, onForm }: CalendarFieldsProps) {
  const holidays = form?.holidays ?? inherited?.holidays.join('\n') ?? '';
  const isPreset = form !== null && presets.some(({ weekdays }) => isSameWeek(weekdays, form.weekdays));
  return (
    <>
      <div className="class-chips" role="group" aria-label="Working week">
        <button
          type="button"
          className="chip class-chip"
          aria-pressed={form === null}
          onClick={() => onForm(null)}
        >
          {isRegion ? 'As the network' : 'Days all alike'}
        </button>
        {presets.map(({ id, name, weekdays }) => (
          <button
            key={id}
            type="button"
            className="chip class-chip"
            aria-pressed={form !== null && isSameWeek(weekdays, form.weekdays)}
            data-testid={`calendar-${id}`}
            onClick={() => onForm({ weekdays, holidays })}
          >
            {name}
          </button>
        ))}
        {form !== null && !isPreset && <span className="muted">own week</span>}
      </div>
      {form !== null && (
        <>
          <fieldset className="calendar-week">
            <legend>Work on each day, against a full day</legend>
            {weekdayNames.map((name, day) => (
              <label key={name}>
                <span>{name}</span>
                <select
                  value={form.weekdays[day]}
                  data-testid={`calendar-day-${day}`}
                  onChange={(event) =>
                    onForm({
                      ...form,
                      weekdays: form.weekdays.map((work, at) =>
                        at === day ? Number(event.target.value) : work,
                      ),
                    })
                  }
                >
                  <option value={0}>0</option>
                  <option value={0.5}>½</option>
                  <option value={1}>1</option>
                </select>
              </label>
            ))}
          </fieldset>
          <label className="field">
            <span>Holidays, one a line: 12-25 every year, 2026-11-26 once</span>
            <textarea
              rows={4}
              value={form.holidays}
              spellCheck={false}
              data-testid="calendar-holidays"
              onChange={(event) => onForm({ ...form, holidays: event.target.value })}
            />
          </label>
        </>
      )}
    </>
  );
}

function MonthsTable({
  months,
  isTrial,
}: {
  readonly months: CalendarView['months'];
  readonly isTrial: boolean;
}) {
  return (
    <table className="forecast-table" data-testid="calendar-months">
      <caption>
        {isTrial
          ? 'Baseline of the coming months with this calendar, units a month.'
          : 'Baseline of the coming months as it is, units a month.'}
      </caption>
      <thead>
        <tr>
          <th scope="col">Month</th>
          <th scope="col" className="number">
            Working days
          </th>
          <th scope="col" className="number">
            Now
          </th>
          {isTrial && (
            <>
              <th scope="col" className="number">
                Then
              </th>
              <th scope="col" className="number">
                Change
              </th>
            </>
          )}
        </tr>
      </thead>
      <tbody>
        {months.map(({ month, workNow, workThen, unitsNow, unitsThen }) => (
          <tr key={month}>
            <th scope="row">{month}</th>
            <td className="number">{workText(isTrial ? workThen : workNow)}</td>
            <td className="number">{unitsText(unitsNow)}</td>
            {isTrial && (
              <>
                <td className="number">{unitsText(unitsThen)}</td>
                <td className="number">{changeText(unitsNow, unitsThen)}</td>
              </>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function workText(days: number | null): string {
  return days === null ? 'alike' : formatNumber(days, 1);
}

function changeText(now: number, then: number): string {
  if (!(now > 0)) return '';
  const percent = (then / now - 1) * 100;
  return `${percent >= 0.05 ? '+' : ''}${formatFixed(percent, 1)}%`;
}
