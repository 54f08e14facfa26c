import type { GridQuery } from '../../core/contract/grid.ts';
import { profiles, type Profile } from '../../core/contract/people.ts';

/** What the window shows, apart from the plan: it survives a restart and fits into a link. */
export const workspaceIds = ['tower', 'inventory', 'rebalance', 'forecast'] as const;
export type WorkspaceId = (typeof workspaceIds)[number];

export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

export type Selection =
  | { readonly kind: 'position'; readonly id: number }
  | { readonly kind: 'transfer'; readonly id: string }
  | { readonly kind: 'kpi'; readonly id: string };

/** How a grid is looked at: its sorting and filters, its columns' order and widths, and the cell with the focus. */
export interface GridView {
  readonly query: GridQuery;
  readonly columns: readonly GridColumnView[];
}
export interface GridColumnView {
  readonly id: string;
  readonly width: number;
  readonly hidden: boolean;
  readonly pinned: boolean;
}

export type WorkListStatus = 'open' | 'snoozed' | 'resolved';
export interface TowerView {
  readonly status: WorkListStatus;
  /** Location indices whose entries the work list shows; empty shows all. */
  readonly locations: readonly number[];
  /** Only entries of the present profile. */
  readonly mine: boolean;
}

export interface ViewState {
  readonly workspace: WorkspaceId;
  readonly selection: Selection | null;
  readonly theme: Theme;
  readonly profileId: Profile['id'];
  readonly explainOpen: boolean;
  readonly explainWidth: number;
  readonly tower: TowerView;
  readonly inventory: GridView;
  readonly rebalance: GridView;
  readonly forecast: GridView;
  readonly firstMinuteDone: boolean;
}

const emptyQuery: GridQuery = { sort: [], filter: [] };

export const initialViewState: ViewState = {
  workspace: 'tower',
  selection: null,
  theme: 'system',
  profileId: profiles[0].id,
  explainOpen: false,
  explainWidth: 340,
  tower: { status: 'open', locations: [], mine: false },
  inventory: { query: emptyQuery, columns: [] },
  rebalance: { query: emptyQuery, columns: [] },
  forecast: { query: emptyQuery, columns: [] },
  firstMinuteDone: false,
};

export const explainWidthLimits = { least: 280, most: 640 } as const;
