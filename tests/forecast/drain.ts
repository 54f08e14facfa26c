/** Runs a generator to its end and returns what it returns. */
export function drain<T>(generator: Generator<unknown, T>): T {
  let step = generator.next();
  while (step.done !== true) step = generator.next();
  return step.value;
}
