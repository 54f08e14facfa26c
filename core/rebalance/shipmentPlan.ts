/**
 * A plan that keeps the lane limits at every moment: every lane has a number of shipments that it may send, and an item
 * is solved to its optimum in the room that the others leave on the lanes. Weights in kg, flows in whole units by arc.
 *
 * Solving an item is O(its graph); sums over lanes are O(arcs).
 */
import { laneSums } from './brokenLimit.ts';
import { createItemFlows, type ItemFlows } from './exactItem.ts';
import { flowTransfers } from './flowTransfers.ts';
import type { ItemGraphs } from './itemGraphs.ts';
import {
  kgPerShipmentOf,
  mostShipments,
  roomKg,
  shipmentsCarried,
  shipmentsCost,
  shipmentsWith,
} from './laneLimits.ts';
import { createTransferValuer } from './transferColumns.ts';
import type { TransferColumns } from './transferRows.ts';

export interface ShipmentPlan {
  readonly flows: ItemFlows;
  /** Units by lane arc. */
  readonly shipped: Float64Array;
  /** Of the items' flows, before fixed costs. */
  readonly itemValue: Float64Array;
  readonly laneKg: Float64Array;
  /** Shipments that the lane may send, those beside the problem included. */
  readonly allowed: Float64Array;
  /**
   * Starts from a plan that may break limits: what fits stays, items on lanes that overflow ship nothing. Returns these
   * items, with the kg that each shipped.
   */
  start(transfers: TransferColumns): ReadonlyMap<number, number>;
  /** Gives the item its best plan in the room that the others leave, at surcharges a kg by lane. */
  readonly solveItem: (item: number, surcharge: Float64Array | null) => void;
  /** Ships nothing of the item. Its value stays until it is solved. */
  clearItem(item: number): void;
  /** Puts these flows in the place of the item's present ones. */
  putItem(item: number, flow: Float64Array): void;
  copyItem(from: Float64Array, to: Float64Array, item: number): void;
  /** Shipments that what is on the lane needs. */
  readonly needed: (lane: number) => number;
  /** Allows no more shipments than are needed, where they cost anything. */
  readonly tighten: () => void;
  /** Lanes with a limit on weight that the plan uses up or that costs it more than one shipment. */
  readonly tightLanes: () => number[];
  /** Of the whole plan, least values apart. */
  readonly worth: () => number;
  /** What `takeBack` brings back. */
  remember(): RememberedShipments;
  takeBack(was: RememberedShipments): void;
  readonly transfers: () => TransferColumns;
}

export interface RememberedShipments {
  readonly shipped: Float64Array;
  readonly allowed: Float64Array;
  readonly itemValue: Float64Array;
}

