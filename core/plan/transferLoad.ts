/**
 * What a set of transfers puts on lanes: net and weight by lane, so that a part of the network can be solved beside
 * the rest. O(transfers); lanes are those of a problem, found by their two ends.
 */
import type { RebalanceTotals } from '../contract/rebalance.ts';
import type { Network } from '../model/network.ts';
import type { Transfer } from '../store/transferStore.ts';
import { laneKey } from './laneKey.ts';
import type { OpenProposals } from './openProposals.ts';
import type { ProblemLanes } from './problemLanes.ts';
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

/** What the given proposals put on the lanes; without any, nothing. */
export function createLaneLoad(network: Network, usable: ProblemLanes, proposals?: OpenProposals): LaneLoad {
  const { from, to, indexOf } = usable;
  const loadOver = (net: Float64Array, kg: Float64Array, rows: Int32Array): LaneLoad => ({
    net,
    kg,
    rows,
    laneOf: indexOf,
    copy: () => loadOver(net.slice(), kg.slice(), rows.slice()),
    add(lane, netMinor, weight) {
      rows[lane]++;
      net[lane] += netMinor;
      kg[lane] += weight;
    },
    count(transfer, sign) {
      const lane = indexOf(transfer.from, transfer.to);
      if (lane === undefined) return;
      rows[lane] += sign;
      // An empty lane is empty to the bit.
      const weight = transfer.quantity * network.items[transfer.item].weightKg;
      net[lane] = rows[lane] === 0 ? 0 : net[lane] + sign * transfer.netMinor;
      kg[lane] = rows[lane] === 0 ? 0 : kg[lane] + sign * weight;
    },
  });
  const { length } = from;
  const load = loadOver(new Float64Array(length), new Float64Array(length), new Int32Array(length));
  if (proposals === undefined) return load;
  for (let lane = 0; lane < length; lane++) {
    load.rows[lane] = proposals.onLane(from[lane], to[lane]).length;
    if (load.rows[lane] === 0) continue;
    load.net[lane] = proposals.laneNet(from[lane], to[lane]);
    load.kg[lane] = proposals.laneKg(from[lane], to[lane]);
  }
  return load;
}
