import { ArrowRightLeft, Boxes, ChartSpline, Radar, type LucideIcon } from 'lucide-react';
import type { ComponentType } from 'react';
import { ForecastWorkspace } from '../features/forecast/ForecastWorkspace.tsx';
import { InventoryWorkspace } from '../features/inventory/InventoryWorkspace.tsx';
import { RebalanceWorkspace } from '../features/rebalance/RebalanceWorkspace.tsx';
import { TowerWorkspace } from '../features/tower/TowerWorkspace.tsx';
import type { WorkspaceId } from './viewState.ts';

/** The workspaces that exist, in the order of the rail and of Ctrl+1, Ctrl+2, … */
export interface Workspace {
  readonly id: WorkspaceId;
  readonly name: string;
  readonly icon: LucideIcon;
  readonly component: ComponentType;
}

export const workspaces: readonly Workspace[] = [
  { id: 'tower', name: 'Control tower', icon: Radar, component: TowerWorkspace },
  { id: 'inventory', name: 'Inventory', icon: Boxes, component: InventoryWorkspace },
  { id: 'rebalance', name: 'Rebalance', icon: ArrowRightLeft, component: RebalanceWorkspace },
  { id: 'forecast', name: 'Forecast', icon: ChartSpline, component: ForecastWorkspace },
];
