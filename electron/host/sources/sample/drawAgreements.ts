import { createRandom } from '../../../../core/base/random.ts';
import type { LocationPositions } from '../../../../core/model/position.ts';

/** Agreements under which the sample's dealers keep a part whatever its stock. */
const agreements = ['RP-15', 'SVC-02'] as const;
/** One position in so many is protected. */
const positionsPerProtected = 400;

/** Parts that one dealer never gives: a stream of its own, so that nothing else of the sample depends on it. */
export function drawProtectedParts(
  seed: number,
  location: number,
  items: Int32Array,
): { readonly item: number; readonly agreement: string }[] {
  const random = createRandom(`${seed}/protected/${location}`);
  const drawn = new Map<number, string>();
  // A dealer with few positions has one now and then.
  const count = Math.floor(items.length / positionsPerProtected + random.next());
  for (let k = 0; k < count; k++) {
    drawn.set(items[Math.floor(random.next() * items.length)], agreements[k % agreements.length]);
  }
  return [...drawn].map(([item, agreement]) => ({ item, agreement }));
}

/** The car maker's programme: what a dealer stocks on its advice may go back at the end of about 15 months. */
const programme = 'Stock return 15';
const holdDays = 457;
const positionsPerReturn = 20;
/** Units of one part under the programme at most. */
const mostReturned = 12;

/** Units that one dealer may return, of parts that it has, at some point of their hold period. */
export function drawReturnProtections(
  seed: number,
  location: number,
  { items, quantities }: LocationPositions,
  today: number,
): {
  readonly item: number;
  readonly programme: string;
  readonly quantity: number;
  readonly untilDay: number;
}[] {
  const random = createRandom(`${seed}/returns/${location}`);
  const drawn = new Map<number, { readonly quantity: number; readonly untilDay: number }>();
  for (let k = 0; k < Math.floor(items.length / positionsPerReturn); k++) {
    const row = Math.floor(random.next() * items.length);
    const untilDay = today + 1 + Math.floor(random.next() * holdDays);
    const share = random.next();
    const onHand = Math.min(mostReturned, quantities.onHand[row]);
    if (onHand > 0) drawn.set(items[row], { quantity: 1 + Math.floor(share * onHand), untilDay });
  }
  return [...drawn].map(([item, protection]) => ({ item, programme, ...protection }));
}
