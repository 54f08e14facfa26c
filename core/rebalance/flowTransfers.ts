import { growingInts } from './growingColumn.ts';
import type { ItemGraphs } from './itemGraphs.ts';
import type { TransferColumns } from './transferRows.ts';

/** What flows on the lane arcs as a plan, item by item in the order of their arcs; `flow` in whole units. O(arcs). */
export function flowTransfers(graphs: ItemGraphs, flow: Float64Array): TransferColumns {
  const { itemCount, arcStart, stepStart, arcLane } = graphs;
  const item = growingInts();
  const lane = growingInts();
  const quantity = growingInts();
  for (let i = 0; i < itemCount; i++) {
    for (let arc = arcStart[i]; arc < stepStart[i]; arc++) {
      if (flow[arc] === 0) continue;
      item.push(i);
      lane.push(arcLane[arc]);
      quantity.push(flow[arc]);
    }
  }
  return { count: item.length, item: item.done(), lane: lane.done(), quantity: quantity.done() };
}
