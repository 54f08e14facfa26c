/**
 * What dealers have agreed about their parts: those they never give, and units they may return to the car maker.
 * Sparse, beside the columns of the plan state.
 */
import { protectedKey, type ProtectedPart } from '../store/protectedPartStore.ts';
import type { ReturnProtection } from '../store/returnProtectionStore.ts';

export interface Agreements {
  /** Parts that a dealer never gives, by `protectedKey`. */
  readonly protectedParts: Map<number, ProtectedPart>;
  /** Return protection by position. */
  readonly returns: Map<number, ReturnProtection>;
  /** The network's day, which ends hold periods. */
  day: number;
}

export function noAgreements(): Agreements {
  return { protectedParts: new Map(), returns: new Map(), day: 0 };
}

export function protectedPartOf(
  { protectedParts }: Agreements,
  location: number,
  item: number,
): ProtectedPart | null {
  return protectedParts.get(protectedKey(location, item)) ?? null;
}

/** The return protection of a position while its hold period lasts. */
export function returnProtectionOf({ returns, day }: Agreements, p: number): ReturnProtection | null {
  const found = returns.get(p);
  return found !== undefined && found.untilDay > day ? found : null;
}

/** How many of `given` units out of `net` reach below the protected quantity: units beyond it go first. */
export function protectedUnits({ quantity }: ReturnProtection, net: number, given: number): number {
  return Math.min(given, Math.max(0, quantity - (net - given)));
}
