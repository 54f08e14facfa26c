/**
 * Exact optimum of one item: which units go from which donor to which receiver when every lane has a known price
 * per unit. Whole quantities in, whole quantities out.
 *
 * Primal network simplex on the item's graph (see itemGraphs.ts) over typed arrays: it starts from the star of
 * slack steps around the root with receivers hung greedily on donors, the tree stays strongly feasible (Cunningham 1976), so degenerate pivots cannot
 * cycle, and an item keeps its tree between solves. Prices only change profits, so the old tree is still
 * feasible and a re-solve starts from it. Nothing is allocated once the state exists.
 *
 * A lane arc may be closed: it then costs more than anything could earn. It may also be limited to so many units; while
 * it is full, it leaves its row for a short list, so that the rows need not know of limits. Complexity: a pivot is
 * O(arcs of a row + nodes of the subtree that moves); in practice a few pivots per node.
 * Source: Ahuja, Magnanti, Orlin, Network Flows (1993), chapter 11.
 */
import type { ItemGraphs } from './itemGraphs.ts';

export interface ItemFlows {
  readonly graphs: ItemGraphs;
  /** Price added to each unit on an arc (zero or more); only lane arcs are read. */
  readonly charge: Float64Array;
  /** 1 where the lane arc may not be used. */
  readonly closed: Uint8Array;
  readonly flow: Float64Array;
  /** Marginal worth of a unit at the node, after the last solve. */
  readonly potential: Float64Array;
  /** Work so far: arcs looked at, and a pivot counted as `pivotWork` of them. Independent of any clock. */
  work: number;
  /** Forgets the item's tree: the next solve starts from the slack star. */
  reset(item: number): void;
  /** The lane arc takes at most so many units (one or more; infinitely many lift the limit). Forgets the item's tree. */
  limit(arc: number, most: number): void;
  /** Optimises the item under `charge` and `closed`; returns its value, charges included. */
  solve(item: number): number;
  /** Value of the item's present flows without charges. */
  plainValue(item: number): number;
  /** How far the value of `solve` may lie below the true optimum of the item, from tolerances and rounding. */
  slack(item: number): number;
}

const relativeTolerance = 1e-12;
const pivotWork = 200;

