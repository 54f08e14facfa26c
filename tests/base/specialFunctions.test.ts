import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { digamma } from '../../core/base/digamma.ts';
import { logGamma, poissonDeviance, stirlingError } from '../../core/base/logGamma.ts';

const positive = fc.double({ min: 1e-3, max: 1e4, noNaN: true });
const euler = 0.5772156649015329;

function close(found: number, wanted: number, relative: number): void {
  expect(Math.abs(found - wanted)).toBeLessThanOrEqual(relative * Math.max(1, Math.abs(wanted)));
}

describe('log gamma, its derivative and their remainders', () => {
  it('meet known values', () => {
    close(logGamma(0.5), 0.5 * Math.log(Math.PI), 3e-15);
    close(logGamma(11), Math.log(3_628_800), 3e-15);
    expect(logGamma(0)).toBe(Infinity);
    expect(logGamma(-1)).toBeNaN();
    close(digamma(1), -euler, 1e-12);
    close(digamma(0.5), -euler - 2 * Math.LN2, 1e-12);
    // log 5! − 5.5 log 5 + 5 − ½ log 2π.
    close(stirlingError(5), Math.log(120) - 5.5 * Math.log(5) + 5 - 0.5 * Math.log(2 * Math.PI), 1e-14);
  });

  it('follow their recurrences', () => {
    fc.assert(
      fc.property(positive, (x) => {
        close(logGamma(x + 1) - logGamma(x), Math.log(x), 1e-11);
        close(digamma(x + 1) - digamma(x), 1 / x, 1e-11);
      }),
    );
  });

  it('give a deviance that is zero at its mean, positive off it, and x log(x/m) + m − x', () => {
    fc.assert(
      fc.property(positive, positive, (x, m) => {
        const deviance = poissonDeviance(x, m);
        expect(deviance).toBeGreaterThanOrEqual(0);
        close(deviance, x * Math.log(x / m) + m - x, 1e-9);
        expect(poissonDeviance(x, x)).toBe(0);
      }),
    );
  });
});
