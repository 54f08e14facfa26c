/**
 * Writes the monthly demand of a fast mover at a dealer: a negative binomial draw (gamma-mixed Poisson) around
 * mean × curve, Poisson where the dispersion is 1. Now and then the dealer runs out and part of a month's
 * demand is lost: it leaves `demand` and is counted in `lostSales`. Months before the launch are not observed.
 */
import type { Random } from '../../../../core/base/random.ts';
import { notObserved } from '../../../../core/model/position.ts';
import type { Catalogue } from './createCatalogue.ts';

export function drawFastDemand(
  catalogue: Catalogue,
  item: number,
  dealerFactor: number,
  demand: Uint16Array,
  lostSales: Uint16Array,
  at: number,
  periods: number,
  random: Random,
): void {
  const fast = item - catalogue.firstFast;
  const mean = catalogue.fastMean[fast] * dealerFactor;
  const dispersion = catalogue.fastDispersion[fast];
  const launch = catalogue.observedFrom[item];
  for (let month = 0; month < launch; month++) demand[at + month] = notObserved;
  for (let month = launch; month < periods; month++) {
    const expected = mean * catalogue.fastCurve[fast * periods + month];
    const rate =
      dispersion > 1 && expected > 0 ? random.gamma(expected / (dispersion - 1), dispersion - 1) : expected;
    const asked = Math.min(random.poisson(rate), 60_000);
    const lost = asked > 0 && random.next() < 0.03 ? Math.ceil(asked * random.next() * 0.5) : 0;
    demand[at + month] = asked - lost;
    lostSales[at + month] = lost;
  }
}
