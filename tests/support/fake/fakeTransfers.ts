import type { FakeTransfer } from './fakeDecisions.ts';
import { figuresOf, type FakeNetwork } from './fakeNetwork.ts';

/** Pairs the positions with the most money at risk with a location that has the item to spare. */
export function proposeTransfers(network: FakeNetwork, most = 80): FakeTransfer[] {
  const figures = network.positions.map((position) => figuresOf(network, position));
  const spare = figures.map((one) => one.excess);
  const byItem = new Map<number, number[]>();
  for (const position of network.positions) {
    const list = byItem.get(position.item);
    if (list === undefined) byItem.set(position.item, [position.index]);
    else list.push(position.index);
  }
  const risky = network.positions
    .filter(
      (position) =>
        figures[position.index].moneyAtRiskMinor > 800 &&
        network.locations[position.location].kind === 'dealer',
    )
    .toSorted((a, b) => figures[b.index].moneyAtRiskMinor - figures[a.index].moneyAtRiskMinor);
  const transfers: FakeTransfer[] = [];
  for (const position of risky) {
    if (transfers.length >= most) break;
    const donor = (byItem.get(position.item) ?? []).find(
      (index) => network.positions[index].location !== position.location && spare[index] > 0,
    );
    if (donor === undefined) continue;
    const quantity = Math.min(spare[donor], Math.max(1, Math.ceil(figures[position.index].expectedShort)));
    spare[donor] -= quantity;
    const benefitMinor = Math.round(figures[position.index].moneyAtRiskMinor * 0.85);
    const freightMinor = 350 + 120 * quantity;
    const net = benefitMinor - freightMinor - 90 * quantity;
    if (net <= 0) continue;
    transfers.push({
      id: `T${String(transfers.length + 1).padStart(5, '0')}`,
      from: network.positions[donor].location,
      to: position.location,
      item: position.item,
      position: position.index,
      quantity,
      days: 1 + (transfers.length % 4),
      netMinor: net,
      benefitMinor,
      freightMinor,
      pBefore: figures[position.index].pStockout,
      pAfter: figures[position.index].pStockout * 0.12,
      verdict: transfers.length % 11 === 5 ? 'block' : net > 6000 ? 'approve' : 'auto',
      state: transfers.length % 9 === 7 ? 'shipped' : transfers.length % 7 === 5 ? 'approved' : 'proposed',
      proposedBy: 'plan',
      reason: '',
    });
  }
  return transfers;
}
