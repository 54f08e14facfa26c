/**
 * A value that is dear to compute and that changes often: kept until its version moves on, and then computed anew
 * only so often that it takes at most a twentieth of the time. What a person just did cannot wait: a new `urgent`
 * number computes at once. `now` in ms. The first call computes.
 */
export interface PacedClock {
  readonly now: () => number;
  readonly version: () => number;
  /** Grows with every change that has to be seen at once. */
  readonly urgent: () => number;
}

const share = 20;

export function createPaced<T>(clock: PacedClock, compute: () => T): () => T {
  let kept: {
    readonly value: T;
    readonly version: number;
    readonly urgent: number;
    readonly until: number;
  } | null = null;
  return () => {
    const version = clock.version();
    const urgent = clock.urgent();
    const begun = clock.now();
    if (kept !== null) {
      if (kept.version === version) return kept.value;
      if (kept.urgent === urgent && begun < kept.until) return kept.value;
    }
    const value = compute();
    const ended = clock.now();
    kept = { value, version, urgent, until: ended + share * (ended - begun) };
    return value;
  };
}
