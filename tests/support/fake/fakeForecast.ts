import { BallastError } from '../../../core/base/errors.ts';
import type { Handlers } from '../../../core/contract/rpc.ts';

/** The invented plan has no histories: its Forecast workspace shows how the window says that. */
export function fakeForecast(): Pick<Handlers, Extract<keyof Handlers, `forecast.${string}`>> {
  const none = (): never => {
    throw new BallastError('unavailable', 'The invented network has no demand histories.');
  };
  return {
    'forecast.window': none,
    'forecast.distinct': none,
    'forecast.rowOf': none,
    'forecast.series': none,
    'forecast.quadrant': none,
    'forecast.accuracy': none,
    'forecast.exceptions': none,
    'forecast.calendar': none,
    'forecast.worst': none,
  };
}
