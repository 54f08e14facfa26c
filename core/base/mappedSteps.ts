/**
 * Another generator's steps, each told in the words of the caller, and its result. Given up half way, it gives the other
 * one up too, so that whatever that one holds is let go.
 */
export function* mappedSteps<P, Q, T>(steps: Generator<P, T>, map: (step: P) => Q): Generator<Q, T> {
  try {
    for (;;) {
      const step = steps.next();
      if (step.done === true) return step.value;
      yield map(step.value);
    }
  } finally {
    // Does nothing to one that has ended.
    steps.return(undefined as never);
  }
}
