/** Longest time in ms that sliced work keeps the worker from answering. */
const sliceMs = 6;

/** Work advanced in slices, between which other questions are answered. What fits into one slice waits for nothing. */
export async function inSlices<T>(now: () => number, work: Generator<unknown, T>): Promise<T> {
  for (;;) {
    const begun = now();
    do {
      const step = work.next();
      if (step.done === true) return step.value;
    } while (now() - begun < sliceMs);
    await new Promise((resolve) => setImmediate(resolve));
  }
}
