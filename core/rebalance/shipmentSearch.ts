/**
 * Plans within lane limits: every lane has a number of shipments that it may send, items are solved one after another
 * to their optimum in the room that the others leave on the lanes, and the numbers are moved one at a time.
 *
 * A move is judged by its exact change: for one shipment fewer (or more), the items on the lane are first solved
 * without it, which says what the lane is worth to each a kg; then the best of them take its room in that order, and
 * what the others lose or gain elsewhere counts. A plan here keeps the limits at every moment.
 *
 * A move is O(solves of the items on the lane). All of it is deterministic.
 */
import { isBelowMinimum, laneSums } from './brokenLimit.ts';
import { createItemFlows } from './exactItem.ts';
import { growingInts } from './growingColumn.ts';
import type { ItemGraphs } from './itemGraphs.ts';
import { kgPerShipmentOf, mostShipments, roomKg, shipmentsCarried, shipmentsWith } from './laneLimits.ts';
import type { LimitPrices } from './relaxedLimits.ts';
import { createTransferValuer } from './transferColumns.ts';
import type { TransferColumns } from './transferRows.ts';

export interface ShipmentSearch {
  /** Work so far, as the exact layer counts it. */
  readonly work: () => number;
  /** Starts from a plan that may break limits: what fits stays, the items on lanes that overflow are solved anew. */
  fit(transfers: TransferColumns, prices: LimitPrices): Generator<void, void, undefined>;
  /** Sends fewer or more shipments on lanes where that gains. */
  improve(): Generator<void, void, undefined>;
  /** Sends fewer on lanes whose shipments are worth too little, until none is. */
  keepMinimum(): Generator<void, void, undefined>;
  transfers(): TransferColumns;
}

