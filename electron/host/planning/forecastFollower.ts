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
  /** What the own run is, or was, made of. */
  let ownOf: ReturnType<typeof historyDecisions> | null = null;
  let isWaiting = false;
  let isClosed = false;

  const behind = (): readonly number[] =>
    dealersBetween(network, session.forecastOf, historyDecisions(session));

  const follow = async (): Promise<void> => {
    if (ownOf !== null && dealersBetween(network, ownOf, historyDecisions(session)).length > 0)
      runs.cancel(own);
    while (runs.list().some((run) => run.status === 'running')) await runs.idle();
    isWaiting = false;
    if (isClosed) return;
    const before = session.forecastOf;
    const dealers = behind();
    if (dealers.length === 0) return;
    const isCalendar = before === null || isOtherCalendar(before, historyDecisions(session));
    ownOf = historyDecisions(session);
    own = runs.start(
      isCalendar ? 'Forecast by the working days' : 'Forecast without an uplift',
      updateForecast(session, dealers.length === dealerCount ? undefined : new Set(dealers)),
    );
  };

  return {
    wake() {
      if (isClosed || isWaiting || !session.hasForecast) return;
      // A run under way may end with a decision that has been taken back since: looked at once it is over.
      const isRunning = runs.list().some((run) => run.status === 'running');
      if (!isRunning && behind().length === 0) return;
      isWaiting = true;
      void follow();
    },
    close() {
      isClosed = true;
    },
  };
}
