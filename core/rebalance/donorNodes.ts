/**
 * The donor nodes of all items by location, for what looks at a location with all its items. O(nodes).
 */
import type { LaneRows } from './laneRows.ts';

export interface DonorNodes {
  /** Nodes of a location: `donorNodes[donorStart[l]]` to `donorNodes[donorStart[l + 1] - 1]`. */
  readonly donorStart: Int32Array;
  readonly donorNodes: Int32Array;
  /** First lane arc of a donor node; its last is before `rowEnd`. */
  readonly firstArc: Int32Array;
}

export function createDonorNodes({ graphs }: LaneRows): DonorNodes {
  const { itemCount, nodeStart, receiverStart, arcStart, rowEnd, nodeLocation, problem } = graphs;
  const donorStart = new Int32Array(problem.locationCount + 1);
  const firstArc = new Int32Array(nodeLocation.length);
  for (let item = 0; item < itemCount; item++) {
    let arc = arcStart[item];
    for (let node = nodeStart[item]; node < receiverStart[item]; node++) {
      donorStart[nodeLocation[node] + 1]++;
      firstArc[node] = arc;
      arc = rowEnd[node];
    }
  }
  for (let place = 0; place < problem.locationCount; place++) donorStart[place + 1] += donorStart[place];
  const donorNodes = new Int32Array(donorStart[problem.locationCount]);
  const next = donorStart.slice();
  for (let item = 0; item < itemCount; item++) {
    for (let node = nodeStart[item]; node < receiverStart[item]; node++) {
      donorNodes[next[nodeLocation[node]]++] = node;
    }
  }
  return { donorStart, donorNodes, firstArc };
}

export interface DonorSize {
  readonly lanes: number;
  readonly rows: number;
  readonly nodes: number;
  readonly arcs: number;
  /** Arcs of one node. */
  readonly widest: number;
}

/** The most of each that any location has: room enough for all of them in turn. */
export function largestDonor(rows: LaneRows, { donorStart, donorNodes, firstArc }: DonorNodes): DonorSize {
  const { laneStart, laneByFrom, locationCount } = rows.graphs.problem;
  const { rowEnd } = rows.graphs;
  const most = { lanes: 0, rows: 0, nodes: 0, arcs: 0, widest: 0 };
  for (let donor = 0; donor < locationCount; donor++) {
    let rowsHere = 0;
    let arcsHere = 0;
    for (let k = laneStart[donor]; k < laneStart[donor + 1]; k++) {
      rowsHere += rows.laneRowStart[laneByFrom[k] + 1] - rows.laneRowStart[laneByFrom[k]];
    }
    for (let d = donorStart[donor]; d < donorStart[donor + 1]; d++) {
      const count = rowEnd[donorNodes[d]] - firstArc[donorNodes[d]];
      arcsHere += count;
      most.widest = Math.max(most.widest, count);
    }
    most.lanes = Math.max(most.lanes, laneStart[donor + 1] - laneStart[donor]);
    most.rows = Math.max(most.rows, rowsHere);
    most.nodes = Math.max(most.nodes, donorStart[donor + 1] - donorStart[donor]);
    most.arcs = Math.max(most.arcs, arcsHere);
  }
  return most;
}
