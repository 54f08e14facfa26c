/**
 * SES with the α that minimises the squared one-step error on the series, searched between bounds by golden section.
 * Equal errors at both probes shrink the bracket from both ends, so a series that says nothing about α gets the
 * middle. O(n) times about 45 evaluations, no allocation. Source: Hyndman, Koehler, Ord and Snyder (2008), section 2.6;
 * golden section: Kiefer (1953).
 */
import { ses, sesSquaredError } from './ses.ts';

const ratio = (Math.sqrt(5) - 1) / 2;
/** Width at which the search stops: far below what moves a forecast in its sixth digit. */
const tolerance = 1e-9;

export function sesOptimized(
  values: Float64Array,
  from: number,
  to: number,
  lowest = 0.01,
  highest = 0.99,
): number {
  return ses(values, from, to, optimalAlpha(values, from, to, lowest, highest));
}

export function optimalAlpha(
  values: Float64Array,
  from: number,
  to: number,
  lowest: number,
  highest: number,
): number {
  if (to - from < 2) return lowest;
  // Of two values the only error is their difference, whatever α is.
  if (to - from === 2) return (lowest + highest) / 2;
  let low = lowest;
  let high = highest;
  let left = high - ratio * (high - low);
  let right = low + ratio * (high - low);
  let leftError = sesSquaredError(values, from, to, left);
  let rightError = sesSquaredError(values, from, to, right);
  while (high - low > tolerance) {
    if (leftError < rightError) {
      high = right;
      right = left;
      rightError = leftError;
      left = high - ratio * (high - low);
      leftError = sesSquaredError(values, from, to, left);
    } else if (rightError < leftError) {
      low = left;
      left = right;
      leftError = rightError;
      right = low + ratio * (high - low);
      rightError = sesSquaredError(values, from, to, right);
    } else {
      // A constant series has no error at all.
      if (leftError === 0) return (low + high) / 2;
      low = left;
      high = right;
      left = high - ratio * (high - low);
      right = low + ratio * (high - low);
      leftError = sesSquaredError(values, from, to, left);
      rightError = sesSquaredError(values, from, to, right);
    }
  }
  return (low + high) / 2;
}
