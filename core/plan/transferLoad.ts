/**
 * What a set of transfers puts on lanes: net and weight by lane, so that a part of the network can be solved beside
 * the rest. O(transfers); lanes are those of a problem, found by their two ends.
 */
import type { RebalanceTotals } from '../contract/rebalance.ts';
import type { Transfer } from '../store/transferStore.ts';
import type { PlanState } from './planState.ts';
import type { OtherLoad } from './transferFigures.ts';

/** Sums over transfers as they are kept. */
export function transferTotals(transfers: Iterable<Transfer>): RebalanceTotals {
  const lanes = new Set<number>();
  const items = new Set<number>();
  const totals = {
    transfers: 0,
    units: 0,
    avoidedMinor: 0,
    donorMinor: 0,
    freightMinor: 0,
    handlingMinor: 0,
    netMinor: 0,
  };
  for (const transfer of transfers) {
    lanes.add(laneKey(transfer.from, transfer.to));
    items.add(transfer.item);
    totals.transfers++;
    totals.units += transfer.quantity;
    totals.avoidedMinor += transfer.benefitMinor;
    totals.donorMinor += transfer.donorMinor;
    totals.freightMinor += transfer.freightMinor;
    totals.handlingMinor += transfer.handlingMinor;
    totals.netMinor += transfer.netMinor;
  }
  return { ...totals, lanes: lanes.size, items: items.size };
}

/** Present totals with some of their transfers replaced by others. */
export function replacedTotals(
  whole: RebalanceTotals,
  before: RebalanceTotals,
  after: RebalanceTotals,
  lanes: number,
): RebalanceTotals {
  return {
    transfers: whole.transfers - before.transfers + after.transfers,
    units: whole.units - before.units + after.units,
    lanes,
    items: whole.items - before.items + after.items,
    avoidedMinor: whole.avoidedMinor - before.avoidedMinor + after.avoidedMinor,
    donorMinor: whole.donorMinor - before.donorMinor + after.donorMinor,
    freightMinor: whole.freightMinor - before.freightMinor + after.freightMinor,
    handlingMinor: whole.handlingMinor - before.handlingMinor + after.handlingMinor,
    netMinor: whole.netMinor - before.netMinor + after.netMinor,
  };
}

export interface LaneLoad extends OtherLoad {
  /** Transfers on each lane. */
  readonly rows: Int32Array;
  /** Adds a transfer, or takes it away with −1. Does nothing where no lane joins its ends. */
  count(transfer: Transfer, sign: 1 | -1): void;
  /** Adds a row of the problem itself. */
  add(lane: number, netMinor: number, kg: number): void;
  laneOf(from: number, to: number): number | undefined;
  copy(): LaneLoad;
}

export function createLaneLoad(state: PlanState, lanes: Int32Array): LaneLoad {
  const { network } = state;
  const laneOf = new Map<number, number>();
  lanes.forEach((lane, k) => laneOf.set(laneKey(network.lanes[lane].from, network.lanes[lane].to), k));
  const loadOver = (net: Float64Array, kg: Float64Array, rows: Int32Array): LaneLoad => ({
    net,
    kg,
    rows,
    laneOf: (from, to) => laneOf.get(laneKey(from, to)),
    copy: () => loadOver(net.slice(), kg.slice(), rows.slice()),
    add(lane, netMinor, weight) {
      rows[lane]++;
      net[lane] += netMinor;
      kg[lane] += weight;
    },
    count(transfer, sign) {
      const lane = laneOf.get(laneKey(transfer.from, transfer.to));
      if (lane === undefined) return;
      rows[lane] += sign;
      // An empty lane is empty to the bit.
      const weight = transfer.quantity * network.items[transfer.item].weightKg;
      net[lane] = rows[lane] === 0 ? 0 : net[lane] + sign * transfer.netMinor;
      kg[lane] = rows[lane] === 0 ? 0 : kg[lane] + sign * weight;
    },
  });
  return loadOver(
    new Float64Array(lanes.length),
    new Float64Array(lanes.length),
    new Int32Array(lanes.length),
  );
}

const mostLocations = 100_000;

export function laneKey(from: number, to: number): number {
  return from * mostLocations + to;
}
