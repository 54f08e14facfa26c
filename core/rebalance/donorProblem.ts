/**
 * What one donor can earn at most when every unit has a price where it arrives: which of its lanes to open, each at
 * its fixed cost, and what to send over them, all items together. A plain bound shares each lane's cost out among
 * its rows (laneRows.ts), so that every item's units go to the best of its steps; splitting on lanes, best bound
 * first, closes what that leaves between it and the best set of lanes.
 *
 * An evaluation is O(arcs worth looking at × the steps of an item that compete); a split takes about a dozen.
 * Source: facility location with shared dual prices (Erlenkotter 1978), best-first branch and bound.
 */
import { createDonorNodes, largestDonor } from './donorNodes.ts';
import { laneFree, laneOpen, laneShut } from './laneDual.ts';
import type { LaneRows } from './laneRows.ts';
import { projectShares } from './projectShares.ts';

export interface DonorProblem {
  /** Work so far, in arcs looked at by the exact layer. */
  work: number;
  /** What splitting took off the bounds so far. */
  gained: number;
  /**
   * A bound on what the location earns at the prices, from at most so many splits, starting at any shares. Leaves
   * shares that serve a next time in `share` and adds what the relaxed donor sends to `sent`, by node.
   */
  solve(donor: number, price: Float64Array, share: Float64Array, splits: number, sent: Float64Array): number;
}

/** Shares that the nodes of one search may hold together (64 MB). */
const searchRoom = 8e6;
const evaluations = 4;
const smoothing = 0.3;
/** An arc in an evaluation costs about as much as so many that the exact layer only passes. */
const arcWork = 8;

