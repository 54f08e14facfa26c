import { dayToMonth } from '../../../core/base/calendar.ts';
import type { OverrideRecord } from '../../../core/plan/overrides.ts';
import type { Runs } from './runs.ts';
import { today, type PlanSession } from './session.ts';
import { updateForecast } from './updateForecast.ts';

/**
 * Makes forecasts follow a decision on what their histories are made of: a calendar, or an uplift of months that are
 * over, set, taken back or set again. In a run of its own, which a newer decision replaces; after an uplift only of the
 * dealers that it reaches. Another run that is under way is waited for: it may have begun with the former decision.
 */
export function createForecastFollower(session: PlanSession, runs: Runs): { wake(): void } {
  const { locations } = session.state.network;
  const dealers = locations.flatMap(({ kind }, location) => (kind === 'dealer' ? [location] : []));
  let { calendars } = session;
  let uplifts = pastUplifts(session);
  /** Dealers that the last run was for: not forecast yet where it was cancelled. */
  let behind: readonly number[] = [];
  let own = -1;
  let isWaiting = false;

  const follow = async (): Promise<void> => {
    runs.cancel(own);
    while (runs.list().some((run) => run.status === 'running')) await runs.idle();
    isWaiting = false;
    if (runs.list().some(({ run, status }) => run === own && status === 'completed')) behind = [];
    const isCalendar = session.calendars !== calendars;
    const changed = differing(uplifts, pastUplifts(session));
    const reached = new Set([
      ...behind,
      ...dealers.filter((dealer) => isCalendar || changed.some((uplift) => reaches(uplift, dealer))),
    ]);
    ({ calendars } = session);
    uplifts = pastUplifts(session);
    behind = [...reached];
    if (behind.length === 0) return;
    own = runs.start(
      isCalendar ? 'Forecast by the working days' : 'Forecast without an uplift',
      updateForecast(session, behind.length === dealers.length ? undefined : reached),
    );
  };

  const reaches = ({ location, region }: OverrideRecord, dealer: number): boolean =>
    (location < 0 || location === dealer) && (region === '' || region === locations[dealer].region);

  return {
    wake() {
      if (isWaiting || !session.hasForecast) return;
      if (session.calendars === calendars && differing(uplifts, pastUplifts(session)).length === 0) return;
      isWaiting = true;
      void follow();
    },
  };
}

/** Uplifts that say something of months that are over, by id. */
function pastUplifts(session: PlanSession): ReadonlyMap<string, OverrideRecord> {
  const running = dayToMonth(today(session));
  return new Map([...session.overrides].filter(([, { kind, from }]) => kind === 'uplift' && from < running));
}

/** What only one of them has, or has otherwise. */
function differing(
  a: ReadonlyMap<string, OverrideRecord>,
  b: ReadonlyMap<string, OverrideRecord>,
): OverrideRecord[] {
  const isOther = (one: OverrideRecord, among: ReadonlyMap<string, OverrideRecord>): boolean =>
    JSON.stringify(among.get(one.id)) !== JSON.stringify(one);
  return [
    ...[...a.values()].filter((one) => isOther(one, b)),
    ...[...b.values()].filter((one) => isOther(one, a)),
  ];
}
