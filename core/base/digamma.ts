/**
 * Derivative of log Γ for x > 0: the asymptotic series from x = 10 on (Abramowitz and Stegun 6.3.18), the recurrence
 * ψ(x) = ψ(x + 1) − 1/x below it. Absolute error about 1e-13. O(1).
 */
export function digamma(x: number): number {
  let sum = 0;
  let y = x;
  while (y < 10) {
    sum -= 1 / y;
    y += 1;
  }
  const r = 1 / (y * y);
  const series = r * (1 / 12 - r * (1 / 120 - r * (1 / 252 - r * (1 / 240 - r / 132))));
  return sum + Math.log(y) - 0.5 / y - series;
}