export function createDonorProblem(rows: LaneRows, mostSplits: number): DonorProblem {
  const { graphs, groupArcFrom, groupArcTo, groupRowStart, rowReach, laneGroupStart, laneGroups } = rows;
  const { problem, arcHead, arcProfit, nodeStepStart, rowEnd, arcReach: stepReach } = graphs;
  const { fixedCost } = problem.lanes;
  const { laneStart, laneByFrom } = problem;
  const donors = createDonorNodes(rows);
  const { donorStart, donorNodes, firstArc } = donors;
  const size = largestDonor(rows, donors);
  /** The donor in hand, compactly: lanes that can pay, their rows, and by node the arcs that can. */
  let laneCount = 0;
  let rowCount = 0;
  let nodeCount = 0;
  const laneCost = new Float64Array(size.lanes);
  const laneRowFrom = new Int32Array(size.lanes + 1);
  const rowOf = new Int32Array(size.rows);
  const rowUnits = new Float64Array(size.rows);
  const rowInverse = new Float64Array(size.rows);
  const nodeOf = new Int32Array(size.nodes);
  const nodeArcFrom = new Int32Array(size.nodes + 1);
  const arcNet = new Float64Array(size.arcs);
  const arcLane = new Int32Array(size.arcs);
  const arcOwn = new Int32Array(size.arcs);
  const arcTogether = new Int32Array(size.arcs);
  const arcTo = new Int32Array(size.arcs);
  const ownRow = new Int32Array(arcHead.length).fill(-1);
  const togetherRow = new Int32Array(arcHead.length);
  const localLane = new Int32Array(problem.laneCount);
  /** The node of the search in hand. */
  const share = new Float64Array(size.rows);
  const use = new Float64Array(size.rows);
  const averageUse = new Float64Array(size.rows);
  const fixed = new Uint8Array(size.lanes);
  const rounded = new Uint8Array(size.lanes);
  const laneUsed = new Uint8Array(size.lanes);
  const units = new Float64Array(size.arcs);
  const averageUnits = new Float64Array(size.arcs);
  const left = new Float64Array(size.rows);
  const sorted = new Float64Array(size.rows);
  const rowNumber = Int32Array.from({ length: size.rows }, (_, row) => row);
  const net = new Float64Array(size.widest);
  const candidate = new Int32Array(size.widest);
  /** Nodes of the search. */
  const limit = Math.min(mostSplits, Math.ceil(searchRoom / (2 * size.rows + 1)));
  const room = 2 * limit + 1;
  const nodeBound = new Float64Array(room);
  const nodeSplit = new Int32Array(room);
  const nodeShares: Float64Array[] = [];
  const nodeFixed: Uint8Array[] = [];

  /** What a unit earns over the arc before shares and what the donor gives up. */
  function netOf(arc: number, price: Float64Array): number {
    return arcProfit[nodeStepStart[arcHead[arc]]] - price[arcHead[arc]] + arcProfit[arc];
  }

  /** Takes the lanes of the location that could earn their cost alone, with the arcs that could earn anything. */
  function load(donor: number, price: Float64Array, sharesBefore: Float64Array): void {
    laneCount = 0;
    rowCount = 0;
    nodeCount = 0;
    for (let k = laneStart[donor]; k < laneStart[donor + 1]; k++) {
      const lane = laneByFrom[k];
      const firstRow = rowCount;
      let alone = 0;
      for (let j = laneGroupStart[lane]; j < laneGroupStart[lane + 1]; j++) {
        const group = laneGroups[j];
        let row = groupRowStart[group];
        const last = groupRowStart[group + 1] - 1;
        const together = last - row === groupArcTo[group] - groupArcFrom[group];
        const before = rowCount;
        for (let arc = groupArcFrom[group]; arc < groupArcTo[group]; arc++, row++) {
          const earning = netOf(arc, price) - arcProfit[nodeStepStart[graphs.arcTail[arc]]];
          ownRow[arc] = -1;
          if (earning <= 0) continue;
          alone += earning * rowReach[row];
          ownRow[arc] = takeRow(row, sharesBefore);
        }
        if (rowCount === before) continue;
        const shared = together ? takeRow(last, sharesBefore) : -1;
        for (let arc = groupArcFrom[group]; arc < groupArcTo[group]; arc++) togetherRow[arc] = shared;
      }
      if (alone <= fixedCost[lane]) {
        rowCount = firstRow;
        localLane[lane] = -1;
        continue;
      }
      // Other rows may have counted when these shares were last moved.
      projectShares(share, rowNumber, firstRow, rowCount, fixedCost[lane], sorted);
      localLane[lane] = laneCount;
      laneCost[laneCount] = fixedCost[lane];
      laneRowFrom[laneCount++] = firstRow;
    }
    laneRowFrom[laneCount] = rowCount;
    let arcs = 0;
    for (let d = donorStart[donor]; d < donorStart[donor + 1]; d++) {
      const node = donorNodes[d];
      nodeArcFrom[nodeCount] = arcs;
      for (let arc = firstArc[node]; arc < rowEnd[node]; arc++) {
        const lane = localLane[graphs.arcLane[arc]];
        if (lane < 0 || ownRow[arc] < 0) continue;
        const worth = netOf(arc, price);
        let place = arcs++;
        for (; place > nodeArcFrom[nodeCount] && arcNet[place - 1] < worth; place--)
          copyArc(place - 1, place);
        arcNet[place] = worth;
        arcLane[place] = lane;
        arcOwn[place] = ownRow[arc];
        arcTogether[place] = togetherRow[arc];
        arcTo[place] = arcHead[arc];
      }
      if (arcs > nodeArcFrom[nodeCount]) nodeOf[nodeCount++] = node;
    }
    nodeArcFrom[nodeCount] = arcs;
    problemOf.work += arcWork * arcs;
  }

  function takeRow(row: number, sharesBefore: Float64Array): number {
    rowOf[rowCount] = row;
    rowUnits[rowCount] = rowReach[row];
    rowInverse[rowCount] = 1 / rowReach[row];
    share[rowCount] = sharesBefore[row];
    return rowCount++;
  }

  function copyArc(from: number, to: number): void {
    arcNet[to] = arcNet[from];
    arcLane[to] = arcLane[from];
    arcOwn[to] = arcOwn[from];
    arcTogether[to] = arcTogether[from];
    arcTo[to] = arcTo[from];
  }

  /** The best value on lanes that are not shut; free ones charge their shares, open ones their whole cost. */
  function evaluate(state: Uint8Array): number {
    let value = 0;
    for (let lane = 0; lane < laneCount; lane++) {
      laneUsed[lane] = 0;
      if (state[lane] === laneOpen) value -= laneCost[lane];
    }
    for (let row = 0; row < rowCount; row++) {
      use[row] = 0;
      left[row] = rowUnits[row];
    }
    for (let n = 0; n < nodeCount; n++) {
      let keep = nodeStepStart[nodeOf[n]];
      const keepTo = nodeStepStart[nodeOf[n] + 1];
      const least = arcProfit[keep];
      let count = 0;
      for (let arc = nodeArcFrom[n]; arc < nodeArcFrom[n + 1]; arc++) {
        units[arc] = 0;
        const decision = state[arcLane[arc]];
        if (decision === laneShut) continue;
        let worth = arcNet[arc];
        if (decision === laneFree) {
          worth -= share[arcOwn[arc]] * rowInverse[arcOwn[arc]];
          if (arcTogether[arc] >= 0) worth -= share[arcTogether[arc]] * rowInverse[arcTogether[arc]];
        }
        if (worth <= least) continue;
        let place = count++;
        for (; place > 0 && net[place - 1] < worth; place--) {
          net[place] = net[place - 1];
          candidate[place] = candidate[place - 1];
        }
        net[place] = worth;
        candidate[place] = arc;
      }
      let stock = stepReach[keep];
      for (let c = 0; c < count; c++) {
        const arc = candidate[c];
        const own = arcOwn[arc];
        const together = arcTogether[arc];
        let most = left[own];
        if (together >= 0 && left[together] < most) most = left[together];
        let sent = 0;
        while (sent < most && keep < keepTo && net[c] > arcProfit[keep]) {
          const more = Math.min(most - sent, stock);
          value += more * (net[c] - arcProfit[keep]);
          sent += more;
          stock -= more;
          if (stock === 0 && ++keep < keepTo) stock = stepReach[keep];
        }
        if (sent === 0) continue;
        units[arc] = sent;
        laneUsed[arcLane[arc]] = 1;
        use[own] = sent * rowInverse[own];
        if (together >= 0) {
          use[together] += sent * rowInverse[together];
          left[together] -= sent;
        }
        if (keep === keepTo || net[c] <= arcProfit[keep]) break;
      }
    }
    problemOf.work += arcWork * nodeArcFrom[nodeCount] + 2 * rowCount;
    return value;
  }

  function openness(lane: number): number {
    let most = 0;
    for (let row = laneRowFrom[lane]; row < laneRowFrom[lane + 1]; row++) {
      if (averageUse[row] > most) most = averageUse[row];
    }
    return most;
  }

  /** What the lanes that are mostly open earn: a value that the donor can reach, to step towards. */
  function reachedValue(): number {
    for (let lane = 0; lane < laneCount; lane++) {
      const decision = fixed[lane];
      rounded[lane] = decision === laneFree ? (openness(lane) > 0.5 ? laneOpen : laneShut) : decision;
    }
    let value = evaluate(rounded);
    for (let lane = 0; lane < laneCount; lane++) {
      if (rounded[lane] === laneOpen && laneUsed[lane] === 0) value += laneCost[lane];
    }
    return value;
  }

  /** Moves the shares of free lanes along their uses. */
  function moveShares(distance: number): void {
    let norm = 0;
    for (let lane = 0; lane < laneCount; lane++) {
      if (fixed[lane] !== laneFree) continue;
      let mean = 0;
      let count = 0;
      for (let row = laneRowFrom[lane]; row < laneRowFrom[lane + 1]; row++) {
        if (use[row] === 0 && share[row] === 0) continue;
        mean += use[row];
        count++;
      }
      if (count === 0) continue;
      mean /= count;
      for (let row = laneRowFrom[lane]; row < laneRowFrom[lane + 1]; row++) {
        const off = use[row] - mean;
        if (off > 0 || share[row] > 0) norm += off * off;
      }
    }
    if (norm === 0) return;
    const length = distance / norm;
    for (let lane = 0; lane < laneCount; lane++) {
      if (fixed[lane] !== laneFree) continue;
      for (let row = laneRowFrom[lane]; row < laneRowFrom[lane + 1]; row++) share[row] += length * use[row];
      projectShares(share, rowNumber, laneRowFrom[lane], laneRowFrom[lane + 1], laneCost[lane], sorted);
    }
  }

  /**
   * Bounds the node in hand, moving its shares a few times, and keeps it with its best shares. Returns the best
   * value known to be reached.
   */
  function boundNode(place: number, above: number, reached: number, rounds: number): number {
    let best = above;
    let known = reached;
    const kept = (nodeShares[place] ??= new Float64Array(size.rows));
    const keptFixed = (nodeFixed[place] ??= new Uint8Array(size.lanes));
    kept.set(share.subarray(0, rowCount));
    keptFixed.set(fixed.subarray(0, laneCount));
    for (let round = 0; round < rounds; round++) {
      const value = evaluate(fixed);
      for (let row = 0; row < rowCount; row++) averageUse[row] += smoothing * (use[row] - averageUse[row]);
      for (let arc = 0; arc < nodeArcFrom[nodeCount]; arc++) {
        averageUnits[arc] += smoothing * (units[arc] - averageUnits[arc]);
      }
      if (value < best) {
        best = value;
        if (round > 0) kept.set(share.subarray(0, rowCount));
      }
      if (best <= known || round === rounds - 1) break;
      moveShares(0.4 * (value - known));
      if (round === 0) known = Math.max(known, reachedValue());
    }
    let split = -1;
    let most = 0;
    for (let lane = 0; lane < laneCount; lane++) {
      if (fixed[lane] !== laneFree) continue;
      const open = openness(lane);
      const doubt = laneCost[lane] * Math.min(open, 1 - open);
      if (doubt > most) {
        most = doubt;
        split = lane;
      }
    }
    nodeBound[place] = best;
    nodeSplit[place] = split;
    return known;
  }

  const problemOf: DonorProblem = {
    work: 0,
    gained: 0,
    solve(donor, price, sharesBefore, splits, sent) {
      load(donor, price, sharesBefore);
      if (laneCount === 0) return 0;
      for (let lane = 0; lane < laneCount; lane++) fixed[lane] = laneCost[lane] === 0 ? laneOpen : laneFree;
      averageUse.fill(0.5, 0, rowCount);
      averageUnits.fill(0, 0, nodeArcFrom[nodeCount]);
      let known = boundNode(0, Number.POSITIVE_INFINITY, 0, 2 * evaluations);
      for (let row = 0; row < rowCount; row++) sharesBefore[rowOf[row]] = nodeShares[0][row];
      const open = [0];
      let nodes = 1;
      let settled = 0;
      for (let split = 0; split < Math.min(splits, limit) && open.length > 0; split++) {
        let leader = 0;
        for (let k = 1; k < open.length; k++) if (nodeBound[open[k]] > nodeBound[open[leader]]) leader = k;
        const node = open[leader];
        const lane = nodeSplit[node];
        if (lane < 0 || nodeBound[node] <= known * (1 + 1e-9)) break;
        open.splice(leader, 1);
        for (const decision of [laneOpen, laneShut] as const) {
          share.set(nodeShares[node].subarray(0, rowCount));
          fixed.set(nodeFixed[node].subarray(0, laneCount));
          fixed[lane] = decision;
          share.fill(0, laneRowFrom[lane], laneRowFrom[lane + 1]);
          const place = nodes++;
          known = boundNode(place, nodeBound[node], known, evaluations);
          if (nodeBound[place] <= known) settled = Math.max(settled, nodeBound[place]);
          else open.push(place);
        }
      }
      for (let arc = 0; arc < nodeArcFrom[nodeCount]; arc++) sent[arcTo[arc]] += averageUnits[arc];
      const bound = open.reduce((most, node) => Math.max(most, nodeBound[node]), settled);
      problemOf.gained += nodeBound[0] - bound;
      return bound;
    },
  };
  return problemOf;
}
