/** Money to whole minor units, halves up. Never −0, which a replica does not keep and a screen would show with a sign. */
export function roundMinor(amount: number): number {
  return Math.round(amount) + 0;
}
