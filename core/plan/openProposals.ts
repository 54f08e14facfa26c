/**
 * The plan's open proposals, found by id, by item and by lane, with their sums and what they put on each lane. Adding or
 * taking away one costs O(proposals of its item and of its lane); totals are there at once. Money in minor units is
 * whole, so running sums are exact; weights are summed anew for a lane that has changed, in the order of items, so they
 * do not depend on the order of changes.
 */
import type { RebalanceTotals } from '../contract/rebalance.ts';
import type { Transfer } from '../store/transferStore.ts';
import { laneKey } from './laneKey.ts';

export interface OpenProposals {
  readonly size: number;
  get(id: string): Transfer | undefined;
  values(): IterableIterator<Transfer>;
  keys(): IterableIterator<string>;
  /** By item; a list that was handed out never changes. */
  ofItem(item: number): readonly Transfer[];
  onLane(from: number, to: number): readonly Transfer[];
  /** Weight and net of what travels between two places. */
  laneKg(from: number, to: number): number;
  laneNet(from: number, to: number): number;
  totals(): RebalanceTotals;
  /** As they are now, by item, and how many travel on each lane, by `laneKey`. */
  byItemNow(): ReadonlyMap<number, readonly Transfer[]>;
  byLaneNow(): Map<number, number>;
  /** Adds a proposal, or replaces the one with its id. */
  set(transfer: Transfer): void;
  delete(id: string): boolean;
}

interface LaneProposals {
  readonly transfers: readonly Transfer[];
  readonly netMinor: number;
  /** NaN until it is asked for. */
  kg: number;
}

const none: readonly Transfer[] = [];

export function createOpenProposals(weightKg: (item: number) => number): OpenProposals {
  const byId = new Map<string, Transfer>();
  const byItem = new Map<number, readonly Transfer[]>();
  const byLane = new Map<number, LaneProposals>();
  const sums = { units: 0, avoidedMinor: 0, donorMinor: 0, freightMinor: 0, handlingMinor: 0, netMinor: 0 };

  const count = (transfer: Transfer, sign: 1 | -1): void => {
    sums.units += sign * transfer.quantity;
    sums.avoidedMinor += sign * transfer.benefitMinor;
    sums.donorMinor += sign * transfer.donorMinor;
    sums.freightMinor += sign * transfer.freightMinor;
    sums.handlingMinor += sign * transfer.handlingMinor;
    sums.netMinor += sign * transfer.netMinor;
  };
  const setItem = (item: number, transfers: readonly Transfer[]): void => {
    if (transfers.length === 0) byItem.delete(item);
    else byItem.set(item, transfers);
  };
  const setLane = (key: number, transfers: readonly Transfer[], netMinor: number): void => {
    if (transfers.length === 0) byLane.delete(key);
    else byLane.set(key, { transfers, netMinor, kg: Number.NaN });
  };

  const takeOut = (transfer: Transfer): void => {
    const isOther = (other: Transfer): boolean => other !== transfer;
    count(transfer, -1);
    setItem(transfer.item, (byItem.get(transfer.item) ?? none).filter(isOther));
    const key = laneKey(transfer.from, transfer.to);
    const lane = byLane.get(key);
    if (lane !== undefined) {
      setLane(key, lane.transfers.filter(isOther), lane.netMinor - transfer.netMinor);
    }
  };

  return {
    get size() {
      return byId.size;
    },
    get: (id) => byId.get(id),
    values: () => byId.values(),
    keys: () => byId.keys(),
    ofItem: (item) => byItem.get(item) ?? none,
    onLane: (from, to) => byLane.get(laneKey(from, to))?.transfers ?? none,
    laneNet: (from, to) => byLane.get(laneKey(from, to))?.netMinor ?? 0,
    laneKg(from, to) {
      const lane = byLane.get(laneKey(from, to));
      if (lane === undefined) return 0;
      if (Number.isNaN(lane.kg)) {
        lane.kg = lane.transfers.reduce((sum, { item, quantity }) => sum + quantity * weightKg(item), 0);
      }
      return lane.kg;
    },
    totals: () => ({ transfers: byId.size, ...sums, lanes: byLane.size, items: byItem.size }),
    byItemNow: () => new Map(byItem),
    byLaneNow: () => new Map(Array.from(byLane, ([key, lane]) => [key, lane.transfers.length])),
    set(transfer) {
      const known = byId.get(transfer.id);
      if (known !== undefined) takeOut(known);
      // One that is replaced keeps its place.
      byId.set(transfer.id, transfer);
      count(transfer, 1);
      setItem(transfer.item, [...(byItem.get(transfer.item) ?? none), transfer]);
      const key = laneKey(transfer.from, transfer.to);
      const lane = byLane.get(key);
      setLane(
        key,
        lane === undefined ? [transfer] : withNext(lane.transfers, transfer),
        (lane?.netMinor ?? 0) + transfer.netMinor,
      );
    },
    delete(id) {
      const known = byId.get(id);
      if (known === undefined) return false;
      byId.delete(id);
      takeOut(known);
      return true;
    },
  };
}

/** What travels on a lane in the order of items, whatever came first. */
function withNext(transfers: readonly Transfer[], next: Transfer): readonly Transfer[] {
  let at = transfers.length;
  while (at > 0 && isAfter(transfers[at - 1], next)) at--;
  return transfers.toSpliced(at, 0, next);
}

function isAfter(a: Transfer, b: Transfer): boolean {
  return a.item > b.item || (a.item === b.item && a.id > b.id);
}
