/**
 * Branch and bound over lanes: every node decides some lanes open or shut, and the dual bounds the rest from its
 * parent's shares. Before branching, single lanes are probed: if deciding a lane one way cannot beat the best
 * plan, it is decided the other way at no cost. Best bound first, so that the leading open node is the proven
 * bound of the whole problem at any moment.
 *
 * A node costs a dozen dual rounds; nodes hold their shares (8 bytes an arc).
 */
import { laneFree, laneOpen, laneShut, type ItemOracle, type LaneDual } from './laneDual.ts';
import type { LaneRows } from './laneRows.ts';

export interface BranchingHost {
  /** Value of the best known plan. */
  incumbent(): number;
  /** Bounds up to this need no further proof. */
  cutoff(): number;
  /** Offers the best plan on these lanes; `thorough` asks for a local search from there. */
  tryLanes(open: Uint8Array, thorough: boolean): Generator<void, void, undefined>;
  /** Takes the proven bound as it falls. */
  setBound(bound: number): void;
}

interface BranchNode {
  bound: number;
  share: Float64Array;
  fixed: Uint8Array;
}

const mostRounds = 16;
const mostCandidates = 10;

export function* branchOnLanes(
  rows: LaneRows,
  dual: LaneDual,
  oracle: ItemOracle,
  rootBound: number,
  host: BranchingHost,
): Generator<void, void, undefined> {
  const { graphs, laneGroupStart, laneGroups, groupItem, groupRowStart, rowReach } = rows;
  const { problem } = graphs;
  const { laneCount } = problem;
  const { fixedCost } = problem.lanes;
  const baseUse = new Float64Array(rowReach.length);
  const scratchUse = new Float64Array(rowReach.length);
  const scratchFixed = new Uint8Array(laneCount);
  const scratchShare = new Float64Array(rowReach.length);
  const itemBase = new Float64Array(graphs.itemCount);
  const fixed = new Uint8Array(laneCount);
  for (let lane = 0; lane < laneCount; lane++) {
    // A lane without a fixed cost, or without anything to carry, is no decision.
    if (laneGroupStart[lane] === laneGroupStart[lane + 1]) fixed[lane] = laneShut;
    else if (fixedCost[lane] === 0) fixed[lane] = laneOpen;
  }
  const open: BranchNode[] = [{ bound: rootBound, share: dual.bestShare.slice(), fixed }];
  /** The highest bound of a node that was given up as good enough. */
  let settled = Number.NEGATIVE_INFINITY;
  let probed = { open: 0, shut: 0 };

  function setBases(): void {
    scratchShare.set(dual.bestShare);
    scratchFixed.set(dual.fixed);
    for (let item = 0; item < graphs.itemCount; item++) {
      itemBase[item] = oracle(item, scratchShare, scratchFixed, baseUse);
    }
  }

  /** How the node's bound would change with the lane open and with it shut, at the present shares. */
  function probe(lane: number): void {
    let withOpen = -fixedCost[lane];
    let withShut = 0;
    for (let k = laneGroupStart[lane]; k < laneGroupStart[lane + 1]; k++) {
      const item = groupItem[laneGroups[k]];
      let used = 0;
      let shared = 0;
      for (let row = groupRowStart[laneGroups[k]]; row < groupRowStart[laneGroups[k] + 1]; row++) {
        used += baseUse[row];
        shared += scratchShare[row];
        scratchShare[row] = 0;
      }
      if (shared > 0) withOpen += oracle(item, scratchShare, scratchFixed, scratchUse) - itemBase[item];
      for (let row = groupRowStart[laneGroups[k]]; row < groupRowStart[laneGroups[k] + 1]; row++) {
        scratchShare[row] = dual.bestShare[row];
      }
      // What the item does not use, it does not miss.
      if (used === 0) continue;
      scratchFixed[lane] = laneShut;
      withShut += oracle(item, scratchShare, scratchFixed, scratchUse) - itemBase[item];
      scratchFixed[lane] = laneFree;
    }
    probed = { open: withOpen, shut: Math.min(withShut, 0) };
  }

  function insert(node: BranchNode): void {
    let place = open.length;
    while (place > 0 && open[place - 1].bound > node.bound) place--;
    open.splice(place, 0, node);
  }

  function publish(): void {
    let bound = Math.max(settled, host.incumbent());
    if (open.length > 0) bound = Math.max(bound, open[open.length - 1].bound);
    host.setBound(bound);
  }

  for (let visited = 0; open.length > 0; visited++) {
    const node = open[open.length - 1];
    if (node.bound <= host.cutoff()) {
      settled = Math.max(settled, node.bound);
      open.length = 0;
      break;
    }
    let bound = node.bound;
    let branchLane = -1;
    let branchOpen = 0;
    let branchShut = 0;
    for (let pass = 0; pass < 4; pass++) {
      dual.restart(
        oracle,
        pass === 0 ? node.share : dual.bestShare.slice(),
        pass === 0 ? node.fixed : dual.fixed.slice(),
        0.2,
      );
      const rounds = pass === 0 ? mostRounds : 6;
      for (let round = 0; round < rounds && dual.step > 0.01; round++) {
        yield* dual.round(host.incumbent());
        bound = Math.min(bound, dual.bound);
        if (bound <= host.cutoff()) break;
      }
      if (bound <= host.cutoff()) break;
      setBases();
      const free: number[] = [];
      for (let lane = 0; lane < laneCount; lane++) if (dual.fixed[lane] === laneFree) free.push(lane);
      const order = free.toSorted(
        (a, b) => Math.abs(dual.laneUse(a) - 0.5) - Math.abs(dual.laneUse(b) - 0.5) || a - b,
      );
      const candidates = visited === 0 && pass === 0 ? order : order.slice(0, mostCandidates);
      let bestScore = -1;
      branchLane = -1;
      const decisions = dual.fixed.slice();
      let decided = 0;
      // The probes hold relative to the dual's own bound, which may lie above what the parent proved.
      const base = dual.bound;
      for (const lane of candidates) {
        probe(lane);
        yield;
        const ifOpen = Math.min(bound, base + probed.open);
        const ifShut = Math.min(bound, base + probed.shut);
        if (ifOpen <= host.cutoff() && ifShut <= host.cutoff()) {
          bound = Math.max(ifOpen, ifShut);
          break;
        }
        if (ifOpen <= host.cutoff() || ifShut <= host.cutoff()) {
          decisions[lane] = ifOpen <= host.cutoff() ? laneShut : laneOpen;
          settled = Math.max(settled, Math.min(ifOpen, ifShut));
          decided++;
          continue;
        }
        const score = Math.max(bound - ifOpen, 1e-9) * Math.max(bound - ifShut, 1e-9);
        if (score > bestScore) {
          bestScore = score;
          branchLane = lane;
          branchOpen = ifOpen;
          branchShut = ifShut;
        }
      }
      if (bound <= host.cutoff()) break;
      if (decided === 0) break;
      dual.fixed.set(decisions);
      if (decided < 3 && branchLane >= 0 && visited > 0) break;
    }
    const wanted = new Uint8Array(laneCount);
    for (let lane = 0; lane < laneCount; lane++) wanted[lane] = dual.laneUse(lane) > 0.5 ? 1 : 0;
    open.splice(open.indexOf(node), 1);
    if (bound > host.cutoff() && visited % 4 === 0) yield* host.tryLanes(wanted, visited % 16 === 0);
    if (bound <= host.cutoff()) settled = Math.max(settled, bound);
    else if (branchLane < 0 && !dual.fixed.includes(laneFree)) {
      // Every lane is decided: the items' exact optimum on the open ones is all there is below this node.
      for (let lane = 0; lane < laneCount; lane++) wanted[lane] = dual.fixed[lane] === laneOpen ? 1 : 0;
      dual.restart(oracle, dual.bestShare.slice(), dual.fixed.slice(), 0.2);
      yield* dual.round(host.incumbent());
      yield* host.tryLanes(wanted, false);
      settled = Math.max(settled, Math.min(bound, dual.bound));
    } else {
      if (branchLane < 0) {
        // No probe was made for this lane: its children inherit the node's bound.
        branchLane = dual.fixed.indexOf(laneFree);
        branchOpen = bound;
        branchShut = bound;
      }
      for (const decision of [laneOpen, laneShut] as const) {
        const child = dual.fixed.slice();
        child[branchLane] = decision;
        insert({
          bound: Math.min(bound, decision === laneOpen ? branchOpen : branchShut),
          share: dual.bestShare.slice(),
          fixed: child,
        });
      }
    }
    publish();
    yield;
  }
  publish();
}
