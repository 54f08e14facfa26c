import type { FindResult } from '../../../core/contract/views.ts';
import { goTo, openGrid, openSelected, select, setTowerView } from '../viewStore.ts';

/** Where a find result leads: positions and items to Inventory, places to the map, transfers to Rebalance. */
export function openFound(found: FindResult): void {
  switch (found.kind) {
    case 'item':
      openGrid('inventory', [{ kind: 'text', column: 'itemId', mode: 'equals', value: found.id }]);
      return;
    case 'position':
      if (found.target !== null) openSelected('inventory', { kind: 'position', id: found.target });
      return;
    case 'location':
    case 'vehicle':
      select(null);
      setTowerView({ status: 'open', locations: found.target === null ? [] : [found.target] });
      goTo('tower');
      return;
    case 'transfer':
      openSelected('rebalance', { kind: 'transfer', id: found.id });
  }
}