export function createShipmentPlan(graphs: ItemGraphs): ShipmentPlan {
  const { problem, itemCount, arcStart, stepStart, arcLane, laneArcStart, laneArcs } = graphs;
  const { lanes, laneCount, itemWeightKg } = problem;
  const flows = createItemFlows(graphs);
  const arcCount = arcLane.length;
  const shipped = new Float64Array(arcCount);
  const limit = new Float64Array(arcCount).fill(Number.POSITIVE_INFINITY);
  const itemValue = new Float64Array(itemCount);
  const laneKg = new Float64Array(laneCount);
  const allowed = new Float64Array(laneCount);
  const valueRows = createTransferValuer(problem);
  const arcRoom = mostUnits(graphs);

  function place(item: number, sign: 1 | -1): void {
    for (let arc = arcStart[item]; arc < stepStart[item]; arc++) {
      laneKg[arcLane[arc]] += sign * shipped[arc] * itemWeightKg[item];
    }
  }

  function copyItem(from: Float64Array, to: Float64Array, item: number): void {
    for (let arc = arcStart[item]; arc < stepStart[item]; arc++) to[arc] = from[arc];
  }

  function placeAll(): void {
    laneKg.fill(0);
    for (let item = 0; item < itemCount; item++) place(item, 1);
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

  function arcOfItem(item: number, lane: number): number {
    for (let arc = arcStart[item]; arc < stepStart[item]; arc++) if (arcLane[arc] === lane) return arc;
    return -1;
  }

  function laneUnits(lane: number): number {
    let units = 0;
    for (let k = laneArcStart[lane]; k < laneArcStart[lane + 1]; k++) units += shipped[laneArcs[k]];
    return units;
  }

  function needed(lane: number): number {
    const used = laneUnits(lane) > 0;
    return used ? shipmentsWith(lanes, lane, laneKg[lane]) : shipmentsCarried(lanes, lane);
  }

  return {
    flows,
    shipped,
    itemValue,
    laneKg,
    allowed,
    start(transfers) {
      shipped.fill(0);
      const unfit = new Set<number>();
      const weight = new Float64Array(itemCount);
      const sums = laneSums(problem, transfers);
      for (let lane = 0; lane < laneCount; lane++) {
        const carried = shipmentsCarried(lanes, lane);
        const wanted = sums.used[lane] === 1 ? shipmentsWith(lanes, lane, sums.kg[lane]) : carried;
        const most = mostShipments(lanes, lane);
        allowed[lane] = lanes.fixedCost[lane] === 0 ? most : Math.min(wanted, most);
      }
      for (let row = 0; row < transfers.count; row++) {
        const item = transfers.item[row];
        const lane = transfers.lane[row];
        const arc = arcOfItem(item, lane);
        weight[item] += transfers.quantity[row] * itemWeightKg[item];
        if (arc < 0 || sums.kg[lane] > roomKg(lanes, lane, allowed[lane])) unfit.add(item);
        else shipped[arc] = transfers.quantity[row];
      }
      for (const item of unfit) shipped.fill(0, arcStart[item], stepStart[item]);
      placeAll();
      for (let item = 0; item < itemCount; item++) itemValue[item] = valueOf(item);
      return new Map(Array.from(unfit, (item) => [item, weight[item]]));
    },
    solveItem(item, surcharge) {
      const kg = itemWeightKg[item];
      place(item, -1);
      for (let arc = arcStart[item]; arc < stepStart[item]; arc++) {
        const lane = arcLane[arc];
        const room = roomKg(lanes, lane, allowed[lane]) - laneKg[lane];
        const fits = allowed[lane] === 0 ? 0 : kg === 0 ? Number.POSITIVE_INFINITY : Math.floor(room / kg);
        const most = fits >= arcRoom[arc] ? Number.POSITIVE_INFINITY : fits;
        flows.closed[arc] = most > 0 ? 0 : 1;
        flows.charge[arc] = surcharge === null ? 0 : surcharge[lane] * kg;
        if (most > 0 && most !== limit[arc]) {
          limit[arc] = most;
          flows.limit(arc, most);
        }
      }
      flows.solve(item);
      copyItem(flows.flow, shipped, item);
      itemValue[item] = flows.plainValue(item);
      place(item, 1);
    },
    clearItem(item) {
      place(item, -1);
      shipped.fill(0, arcStart[item], stepStart[item]);
    },
    putItem(item, flow) {
      place(item, -1);
      copyItem(flow, shipped, item);
      place(item, 1);
    },
    copyItem,
    needed,
    tighten() {
      for (let lane = 0; lane < laneCount; lane++) {
        if (lanes.fixedCost[lane] > 0) allowed[lane] = Math.min(allowed[lane], needed(lane));
      }
    },
    tightLanes() {
      const tight: number[] = [];
      for (let lane = 0; lane < laneCount; lane++) {
        if (allowed[lane] === 0 || kgPerShipmentOf(lanes, lane) === Number.POSITIVE_INFINITY) continue;
        if (laneArcStart[lane] === laneArcStart[lane + 1]) continue;
        const room = roomKg(lanes, lane, allowed[lane]);
        if (allowed[lane] > 1 || laneKg[lane] > 0.8 * room) tight.push(lane);
      }
      return tight;
    },
    worth() {
      let sum = 0;
      for (const value of itemValue) sum += value;
      for (let lane = 0; lane < laneCount; lane++) {
        if (laneUnits(lane) > 0) sum -= shipmentsCost(lanes, lane, laneKg[lane]);
      }
      return sum;
    },
    remember: () => ({
      shipped: shipped.slice(),
      allowed: allowed.slice(),
      itemValue: itemValue.slice(),
    }),
    takeBack(was) {
      shipped.set(was.shipped);
      allowed.set(was.allowed);
      itemValue.set(was.itemValue);
      placeAll();
    },
    transfers: () => flowTransfers(graphs, shipped),
  };
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
