import { createRandom } from '../../../../core/base/random.ts';

/** Agreements under which the sample's dealers keep a part whatever its stock. */
const agreements = ['RP-15', 'SVC-02'] as const;
/** One position in so many is protected. */
const positionsPerProtected = 400;

/** Parts that one dealer never gives: a stream of its own, so that nothing else of the sample depends on it. */
export function drawProtectedParts(
  seed: number,
  location: number,
  items: Int32Array,
): { readonly item: number; readonly rule: string }[] {
  const random = createRandom(`${seed}/protected/${location}`);
  const drawn = new Map<number, string>();
  for (let k = 0; k < Math.floor(items.length / positionsPerProtected); k++) {
    drawn.set(items[Math.floor(random.next() * items.length)], agreements[k % agreements.length]);
  }
  return [...drawn].map(([item, rule]) => ({ item, rule }));
}
