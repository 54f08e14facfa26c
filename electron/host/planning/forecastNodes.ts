import { BallastError } from '../../../core/base/errors.ts';
import type { ForecastNode } from '../../../core/contract/forecast.ts';
import type { PlanState } from '../../../core/plan/planState.ts';

/** The positions that a node of the hierarchy is the sum of: dealers' own, warehouses' only where named. */
export function positionsOfNode(state: PlanState, node: ForecastNode): Int32Array {
  const { items, locations } = state.network;
  switch (node.level) {
    case 'position':
      if (node.position >= state.count) {
        throw new BallastError('not-found', `There is no position ${node.position}.`, {
          position: node.position,
        });
      }
      return Int32Array.of(node.position);
    case 'item': {
      const item = itemIndex(state, node.item);
      return state.byItem
        .slice(state.itemStart[item], state.itemStart[item + 1])
        .filter((p) => locations[state.location[p]].kind === 'dealer');
    }
    case 'network':
    case 'family':
    case 'region':
    case 'family-region': {
      const family = 'family' in node ? node.family : null;
      const region = 'region' in node ? node.region : null;
      const wanted = Uint8Array.from(items, (item) => (family === null || item.family === family ? 1 : 0));
      const found = new Int32Array(state.count);
      let count = 0;
      for (const [location, { kind, region: own }] of locations.entries()) {
        if (kind !== 'dealer' || (region !== null && own !== region)) continue;
        for (let p = state.locationStart[location]; p < state.locationStart[location + 1]; p++) {
          if (wanted[state.item[p]] === 1) found[count++] = p;
        }
      }
      if (count === 0) throw new BallastError('not-found', `Nothing is sold at ${nodeTitle(state, node)}.`);
      return found.subarray(0, count);
    }
  }
}

export function nodeTitle(state: PlanState, node: ForecastNode): string {
  const { items, locations, name } = state.network;
  switch (node.level) {
    case 'position': {
      const item = items[state.item[node.position]];
      return `${item.id} at ${locations[state.location[node.position]].id}`;
    }
    case 'item':
      return node.item;
    case 'family':
      return node.family;
    case 'region':
      return node.region;
    case 'family-region':
      return `${node.family} · ${node.region}`;
    case 'network':
      return name;
  }
}

export function nodeSubtitle(state: PlanState, node: ForecastNode, positions: number): string {
  const { items, locations } = state.network;
  const dealers = `${positions.toLocaleString('en-US')} ${positions === 1 ? 'dealer position' : 'dealer positions'}`;
  switch (node.level) {
    case 'position': {
      const location = locations[state.location[node.position]];
      return `${items[state.item[node.position]].description} · ${location.name} · ${location.region}`;
    }
    case 'item': {
      const item = items[itemIndex(state, node.item)];
      return `${item.description} · ${item.family} · ${dealers}`;
    }
    case 'family':
      return `Family · ${dealers}`;
    case 'region':
      return `Region · ${dealers}`;
    case 'family-region':
      return `Family in region · ${dealers}`;
    case 'network':
      return `Whole network · ${dealers}`;
  }
}

const itemIndexes = new WeakMap<PlanState, ReadonlyMap<string, number>>();

export function itemIndex(state: PlanState, id: string): number {
  let indexes = itemIndexes.get(state);
  if (indexes === undefined) {
    indexes = new Map(state.network.items.map((item, index) => [item.id, index]));
    itemIndexes.set(state, indexes);
  }
  const index = indexes.get(id);
  if (index === undefined) throw new BallastError('not-found', `There is no item ${id}.`, { item: id });
  return index;
}
