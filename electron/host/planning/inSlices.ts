import { BallastError } from '../../../core/base/errors.ts';

/** Longest time in ms that sliced work keeps the worker from answering. */
const sliceMs = 6;

/**
 * Work advanced in slices, between which other questions are answered. What fits into one slice waits for nothing; what
 * is given up meanwhile ends between two of them.
 */
export async function inSlices<T>(
  now: () => number,
  work: Generator<unknown, T>,
  isCancelled: () => boolean = () => false,
): Promise<T> {
  for (;;) {
    const begun = now();
    do {
      const step = work.next();
      if (step.done === true) return step.value;
    } while (now() - begun < sliceMs);
    await new Promise((resolve) => setImmediate(resolve));
    if (!isCancelled()) continue;
    work.return(undefined as never);
    throw new BallastError('cancelled', 'It was given up before it was done.');
  }
}
