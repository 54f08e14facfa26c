import { createRandom } from '../../core/base/random.ts';
import { demandUnit, type DemandSlice } from '../../core/forecast/distributionForecaster.ts';

/** Made-up demand of kinds that the car parts are not. Seeded: the same numbers every time. */

/** Short histories of fast movers: level, trend, drift and a mild common season. */
export function shortFastMovers(count: number, periods: number, seed: number): Float64Array[] {
  const random = createRandom(`fast ${seed}`);
  const season = Array.from({ length: 12 }, () => 0.1 * random.normal());
  return Array.from({ length: count }, () => {
    const level = Math.exp(1.2 + 1.2 * random.normal());
    const size = 1 + random.gamma(2, 3);
    const trend = 0.01 * random.normal();
    const seasonal = 2 * random.next();
    let drift = 0;
    return Float64Array.from({ length: periods }, (_, t) => {
      drift += 0.08 * random.normal();
      const mean = level * Math.exp(trend * t + drift + seasonal * season[t % 12]);
      return random.poisson(random.gamma(size, mean / size));
    });
  });
}

/** Fast movers whose levels wander: the logarithm of each takes a step of `walk` (standard deviation) a period. */
export function wanderingMovers(count: number, periods: number, walk: number, seed: number): Float64Array[] {
  const random = createRandom(`wandering ${seed}`);
  return Array.from({ length: count }, () => {
    const level = Math.exp(1.6 + random.normal());
    let wandered = 0;
    return Float64Array.from({ length: periods }, () => {
      wandered += walk * random.normal();
      return random.poisson(random.gamma(2.5, (level * Math.exp(wandered)) / 2.5));
    });
  });
}

/** Very lumpy demand: nine of ten months without, sizes in dozens and packs, some parts started late or stopped. */
export function lumpyParts(count: number, periods: number, seed: number): Float64Array[] {
  const random = createRandom(`lumpy ${seed}`);
  return Array.from({ length: count }, () => {
    const share = Math.min(0.6, random.gamma(1.2, 0.075)) + 0.01;
    const scale = Math.exp(2 + 1.2 * random.normal());
    const spread = 0.3 + random.next();
    const pack = random.pick([1, 1, 1, 5, 10, 12, 25]);
    const stop = random.next() < 0.15 ? random.integer(10, periods) : periods;
    const start = random.next() < 0.1 ? random.integer(0, periods / 2) : 0;
    return Float64Array.from({ length: periods }, (_, t) => {
      if (t < start || t >= stop || random.next() >= share) return 0;
      const size = Math.exp(Math.log(scale) + spread * random.normal());
      return Math.max(1, Math.round(size / pack)) * pack;
    });
  });
}

/** Lumpy parts of which three in ten demands of the last year fall away. */
export function shrinkingLumpyParts(count: number, periods: number, seed: number): Float64Array[] {
  const random = createRandom(`shrinking ${seed}`);
  return lumpyParts(count, periods, seed).map((own) =>
    own.map((value, t) => (t >= periods - 12 && random.next() < 0.3 ? 0 : value)),
  );
}

/** The last periods of lumpy parts. */
export function shortLumpyParts(count: number, periods: number, seed: number): Float64Array[] {
  return lumpyParts(count, 84, seed).map((own) => own.slice(84 - periods));
}

/** Demand of which only a share comes from period `end` on. */
export function fallingAfter(
  series: readonly Float64Array[],
  end: number,
  share: number,
  seed: number,
): Float64Array[] {
  const random = createRandom(`falling ${seed}`);
  return series.map((own) => own.map((value, t) => (t >= end && random.next() >= share ? 0 : value)));
}

/** Months of one level, then of none: a network of parts that die one after another. */
export function dyingParts(count: number, periods: number, seed: number): Float64Array[] {
  const random = createRandom(`dying ${seed}`);
  return Array.from({ length: count }, () => {
    const mean = Math.exp(-0.5 + random.normal());
    const stop = random.integer(6, Math.round(1.4 * periods));
    return Float64Array.from({ length: periods }, (_, t) =>
      t < stop ? random.poisson(random.gamma(1, mean)) : 0,
    );
  });
}

/** Fast movers that share a strong season. */
export function seasonalMovers(count: number, periods: number, seed: number): Float64Array[] {
  const random = createRandom(`seasonal ${seed}`);
  return Array.from({ length: count }, () => {
    const level = Math.exp(2 + random.normal());
    return Float64Array.from({ length: periods }, (_, t) => {
      const mean = level * Math.exp(0.5 * Math.sin((2 * Math.PI * t) / 12));
      return random.poisson(random.gamma(8, mean / 8));
    });
  });
}

/** The series as forecasters read them, history being the first `end` periods. */
export function sliceOf(series: readonly Float64Array[], end: number): DemandSlice {
  const periods = series[0].length;
  const values = new Float64Array(series.length * periods);
  series.forEach((own, s) => values.set(own, s * periods));
  return {
    values,
    periods,
    count: series.length,
    end,
    groups: null,
    groupCount: 1,
    season: 12,
    unit: demandUnit(values),
  };
}
