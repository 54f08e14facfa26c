/**
 * Plans within lane limits: every lane has a number of shipments that it may send, items are solved one after another
 * to their optimum in the room that the others leave on the lanes (shipmentPlan.ts), and the numbers are moved one at a
 * time.
 *
 * A move is judged by its exact change: for one shipment fewer (or more), the items on the lane are first solved
 * without it, which says what the lane is worth to each a kg; then the best of them take its room in that order, and
 * what the others lose or gain elsewhere counts.
 *
 * A move is O(solves of the items on the lane). All of it is deterministic.
 */
import type { Random } from '../base/random.ts';
import { isBelowMinimum, laneSums } from './brokenLimit.ts';
import type { ItemGraphs } from './itemGraphs.ts';
import { mostShipments, shipmentsCarried, shipmentsWith } from './laneLimits.ts';
import { createShipmentPlan } from './shipmentPlan.ts';
import type { TransferColumns } from './transferRows.ts';

export interface ShipmentSearch {
  /** Work so far, as the exact layer counts it. */
  readonly work: () => number;
  /** How far the items' values may stray together by rounding. */
  readonly rounding: number;
  /** Of the present plan, least values apart. */
  readonly worth: () => number;
  /**
   * Starts from a plan that may break limits: what fits stays, the items on lanes that overflow are solved anew, at
   * these surcharges a kg at first.
   */
  fit(transfers: TransferColumns, surcharge: Float64Array): Generator<void, void, undefined>;
  /** Sends fewer or more shipments on lanes, or other things in as many, where that gains. */
  improve(): Generator<void, void, undefined>;
  /** Whether weights limit the present plan anywhere. */
  isTight(): boolean;
  /** Takes the plan apart around one lane and builds it anew in another order; keeps what is better. */
  rebuild(random: Random): Generator<void, void, undefined>;
  /** Sends fewer on lanes whose shipments are worth too little, until none is. */
  keepMinimum(): Generator<void, void, undefined>;
  transfers(): TransferColumns;
}

const searchRounds = 4;

