import { dealersBetween, historyDecisions, isOtherCalendar } from './historyDecisions.ts';
import type { Runs } from './runs.ts';
import type { PlanSession } from './session.ts';
import { updateForecast } from './updateForecast.ts';

export interface ForecastFollower {
  /** Starts a run where the forecast was made of other decisions than the present ones. */
  wake(): void;
  close(): void;
}

/**
 * Makes forecasts follow a decision on what their histories are made of: a calendar, or an uplift of months that are
 * over, set, taken back or set again. In a run of its own, which a newer decision replaces; after an uplift only of the
 * dealers that it reaches. Another run that is under way is waited for: it may have begun with the former decision.
 */
export function createForecastFollower(session: PlanSession, runs: Runs): ForecastFollower {
  const { network } = session.state;
  const dealerCount = network.locations.filter(({ kind }) => kind === 'dealer').length;
  let own = -1;
  let isWaiting = false;
  let isClosed = false;

  const behind = (): readonly number[] =>
    dealersBetween(network, session.forecastOf, historyDecisions(session));

  const follow = async (): Promise<void> => {
    runs.cancel(own);
    while (runs.list().some((run) => run.status === 'running')) await runs.idle();
    isWaiting = false;
    if (isClosed) return;
    const before = session.forecastOf;
    const dealers = behind();
    if (dealers.length === 0) return;
    const isCalendar = before === null || isOtherCalendar(before, historyDecisions(session));
    own = runs.start(
      isCalendar ? 'Forecast by the working days' : 'Forecast without an uplift',
      updateForecast(session, dealers.length === dealerCount ? undefined : new Set(dealers)),
    );
  };

  return {
    wake() {
      if (isClosed || isWaiting || !session.hasForecast || behind().length === 0) return;
      isWaiting = true;
      void follow();
    },
    close() {
      isClosed = true;
    },
  };
}