export function createShipmentSearch(graphs: ItemGraphs): ShipmentSearch {
  const { problem, arcStart, stepStart, arcLane, arcItem, laneArcStart, laneArcs } = graphs;
  const { lanes, laneCount, itemWeightKg } = problem;
  const flows = createItemFlows(graphs);
  const arcCount = graphs.arcTail.length;
  const shipped = new Float64Array(arcCount);
  const before = new Float64Array(arcCount);
  const limit = new Float64Array(arcCount).fill(Number.POSITIVE_INFINITY);
  const itemValue = new Float64Array(graphs.itemCount);
  const laneKg = new Float64Array(laneCount);
  /** Shipments that the lane may send, those beside the problem included. */
  const allowed = new Float64Array(laneCount);
  const valueRows = createTransferValuer(problem);
  const arcRoom = mostUnits(graphs);

  function place(item: number, sign: 1 | -1): void {
    for (let arc = arcStart[item]; arc < stepStart[item]; arc++) {
      laneKg[arcLane[arc]] += sign * shipped[arc] * itemWeightKg[item];
    }
  }

  /** Gives the item its best plan in the room that the others leave. */
  function solveItem(item: number, perKg: Float64Array | null): void {
    const kg = itemWeightKg[item];
    place(item, -1);
    for (let arc = arcStart[item]; arc < stepStart[item]; arc++) {
      const lane = arcLane[arc];
      const room = roomKg(lanes, lane, allowed[lane]) - laneKg[lane];
      const fits = allowed[lane] === 0 ? 0 : kg === 0 ? Number.POSITIVE_INFINITY : Math.floor(room / kg);
      const most = fits >= arcRoom[arc] ? Number.POSITIVE_INFINITY : fits;
      flows.closed[arc] = most > 0 ? 0 : 1;
      flows.charge[arc] = perKg === null ? 0 : perKg[lane] * kg;
      if (most > 0 && most !== limit[arc]) {
        limit[arc] = most;
        flows.limit(arc, most);
      }
    }
    flows.solve(item);
    for (let arc = arcStart[item]; arc < stepStart[item]; arc++) shipped[arc] = flows.flow[arc];
    itemValue[item] = flows.plainValue(item);
    place(item, 1);
  }

  function valueOf(item: number): number {
    const on: number[] = [];
    for (let arc = arcStart[item]; arc < stepStart[item]; arc++) if (shipped[arc] > 0) on.push(arc);
    return valueRows(
      item,
      Int32Array.from(on, (arc) => arcLane[arc]),
      Int32Array.from(on, (arc) => shipped[arc]),
    );
  }

  function keep(item: number): void {
    for (let arc = arcStart[item]; arc < stepStart[item]; arc++) before[arc] = shipped[arc];
  }

  function restore(item: number): void {
    place(item, -1);
    for (let arc = arcStart[item]; arc < stepStart[item]; arc++) shipped[arc] = before[arc];
    place(item, 1);
  }

  /** Sends so many shipments on the lane if that gains; returns whether it did. */
  function tryShipments(lane: number, next: number, anyway: boolean): boolean {
    const now = allowed[lane];
    const touched: { readonly item: number; readonly value: number; worth: number }[] = [];
    let change = -lanes.fixedCost[lane] * (next - now);
    for (let k = laneArcStart[lane]; k < laneArcStart[lane + 1]; k++) {
      const item = arcItem[laneArcs[k]];
      if (next < now && shipped[laneArcs[k]] === 0) continue;
      keep(item);
      touched.push({ item, value: itemValue[item], worth: 0 });
    }
    allowed[lane] = 0;
    for (const one of touched) {
      const used = shipped[arcOfItem(one.item, lane)] * itemWeightKg[one.item];
      solveItem(one.item, null);
      one.worth = (one.value - itemValue[one.item]) / Math.max(used, 1e-9);
    }
    allowed[lane] = next;
    if (next > 0) {
      for (const { item } of touched.toSorted((a, b) => b.worth - a.worth || a.item - b.item)) {
        solveItem(item, null);
      }
    }
    for (const { item, value } of touched) change += itemValue[item] - value;
    if (anyway || change > 1e-9 * (lanes.fixedCost[lane] + 1e-9)) return true;
    allowed[lane] = now;
    for (const { item, value } of touched) {
      restore(item);
      itemValue[item] = value;
    }
    return false;
  }

  function arcOfItem(item: number, lane: number): number {
    for (let arc = arcStart[item]; arc < stepStart[item]; arc++) if (arcLane[arc] === lane) return arc;
    return -1;
  }

  /** Shipments that what is on the lane needs. */
  function needed(lane: number): number {
    const used = laneUnits(lane) > 0;
    return used ? shipmentsWith(lanes, lane, laneKg[lane]) : shipmentsCarried(lanes, lane);
  }

  function laneUnits(lane: number): number {
    let units = 0;
    for (let k = laneArcStart[lane]; k < laneArcStart[lane + 1]; k++) units += shipped[laneArcs[k]];
    return units;
  }

  function tighten(): void {
    for (let lane = 0; lane < laneCount; lane++) {
      if (laneArcStart[lane] < laneArcStart[lane + 1]) allowed[lane] = Math.min(allowed[lane], needed(lane));
    }
  }

  /** Lanes with a limit on weight that the plan uses up or that costs it more than one shipment. */
  function tightLanes(): number[] {
    const tight: number[] = [];
    for (let lane = 0; lane < laneCount; lane++) {
      if (allowed[lane] === 0 || kgPerShipmentOf(lanes, lane) === Number.POSITIVE_INFINITY) continue;
      if (laneArcStart[lane] === laneArcStart[lane + 1]) continue;
      const room = roomKg(lanes, lane, allowed[lane]);
      if (allowed[lane] > 1 || laneKg[lane] > 0.5 * room) tight.push(lane);
    }
    return tight;
  }

  return {
    work: () => flows.work,
    *fit(transfers, prices) {
      shipped.fill(0);
      laneKg.fill(0);
      const order = new Set<number>();
      const value = new Float64Array(graphs.itemCount);
      const weight = new Float64Array(graphs.itemCount);
      const sums = laneSums(problem, transfers);
      for (let lane = 0; lane < laneCount; lane++) {
        const carried = shipmentsCarried(lanes, lane);
        const wanted = sums.used[lane] === 1 ? shipmentsWith(lanes, lane, sums.kg[lane]) : carried;
        allowed[lane] = Math.min(wanted, mostShipments(lanes, lane));
      }
      for (let row = 0; row < transfers.count; row++) {
        const item = transfers.item[row];
        const lane = transfers.lane[row];
        const arc = arcOfItem(item, lane);
        weight[item] += transfers.quantity[row] * itemWeightKg[item];
        if (arc < 0 || sums.kg[lane] > roomKg(lanes, lane, allowed[lane])) order.add(item);
        else shipped[arc] = transfers.quantity[row];
      }
      for (const item of order) for (let a = arcStart[item]; a < stepStart[item]; a++) shipped[a] = 0;
      for (let item = 0; item < graphs.itemCount; item++) {
        place(item, 1);
        itemValue[item] = valueOf(item);
      }
      yield;
      for (const item of order) {
        solveItem(item, prices.perKg);
        value[item] = itemValue[item] / Math.max(weight[item], 1e-9);
        yield;
      }
      for (const item of [...order].toSorted((a, b) => value[b] - value[a] || a - b)) {
        solveItem(item, null);
        yield;
      }
      tighten();
    },
    *improve() {
      for (let round = 0; round < 2; round++) {
        let better = false;
        for (const lane of tightLanes()) {
          const now = allowed[lane];
          if (now > shipmentsCarried(lanes, lane)) better = tryShipments(lane, now - 1, false) || better;
          yield;
          if (allowed[lane] === now && now < mostShipments(lanes, lane)) {
            better = tryShipments(lane, now + 1, false) || better;
            yield;
          }
        }
        if (!better) break;
      }
      tighten();
    },
    *keepMinimum() {
      if (lanes.minimumShipmentValue === undefined) return;
      for (;;) {
        const sums = laneSums(problem, transfersNow());
        const poor: { readonly lane: number; readonly part: number }[] = [];
        for (let lane = 0; lane < laneCount; lane++) {
          if (sums.used[lane] === 0) continue;
          const shipments = shipmentsWith(lanes, lane, sums.kg[lane]);
          if (!isBelowMinimum(lanes, lane, shipments, sums.value[lane])) continue;
          poor.push({ lane, part: sums.value[lane] / (shipments * lanes.minimumShipmentValue[lane]) });
        }
        if (poor.length === 0) break;
        // The worst half at a time: what leaves them may make the others worth sending.
        for (const { lane } of poor
          .toSorted((a, b) => a.part - b.part || a.lane - b.lane)
          .slice(0, Math.ceil(poor.length / 2))) {
          tryShipments(lane, Math.max(0, needed(lane) - 1), true);
          yield;
        }
      }
      tighten();
    },
    transfers: transfersNow,
  };

  function transfersNow(): TransferColumns {
    const item = growingInts();
    const lane = growingInts();
    const quantity = growingInts();
    for (let i = 0; i < graphs.itemCount; i++) {
      for (let arc = arcStart[i]; arc < stepStart[i]; arc++) {
        if (shipped[arc] === 0) continue;
        item.push(i);
        lane.push(arcLane[arc]);
        quantity.push(shipped[arc]);
      }
    }
    return { count: item.length, item: item.done(), lane: lane.done(), quantity: quantity.done() };
  }
}

/** What the donor has and the receiver wants of each lane arc's item: no plan puts more on it. */
function mostUnits(graphs: ItemGraphs): Float64Array {
  const { arcTail, arcHead, arcLane, arcReach, nodeStepStart } = graphs;
  const total = new Float64Array(graphs.nodeLocation.length);
  for (let node = 0; node < total.length; node++) {
    for (let step = nodeStepStart[node]; step < nodeStepStart[node + 1]; step++)
      total[node] += arcReach[step];
  }
  return Float64Array.from(arcLane, (lane, arc) =>
    lane < 0 ? 0 : Math.min(total[arcTail[arc]], total[arcHead[arc]]),
  );
}