export function createShipmentSearch(graphs: ItemGraphs): ShipmentSearch {
  const { problem, arcItem, laneArcStart, laneArcs } = graphs;
  const { arcProfit, arcReach, arcHead, arcTail } = graphs;
  const { lanes, laneCount } = problem;
  const plan = createShipmentPlan(graphs);
  const { flows, shipped, itemValue, laneKg, allowed, solveItem, needed, tighten, tightLanes } = plan;
  const before = new Float64Array(shipped.length);
  const apart = new Float64Array(shipped.length);
  /** Lanes whose shipments were worth too little. */
  const turnedDown = new Uint8Array(laneCount);

  /** Sends so many shipments on the lane if that gains; returns whether it did. */
  function* tryShipments(lane: number, next: number, anyway: boolean): Generator<void, boolean, undefined> {
    const now = allowed[lane];
    const touched: { readonly item: number; readonly value: number; worth: number }[] = [];
    let change = -lanes.fixedCost[lane] * (next - now);
    if (now === next) change = 0;
    for (let k = laneArcStart[lane]; k < laneArcStart[lane + 1]; k++) {
      const item = arcItem[laneArcs[k]];
      if (shipped[laneArcs[k]] === 0 && (next < now || gainOf(laneArcs[k]) <= 0)) continue;
      plan.copyItem(shipped, before, item);
      touched.push({ item, value: itemValue[item], worth: 0 });
    }
    allowed[lane] = 0;
    for (const [k, { item }] of touched.entries()) {
      solveItem(item, null);
      if (k % 16 === 15) yield;
    }
    if (next > 0) {
      // What the lane is worth to each a kg, alone on it; then the best take its room first.
      for (const [k, one] of touched.entries()) {
        const { item } = one;
        const without = itemValue[item];
        plan.copyItem(shipped, apart, item);
        allowed[lane] = next;
        solveItem(item, null);
        one.worth = (itemValue[item] - without) / Math.max(laneKg[lane], 1e-9);
        allowed[lane] = 0;
        plan.putItem(item, apart);
        itemValue[item] = without;
        if (k % 16 === 15) yield;
      }
      allowed[lane] = next;
      const order = touched.toSorted((a, b) => b.worth - a.worth || a.item - b.item);
      for (const [k, { item, worth }] of order.entries()) {
        if (worth > 0) solveItem(item, null);
        if (k % 16 === 15) yield;
      }
    }
    for (const { item, value } of touched) change += itemValue[item] - value;
    if (anyway || change > 1e-9 * (lanes.fixedCost[lane] + Math.abs(change))) return true;
    allowed[lane] = now;
    for (const { item, value } of touched) {
      plan.putItem(item, before);
      itemValue[item] = value;
    }
    return false;
  }

  /** What another unit on the arc would gain, by the item's last marginal worths. */
  function gainOf(arc: number): number {
    return arcProfit[arc] + flows.potential[arcHead[arc]] - flows.potential[arcTail[arc]];
  }

  /** Lanes that send nothing and share an end with one of these. */
  function closedBeside(tight: readonly number[]): number[] {
    const begins = new Set(tight.map((lane) => lanes.from[lane]));
    const ends = new Set(tight.map((lane) => lanes.to[lane]));
    const found: number[] = [];
    for (let lane = 0; lane < laneCount; lane++) {
      if (allowed[lane] === 0 && (begins.has(lanes.from[lane]) || ends.has(lanes.to[lane]))) found.push(lane);
    }
    return found;
  }

  /** The moves of one lane: other things in as many shipments, one fewer, one more. */
  function* tryLane(lane: number): Generator<void, boolean, undefined> {
    const now = allowed[lane];
    if (now === 0 && (turnedDown[lane] === 1 || promise(lane) <= lanes.fixedCost[lane])) return false;
    const moves = now === 0 ? [1] : lanes.fixedCost[lane] === 0 ? [now] : [now, now - 1, now + 1];
    let better = false;
    for (const next of moves) {
      if (next < shipmentsCarried(lanes, lane) || next > mostShipments(lanes, lane)) continue;
      better = (yield* tryShipments(lane, next, false)) || better;
      if (allowed[lane] !== now) break;
    }
    return better;
  }

  /** The most that a shipment on the closed lane can gain, by the items' marginal worths. */
  function promise(lane: number): number {
    let sum = 0;
    for (let k = laneArcStart[lane]; k < laneArcStart[lane + 1]; k++) {
      const arc = laneArcs[k];
      const gain = gainOf(arc);
      if (gain > 0) sum += gain * arcReach[arc];
    }
    return sum;
  }

  return {
    work: () => flows.work,
    rounding: itemValue.reduce((sum, _, item) => sum + flows.slack(item), 0),
    worth: plan.worth,
    *fit(transfers, surcharge) {
      turnedDown.fill(0);
      const unfit = plan.start(transfers);
      const value = new Map<number, number>();
      yield;
      for (const [item, kg] of unfit) {
        solveItem(item, surcharge);
        value.set(item, itemValue[item] / Math.max(kg, 1e-9));
        yield;
      }
      for (const [item] of [...value].toSorted(([a, worthA], [b, worthB]) => worthB - worthA || a - b)) {
        solveItem(item, null);
        yield;
      }
      tighten();
    },
    *improve() {
      if (tightLanes().length === 0) return;
      for (let item = 0; item < graphs.itemCount; item++) {
        solveItem(item, null);
        if (item % 16 === 15) yield;
      }
      for (let round = 0; round < searchRounds; round++) {
        let better = false;
        for (const lane of tightLanes()) {
          better = (yield* tryLane(lane)) || better;
          yield;
        }
        for (const lane of closedBeside(tightLanes())) {
          better = (yield* tryLane(lane)) || better;
          yield;
        }
        tighten();
        if (!better) break;
      }
    },
    isTight: () => tightLanes().length > 0,
    *rebuild(random) {
      const tight = tightLanes();
      if (tight.length === 0) return;
      const chosen = tight[random.integer(0, tight.length)];
      const end = random.next() < 0.5 ? lanes.from : lanes.to;
      const around: number[] = [];
      const items = new Set<number>();
      for (let lane = 0; lane < laneCount; lane++) {
        if (end[lane] !== end[chosen] || turnedDown[lane] === 1) continue;
        around.push(lane);
        for (let k = laneArcStart[lane]; k < laneArcStart[lane + 1]; k++) {
          if (shipped[laneArcs[k]] > 0) items.add(arcItem[laneArcs[k]]);
        }
      }
      const was = plan.remember();
      const worthBefore = plan.worth();
      for (const item of items) plan.clearItem(item);
      for (const lane of around) {
        if (allowed[lane] > shipmentsCarried(lanes, lane) && random.next() < 0.3) allowed[lane]--;
      }
      const order = [...items].map((item) => ({ item, place: random.next() }));
      for (const { item } of order.toSorted((a, b) => a.place - b.place)) {
        solveItem(item, null);
        yield;
      }
      for (const lane of around) {
        yield* tryLane(lane);
        yield;
      }
      tighten();
      if (plan.worth() < worthBefore) plan.takeBack(was);
    },
    *keepMinimum() {
      if (lanes.minimumShipmentValue === undefined) return;
      for (;;) {
        const sums = laneSums(problem, plan.transfers());
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
          turnedDown[lane] = 1;
          yield* tryShipments(lane, Math.max(0, needed(lane) - 1), true);
          yield;
        }
      }
      tighten();
    },
    transfers: plan.transfers,
  };
}