export function createItemFlows(graphs: ItemGraphs): ItemFlows {
  const { nodeStart, receiverStart, arcStart, stepStart, arcTail, arcHead, nodeStepStart } = graphs;
  const { arcProfit, arcReach, itemScale, rowEnd } = graphs;
  const arcCount = arcTail.length;
  const nodeCount = graphs.nodeLocation.length;
  const charge = new Float64Array(arcCount);
  const closed = new Uint8Array(arcCount);
  const flow = new Float64Array(arcCount);
  const profit = new Float64Array(arcCount);
  /** Room for flow: infinite on lanes that are not limited and on a node's first keep step (stock limits both). */
  const capacity = graphs.arcCapacity.slice();
  /** 1: at zero, −1: at capacity, 0: in the tree. */
  const side = new Int8Array(arcCount);
  const potential = new Float64Array(nodeCount);
  const parent = new Int32Array(nodeCount);
  const treeArc = new Int32Array(nodeCount);
  const depth = new Int32Array(nodeCount);
  const firstChild = new Int32Array(nodeCount);
  const nextSibling = new Int32Array(nodeCount);
  const previousSibling = new Int32Array(nodeCount);
  const given = new Float64Array(nodeCount);
  const choice = new Int32Array(nodeCount);
  const cheapest = new Float64Array(nodeCount);
  const started = new Uint8Array(graphs.itemCount);
  /** Lane arcs of the item in hand that are full, and their profits; in their rows they offer nothing. */
  const full: number[] = [];
  const fullProfit: number[] = [];
  const limited = new Uint8Array(graphs.itemCount);
  const giveAll = new Float64Array(graphs.itemCount);
  const units = new Float64Array(graphs.itemCount);
  for (let item = 0; item < graphs.itemCount; item++) {
    let given = 0;
    let taken = 0;
    for (let node = nodeStart[item]; node < nodeStart[item + 1] - 1; node++) {
      const gives = node < receiverStart[item];
      for (let step = nodeStepStart[node]; step < nodeStepStart[node + 1]; step++) {
        if (gives) {
          giveAll[item] -= arcProfit[step] * arcReach[step];
          given += arcReach[step];
        } else taken += arcReach[step];
      }
    }
    units[item] = Math.min(given, taken);
  }

  function attach(node: number, above: number): void {
    const sibling = firstChild[above];
    parent[node] = above;
    nextSibling[node] = sibling;
    previousSibling[node] = -1;
    if (sibling >= 0) previousSibling[sibling] = node;
    firstChild[above] = node;
  }

  function detach(node: number): void {
    const before = previousSibling[node];
    const after = nextSibling[node];
    if (before >= 0) nextSibling[before] = after;
    else firstChild[parent[node]] = after;
    if (after >= 0) previousSibling[after] = before;
  }

  /** Everything is kept: first keep steps and first need steps form the tree. */
  function star(item: number): void {
    const from = nodeStart[item];
    const root = nodeStart[item + 1] - 1;
    for (let arc = arcStart[item]; arc < stepStart[item]; arc++) {
      flow[arc] = 0;
      side[arc] = 1;
    }
    parent[root] = -1;
    treeArc[root] = -1;
    depth[root] = 0;
    potential[root] = 0;
    firstChild[root] = -1;
    nextSibling[root] = -1;
    previousSibling[root] = -1;
    for (let node = root - 1; node >= from; node--) {
      const gives = node < receiverStart[item];
      const first = nodeStepStart[node];
      for (let step = first; step < nodeStepStart[node + 1]; step++) {
        flow[step] = gives ? arcReach[step] : 0;
        side[step] = gives ? -1 : 1;
      }
      side[first] = 0;
      firstChild[node] = -1;
      treeArc[node] = first;
      depth[node] = 1;
      attach(node, root);
    }
    started[item] = 1;
  }

  /**
   * A better start than the bare star: each receiver in turn fills its paying steps, whole ones only, from the
   * donor that is cheapest for it, while that lasts. Such receivers hang from their donor, and a donor's tree arc
   * is the keep step that it has got to; every node can still send flow towards the root.
   */
  function crash(item: number): void {
    const root = nodeStart[item + 1] - 1;
    const receivers = receiverStart[item];
    for (let node = nodeStart[item]; node < root; node++) {
      given[node] = 0;
      choice[node] = -1;
      cheapest[node] = Number.NEGATIVE_INFINITY;
    }
    for (let donor = nodeStart[item], arc = arcStart[item]; donor < receivers; donor++) {
      const forgone = arcProfit[nodeStepStart[donor]];
      for (const end = rowEnd[donor]; arc < end; arc++) {
        const cost = profit[arc] - forgone;
        const head = arcHead[arc];
        if (cost <= cheapest[head]) continue;
        cheapest[head] = cost;
        choice[head] = arc;
      }
    }
    for (let node = receivers; node < root; node++) {
      const arc = choice[node];
      if (arc < 0) continue;
      const donor = arcTail[arc];
      let keep = nodeStepStart[donor];
      const keepEnd = nodeStepStart[donor + 1];
      let before = 0;
      let units = 0;
      for (let step = nodeStepStart[node]; step < nodeStepStart[node + 1]; step++) {
        if (units + arcReach[step] > capacity[arc]) break;
        const last = given[donor] + units + arcReach[step];
        while (keep < keepEnd && before + arcReach[keep] < last) before += arcReach[keep++];
        if (keep === keepEnd || profit[step] + profit[arc] - profit[keep] <= 0) break;
        units += arcReach[step];
        flow[step] = arcReach[step];
        side[step] = -1;
      }
      if (units === 0) continue;
      given[donor] += units;
      flow[arc] = units;
      side[arc] = 0;
      detach(node);
      attach(node, donor);
      treeArc[node] = arc;
    }
    for (let node = nodeStart[item]; node < receivers; node++) {
      if (given[node] === 0) continue;
      let left = given[node];
      for (let keep = nodeStepStart[node]; left > 0; keep++) {
        const units = Math.min(left, arcReach[keep]);
        left -= units;
        flow[keep] = arcReach[keep] - units;
        side[keep] = left > 0 ? 1 : 0;
        treeArc[node] = keep;
      }
    }
  }

  function price(item: number): void {
    // No unit can earn this much in any exchange, so dearer charges than this change nothing.
    const forbidden = -8 * itemScale[item];
    for (let arc = arcStart[item]; arc < stepStart[item]; arc++) {
      const priced = arcProfit[arc] - charge[arc];
      profit[arc] = closed[arc] === 1 || priced < forbidden ? forbidden : priced;
    }
    for (let arc = stepStart[item]; arc < arcStart[item + 1]; arc++) profit[arc] = arcProfit[arc];
    if (limited[item] === 0 || started[item] === 0) return;
    for (let arc = arcStart[item]; arc < stepStart[item]; arc++) if (side[arc] < 0) setAside(arc);
  }

  function setAside(arc: number): void {
    full.push(arc);
    fullProfit.push(profit[arc]);
    profit[arc] = Number.NEGATIVE_INFINITY;
  }

  /** Puts a full lane arc back into its row. */
  function takeBack(place: number): void {
    const last = full.length - 1;
    profit[full[place]] = fullProfit[place];
    full[place] = full[last];
    fullProfit[place] = fullProfit[last];
    full.length = last;
    fullProfit.length = last;
  }

  /** Recomputes potential and depth of everything below the node from its own. */
  function settle(top: number): void {
    let node = firstChild[top];
    if (node < 0) return;
    for (;;) {
      const above = parent[node];
      const arc = treeArc[node];
      depth[node] = depth[above] + 1;
      potential[node] =
        arcTail[arc] === node ? potential[above] + profit[arc] : potential[above] - profit[arc];
      if (firstChild[node] >= 0) {
        node = firstChild[node];
        continue;
      }
      while (nextSibling[node] < 0) {
        node = parent[node];
        if (node === top) return;
      }
      node = nextSibling[node];
    }
  }

  /** Brings one arc into the tree (or across to its other bound). */
  function pivot(entering: number): void {
    const rising = side[entering] > 0;
    // The flow runs start → end over the entering arc, up from end to the apex, and down to start.
    const start = rising ? arcTail[entering] : arcHead[entering];
    const end = rising ? arcHead[entering] : arcTail[entering];
    let a = start;
    let b = end;
    let room = Number.POSITIVE_INFINITY;
    let leavingNode = -1;
    let onStartSide = true;
    let roomB = Number.POSITIVE_INFINITY;
    let leavingB = -1;
    while (a !== b) {
      if (depth[a] >= depth[b]) {
        const arc = treeArc[a];
        const free = arcTail[arc] === a ? flow[arc] : capacity[arc] - flow[arc];
        if (free < room) {
          room = free;
          leavingNode = a;
        }
        a = parent[a];
      } else {
        const arc = treeArc[b];
        const free = arcTail[arc] === b ? capacity[arc] - flow[arc] : flow[arc];
        if (free <= roomB) {
          roomB = free;
          leavingB = b;
        }
        b = parent[b];
      }
    }
    const apex = a;
    const own = rising ? capacity[entering] - flow[entering] : flow[entering];
    let crosses = false;
    if (own <= room) {
      room = own;
      crosses = true;
    }
    if (roomB <= room) {
      room = roomB;
      leavingNode = leavingB;
      onStartSide = false;
      crosses = false;
    }
    if (room > 0) {
      flow[entering] += rising ? room : -room;
      for (let node = start; node !== apex; node = parent[node]) {
        const arc = treeArc[node];
        flow[arc] += arcTail[arc] === node ? -room : room;
      }
      for (let node = end; node !== apex; node = parent[node]) {
        const arc = treeArc[node];
        flow[arc] += arcTail[arc] === node ? room : -room;
      }
    }
    if (crosses) {
      side[entering] = -side[entering];
      if (side[entering] < 0 && graphs.arcLane[entering] >= 0) setAside(entering);
      return;
    }
    const leaving = treeArc[leavingNode];
    side[leaving] = flow[leaving] === 0 ? 1 : -1;
    const fills = side[leaving] < 0 && graphs.arcLane[leaving] >= 0;
    side[entering] = 0;
    // Hang the subtree below the leaving arc from the entering arc, turning the path in between around.
    let node = onStartSide ? start : end;
    let above = onStartSide ? end : start;
    let arc = entering;
    const top = node;
    for (;;) {
      const oldParent = parent[node];
      const oldArc = treeArc[node];
      detach(node);
      attach(node, above);
      treeArc[node] = arc;
      if (node === leavingNode) break;
      above = node;
      arc = oldArc;
      node = oldParent;
    }
    depth[top] = depth[parent[top]] + 1;
    potential[top] =
      arcTail[entering] === top
        ? potential[parent[top]] + profit[entering]
        : potential[parent[top]] - profit[entering];
    settle(top);
    if (fills) setAside(leaving);
  }

  function optimise(item: number): void {
    const laneFrom = arcStart[item];
    const laneTo = stepStart[item];
    const stepTo = arcStart[item + 1];
    const tolerance = relativeTolerance * itemScale[item];
    const count = stepTo - laneFrom;
    const limit = 100 * count + 10_000;
    let pivots = 0;
    let seen = 2 * count;
    let unseen = count;
    let arc = laneFrom;
    // The best arc of two donors' rows enters. Lanes have no upper bound and tree arcs no gain, so only the
    // steps need their side.
    while (unseen > 0 && pivots < limit) {
      let best = tolerance;
      let entering = -1;
      const begun = arc;
      for (let row = 0; row < 2 && arc < laneTo; row++) {
        const tail = arcTail[arc];
        const end = rowEnd[tail];
        const base = potential[tail];
        let most = best + base;
        for (; arc < end; arc++) {
          const worth = profit[arc] + potential[arcHead[arc]];
          if (worth > most) {
            most = worth;
            entering = arc;
          }
        }
        best = most - base;
      }
      if (arc >= laneTo) {
        for (; arc < stepTo; arc++) {
          const gain = side[arc] * (profit[arc] - potential[arcTail[arc]]);
          if (gain > best) {
            best = gain;
            entering = arc;
          }
        }
        for (let k = 0; k < full.length; k++) {
          const gain = potential[arcTail[full[k]]] - potential[arcHead[full[k]]] - fullProfit[k];
          if (gain > best) {
            best = gain;
            entering = full[k];
          }
        }
      }
      unseen -= arc - begun;
      seen += arc - begun;
      if (arc === stepTo) arc = laneFrom;
      if (entering < 0) continue;
      if (side[entering] < 0 && graphs.arcLane[entering] >= 0) takeBack(full.indexOf(entering));
      pivot(entering);
      pivots++;
      unseen = count;
    }
    while (full.length > 0) takeBack(full.length - 1);
    flows.work += seen + pivots * pivotWork;
  }

  function valueAt(item: number, profits: Float64Array): number {
    const laneEnd = stepStart[item];
    let value = 0;
    for (let arc = laneEnd; arc < arcStart[item + 1]; arc++) value += flow[arc] * profits[arc];
    // Lanes carry something in the tree only, or where a limit fills them.
    if (limited[item] === 1) {
      for (let arc = arcStart[item]; arc < laneEnd; arc++) value += flow[arc] * profits[arc];
      return value;
    }
    for (let node = nodeStart[item]; node < nodeStart[item + 1] - 1; node++) {
      const arc = treeArc[node];
      if (arc < laneEnd) value += flow[arc] * profits[arc];
    }
    return value;
  }

  const flows: ItemFlows = {
    graphs,
    charge,
    closed,
    flow,
    potential,
    work: 0,
    reset(item) {
      started[item] = 0;
    },
    limit(arc, most) {
      const item = graphs.arcItem[arc];
      capacity[arc] = most;
      started[item] = 0;
      if (most < Number.POSITIVE_INFINITY) limited[item] = 1;
    },
    solve(item) {
      if (arcStart[item] === stepStart[item]) return 0;
      price(item);
      if (started[item] === 0) {
        star(item);
        crash(item);
      }
      settle(nodeStart[item + 1] - 1);
      optimise(item);
      return giveAll[item] + valueAt(item, profit);
    },
    plainValue(item) {
      return giveAll[item] + valueAt(item, arcProfit);
    },
    slack(item) {
      const terms = arcStart[item + 1] - arcStart[item];
      return (
        itemScale[item] * units[item] * (relativeTolerance + 2 ** -50) * 2 +
        terms * 2 ** -50 * Math.abs(giveAll[item])
      );
    },
  };
  return flows;
}
