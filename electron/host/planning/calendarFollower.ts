import type { Runs } from './runs.ts';
import type { PlanSession } from './session.ts';
import { updateForecast } from './updateForecast.ts';

/**
 * Makes forecasts follow a calendar that was set, taken back or set again: in a run of its own, which a newer calendar
 * replaces. Another run that is under way is waited for: it may have begun with the former calendar.
 */
export function createCalendarFollower(session: PlanSession, runs: Runs): { wake(): void } {
  let followed = session.calendars;
  let own = -1;
  let isWaiting = false;
  const follow = async (): Promise<void> => {
    runs.cancel(own);
    while (runs.list().some((run) => run.status === 'running')) await runs.idle();
    isWaiting = false;
    followed = session.calendars;
    own = runs.start('Forecast by the working days', updateForecast(session));
  };
  return {
    wake() {
      if (session.calendars === followed || isWaiting || !session.hasForecast) return;
      isWaiting = true;
      void follow();
    },
  };
}
