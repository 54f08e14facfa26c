/**
 * available = max(0, on hand − reserved − work in progress − quality hold), whole units. A negative on hand is kept
 * as the dealer's system sent it, raised as an exception, and counts as zero here.
 */
export function available(
  onHand: number,
  reserved: number,
  workInProgress: number,
  qualityHold: number,
): number {
  const free = onHand - reserved - workInProgress - qualityHold;
  return free > 0 ? free : 0;
}
