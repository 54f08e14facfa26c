/**
 * Upper bound of one item when each lane that it uses costs it its whole share at once, however few units it
 * sends: a small fixed-charge transport problem. Linear charges (share × units / reach) undercount lanes that are
 * used partly; this oracle branches on exactly those, best bound first, until the leading node pays every share
 * in full (then the value is exact) or `expansions` nodes have been split. Stopping early still leaves a bound,
 * since every open node's linear value bounds what it stands for.
 *
 * For fixed leaves the value is a convex function of the shares, and the leading leaf's uses (1 where forced
 * open, units / reach elsewhere) are its subgradient: the dual's steps stay correct however early it stops.
 */
import type { ItemFlows } from './exactItem.ts';
import type { ItemOracle } from './laneDual.ts';

export interface FixedChargeOracle {
  readonly solve: ItemOracle;
  /** Most nodes to split per item. */
  expansions: number;
  /** Items of the last calls whose value was not exact. */
  truncated: number;
}

export function createFixedChargeOracle(flows: ItemFlows, mostExpansions: number): FixedChargeOracle {
  const { arcStart, stepStart, arcReach } = flows.graphs;
  const { charge, closed, flow } = flows;
  const room = 2 * mostExpansions + 2;
  const above = new Int32Array(room);
  const fixedArc = new Int32Array(room);
  const forced = new Uint8Array(room);
  const bound = new Float64Array(room);
  const split = new Int32Array(room);
  const heap = new Int32Array(room);
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

  function apply(node: number, share: Float64Array): number {
    let paid = 0;
    for (let n = node; n > 0; n = above[n]) {
      const arc = fixedArc[n];
      if (forced[n] === 1) {
        charge[arc] = 0;
        paid += share[arc];
      } else closed[arc] = 1;
    }
    return paid;
  }

  function release(node: number, share: Float64Array, shut: Uint8Array): void {
    for (let n = node; n > 0; n = above[n]) {
      const arc = fixedArc[n];
      charge[arc] = share[arc] / arcReach[arc];
      closed[arc] = shut[arc];
    }
  }

  /** Solves a node; remembers its bound and the arc that pays least of its share. */
  function evaluate(node: number, item: number, share: Float64Array, shut: Uint8Array): void {
    const paid = apply(node, share);
    const value = flows.solve(item) - paid;
    let worst = 1e-9 * Math.abs(value);
    let arcToSplit = -1;
    for (let arc = arcStart[item]; arc < stepStart[item]; arc++) {
      if (flow[arc] === 0 || charge[arc] === 0) continue;
      const unpaid = share[arc] - charge[arc] * flow[arc];
      if (unpaid > worst) {
        worst = unpaid;
        arcToSplit = arc;
      }
    }
    bound[node] = value;
    split[node] = arcToSplit;
    release(node, share, shut);
  }

  function addChild(parent: number, arc: number, open: 0 | 1): number {
    const node = nodeCount++;
    above[node] = parent;
    fixedArc[node] = arc;
    forced[node] = open;
    return node;
  }

  const oracle: FixedChargeOracle = {
    expansions: mostExpansions,
    truncated: 0,
    solve(item, share, shut, use) {
      const from = arcStart[item];
      const to = stepStart[item];
      for (let arc = from; arc < to; arc++) {
        charge[arc] = share[arc] / arcReach[arc];
        closed[arc] = shut[arc];
      }
      heapSize = 0;
      nodeCount = 1;
      above[0] = 0;
      evaluate(0, item, share, shut);
      pushHeap(0);
      let leader = 0;
      for (let expanded = 0; ; expanded++) {
        leader = popHeap();
        if (split[leader] < 0) break;
        if (expanded >= oracle.expansions) {
          oracle.truncated++;
          break;
        }
        const arc = split[leader];
        const open = addChild(leader, arc, 1);
        evaluate(open, item, share, shut);
        const closing = addChild(leader, arc, 0);
        evaluate(closing, item, share, shut);
        pushHeap(open);
        pushHeap(closing);
      }
      apply(leader, share);
      flows.solve(item);
      for (let arc = from; arc < to; arc++) {
        use[arc] = flow[arc] > arcReach[arc] ? 1 : flow[arc] / arcReach[arc];
      }
      for (let n = leader; n > 0; n = above[n]) use[fixedArc[n]] = forced[n];
      release(leader, share, shut);
      return bound[leader] + flows.slack(item);
    },
  };
  return oracle;
}
