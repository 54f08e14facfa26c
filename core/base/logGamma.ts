/**
 * Natural logarithm of the gamma function for x > 0: Stirling's series from x = 10 on, and the recurrence
 * Γ(x) = Γ(x + 1) / x below it. Relative error about 1e-15 (Abramowitz and Stegun 6.1.40). O(1).
 */
export function logGamma(x: number): number {
  if (!(x > 0)) return x === 0 ? Infinity : Number.NaN;
  let product = 1;
  let y = x;
  while (y < 10) {
    product *= y;
    y += 1;
  }
  const stirling = (y - 0.5) * Math.log(y) - y + halfLogTwoPi + stirlingTail(y);
  return product === 1 ? stirling : stirling - Math.log(product);
}

/**
 * What Stirling's formula leaves out: log Γ(x + 1) − (x + ½) log x + x − ½ log 2π, for x > 0. Probabilities
 * built from it keep their relative precision where differences of log-gammas cancel (C. Loader, "Fast and
 * accurate computation of binomial probabilities", 2000).
 */
export function stirlingError(x: number): number {
  if (x >= 10) return stirlingTail(x);
  return logGamma(x + 1) - (x + 0.5) * Math.log(x) + x - halfLogTwoPi;
}

/**
 * Loader's deviance part x log(x / m) + m − x, accurate also where x is close to m. x > 0, m > 0.
 */
export function poissonDeviance(x: number, m: number): number {
  const difference = x - m;
  if (Math.abs(difference) < 0.1 * (x + m)) {
    const v = difference / (x + m);
    let sum = difference * v;
    let term = 2 * x * v;
    const square = v * v;
    for (let j = 3; j < 1000; j += 2) {
      term *= square;
      const next = sum + term / j;
      if (next === sum) return next;
      sum = next;
    }
    return sum;
  }
  return x * Math.log(x / m) - difference;
}

const halfLogTwoPi = 0.5 * Math.log(2 * Math.PI);

function stirlingTail(x: number): number {
  const r = 1 / (x * x);
  return (
    (1 / 12 -
      r * (1 / 360 - r * (1 / 1260 - r * (1 / 1680 - r * (1 / 1188 - r * (691 / 360360 - r / 156)))))) /
    x
  );
}
