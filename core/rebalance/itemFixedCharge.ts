/**
 * Upper bound of one item when each lane that it uses costs it its whole share at once, however few units it
 * sends: a small fixed-charge transport problem. Linear charges (share × units / reach, row by row) undercount lanes
 * that are used partly; this oracle branches on exactly those, best bound first, until the leading node pays every
 * share in full (then the value is exact) or `expansions` nodes have been split. Stopping early still leaves a bound,
 * since every open node's linear value bounds what it stands for.
 *
 * For fixed leaves the value is a convex function of the shares, and the leading leaf's uses (1 where forced
 * open, units / reach elsewhere) are its subgradient: the dual's steps stay correct however early it stops.
 */
import type { ItemFlows } from './exactItem.ts';
import { chargeGroup, laneShut, readUse, type ItemOracle } from './laneDual.ts';
import type { LaneRows } from './laneRows.ts';

export interface FixedChargeOracle {
  readonly solve: ItemOracle;
  /** Most nodes to split per item. */
  expansions: number;
  /** Items of the last calls whose value was not exact. */
  truncated: number;
}

export function createFixedChargeOracle(
  rows: LaneRows,
  flows: ItemFlows,
  mostExpansions: number,
): FixedChargeOracle {
  const { itemGroupStart, groupArcFrom, groupArcTo, groupRowStart, groupLane } = rows;
  const { charge, closed, flow } = flows;
  const room = 2 * mostExpansions + 2;
  const above = new Int32Array(room);
  const fixedGroup = new Int32Array(room);
  const forced = new Uint8Array(room);
  const bound = new Float64Array(room);
  const split = new Int32Array(room);
  const heap = new Int32Array(room);
  const whole = new Float64Array(groupLane.length);
  let heapSize = 0;
  let nodeCount = 0;

  function pushHeap(node: number): void {
    let place = heapSize++;
    while (place > 0) {
      const up = (place - 1) >> 1;
      if (bound[heap[up]] >= bound[node]) break;
      heap[place] = heap[up];
      place = up;
    }
    heap[place] = node;
  }

  function popHeap(): number {
    const top = heap[0];
    const last = heap[--heapSize];
    let place = 0;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= heapSize) break;
      if (child + 1 < heapSize && bound[heap[child + 1]] > bound[heap[child]]) child++;
      if (bound[heap[child]] <= bound[last]) break;
      heap[place] = heap[child];
      place = child;
    }
    heap[place] = last;
    return top;
  }

  function apply(node: number): number {
    let paid = 0;
    for (let n = node; n > 0; n = above[n]) {
      const group = fixedGroup[n];
      if (forced[n] === 1) paid += whole[group];
      for (let arc = groupArcFrom[group]; arc < groupArcTo[group]; arc++) {
        if (forced[n] === 1) charge[arc] = 0;
        else closed[arc] = 1;
      }
    }
    return paid;
  }

  function release(node: number, share: Float64Array, fixed: Uint8Array): void {
    for (let n = node; n > 0; n = above[n]) {
      const group = fixedGroup[n];
      chargeGroup(rows, flows, group, share, fixed[groupLane[group]] === laneShut ? 1 : 0);
    }
  }

  /** Solves a node; remembers its bound and the group that pays least of its share. */
  function evaluate(node: number, item: number, share: Float64Array, fixed: Uint8Array): void {
    const paid = apply(node);
    const value = flows.solve(item) - paid;
    let worst = 1e-9 * Math.abs(value);
    let groupToSplit = -1;
    for (let group = itemGroupStart[item]; group < itemGroupStart[item + 1]; group++) {
      if (whole[group] <= worst) continue;
      let units = 0;
      let pays = 0;
      let most = 0;
      for (let arc = groupArcFrom[group]; arc < groupArcTo[group]; arc++) {
        units += flow[arc];
        pays += flow[arc] * charge[arc];
        most += charge[arc];
      }
      if (units === 0 || most === 0) continue;
      if (whole[group] - pays > worst) {
        worst = whole[group] - pays;
        groupToSplit = group;
      }
    }
    bound[node] = value;
    split[node] = groupToSplit;
    release(node, share, fixed);
  }

  function addChild(parent: number, group: number, open: 0 | 1): number {
    const node = nodeCount++;
    above[node] = parent;
    fixedGroup[node] = group;
    forced[node] = open;
    return node;
  }

  const oracle: FixedChargeOracle = {
    expansions: mostExpansions,
    truncated: 0,
    solve(item, share, fixed, use) {
      const from = itemGroupStart[item];
      const to = itemGroupStart[item + 1];
      for (let group = from; group < to; group++) {
        let sum = 0;
        for (let row = groupRowStart[group]; row < groupRowStart[group + 1]; row++) sum += share[row];
        whole[group] = sum;
        chargeGroup(rows, flows, group, share, fixed[groupLane[group]] === laneShut ? 1 : 0);
      }
      heapSize = 0;
      nodeCount = 1;
      above[0] = 0;
      evaluate(0, item, share, fixed);
      pushHeap(0);
      let leader = 0;
      for (let expanded = 0; ; expanded++) {
        leader = popHeap();
        if (split[leader] < 0) break;
        if (expanded >= oracle.expansions) {
          oracle.truncated++;
          break;
        }
        const group = split[leader];
        const open = addChild(leader, group, 1);
        evaluate(open, item, share, fixed);
        const closing = addChild(leader, group, 0);
        evaluate(closing, item, share, fixed);
        pushHeap(open);
        pushHeap(closing);
      }
      apply(leader);
      flows.solve(item);
      for (let group = from; group < to; group++) readUse(rows, flows, group, use);
      for (let n = leader; n > 0; n = above[n]) {
        const group = fixedGroup[n];
        for (let row = groupRowStart[group]; row < groupRowStart[group + 1]; row++) use[row] = forced[n];
      }
      release(leader, share, fixed);
      return bound[leader] + flows.slack(item);
    },
  };
  return oracle;
}
